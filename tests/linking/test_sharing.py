from __future__ import annotations

import pytest
from store_house import config

from linking.sharing import group_of, shared_with_contact, shared_with_listing
from sandi.listing import Listing
from sandi.verdict import Contact, Verdict
from storage import contacts, listings
from storage.database import Store
from storage.records import Judged


@pytest.fixture
def store(tmp_path):
    with Store.open(config(tmp_path)) as opened:
        yield opened


def keep(store, number, *held, kind="quiet"):
    """A listing that holds these contacts, each written as `kind:value`."""
    found = tuple(Contact(*name.split(":", 1), "text", 0, 1, False) for name in held)
    one = Listing(url=f"https://pasar.example/{number}", source="pasar", text=f"Iklan {number}")
    listings.save_batch(store, "r1", [Judged(one, Verdict(one.url, kind, contacts=found))])


def test_a_number_and_its_whatsapp_join_listings_and_leads(store):
    keep(store, 1, "phone:+6281200000001", "telegram:sama", kind="alert")
    keep(store, 2, "whatsapp:+6281200000001", kind="alert")
    keep(store, 3, "telegram:SAMA")
    keep(store, 4, "instagram:sama")
    found = shared_with_listing(store, 1)
    assert [(item.kind, item.listings, item.leads) for item in found] == [("phone", (2,), (2,)), ("telegram", (3,), ())]
    assert found[0].value == "+62 ••••-••••-•-01"
    assert shared_with_listing(store, 4) == []


def test_a_contact_names_all_its_listings(store):
    keep(store, 1, "phone:+6281200000001", kind="alert")
    keep(store, 2, "phone:+6281200000001")
    found = shared_with_contact(store, contacts.find(store, "phone", "+6281200000001"))
    assert (found.listings, found.leads) == ((1, 2), (1,))
    assert shared_with_contact(store, 99) is None


def test_a_contact_of_an_earlier_version_still_joins(store):
    keep(store, 1, "phone:+6281200000001")
    keep(store, 2, "phone:+6281200000001")
    one = Listing(url="https://pasar.example/2", source="pasar", text="Iklan lain")
    listings.save_batch(store, "r2", [Judged(one, Verdict(one.url, "quiet"))])
    assert [item.listings for item in shared_with_listing(store, 1)] == [(2,)]


def test_a_group_hangs_together_step_by_step_but_not_through_a_hub(store):
    keep(store, 1, "phone:+6281200000001")
    keep(store, 2, "phone:+6281200000001", "telegram:dua_tiga")
    keep(store, 3, "telegram:dua_tiga", "url:https://pasar.example/bantuan")
    for number in range(4, 9):
        keep(store, number, "url:https://pasar.example/bantuan")
    assert group_of(store, 1, hub=5) == (1, 2, 3)
    assert group_of(store, 1, hub=50) == tuple(range(1, 9))
    assert len(group_of(store, 1, largest=4)) == 4
    assert group_of(store, 77) == (77,)
