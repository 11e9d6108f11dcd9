"""Cooperatives, unions of cooperatives, cooperative groups, and what happens to them."""

from cooperatives.models.chains import ValueChain, ValueChainMember
from cooperatives.models.cooperative import Alias, Cooperative
from cooperatives.models.events import Assessment, Conversion, Registration, StatusChange
from cooperatives.models.group import CooperativeGroup
from cooperatives.models.inspection import Inspection
from cooperatives.models.merges import Merge, NotDuplicate
from cooperatives.models.moves import Relocation, Renaming
from cooperatives.models.reorganisation import Reorganisation, ReorganisationParty

__all__ = [
    "Alias",
    "Assessment",
    "Conversion",
    "Cooperative",
    "CooperativeGroup",
    "Inspection",
    "Merge",
    "NotDuplicate",
    "Registration",
    "Relocation",
    "Renaming",
    "Reorganisation",
    "ReorganisationParty",
    "StatusChange",
    "ValueChain",
    "ValueChainMember",
]
