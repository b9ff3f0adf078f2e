"""Checks everything about the store an operator can get wrong, and says how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from sandi.config import Config


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `state` is ok, warn or fail; `mend` says what to do and is empty when all is well."""

    name: str
    state: str
    found: str
    mend: str = ""


def check(config: Config) -> list[Finding]:
    raise NotImplementedError
