"""A frozen report: one canonical JSON text, its SHA-256, and a fingerprint of its figures, records and sentences."""

from __future__ import annotations

import json
from hashlib import sha256

from reports.figures.signed import SignedFigures
from reports.models import Snapshot
from reports.paper.quarterly import QuarterlyReport
from reports.paper.serialization import canonical, deserialize, serialize

SCHEMA = 1
# The fields that two papers with one fingerprint share. Letterhead, number and day may differ.
FINGERPRINTED = ("progress", "lists", "blocks")


class UnknownSchema(ValueError):
    """A snapshot of a later version of the portal."""


def fingerprint(paper: QuarterlyReport) -> str:
    return _hash(canonical({name: serialize(getattr(paper, name)) for name in FINGERPRINTED}))


def snapshot_of(paper: QuarterlyReport, **columns: object) -> Snapshot:
    """An unsaved snapshot; `columns` are its report, stage, person and time."""
    text = canonical({"schema": SCHEMA, "paper": serialize(paper)})
    signed = SignedFigures.of(paper.progress)
    return Snapshot(
        content=text,
        sha256=_hash(text),
        fingerprint=fingerprint(paper),
        figures=signed.as_json if signed else {},
        **columns,
    )


def frozen_paper(snapshot: Snapshot) -> QuarterlyReport:
    """The paper as it was frozen. Damaged for altered content, UnknownSchema for that of a later version."""
    data = json.loads(snapshot.verified())
    if data["schema"] != SCHEMA:
        raise UnknownSchema(f"Bản chụp theo cấu trúc {data['schema']}; cổng này đọc cấu trúc {SCHEMA}.")
    return deserialize(QuarterlyReport, data["paper"])


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
