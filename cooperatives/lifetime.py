"""What changes a cooperative itself over the years: its seat, its name, becoming other cooperatives."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.models import Cooperative, Reorganisation
from coopunion.formatting import day
from coopunion.registers.columns import Moment


def moves_and_reorganisations(cooperative: Cooperative) -> Iterator[Moment]:
    """One query for each kind of event."""
    for move in cooperative.relocations.recorded().select_related("place__parent"):
        yield Moment(move.moved_on, f"Chuyển trụ sở đến {move.place}", move.decision)
    for renaming in cooperative.renamings.recorded():
        title = f"Đổi tên từ “{renaming.old_name}” thành “{renaming.new_name}”"
        yield Moment(renaming.renamed_on, title, renaming.decision)
    acts = Reorganisation.objects.recorded().filter(parties__cooperative=cooperative)
    for act in acts.prefetch_related("parties__cooperative"):
        yield Moment(act.reorganised_on, str(act), act.decision)
    for merge in cooperative.merges.active().select_related("removed"):
        yield Moment(merge.merged_on, f"Gộp hồ sơ “{merge.removed.name}” vào đây", merge.reason)


def other_names(cooperative: Cooperative) -> list[str]:
    """Former names with the day they ended, then the names that papers use beside the official one."""
    former = list(cooperative.renamings.recorded().order_by("-renamed_on"))
    told = [f"{each.old_name} (đến trước {day(each.renamed_on)})" for each in former]
    known = {each.old_name for each in former}
    return told + [alias.name for alias in cooperative.aliases.all() if alias.name not in known]
