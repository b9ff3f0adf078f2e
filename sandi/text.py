"""Text safety: listing text is hostile, so nothing of it reaches a terminal or a log line raw."""

from __future__ import annotations

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


def _escaped(char: str) -> str:
    if char in "\n\r\t":
        return " "
    if unicodedata.category(char) not in _HIDDEN:
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
