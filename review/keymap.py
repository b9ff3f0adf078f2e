"""Keys that a person gives to acts in place of the usual ones."""

from __future__ import annotations

from collections.abc import Mapping

KEYS: dict[str, str] = {
    "w": "work",
    "j": "next",
    "k": "previous",
    "a": "keep",
    "x": "dismiss",
    "s": "unsure",
    "e": "escalate",
    "u": "undo",
    "l": "skip",
    "n": "note",
    "t": "tags",
    "c": "cluster",
    "/": "search",
    "?": "help",
}
"""Usual key and act. The reasons keep their digits, and the rooms their two letters (g q)."""


class KeysClash(ValueError):
    """A key that is no single letter or sign, or that two acts would have; `key` says which."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_keymap(given: Mapping[str, str]) -> dict[str, str]:
    """Usual key to chosen key, of those that differ. Raises KeysClash."""
    chosen = {usual: given.get(usual, "").strip() or usual for usual in KEYS}
    taken: set[str] = {"g"}
    for key in chosen.values():
        if len(key) != 1 or not key.isprintable() or key.isdigit() or key in taken:
            raise KeysClash(key)
        taken.add(key)
    return {usual: key for usual, key in chosen.items() if key != usual}
