"""What people name on the command line - a contact, a listing, a cluster - as listings to begin with."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

import phonenumbers

from sandi.errors import SandiError
from storage import cluster_listings, clusters, contacts, linking
from storage.database import Store
from storage.veil import url_key

_REF = re.compile(r"[0-9a-f]{8}\Z")
_NUMBERED = re.compile(r"(cluster|listing)/([0-9]{1,18})\Z")
_HANDLES = ("telegram", "line", "instagram", "michat")


@dataclass(frozen=True, slots=True)
class Named:
    """What was named: `kind` cluster, listing or contact, how it is shown, and its listings, rising."""

    kind: str
    shown: str
    listings: tuple[int, ...]
    cluster: int | None = None


def named(store: Store, conn: sqlite3.Connection, what: str) -> Named:
    """`cluster/12` or `12`, `listing/34` or its address, or a contact: a number, `@handle`, address, link or its short
    name. Raises SandiError when there is no such thing.
    """
    match = _NUMBERED.match(f"cluster/{what}" if what.isdecimal() and len(what) < 8 else what)
    if match:
        return _cluster(conn, int(match[2])) if match[1] == "cluster" else _listing(conn, int(match[2]))
    if "://" in what:
        number = cluster_listings.by_address(conn, url_key(store.keys, what))
        if number is not None:
            return _listing(conn, number)
    for contact in _contacts(store, conn, what):
        return _contact(conn, contact)
    raise SandiError(
        f"{what!r} is no cluster, listing or contact that is kept. Name cluster/12, listing/34, the address of a"
        " listing, or a contact: 0812…, @handle, name@host, a link, or its short name such as a1b2c3d4"
    )


def candidates(what: str) -> list[tuple[str, str]]:
    """The contacts that `what` may mean, each as kind and value, the most likely first."""
    text = what.strip()
    if "://" in text:
        return [("url", text)]
    if "@" in text[1:]:
        return [("email", text)]
    found = [(kind, text.lstrip("@")) for kind in _HANDLES]
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return found
    return [("phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)), *found]


def _cluster(conn: sqlite3.Connection, number: int) -> Named:
    row = clusters.current(conn, number)
    if row is None:
        raise SandiError(f"there is no cluster {number}; `sandi links stats` names the largest")
    note = f" (was {number})" if row.id != number else ""
    return Named("cluster", f"cluster {row.id}{note}", tuple(clusters.members(conn, row.id)), row.id)


def _listing(conn: sqlite3.Connection, number: int) -> Named:
    if linking.linked(conn, number) is None:
        raise SandiError(f"there is no listing {number} among the links; `sandi links rebuild` takes in all there are")
    return Named("listing", f"listing {number}", (number,), clusters.of_listing(conn, number))


def _contact(conn: sqlite3.Connection, contact: int) -> Named:
    key = linking.contact_key(conn, contact) or ""
    listings = tuple(sorted(linking.with_key(conn, key)))
    found = {clusters.of_listing(conn, number) for number in listings}
    return Named("contact", linking.shown(conn, key), listings, found.pop() if len(found) == 1 else None)


def _contacts(store: Store, conn: sqlite3.Connection, what: str) -> list[int]:
    if _REF.match(what):
        found = cluster_listings.contact_by_ref(conn, what)
        if found:
            return found
    ids = [contacts.find(store, kind, value) for kind, value in candidates(what)]
    return [number for number in ids if number is not None]
