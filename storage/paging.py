"""Keyset pages: a cursor names the last row shown, so page 1,000 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from sandi.errors import SandiError

Row = TypeVar("Row")


class CursorError(SandiError):
    """A cursor that no page of ours handed out."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, and the cursor of the next; None when this is the last."""

    rows: tuple[Row, ...]
    cursor: str | None = None


def write_cursor(*values: int) -> str:
    """A cursor from whole numbers."""
    return "_".join(str(value) for value in values)


def read_cursor(text: str, count: int) -> tuple[int, ...]:
    """The `count` whole numbers of a cursor. Raises CursorError."""
    parts = text.split("_")
    if len(parts) != count or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise CursorError("this page address cannot be read; start again from the first page")
    return tuple(int(part) for part in parts)
