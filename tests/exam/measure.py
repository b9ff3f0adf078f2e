"""Measures the rules on the exam: recall per tactic, share of harmless twins that alert, agreement on the tactic.

Run `python tests/exam/measure.py [--part open|sealed] [--misses]`. It prints figures; single listings are shown for the
open part only, so that the sealed part stays a measure and never becomes a work list.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.engine import Engine
from rules.loader import load_rules
from sandi.listing import Listing, listing_from_json
from sandi.verdict import TACTICS

HERE = Path(__file__).resolve().parent
PARTS = ("open", "sealed")
ANSWER_KEYS = ("truth", "tactic", "obscured", "why", "batch")


@dataclass(frozen=True, slots=True)
class Question:
    """One listing of the exam and what is true of it. The engine is shown `listing` alone."""

    listing: Listing
    coded: bool
    tactic: str
    obscured: bool
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine said to one question."""

    question: Question
    verdict: str
    tactics: tuple[str, ...]

    @property
    def alerted(self) -> bool:
        return self.verdict == "alert"

    @property
    def right(self) -> bool:
        return self.alerted == self.question.coded


def question_from_json(value: dict[str, Any]) -> Question:
    """Split an exam line into the listing and its answer, so that no answer reaches the engine in `extra`."""
    shown = {key: item for key, item in value.items() if key not in ANSWER_KEYS}
    return Question(
        listing=listing_from_json(shown),
        coded=value["truth"] == "coded",
        tactic=value["tactic"],
        obscured=value["obscured"],
        why=value["why"],
    )


def read_part(part: str) -> list[Question]:
    """All questions of a part, in the order of file names and lines."""
    files = sorted(HERE.glob(f"{part}-*.jsonl"))
    return [question_from_json(json.loads(line)) for file in files for line in file.read_text("utf-8").splitlines()]


def sit(questions: Iterable[Question]) -> list[Answer]:
    """Let the engine with the project's own rules judge every question."""
    engine = Engine(load_rules())
    answers = []
    for question in questions:
        verdict = engine.judge(question.listing)
        answers.append(Answer(question, verdict.verdict, tuple(verdict.tactics)))
    return answers


def share(answers: Sequence[Answer], holds: Callable[[Answer], bool]) -> str:
    """How many of `answers` hold, as a share and a fraction."""
    if not answers:
        return "-"
    count = sum(map(holds, answers))
    return f"{count / len(answers):.3f} ({count}/{len(answers)})"


def table(answers: Sequence[Answer]) -> list[str]:
    """One line per tactic and one for all, as text."""
    form = "{:<26}{:>18}{:>18}{:>18}{:>18}"
    lines = [form.format("tactic", "recall", "recall obscured", "right tactic", "twins alerted")]
    for tactic in (*TACTICS, "all"):
        mine = [a for a in answers if tactic in ("all", a.question.tactic)]
        coded = [a for a in mine if a.question.coded]
        figures = (
            share(coded, lambda a: a.alerted),
            share([a for a in coded if a.question.obscured], lambda a: a.alerted),
            share([a for a in coded if a.alerted], lambda a: a.question.tactic in a.tactics),
            share([a for a in mine if not a.question.coded], lambda a: a.alerted),
        )
        lines.append(form.format(tactic, *figures))
    return lines


def misses(answers: Iterable[Answer]) -> list[str]:
    """The questions answered wrongly: address, verdict, what was true and why."""
    return [
        f"{a.question.listing.url}  said {a.verdict}, is {'coded' if a.question.coded else 'ordinary'}: {a.question.why}"
        for a in answers
        if not a.right
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one part. Exit status 2 when single listings of the sealed part are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, default="open", help="the part to judge (default: open)")
    parser.add_argument("--misses", action="store_true", help="list what was answered wrongly; open part only")
    options = parser.parse_args(arguments)
    if options.misses and options.part == "sealed":
        print("the sealed part is measured, never read: use --misses with --part open", file=sys.stderr)
        return 2
    answers = sit(read_part(options.part))
    print(f"{options.part} part, {len(answers)} listings", *table(answers), sep="\n")
    if options.misses:
        print("", *misses(answers), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
