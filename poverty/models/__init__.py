"""Poor households, what the union organised for them, and how they left poverty.

Personal data: pages and reports name a household by its code and commune.
"""

from poverty.models.events import Classification, Exit, HouseholdEvent, Support, SupportDonor
from poverty.models.household import Household

__all__ = ["Classification", "Exit", "Household", "HouseholdEvent", "Support", "SupportDonor"]
