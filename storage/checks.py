"""What a check of the doctor says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `state` is ok, warn or fail; `mend` says what to do and is empty when all is well."""

    name: str
    state: str
    found: str
    mend: str = ""
