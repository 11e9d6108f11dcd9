"""Cooperatives, unions of cooperatives, cooperative groups, and what happens to them."""

from cooperatives.models.chains import Stage, ValueChain, ValueChainMember, ValueChainPartner
from cooperatives.models.cooperative import Alias, Cooperative
from cooperatives.models.events import Assessment, Conversion, Registration, StatusChange
from cooperatives.models.group import CooperativeGroup
from cooperatives.models.inspection import Inspection, Recommendation
from cooperatives.models.membership import MembershipCertificate
from cooperatives.models.support import CooperativeSupport

__all__ = [
    "Alias",
    "Assessment",
    "Conversion",
    "Cooperative",
    "CooperativeGroup",
    "CooperativeSupport",
    "Inspection",
    "MembershipCertificate",
    "Recommendation",
    "Registration",
    "Stage",
    "StatusChange",
    "ValueChain",
    "ValueChainMember",
    "ValueChainPartner",
]
