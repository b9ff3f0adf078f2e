"""Who waits for whom when the processors are all taken: work that nobody sits in front of gives way to people."""

from __future__ import annotations

import os

GIVES_WAY = 10
"""How much nicer than others such work is. It takes all that nobody else wants, and a tenth where somebody does."""


_gives_way = False


def gives_way() -> bool:
    """Whether this process, or one that it was forked from, lets people write first."""
    return _gives_way


def give_way() -> None:
    """Let other programs go before this process and all that it starts; who does so already is left as it is."""
    write_after_people()
    if hasattr(os, "nice"):  # not on Windows
        os.nice(max(0, GIVES_WAY - os.nice(0)))


def write_after_people() -> None:
    """Let people write first, and take the processor as they do: who has the one lock of all writers and is kept from
    the processor keeps everybody waiting.
    """
    global _gives_way
    _gives_way = True
