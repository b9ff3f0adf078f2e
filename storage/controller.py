"""Who answers for the data and for what purpose it is collected: settled before the first crawl, and on record.

UU 27/2022, articles 20, 21 and 31; GDPR, articles 5 (1) (b), 24 and 30.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandi.config import Config
from sandi.errors import ConfigError
from storage import audit
from storage.database import Store

SHORTEST = 12
"""Letters of a purpose; "test" is none."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Who answers for it, and for what."""

    controller: str
    purpose: str


def settled(config: Config) -> Settled:
    """What the settings say. Raises ConfigError when one of the two is missing."""
    found = Settled(config.controller.strip(), config.purpose.strip())
    if not found.controller:
        raise ConfigError(
            "nobody answers for what is collected: set SANDI_CONTROLLER to the organisation, with a name to turn to "
            "(docs/privacy.md says what else to settle first)"
        )
    if len(found.purpose) < SHORTEST:
        raise ConfigError(
            "it is not said for what purpose listings are collected: set SANDI_PURPOSE to one honest sentence "
            "(docs/privacy.md has an example)"
        )
    return found


def note(store: Store, *, actor: str) -> Settled:
    """What the settings say, written down when it is new or differs from before. Raises ConfigError."""
    found = settled(store.config)
    with store.reader() as conn:
        known = dict(
            conn.execute("SELECT name, value FROM settings WHERE name IN ('controller', 'purpose')").fetchall()
        )
    if known != {"controller": found.controller, "purpose": found.purpose}:
        with store.writer() as conn:
            conn.executemany(
                "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [("controller", found.controller), ("purpose", found.purpose)],
            )
            detail = {"controller": found.controller, "purpose": found.purpose}
            audit.record(conn, actor=actor, action="controller.settle", object="installation", detail=detail)
    return found
