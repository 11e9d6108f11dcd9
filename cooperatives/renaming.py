"""The name of a cooperative after a renaming of it was annulled, deleted or restored."""

from __future__ import annotations

from cooperatives.models import Alias, Cooperative, Renaming
from coopunion.authorship import set_author
from coopunion.forms.saving import renew_search_text
from coopunion.models import User


def update_name(renaming: Renaming, user: User | None, reason: str) -> None:
    """Give the new name, or the one before where the renaming is no longer recorded; in the caller's transaction.

    A name that a later renaming gave, or that somebody corrected since, stays.
    """
    cooperative = Cooperative.objects.select_for_update().get(pk=renaming.cooperative_id)
    before = cooperative.name
    last = cooperative.renamings.recorded().order_by("-renamed_on", "-pk").first()
    if last is not None and last == renaming:
        lost = _set_name(cooperative, renaming.new_name, user, reason)
        if lost and not cooperative.aliases.filter(name=lost).exists():
            alias = Alias(cooperative=cooperative, name=lost)
            set_author(alias, user, reason)
            alias.save()
    elif cooperative.name == renaming.new_name and not _given_by(last, renaming):
        _set_name(cooperative, _name_before(renaming), user, reason)
    if cooperative.name != before:
        set_author(cooperative, user, reason)
        cooperative.save()
    renew_search_text(cooperative)  # it holds the old names of the recorded renamings


def _given_by(last: Renaming | None, renaming: Renaming) -> bool:
    """Whether `last`, the last recorded renaming, gave the present name, and not the withdrawn `renaming`."""
    if renaming.renamed_on is None:  # a draft, which gave no name
        return True
    if last is None or last.renamed_on is None:
        return False
    return last.new_name == renaming.new_name or last.renamed_on > renaming.renamed_on


def _name_before(renaming: Renaming) -> str:
    """Its old name, or the name before that where an annulled renaming had given it."""
    name = renaming.old_name
    mistaken = renaming.cooperative.renamings.filter(state=Renaming.State.ANNULLED, renamed_on__lt=renaming.renamed_on)
    for earlier in mistaken.order_by("-renamed_on", "-pk"):
        name = earlier.old_name if earlier.new_name == name else name
    return name


def _set_name(cooperative: Cooperative, name: str, user: User | None, reason: str) -> str:
    """Set the name, with the short name it had last, and return the short name that this replaced ("" for none)."""
    last = cooperative.history.filter(name=name).order_by("-history_id").first()
    lost = cooperative.short_name
    cooperative.name = name
    if last is None or last.short_name == lost:
        return ""
    cooperative.short_name = last.short_name
    for alias in cooperative.aliases.filter(name=last.short_name):  # it is the short name again
        set_author(alias, user, reason)
        alias.delete()
    return lost
