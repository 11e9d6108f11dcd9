"""Which name a cooperative bears once a renaming of it was annulled, deleted or put back."""

from __future__ import annotations

from cooperatives.models import Alias, Cooperative, Renaming
from coopunion.authorship import set_author
from coopunion.forms.saving import renew_search_text
from coopunion.models import User


def settle_name(renaming: Renaming, user: User | None, reason: str) -> None:
    """In the transaction of the change: gives the new name, or takes it back where the renaming stands no more.

    A name that a later renaming gave, or that somebody corrected since, stays.
    """
    cooperative = Cooperative.objects.select_for_update().get(pk=renaming.cooperative_id)
    before = cooperative.name
    last = cooperative.renamings.recorded().order_by("-renamed_on", "-pk").first()
    if last is not None and last == renaming:
        lost = _bear(cooperative, renaming.new_name, user, reason)
        if lost and not cooperative.aliases.filter(name=lost).exists():
            alias = Alias(cooperative=cooperative, name=lost)
            set_author(alias, user, reason)
            alias.save()
    elif cooperative.name == renaming.new_name and not _given_by(last, renaming):
        _bear(cooperative, _name_before(renaming), user, reason)
    if cooperative.name != before:
        set_author(cooperative, user, reason)
        cooperative.save()
    renew_search_text(cooperative)  # it knows the old names of the renamings that stand


def _given_by(last: Renaming | None, renaming: Renaming) -> bool:
    """Whether the renaming that stands last gave the name, and not the one that stands no more."""
    if renaming.renamed_on is None:  # a draft, which gave no name
        return True
    if last is None or last.renamed_on is None:
        return False
    return last.new_name == renaming.new_name or last.renamed_on > renaming.renamed_on


def _name_before(renaming: Renaming) -> str:
    """Its old name, or what stood before that where a renaming annulled as well had given it."""
    name = renaming.old_name
    mistaken = renaming.cooperative.renamings.filter(state=Renaming.State.ANNULLED, renamed_on__lt=renaming.renamed_on)
    for each in mistaken.order_by("-renamed_on", "-pk"):
        name = each.old_name if each.new_name == name else name
    return name


def _bear(cooperative: Cooperative, name: str, user: User | None, reason: str) -> str:
    """The name, and the short name beside which it was borne last. Returns the short name that this took away."""
    last = cooperative.history.filter(name=name).order_by("-history_id").first()
    lost = cooperative.short_name
    cooperative.name = name
    if last is None or last.short_name == lost:
        return ""
    cooperative.short_name = last.short_name
    for alias in cooperative.aliases.filter(name=last.short_name):  # it is no other name any more
        set_author(alias, user, reason)
        alias.delete()
    return lost
