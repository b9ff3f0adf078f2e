"""Contacts: joined by keyed HMAC, shown masked, opened only with a reason.

A phone number and the WhatsApp of that number are one contact with one key; `kind` stays with each sighting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import phonenumbers

from sandi.errors import SandiError
from sandi.verdict import Contact
from storage import audit, restrictions, sealed
from storage.database import Store
from storage.keys import Keys
from storage.masking import masked_value
from storage.records import LeadContact
from storage.rows import value_of

SHARED_CAP = 1000
SIGHTINGS_CAP = 400


class NoContact(SandiError):
    """There is no such contact, or it was erased."""


class WrongContact(SandiError):
    """What was asked for cannot be a contact of its kind."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A contact of a listing and the other listings and leads that have it, by id."""

    contact_id: int
    kind: str
    value: str
    ref: str
    listings: tuple[int, ...]
    leads: tuple[int, ...]


def as_kept(kind: str, value: str) -> str:
    """A contact as a person writes it, in the form in which it is kept: a number with its country, which is Indonesia
    where none is told. Raises WrongContact for what is no number; one that begins with `+` is taken as it is.
    """
    if kind not in ("phone", "whatsapp"):
        return value.strip()
    try:
        number = phonenumbers.parse(value, "ID")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not (value.lstrip().startswith("+") or phonenumbers.is_possible_number(number)):
        raise WrongContact(
            f"a {kind} number is asked for, and this is none; write it as +6281200000000, or name its --kind"
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def key(store: Store, kind: str, value: str) -> str:
    """The keyed HMAC that stands for a contact. Without the key file it cannot be made again from a number."""
    return key_of(store.keys, kind, value)


def key_of(keys: Keys, kind: str, value: str) -> str:
    """`key`, for those who hold the keys."""
    family = "number" if kind in ("phone", "whatsapp") else kind
    plain = value.strip() if kind == "url" else value.strip().lstrip("@").casefold()
    return keys.contact_key(f"{family}\0{plain}")


def find(store: Store, kind: str, value: str) -> int | None:
    """The id of a contact from its clear value, or None."""
    with store.reader() as conn:
        row = conn.execute("SELECT id FROM contacts WHERE key = ?", (key(store, kind, value),)).fetchone()
    return row["id"] if row else None


def unmask(store: Store, contact_id: int, *, actor: str, reason: str, lead: int | None = None) -> str:
    """The clear value; `lead` is the one it is opened for. Writes an audit row.

    Raises ReasonMissing, NoContact, Restricted, SealBroken.
    """
    audit.need_reason(reason, "unmasking a contact")
    with store.writer() as conn:
        row = conn.execute("SELECT sealed_id FROM contacts WHERE id = ?", (contact_id,)).fetchone()
        if row is None:
            raise NoContact(f"there is no contact {contact_id}")
        restrictions.contact_is_free(conn, contact_id)
        plain = sealed.open_row(conn, store.keys, row["sealed_id"])
        if plain is None:
            raise NoContact(f"contact {contact_id} was erased")
        audit.record(
            conn,
            actor=actor,
            action="contact.unmask",
            object=f"contact/{contact_id}",
            reason=reason,
            detail={"lead": lead} if lead is not None else None,
        )
    return plain.decode()


def listings_of(store: Store, contact_id: int) -> list[int]:
    """Ids of all listings in which the contact was ever seen, oldest first."""
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT DISTINCT listing_id FROM listing_contacts WHERE contact_id = ? ORDER BY listing_id", (contact_id,)
        ).fetchall()
    return [row["listing_id"] for row in rows]


def sharing(store: Store, listing_id: int) -> list[Sharing]:
    """Every contact of a listing, in all its versions, with the other listings and leads that have it."""
    with store.reader() as conn:
        ids = conn.execute(
            "SELECT DISTINCT contact_id FROM listing_contacts WHERE listing_id = ? ORDER BY contact_id", (listing_id,)
        ).fetchall()
        return [_sharing(conn, row["contact_id"], listing_id) for row in ids]


def sharing_of(store: Store, contact_id: int) -> Sharing | None:
    """A contact with all listings and leads that have it; None when there is no such contact."""
    with store.reader() as conn:
        known = conn.execute("SELECT 1 FROM contacts WHERE id = ?", (contact_id,)).fetchone()
        return _sharing(conn, contact_id, 0) if known else None


def keep(
    conn: sqlite3.Connection, keys: Keys, listing_id: int, version: int, contacts: Iterable[Contact], seen: str
) -> None:
    """Write the contacts of one version of a listing, in place of what was read from that version before."""
    conn.execute("DELETE FROM listing_contacts WHERE listing_id = ? AND version = ?", (listing_id, version))
    conn.executemany(
        'INSERT INTO listing_contacts (listing_id, version, contact_id, kind, field, start, "end", obscured)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (listing_id, version, _identify(conn, keys, c, seen), c.kind, c.field, c.start, c.end, c.obscured)
            for c in contacts
        ],
    )


def of_version(conn: sqlite3.Connection, listing_id: int, version: int) -> tuple[LeadContact, ...]:
    """The contacts of one version, in the order of the text, each with the number of other listings that have it."""
    rows = conn.execute(
        f"""
        SELECT contacts.id, s.kind, contacts.masked AS value, contacts.ref, s.obscured, s.field, s.start, s."end",
            (SELECT count(*) FROM (SELECT DISTINCT listing_id FROM listing_contacts
                WHERE contact_id = s.contact_id AND listing_id <> s.listing_id LIMIT {SHARED_CAP})) AS shared
        FROM listing_contacts AS s JOIN contacts ON contacts.id = s.contact_id
        WHERE s.listing_id = ? AND s.version = ? ORDER BY s.field DESC, s.start, s.id""",
        (listing_id, version),
    )
    return tuple(value_of(LeadContact, row, obscured=bool(row["obscured"])) for row in rows)


def leads_sharing(conn: sqlite3.Connection, listing_ids: Sequence[int]) -> dict[int, int]:
    """For each listing the number of other leads that share a contact with it.

    Only the first SIGHTINGS_CAP sightings are counted: a hotline in 50,000 listings must not slow the queue.
    """
    statement = f"""
        SELECT count(DISTINCT leads.id) FROM (
            SELECT theirs.listing_id FROM listing_contacts AS mine
            CROSS JOIN listing_contacts AS theirs ON theirs.contact_id = mine.contact_id
                AND theirs.listing_id <> mine.listing_id
            WHERE mine.listing_id = ? LIMIT {SIGHTINGS_CAP}) AS shared
        CROSS JOIN leads ON leads.listing_id = shared.listing_id"""
    return {number: conn.execute(statement, (number,)).fetchone()[0] for number in listing_ids}


def _identify(conn: sqlite3.Connection, keys: Keys, contact: Contact, seen: str) -> int:
    """The id of a contact, new if it was never seen."""
    code = key_of(keys, contact.kind, contact.value)
    row = conn.execute("SELECT id FROM contacts WHERE key = ?", (code,)).fetchone()
    if row:
        return int(row["id"])
    sealed_id = sealed.put(conn, keys, "contact", f"contact/{code}", contact.value.encode())
    done = conn.execute(
        "INSERT INTO contacts (ref, kind, masked, first_seen, key, sealed_id) VALUES (?, ?, ?, ?, ?, ?)",
        (code[:8], contact.kind, masked_value(contact.kind, contact.value), seen, code, sealed_id),
    )
    return int(done.lastrowid or 0)


def _sharing(conn: sqlite3.Connection, contact_id: int, without: int) -> Sharing:
    contact = conn.execute("SELECT kind, masked, ref FROM contacts WHERE id = ?", (contact_id,)).fetchone()
    rows = conn.execute(
        """
        SELECT DISTINCT s.listing_id, leads.id AS lead_id FROM listing_contacts AS s
        LEFT JOIN leads ON leads.listing_id = s.listing_id
        WHERE s.contact_id = ? AND s.listing_id <> ? ORDER BY s.listing_id""",
        (contact_id, without),
    ).fetchall()
    listings = tuple(row["listing_id"] for row in rows)
    leads = tuple(row["lead_id"] for row in rows if row["lead_id"] is not None)
    return Sharing(contact_id, contact["kind"], contact["masked"], contact["ref"], listings, leads)
