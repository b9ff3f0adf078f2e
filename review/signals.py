"""What the signals behind a mark rest on: title, evidence level, source, harmless readings, as the files say today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.loader import SIGNALS, read_rules
from rules.schema import Signal
from rules.verdict import READS_HARMLESS, READS_LIKE

LEARNT = (READS_LIKE, READS_HARMLESS)
"""Signals of no file: how the whole text reads."""


@dataclass(frozen=True, slots=True)
class SignalCard:
    """A signal in words; `evidence` is a level of tactics.md §3, `sources` say who reported it."""

    title: str
    evidence: str
    sources: tuple[str, ...]
    harmless: tuple[str, ...]


@cache
def read_signals(packs: tuple[Path, ...] = ()) -> Mapping[str, SignalCard]:
    """Every signal that can be read, by name. A broken file leaves its signals out; the rules tell about it.

    Reading takes about a second, so it is done once a process.
    """
    found, _ = read_rules([], signals=[SIGNALS, *(pack / "signals" for pack in packs)])
    learnt = {signal.name: signal for signal in LEARNT}
    return {name: _card(signal) for name, signal in (learnt | dict(found.signals)).items()}


def _card(signal: Signal) -> SignalCard:
    return SignalCard(signal.title, signal.evidence, signal.source, signal.harmless)
