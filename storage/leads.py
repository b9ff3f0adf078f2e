"""Leads: the queue of people, and each lead with its evidence."""

from __future__ import annotations

from typing import Any

from storage.database import Store
from storage.paging import Page
from storage.records import Lead, LeadContact, LeadRow

__all__ = ["Lead", "LeadContact", "LeadRow", "Page", "counts", "get", "queue"]


def queue(
    store: Store,
    *,
    state: str | None = "open",
    tactic: str | None = None,
    lane: str | None = None,
    source: str | None = None,
    verdict: str | None = None,
    text: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[LeadRow]:
    raise NotImplementedError


def get(store: Store, lead_id: int) -> Lead | None:
    raise NotImplementedError


def counts(store: Store) -> dict[str, Any]:
    raise NotImplementedError
