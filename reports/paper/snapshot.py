"""The frozen form of a report: one canonical JSON text, its SHA-256, and the fingerprint of what it says."""

from __future__ import annotations

import json
from dataclasses import fields
from hashlib import sha256
from typing import Any

from reports.models import Snapshot
from reports.paper.quarterly import QuarterlyReport
from reports.paper.serialization import canonical, deserialize, serialize

SCHEMA = 1
# What two papers must agree in to say the same: figures, records, sentences. Letterhead, number and day may differ.
SAID = ("progress", "lists", "blocks")


class UnknownSchema(ValueError):
    """A snapshot of a later version of the portal."""


def content(paper: QuarterlyReport) -> str:
    return canonical({"schema": SCHEMA, "paper": serialize(paper)})


def fingerprint(paper: QuarterlyReport) -> str:
    said = {each.name: serialize(getattr(paper, each.name)) for each in fields(paper) if each.name in SAID}
    return _hash(canonical(said))


def snapshot_of(paper: QuarterlyReport, **owner: Any) -> Snapshot:
    """An unsaved snapshot; `owner` are its report, stage, person and moment."""
    text = content(paper)
    return Snapshot(content=text, sha256=_hash(text), fingerprint=fingerprint(paper), **owner)


def frozen_paper(snapshot: Snapshot) -> QuarterlyReport:
    """The paper as it was frozen; Damaged or UnknownSchema where that cannot be told."""
    data = json.loads(snapshot.verified())
    if data["schema"] != SCHEMA:
        raise UnknownSchema(f"Bản chụp theo cấu trúc {data['schema']}; cổng này đọc cấu trúc {SCHEMA}.")
    return deserialize(QuarterlyReport, data["paper"])


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
