"""How each person likes the workbench: language, keys, pauses. Read by that person's sessions alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import orjson

from storage.database import Store


@dataclass(frozen=True, slots=True)
class Preferences:
    """`keymap`: keys given to acts in place of the usual ones; `pause_min`: minutes until a break is named, 0 never."""

    language: str = "id"
    keys: bool = True
    keymap: Mapping[str, str] = field(default_factory=dict)
    pause_min: int = 45


def get(store: Store, user: str) -> Preferences:
    """The preferences of a person, those of everybody where none were chosen."""
    with store.reader() as conn:
        row = conn.execute("SELECT value FROM preferences WHERE user = ?", (user,)).fetchone()
    known = orjson.loads(row["value"]) if row is not None else {}
    return Preferences(**{name: value for name, value in known.items() if name in Preferences.__dataclass_fields__})


def put(store: Store, user: str, value: Preferences) -> None:
    """Keep the preferences of a person."""
    with store.writer() as conn:
        conn.execute(
            "INSERT INTO preferences VALUES (?, ?) ON CONFLICT (user) DO UPDATE SET value = excluded.value",
            (user, orjson.dumps(asdict(value)).decode()),
        )
