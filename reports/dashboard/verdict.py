"""The programme's status in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from coopunion.formatting import day, elapsed_text, in_words, listed
from reports.figures.progress import QuarterProgress, Status, TaskProgress

BEST_FIRST = (Status.EXCEEDED, Status.MET, Status.ON_TRACK, Status.BEHIND, None)
NAMED_AT_MOST = 3  # more late indicators than this are named by their codes


@dataclass(frozen=True)
class Verdict:
    """`as_of` says up to when and is empty for a quarter ahead."""

    lead: str
    rest: str
    as_of: str


def verdict(progress: QuarterProgress) -> Verdict:
    if progress.as_of is None:
        return Verdict(f"Quý {progress.quarter.roman} chưa đến, chưa có số liệu.", "", "")
    lead, rest = _sentence(progress)
    return Verdict(lead, rest, f"Số liệu đến {day(progress.as_of)}, {elapsed_text(progress.as_of)}.")


def _sentence(progress: QuarterProgress) -> tuple[str, str]:
    tasks = progress.tasks
    by_status = {status: alike for status in BEST_FIRST if (alike := [task for task in tasks if task.status is status])}
    if not progress.indicators:
        return "Chưa có chỉ tiêu nào để theo dõi.", ""
    if not tasks:
        return "Chưa nhiệm vụ nào có chỉ tiêu để theo dõi.", ""
    if set(by_status) == {None}:
        return "Chưa nhiệm vụ nào có số liệu để so với chỉ tiêu.", ""
    if late := by_status.pop(Status.BEHIND, None):
        return _late(late, len(tasks), by_status)
    if set(by_status) <= {Status.EXCEEDED, Status.MET}:
        return f"{_all_of(len(tasks))} đã đạt chỉ tiêu năm:", f"{_listed(by_status)}."
    return "Không nhiệm vụ nào chậm:", f"{_listed(by_status)}."


def _late(late: list[TaskProgress], total: int, others: dict[Status | None, list[TaskProgress]]) -> tuple[str, str]:
    how = "chưa đạt chỉ tiêu năm" if late[0].status_label == "Chưa đạt" else "chậm so với tiến độ"
    who = f"{in_words(len(late)).capitalize()} trong {in_words(total)} nhiệm vụ" if others else _all_of(total)
    behind = [own for task in late for own in task.indicators if own.status is Status.BEHIND]
    if len(behind) > NAMED_AT_MOST:
        names = f"chỉ tiêu {listed([progress.indicator.code for progress in behind])}"
    else:
        names = listed([f"{progress.indicator.name} ({progress.indicator.code})" for progress in behind])
    rest = f" {_listed(others).capitalize()}." if others else ""
    return f"{who} {how}:", f"{names}.{rest}"


def _listed(by_status: dict[Status | None, list[TaskProgress]]) -> str:
    """As in "năm vượt, một đạt"."""
    return ", ".join(f"{in_words(len(tasks))} {_how(status, tasks)}" for status, tasks in by_status.items())


def _how(status: Status | None, tasks: list[TaskProgress]) -> str:
    return tasks[0].status_label.lower() if status else "chưa có số liệu so với chỉ tiêu"


def _all_of(total: int) -> str:
    return f"Cả {in_words(total)} nhiệm vụ" if total > 1 else "Nhiệm vụ duy nhất"
