"""Contacts: every way to reach somebody that a listing publishes, read from folded text behind one cheap gate.

A number in the text is a `phone`, also when it is introduced by "WA"; only a link that opens WhatsApp (wa.me,
api.whatsapp.com) gives `whatsapp` and `phone`. So a number has one value under which listings join, and `whatsapp`
means that the page itself says where the number is answered.
"""

from __future__ import annotations

from rules.contacts import gate
from rules.contacts.emails import read_emails
from rules.contacts.handles import read_handles
from rules.contacts.links import Link, read_pages, read_platform_links
from rules.contacts.phones import read_phones
from rules.contacts.rearranged import read_rearranged
from rules.contacts.shapes import Taken, disguised
from rules.fold import Folded
from sandi.verdict import Contact

__all__ = ["read_contacts"]


def read_contacts(field: str, folded: Folded, region: str = "ID") -> tuple[Contact, ...]:
    """Contacts in one field of a listing, by place in the text, with spans of the published characters.

    `field` is `title` or `text`; `region` (ISO 3166) says how numbers without a country code are read. A contact that
    is published twice is given twice, so that every occurrence can be masked.
    """
    data = folded.text.encode()
    passed = gate.passed(data)
    if not passed:
        return ()
    found: list[tuple[int, int, str, str, bool]] = []
    taken = Taken(len(data))

    def add(link: Link) -> None:
        found.extend((link.start, link.end, kind, value, link.obscured) for kind, value in link.contacts)

    if gate.EMAIL in passed:
        found.extend((e.start, e.end, "email", e.value, e.obscured) for e in read_emails(folded, data, taken))
    if gate.PLATFORM in passed:
        for link in read_platform_links(folded, data, region, taken):
            add(link)
    if gate.PAGE in passed:
        for link in read_pages(folded, data, taken):
            add(link)
    if gate.REARRANGED in passed:
        found.extend((one.start, one.end, "phone", one.value, True) for one in read_rearranged(data, region, taken))
    if gate.PHONE in passed:
        for phone in read_phones(folded.text, data, region, taken):
            obscured = phone.obscured or disguised(folded, phone.start, phone.end)
            found.append((phone.start, phone.end, "phone", phone.value, obscured))
    if gate.HANDLE in passed:
        found.extend((h.start, h.end, h.kind, h.value, h.obscured) for h in read_handles(folded, data, taken))
    found.sort()
    return tuple(
        Contact(kind, value, field, *folded.span(start, end), obscured) for start, end, kind, value, obscured in found
    )
