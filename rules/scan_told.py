"""What `sandi scan` finds, as a table for people: the verdict, its tactics, where it is, and the words that made it.

Numbers and handles are left out; whoever needs them asks for JSON.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap

import click

from sandi.text import visible
from sandi.verdict import SLOTS, VERDICTS, Span, Verdict

COLOURS = {"alert": "red", "watch": "yellow", "help": "cyan"}
LEAST_WIDTH = 60
MOST_WORDS = 12
SHORT = 30
"""Characters of a phrase; a longer place is what lies between two words of a pattern, and comes after the phrases."""
_SHOWN = frozenset(SLOTS) - {"counter", "context"}
_INDENT = 22


class Table:
    """Lines for one scan, as it goes on; `width` is that of the terminal in characters."""

    def __init__(self, width: int) -> None:
        self._width = max(width, LEAST_WIDTH)
        self._counts: Counter[str] = Counter()
        self._begun = False

    def add(self, verdict: Verdict, *, shown: bool) -> Iterator[str]:
        """The lines of one verdict; it is counted whether it is `shown` or not."""
        self._counts[verdict.verdict] += 1
        if not shown:
            return
        if not self._begun:
            self._begun = True
            yield click.style(f"{'VERDICT':8}{'SCORE':>5}  {'LANE':5}  TACTICS, LISTING, WORDS", bold=True)
        name = click.style(f"{verdict.verdict:8}", fg=COLOURS.get(verdict.verdict), bold=verdict.verdict == "alert")
        lane = click.style(f"{verdict.lane:5}", bold=verdict.lane == "child")
        tactics = ", ".join(verdict.tactics) or "-"
        yield f"{name}{verdict.score:5}  {lane}  {tactics}"
        yield " " * _INDENT + visible(verdict.url)
        words = visible(" · ".join(words_of(verdict)))
        yield from wrap(words, self._width - 1, initial_indent=" " * _INDENT, subsequent_indent=" " * _INDENT)

    def end(self) -> str:
        """The last line: how many listings came to what."""
        counts = ", ".join(f"{self._counts[name]:,} {name}" for name in VERDICTS)
        total = sum(self._counts.values())
        return f"{total:,} listing{'' if total == 1 else 's'}: {counts}"


def words_of(verdict: Verdict) -> list[str]:
    """The different words that made it, as published and in their order, without those that lie in another or in a
    contact; at most MOST_WORDS.
    """
    taken = [(one.field, one.start, one.end) for one in verdict.contacts]
    spans = {(span.field, span.start, span.end): span for hit in verdict.hits for span in hit.spans if _tells(span)}
    kept: list[Span] = []
    for span in sorted(spans.values(), key=lambda one: (one.end - one.start > SHORT, one.start - one.end)):
        if not any(f == span.field and span.start < b and a < span.end for f, a, b in taken):
            taken.append((span.field, span.start, span.end))
            kept.append(span)
    kept.sort(key=lambda one: (one.field != "title", one.field, one.start))
    return list(dict.fromkeys(" ".join(one.raw.split()) for one in kept))[:MOST_WORDS]


def _tells(span: Span) -> bool:
    return span.slot in _SHOWN and bool(span.raw.strip())
