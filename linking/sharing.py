"""Exact contact sharing: which listings and leads have the same number, handle or address.

Contacts are compared by their keyed HMAC, so nothing is opened to find out. A shared contact is a lead to look at, not
a proof: agencies, shops and clinics share numbers too.
"""

from __future__ import annotations

from collections import deque

from storage import contacts
from storage.contacts import Sharing
from storage.database import Store

__all__ = ["Sharing", "group_of", "shared_with_contact", "shared_with_listing"]

HUB = 50
LARGEST = 500


def shared_with_listing(store: Store, listing_id: int) -> list[Sharing]:
    """The contacts of a listing that others have too, each with those listings and leads; most shared first."""
    found = [item for item in contacts.sharing(store, listing_id) if item.listings]
    return sorted(found, key=lambda item: (-len(item.listings), item.contact_id))


def shared_with_contact(store: Store, contact_id: int) -> Sharing | None:
    """A contact with every listing and lead that has it; None when there is no such contact."""
    return contacts.sharing_of(store, contact_id)


def group_of(store: Store, listing_id: int, *, hub: int = HUB, largest: int = LARGEST) -> tuple[int, ...]:
    """Ids of the listings that hang together with this one by shared contacts, step by step, itself included.

    A contact that more than `hub` listings have (a marketplace's hotline) joins nothing; the group stops growing at
    `largest` listings.
    """
    group = {listing_id}
    waiting = deque([listing_id])
    while waiting and len(group) < largest:
        for item in contacts.sharing(store, waiting.popleft()):
            if len(item.listings) >= hub:
                continue
            fresh = [number for number in item.listings if number not in group][: largest - len(group)]
            group.update(fresh)
            waiting.extend(fresh)
    return tuple(sorted(group))
