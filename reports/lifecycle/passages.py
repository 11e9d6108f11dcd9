"""The editor of a report's passages: usual text, last quarter's text, and saving that overwrites nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from coopunion.authorship import set_author
from coopunion.models import User
from coopunion.text import clean_lines
from programs.models import ReportingPeriod
from reports.figures.progress import Progress
from reports.lifecycle.previous_quarter import period_before
from reports.lifecycle.rules import AlreadyTaken
from reports.models import RESULT, SECTIONS, Passage, Report
from reports.paper.blanks import blanks
from reports.paper.fields import unknown_fields
from reports.paper.quarterly import report_texts
from reports.paper.sections import standing_phrases

ONE_CHANGE = timedelta(minutes=10)  # one person's saves of one passage within it are one change in the history
LONGEST = 20_000


class NotWritable(AlreadyTaken):
    """The report was submitted in the meantime."""


class WrittenMeanwhile(Exception):
    """Somebody saved the passage after this person opened it; nothing was written."""

    def __init__(self, passage: Passage) -> None:
        super().__init__(f"{passage.updated_by} vừa sửa mục này.")
        self.passage = passage


@dataclass
class PassageDraft:
    """One passage in the editor."""

    key: str
    label: str
    text: str
    version: int
    usual: str
    """What the paper says while nobody wrote anything: a text with fields."""
    last: str = ""
    """The text of the report before, with its fields."""
    unknown: Sequence[str] = ()
    conflict: Passage | None = None
    """What somebody else saved while this text was written."""

    @property
    def is_own(self) -> bool:
        return bool(self.text) and self.text != self.usual

    @property
    def standing(self) -> Sequence[str]:
        """Its customary phrases, which no record proves."""
        return standing_phrases(self.text)

    @property
    def blanks(self) -> Sequence[str]:
        """What a person has still to write in it."""
        return blanks([self.text])

    @property
    def rows(self) -> int:
        """Lines of the text box."""
        return min(16, max(3, sum(1 + len(line) // 90 for line in self.text.splitlines()) + 1))


class Editor:
    """Every passage of a report, in the order of the paper; those of section II under their tasks."""

    def __init__(self, report: Report, *, today: date) -> None:
        self.report, self.texts = report, report_texts(report, today=today)
        self._saved = {passage.key: passage for passage in report.passages.all()}
        self._last = _last_texts(report.period)
        self.parts = self._parts()
        self.drafts = [draft for _, drafts in self.parts for draft in drafts]

    def _parts(self) -> list[tuple[str, list[PassageDraft]]]:
        progress = self.texts.progress
        leadership, overview, *others = [
            self._draft(key, label, self.texts.usual_section(key)) for key, label in SECTIONS.items()
        ]
        parts = [
            ("I. Công tác lãnh đạo, chỉ đạo", [leadership]),
            ("II. Kết quả thực hiện các nhiệm vụ", [overview]),
            *((f"II.{each.task.number}. {each.task.name}", self._results(each.indicators)) for each in progress.tasks),
            ("II. Kết quả chung toàn tỉnh", self._results(progress.beyond_tasks)),
            ("III–V. Đánh giá, phương hướng, kiến nghị", others),
        ]
        return [(title, drafts) for title, drafts in parts if drafts]

    def _results(self, indicators: Sequence[Progress]) -> list[PassageDraft]:
        return [
            self._draft(
                f"{RESULT}{each.code}", f"{each.code}. {each.name}", self.texts.usual_result(each.code).with_fields
            )
            for each in (progress.indicator for progress in indicators)
        ]

    def _draft(self, key: str, label: str, usual: str) -> PassageDraft:
        passage = self._saved.get(key)
        text = (passage.text if passage else "") or usual
        return PassageDraft(
            key=key,
            label=label,
            text=text,
            version=passage.version if passage else 0,
            usual=usual,
            last=self._last.get(key, ""),
            unknown=unknown_fields(text, self.texts.fields.figures),
        )

    def save(self, sent: Mapping[str, str], *, user: User) -> bool:
        """Save every text that was changed. False where somebody else saved one meanwhile: then both are shown."""
        complete = True
        for draft, version in self._take(sent):
            text = "" if draft.text == draft.usual else draft.text
            try:
                draft.version = save_passage(self.report, draft.key, text, version, user=user).version
            except WrittenMeanwhile as error:
                draft.conflict, draft.version, complete = error.passage, error.passage.version, False
        return complete

    def put_back(self, kept: Mapping[str, str]) -> None:
        """Show text that was sent after the session had ended, at the versions it was written over; save nothing."""
        if key := kept.get("key"):  # of one passage, while it saved itself
            kept = {f"text-{key}": kept.get("text", ""), f"version-{key}": kept.get("version", "")}
        for draft, version in self._take(kept):
            draft.version = version

    def _take(self, sent: Mapping[str, str]) -> Iterator[tuple[PassageDraft, int]]:
        """Each draft with another text in `sent`, which it now has, and the version that text was written over."""
        for draft in (draft for draft in self.drafts if f"text-{draft.key}" in sent):
            text = clean_lines(sent[f"text-{draft.key}"])
            if text != draft.text:
                draft.text, draft.unknown = text, unknown_fields(text, self.texts.fields.figures)
                yield draft, version_number(sent.get(f"version-{draft.key}"))


def version_number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _last_texts(period: ReportingPeriod) -> dict[str, str]:
    """What people wrote in the quarter before, by key."""
    before = period_before(period)
    report = Report.objects.current(before) if before else None
    if report is None:
        return {}
    return {passage.key: passage.text for passage in report.passages.all() if passage.text}


@transaction.atomic
def save_passage(report: Report, key: str, text: str, version: int, *, user: User) -> Passage:
    """Save a text that was opened at `version` (0: nobody had written it). Empty means the usual text.

    WrittenMeanwhile where somebody else saved it since; NotWritable where the report is no draft any more.
    """
    fresh = Report.objects.with_period().select_for_update(of=("self",)).get(pk=report.pk)
    if not fresh.is_writable:
        raise NotWritable(f"Báo cáo {fresh.get_state_display()}, không sửa được nữa.")
    passage = Passage.objects.select_related("updated_by").filter(report=fresh, key=key).first()
    if passage and passage.version != version:
        raise WrittenMeanwhile(passage)
    passage = passage or Passage(report=fresh, key=key, version=0)
    passage.text, passage.updated_by = text[:LONGEST], user
    passage.version += 1
    _save(passage, user)
    return passage


def _save(passage: Passage, user: User) -> None:
    """Save the passage; a person's saves within ONE_CHANGE are one row of its history, not a hundred."""
    rows = Passage.history.filter(id=passage.pk).order_by("-history_id")
    latest = rows.first() if passage.pk else None
    same = (
        latest is not None and latest.history_user_id == user.pk and timezone.now() - latest.history_date < ONE_CHANGE
    )
    if latest is None or not same:
        set_author(passage, user, "")
        passage.save()
        return
    passage.skip_history_when_saving = True  # type: ignore[attr-defined]  # of django-simple-history
    passage.save()
    rows.filter(pk=latest.pk).update(text=passage.text, version=passage.version, updated_at=passage.updated_at)
