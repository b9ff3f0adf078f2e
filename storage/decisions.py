"""Decisions: what a person said of a lead, and why. Rows are only ever added."""

from __future__ import annotations

from sandi.errors import SandiError
from storage.database import Store
from storage.records import Decision

__all__ = ["REASONS", "Decision", "DecisionError", "StaleLead", "decide", "history", "last", "undo"]

REASONS: dict[str, tuple[str, ...]] = {
    "keep": ("debt-or-documents", "possible-minor", "third-party-control", "movement-or-housing", "other"),
    "dismiss": (
        "adult-independent",
        "legitimate-employer",
        "news-or-advocacy",
        "spam-or-scam",
        "other-sense",
        "duplicate",
        "rule-wrong",
        "other",
    ),
    "unsure": ("second-opinion", "too-little-evidence", "language", "other"),
    "escalate": ("possible-minor", "immediate-danger", "asks-for-help", "other"),
}


class DecisionError(SandiError):
    """A decision that cannot be recorded; the text says what is missing or wrong."""


class StaleLead(DecisionError):
    """The lead moved on since it was read: `who` did it, `when` (UTC ISO 8601), and `what`."""

    def __init__(self, message: str, *, who: str, when: str, what: str) -> None:
        super().__init__(message)
        self.who, self.when, self.what = who, when, what


def decide(
    store: Store,
    lead_id: int,
    *,
    decision: str,
    reason: str,
    note: str = "",
    actor: str,
    via: str,
    seen_version: int,
) -> Decision:
    raise NotImplementedError


def undo(store: Store, lead_id: int, *, actor: str, via: str) -> Decision:
    raise NotImplementedError


def history(store: Store, lead_id: int) -> list[Decision]:
    raise NotImplementedError


def last(store: Store, actor: str, limit: int = 10) -> list[Decision]:
    raise NotImplementedError
