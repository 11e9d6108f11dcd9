"""The quarterly report: its state, texts, confirmed figures, signers, and frozen snapshots and files."""

from reports.models.appendonly import FrozenFile, SignedScan, Snapshot, Step
from reports.models.delegation import Delegation
from reports.models.report import RESULT, SECTIONS, Confirmation, Passage, Report

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
