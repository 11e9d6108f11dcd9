"""Changes of a cooperative over the years, for its page: moves, renamings, reorganisations, merges."""

from __future__ import annotations

from collections.abc import Iterator

from cooperatives.models import Cooperative, Reorganisation
from coopunion.formatting import day
from coopunion.registers.columns import Moment


def moves_and_reorganisations(cooperative: Cooperative) -> Iterator[Moment]:
    """Moments of the timeline, with one query for each kind of event."""
    for move in cooperative.relocations.recorded().select_related("place__parent"):
        yield Moment(move.moved_on, f"Chuyển trụ sở đến {move.place}", move.decision)
    for renaming in cooperative.renamings.recorded():
        title = f"Đổi tên từ “{renaming.old_name}” thành “{renaming.new_name}”"
        yield Moment(renaming.renamed_on, title, renaming.decision)
    reorganisations = Reorganisation.objects.recorded().filter(parties__cooperative=cooperative)
    for reorganisation in reorganisations.prefetch_related("parties__cooperative"):
        yield Moment(reorganisation.reorganised_on, str(reorganisation), reorganisation.decision)
    for merge in cooperative.merges.active().select_related("removed"):
        yield Moment(merge.merged_on, f"Gộp hồ sơ “{merge.removed.name}” vào đây", merge.reason)


def other_names(cooperative: Cooperative) -> list[str]:
    """Former names with the day they ended, then aliases."""
    former = list(cooperative.renamings.recorded().order_by("-renamed_on"))
    labels = [f"{renaming.old_name} (đến trước {day(renaming.renamed_on)})" for renaming in former]
    known = {renaming.old_name for renaming in former}
    return labels + [alias.name for alias in cooperative.aliases.all() if alias.name not in known]
