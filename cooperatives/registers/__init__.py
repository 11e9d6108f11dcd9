"""The registers of cooperatives, groups, inspections, supports and value chains."""

from cooperatives.registers.chains import CHAINS
from cooperatives.registers.cooperatives import COOPERATIVES
from cooperatives.registers.events import ASSESSMENTS, CERTIFICATES, CONVERSIONS, MEMBERSHIPS, STATUSES
from cooperatives.registers.groups import GROUPS
from cooperatives.registers.inspections import INSPECTIONS
from cooperatives.registers.lifetime import RELOCATIONS, RENAMINGS, REORGANISATIONS
from cooperatives.registers.supports import SUPPORTS

__all__ = [
    "ASSESSMENTS",
    "CERTIFICATES",
    "CHAINS",
    "CONVERSIONS",
    "COOPERATIVES",
    "GROUPS",
    "INSPECTIONS",
    "MEMBERSHIPS",
    "RELOCATIONS",
    "RENAMINGS",
    "REORGANISATIONS",
    "STATUSES",
    "SUPPORTS",
]
