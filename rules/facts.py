"""Facts: what the readers understood (persons, pay, prices, places, departures, licences, contacts) in one shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.amounts import RATES, Amount, monthly, read_amounts
from rules.departures import Departure, posted_on, read_departures
from rules.fold import Folded
from rules.licences import Licence, read_licences
from rules.matchers import FieldText, Found
from rules.persons import PersonFact, read_persons
from rules.places import Place, read_places
from rules.routes import roles
from rules.views import clearest
from sandi.listing import Listing
from sandi.verdict import Contact


@dataclass(frozen=True, slots=True)
class Fact:
    """`field` as rules name it; `low` to `high` in the field's unit, or `text` a word; `found` where it stands.

    What the listing says outside its texts, such as its price, stands in the field '' of no length.
    """

    field: str
    found: Found
    low: float = 0.0
    high: float = 0.0
    text: str = ""


def read_facts(listing: Listing, fields: Mapping[str, FieldText], contacts: Sequence[Contact]) -> Iterator[Fact]:
    """All facts of a listing, in the order of its fields."""
    if listing.price is not None:
        idr = listing.price * RATES.get(listing.currency or "IDR", 0.0)
        place = Found("", 0, 0, f"{idr:,.0f} IDR")
        yield Fact("price.idr", place, idr, idr)
        yield Fact("price", place, idr, idr)
    posted = posted_on(listing.posted_at, listing.seen_at)
    for name in ("title", "text"):
        text = fields[name]
        folded = clearest(text.folded, text.views)
        yield from _amounts(text, folded, is_job=listing.kind == "job")
        yield from _persons(text, folded)
        yield from _places(text, folded)
        yield from _departures(text, folded, posted)
        yield from _licences(text, folded)
    for contact in contacts:
        place = Found(contact.field, contact.start, contact.end, contact.kind, contact.obscured)
        yield Fact("contact.kind", place, text=contact.kind)
        yield Fact("contact.obscured", place, float(contact.obscured), float(contact.obscured))


def _amounts(text: FieldText, folded: Folded, *, is_job: bool) -> Iterator[Fact]:
    """Pay by the month, and prices; an amount without a label is pay in a job advert and a price elsewhere."""
    for amount in read_amounts(folded):
        if amount.is_salary or (is_job and not amount.is_price):
            low, high = monthly(amount)
            yield Fact("salary.month_idr", _found(text, folded, amount, f"{_money(low, high)} IDR a month"), low, high)
        else:
            low, high = amount.idr_low, amount.idr_high
            yield Fact("price.idr", _found(text, folded, amount, f"{_money(low, high)} IDR"), low, high)


_PERSON_FIELDS = {
    "age": ("person.age", "years"),
    "height": ("person.height", "cm"),
    "weight": ("person.weight", "kg"),
    "count": ("person.count", "heads"),
    "pregnancy": ("person.pregnant_months", "months pregnant"),
    "sex": ("person.sex", ""),
}


def _persons(text: FieldText, folded: Folded) -> Iterator[Fact]:
    """What is said of persons; what rather belongs to goods or an audience is left out."""
    for fact in read_persons(folded):
        if fact.goods:
            continue
        name, unit = _PERSON_FIELDS[fact.kind]
        found = _found(text, folded, fact, fact.text or f"{_figure(fact.low, fact.high)} {unit}")
        yield Fact(name, found, fact.low, fact.high, fact.text)
        if fact.kind != "sex":
            yield Fact("person.requirement", found, float(fact.requirement), float(fact.requirement))


def _places(text: FieldText, folded: Folded) -> Iterator[Fact]:
    """The country and the kind of every place that is named; as origin or destination both its country and its name."""
    places = read_places(folded)
    for place, role in zip(places, roles(folded.text, places), strict=True):
        found = _found(text, folded, place, place.name)
        yield Fact("place.country", found, text=place.country)
        yield Fact("place.kind", found, text=place.kind)
        if role:
            yield Fact(f"place.{role}", found, text=place.country)
            yield Fact(f"place.{role}", found, text=place.name)


def _departures(text: FieldText, folded: Folded, posted: date | None) -> Iterator[Fact]:
    """The days until a departure, counted from the posting, and its date, where they are known."""
    for one in read_departures(folded, posted):
        if one.low is not None and one.high is not None:
            found = _found(text, folded, one, f"leaves in {_figure(one.low, one.high)} days")
            yield Fact("departure.days", found, one.low, one.high)
        if one.day:
            yield Fact("departure.date", _found(text, folded, one, f"leaves {one.day}"), text=one.day)


def _licences(text: FieldText, folded: Folded) -> Iterator[Fact]:
    """Licence numbers by shape, with what they are numbers of."""
    for one in read_licences(folded):
        found = _found(text, folded, one, f"{one.kind} {one.number}")
        yield Fact("licence.kind", found, text=one.kind)
        yield Fact("licence.number", found, text=one.number)


def _figure(low: float, high: float) -> str:
    return f"{high:g}" if low == high else f"{low:g}–{high:g}"


def _found(
    text: FieldText, folded: Folded, fact: Amount | PersonFact | Place | Departure | Licence, read_as: str
) -> Found:
    return Found(text.name, *fact.raw_span(folded), read_as)


def _money(low: float, high: float) -> str:
    return f"{high:,.0f}" if low == high else f"{low:,.0f}–{high:,.0f}"
