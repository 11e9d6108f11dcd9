"""The owners of the records that a figure counts, and how the figure splits by kind or donor, as sentences."""

from __future__ import annotations

from datetime import date

from coopunion.formatting import padded
from programs.flows_and_stocks import Flow, Scope
from programs.measures import Measure


def owners_text(measure: Measure, day: date, scope: Scope) -> str:
    """As in "07 chủ thể"; "" for a measure whose records have no owners."""
    if not isinstance(measure, Flow) or not measure.owners[0]:
        return ""
    count = measure.owners_on(day, scope)
    return f"{padded(count)} {measure.owners[1]}" if count else ""


def owners_and_shares(measure: Measure | None, day: date | None, scope: Scope) -> list[str]:
    """Both, as sentences for the page of a figure; none for a quarter that lies ahead."""
    if measure is None or day is None:
        return []
    owners = owners_text(measure, day, scope)
    return [*([f"Của {owners}."] if owners else []), *share_sentences(measure, day, scope)]


def share_sentences(measure: Measure, day: date, scope: Scope) -> list[str]:
    """One sentence for each split of the measure (`Flow.shares`) that has any value."""
    if not isinstance(measure, Flow):
        return []
    return [
        f"{label}: {'; '.join(f'{value} {padded(count)} {measure.unit}' for value, count in counts)}."
        for label, counts in measure.shared_on(day, scope)
        if counts
    ]
