"""The quarterly report: its state, texts, confirmed figures, signers, and frozen snapshots and files."""

from reports.models.confirmation import Confirmation
from reports.models.delegation import Delegation
from reports.models.frozen import FrozenFile, SignedScan, Snapshot
from reports.models.passage import RESULT, SECTIONS, Passage
from reports.models.report import Report
from reports.models.step import Step

__all__ = [
    "RESULT",
    "SECTIONS",
    "Confirmation",
    "Delegation",
    "FrozenFile",
    "Passage",
    "Report",
    "SignedScan",
    "Snapshot",
    "Step",
]
