"""Contacts: joined by keyed HMAC, shown masked, opened only with a reason."""

from __future__ import annotations

from storage.database import Store


def key(store: Store, kind: str, value: str) -> str:
    raise NotImplementedError


def unmask(store: Store, contact_id: int, *, actor: str, reason: str) -> str:
    raise NotImplementedError


def listings_of(store: Store, contact_id: int) -> list[int]:
    raise NotImplementedError
