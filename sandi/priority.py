"""Who waits for whom when the processors are all taken: work that nobody sits in front of gives way to people."""

from __future__ import annotations

import os

GIVES_WAY = 5
"""How much nicer than others a crawl is. It takes all that nobody else wants, and a quarter where somebody does."""


_gives_way = False


def gives_way() -> bool:
    """Whether this process, or one that it was forked from, gave way."""
    return _gives_way


def give_way() -> None:
    """Let other programs go before this process and all that it starts; who does so already is left as it is."""
    global _gives_way
    _gives_way = True
    if hasattr(os, "nice"):  # not on Windows
        os.nice(max(0, GIVES_WAY - os.nice(0)))
