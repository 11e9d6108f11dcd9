"""Requests of a household about its personal data, for the tests."""

from __future__ import annotations

from datetime import date

from poverty.models import DataRequest, Household


def make_data_request(household: Household, received_on: date, kind: str = "view", **fields) -> DataRequest:
    """Of the household's own department."""
    fields = {"household": household, "department": household.department, **fields}
    return DataRequest.objects.create(received_on=received_on, kind=kind, **fields)
