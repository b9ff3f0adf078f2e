"""Contacts and images as keys: which of them join listings, and which are too common to mean anything, with the reason.

A key joins unless its spread speaks against it: more sellers than one operation has (a marketplace's help line, a
platform's number), a share of a whole source, a number that only ever stands beside the own numbers of strangers, or
one that listings themselves name as a courier's or a help line's. What does not join is still shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from rules.fold import fold

MOST_SELLERS = 25
"""Sellers of one operation. The same contact under ten names is a lead; under more than this it is a service."""
MOST_LOOKED_AT = 200
"""Listings of a number among which a courier is looked for."""

_SERVICE = re.compile(
    r"\b(?:kurir\w*|ekspedisi|expedisi|jasa (?:kirim|antar barang)|ongkir|ongkos kirim|cargo|kargo|ojek|gosend|"
    r"call ?cent(?:er|re)|customer (?:service|care)|layanan (?:pelanggan|konsumen)|pengaduan|hotline|"
    r"pusat bantuan|darurat)\b"
    r"[^.!?\n]{0,40}$"
)

JOINS, COMMON, ASIDE = "joins", "common", "aside"
NUMBER, IMAGE = "number", "image"


@dataclass(frozen=True, slots=True)
class State:
    """Whether a key joins listings (`joins`) or not (`common`, `aside`), and why not."""

    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A listing that has the key: its seller as compared ('' unknown), its text, its other contacts.

    `service`: the listing names the key as a courier's or a help line's.
    """

    listing: int
    seller: str
    text: int | None
    others: frozenset[str]
    service: bool = False


OWN = State(JOINS)


def kind_of(key: str) -> str:
    """`number`, `image`, or the kind of a handle."""
    return key.partition(":")[0]


def is_contact(key: str) -> bool:
    """Whether the key is a contact, not an image."""
    return not kind_of(key).startswith(IMAGE)


def is_service(before: str) -> bool:
    """Whether the words before a contact say that it is a courier's or a help line's."""
    return _SERVICE.search(fold(before).text) is not None


def common(sellers: int, *, of_source: str = "") -> State | None:
    """Too many sellers, or learned as a source's own contact (`of_source`); None when neither."""
    if of_source:
        return State(COMMON, f"stands in so many listings of {of_source} that it is the site's own")
    if sellers > MOST_SELLERS:
        return State(COMMON, f"more than {MOST_SELLERS} sellers have it")
    return None


def aside(key: str, holders: Sequence[Holder], ties: Callable[[], Mapping[int, Sequence[int]]]) -> State | None:
    """Whether a number only stands beside other contacts, of sellers who have nothing else in common.

    `holders` are all listings of the number, at most MOST_LOOKED_AT; `ties`, asked when needed, names which
    of their texts are alike to which.
    """
    if kind_of(key) != NUMBER or len(holders) < 2 or len(holders) > MOST_LOOKED_AT:
        return None
    named = sum(holder.service for holder in holders)
    if named * 2 >= len(holders) and len({holder.seller for holder in holders}) > 1:
        return State(ASIDE, f"{named} of {len(holders)} listings name it as a courier's or a help line's")
    if not all(holder.others for holder in holders) or len({holder.seller for holder in holders}) < 2:
        return None
    import networkx as nx  # late: few numbers get here

    groups = nx.Graph()
    tied = ties()
    for holder in holders:
        groups.add_edges_from(_ties(holder, tied.get(holder.text or 0, ())))
    apart = nx.number_connected_components(groups)
    return (
        State(ASIDE, f"only beside the own contacts of {apart} sellers who share nothing else") if apart > 1 else None
    )


def _ties(holder: Holder, alike: Sequence[int]) -> list[tuple[Hashable, Hashable]]:
    """What a listing hangs together with others by, apart from the number in question."""
    here = ("listing", holder.listing)
    found: list[tuple[Hashable, Hashable]] = [(here, key) for key in holder.others]
    if holder.seller:
        found.append((here, ("seller", holder.seller)))
    if holder.text is not None:
        found += [(here, ("text", text)) for text in (holder.text, *alike)]
    return found
