"""Text safety: listing text is hostile, so nothing of it reaches a terminal, a log line or a spreadsheet raw."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str, *, limit: int | None = None) -> str:
    """`text` on one line with control, bidirectional, zero-width and unassigned characters as `\\uXXXX` escapes.

    `limit` is the greatest number of published characters shown; what is cut is marked by an ellipsis.
    """
    cut = limit is not None and len(text) > limit
    shown = text[:limit] if cut else text
    if shown.isascii() and shown.isprintable():
        return shown + ("…" if cut else "")
    return "".join(map(_escaped, shown)) + ("…" if cut else "")


_RISKY = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
"""What begins a formula; the wide signs do where East Asian input is on.
https://owasp.org/www-community/attacks/CSV_Injection"""
_STARTS_RISKY = re.compile(rf"""[ "]*{_RISKY}|[\t\r\n']""")
_INNER = re.compile(rf"""([;\t][ "]*)(?='*{_RISKY})""")
_INNER_GUARDED = re.compile(rf"""([;\t][ "]*)'(?='*{_RISKY})""")


def sheet_cell(value: object) -> str:
    """A cell of a CSV file that no spreadsheet runs as a formula, nor any part of it where `;` or a tab parts cells, as
    in Indonesia. An apostrophe stands where one could begin; `from_sheet` gives the text back.
    """
    text = "" if value is None else str(value)
    guarded = _INNER.sub(r"\1'", text)
    return f"'{guarded}" if _STARTS_RISKY.match(text) else guarded


def from_sheet(cell: str) -> str:
    """What `sheet_cell` was given: without a leading apostrophe, and without one behind `;` or a tab before a sign."""
    return _INNER_GUARDED.sub(r"\1", cell.removeprefix("'"))


def _escaped(char: str) -> str:
    if char in "\n\r\t":
        return " "
    if unicodedata.category(char) not in _HIDDEN:
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
