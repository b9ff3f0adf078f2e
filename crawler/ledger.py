"""The ledger of a run: what happened so far, shared by the parts of one crawl and written to the runs table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from crawler.clock import SUSPECT_S
from sandi.text import visible

OUR_STOP = "stopped"
_REASONS = {"shutdown": OUR_STOP, "closespider_timeout": "deadline", "memusage_exceeded": "memory"}


@dataclass
class Ledger:
    """Figures and facts of one run; mutable, because the run is. `partial` says why it never meant to see all."""

    pages: int = 0
    listings: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    alerts: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    forbidden: int = 0
    quarantined: int = 0
    offsite: int = 0
    vanished: int = 0
    unmodified: int = 0
    empty: int = 0
    budget_hit: bool = False
    exhausted: bool = True
    partial: str = ""
    parked: str = ""
    failure: str = ""
    reason: str = ""
    first_error: str = ""
    completeness: str = ""
    override: str = ""
    clock_step_s: float = 0.0

    def error(self, kind: str, url: str, detail: str = "") -> None:
        """Counts a page that could not be had; the first one is told at the end."""
        self.errors[kind] += 1
        if not self.first_error:
            self.first_error = visible(f"{url}: {kind}{f' ({detail})' if detail else ''}", limit=300)

    @property
    def error_count(self) -> int:
        return sum(self.errors.values())

    @property
    def clock_suspect(self) -> bool:
        """Whether the machine's clock was set, or the machine slept, while the run went on."""
        return abs(self.clock_step_s) >= SUSPECT_S

    def figures(self) -> dict[str, Any]:
        """What differs from a new ledger, as JSON values: how a worker tells what it counted."""
        new = Ledger()
        named = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value for name, value in named.items() if value != getattr(new, name)}

    def add(self, figures: Mapping[str, Any]) -> None:
        """Adds what a worker counted on one page. Raises TypeError for what is no figure."""
        for name, value in figures.items():
            own = getattr(self, name)
            if isinstance(own, Counter):
                own.update({str(kind): int(count) for kind, count in value.items()})
            elif isinstance(own, bool):
                setattr(self, name, bool(value))
            elif isinstance(own, int):
                setattr(self, name, own + int(value))
            elif not own:
                setattr(self, name, visible(str(value), limit=300))

    def close(self, finish_reason: str) -> None:
        """Notes why the crawl ended, in our words; what went wrong first wins."""
        if not self.reason:
            self.reason = "parked" if self.parked else _REASONS.get(finish_reason, finish_reason)

    @property
    def state(self) -> str:
        """`done` or `failed`: a run that ended by itself, or because we stopped it, is done."""
        fine = self.reason in ("finished", OUR_STOP) and not self.failure and not self.parked
        return "done" if fine and (self.pages > 0 or self.reason == OUR_STOP) else "failed"

    def why_incomplete(self) -> str:
        """Why listings that were not seen cannot be called gone; empty when the whole source was seen."""
        if self.reason != "finished":
            return f"the run ended early ({self.reason})"
        facts = {
            f"{self.error_count} pages failed": self.error_count,
            f"{self.empty} pages showed no listing": self.empty,
            f"robots.txt forbade {self.forbidden} pages": self.forbidden,
            f"{self.quarantined} pages are in quarantine": self.quarantined,
            "the page budget was reached": self.budget_hit,
            "the clock of this machine was set meanwhile": self.clock_suspect,
            self.partial: self.partial,
            "the source shows only its newest": not self.exhausted,
            "no listing was found": not self.listings,
            self.failure: self.failure,
        }
        return next((text for text, holds in facts.items() if holds), "")

    @property
    def message(self) -> str:
        """One line for the person who looks at the run: what went wrong, or why nothing was called gone."""
        told = [self.parked, self.failure, f"first error: {self.first_error}" if self.first_error else ""]
        if self.completeness and self.state == "done":
            told.append(f"not seen is not called gone: {self.completeness}")
        if self.clock_suspect:
            told.append(f"the clock went {self.clock_step_s:+.0f} s meanwhile: times of this run are suspect")
        if self.override:
            told.append(f"robots.txt was not obeyed: {self.override}")
        return visible("; ".join(filter(None, told)), limit=600)
