"""Poor households, supports organised for them, and exits from poverty.

Personal data: pages and reports name a household by its code and commune.
"""

from poverty.models.events import Classification, Exit, HouseholdEvent, Support, SupportDonor
from poverty.models.household import Household
from poverty.models.requests import DataRequest

__all__ = ["Classification", "DataRequest", "Exit", "Household", "HouseholdEvent", "Support", "SupportDonor"]
