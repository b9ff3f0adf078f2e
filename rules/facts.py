"""Facts: what the readers understood (persons, pay, prices, places, contacts) in one shape for conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.matchers import FieldText, Found
from sandi.listing import Listing
from sandi.verdict import Contact


@dataclass(frozen=True, slots=True)
class Fact:
    """`field` as rules name it; `low` to `high` in the field's unit, or `text` a word; `found` where it stands."""

    field: str
    found: Found
    low: float = 0.0
    high: float = 0.0
    text: str = ""


def read_facts(listing: Listing, fields: Mapping[str, FieldText], contacts: Sequence[Contact]) -> Iterator[Fact]:
    """All facts of a listing, in the order of its fields."""
    for contact in contacts:
        place = Found(contact.field, contact.start, contact.end, contact.kind, contact.obscured)
        yield Fact("contact.kind", place, text=contact.kind)
        yield Fact("contact.obscured", place, float(contact.obscured), float(contact.obscured))
