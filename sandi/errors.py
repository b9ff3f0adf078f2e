"""The exception tree, and `Problem`: what went wrong told to the person who can mend it.

SandiError                 shown as it is, without a traceback
├── ConfigError            a setting or the data folder cannot be used
└── InputError             one or more files hold mistakes; carries every Problem found
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place: `where` (file), `line` (1-based, 0 if unknown), `field`, what and how to mend."""

    where: str
    line: int
    field: str
    found: str
    mend: str
    grade: str = "error"

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        field = f" {self.field}:" if self.field else ""
        mend = f" {self.mend}" if self.mend else ""
        return f"{place}: {self.grade}:{field} {self.found}{'.' if mend else ''}{mend}"

    def to_json(self) -> dict[str, str | int]:
        return {
            "file": self.where,
            "line": self.line,
            "field": self.field,
            "grade": self.grade,
            "found": self.found,
            "mend": self.mend,
        }


class SandiError(Exception):
    """Any error whose text is meant for the user."""


class ConfigError(SandiError):
    """A setting or the data folder cannot be used."""


class InputError(SandiError):
    """Files that hold mistakes. All of them are listed, so that one reading mends them all."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
