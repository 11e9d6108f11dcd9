"""Cooperatives, unions of cooperatives, cooperative groups, and what happens to them."""

from cooperatives.models.chains import Stage, ValueChain, ValueChainMember, ValueChainPartner
from cooperatives.models.cooperative import Alias, Cooperative
from cooperatives.models.events import (
    Assessment,
    Conversion,
    MembershipCertificate,
    Registration,
    Relocation,
    Renaming,
    StatusChange,
)
from cooperatives.models.group import CooperativeGroup
from cooperatives.models.merges import Merge, NotDuplicate
from cooperatives.models.reorganisation import Reorganisation, ReorganisationParty
from cooperatives.models.work import CooperativeSupport, Inspection, Recommendation

__all__ = [
    "Alias",
    "Assessment",
    "Conversion",
    "Cooperative",
    "CooperativeGroup",
    "CooperativeSupport",
    "Inspection",
    "MembershipCertificate",
    "Merge",
    "NotDuplicate",
    "Recommendation",
    "Registration",
    "Relocation",
    "Renaming",
    "Reorganisation",
    "ReorganisationParty",
    "Stage",
    "StatusChange",
    "ValueChain",
    "ValueChainMember",
    "ValueChainPartner",
]
