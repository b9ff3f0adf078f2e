"""A thief takes the data folder: no contact is in it in clear."""

from __future__ import annotations

import hashlib

import pytest
from store_house import EMAIL, HANDLE, PHONE, PHONE_E164, config, judged

from sandi.listing import Listing
from sandi.verdict import Contact, Counter, Hit, Span, Verdict
from storage import captures, contacts, decisions, leads, listings, runs, sources
from storage.backup import backup
from storage.database import Store
from storage.records import Figures, Judged

SECRETS = (
    PHONE,
    PHONE_E164,
    "081200007341",
    "81200007341",
    "0812 0000 7341",
    "0812.0000.7341",
    EMAIL,
    EMAIL.split("@")[0],
    HANDLE,
)


def everywhere() -> Judged:
    """A listing that has its contacts in every field there is."""
    mess = f"WA 0812 0000 7341 / 081200007341 / {PHONE_E164} / @{HANDLE} / {EMAIL.upper()} / {EMAIL}"
    one = Listing(
        url=f"https://pasar.example/wa/6281200007341?u={HANDLE}&m={EMAIL}",
        source="pasar",
        kind="job",
        title=f"{PHONE} {HANDLE}",
        text=mess,
        price=81200007341.0,
        category=mess,
        seller=f"{HANDLE} 0812.0000.7341",
        location=mess,
        images=(f"https://gambar.example/{HANDLE}/081200007341.jpg",),
        extra={"telepon 081200007341": mess, HANDLE: mess},
    )
    span = Span("text", 3, 17, "deal", "contact.private", one.text[3:17], "081200007341")
    loose = Span("category", 0, 5, "deal", "contact.private", one.category[0:5], f"wa {PHONE} {HANDLE} {EMAIL}")
    found = [
        Contact("phone", PHONE_E164, "text", 3, 17, True),
        Contact("whatsapp", PHONE_E164, "text", 3, 17, True),
        Contact("telegram", HANDLE, "title", len(PHONE) + 1, len(one.title), False),
        Contact("email", EMAIL, "text", len(mess) - len(EMAIL), len(mess), False),
    ]
    counter = (Counter("trust", -1, "text", 0, 17, one.text[0:17]),)
    hits = (Hit("job-bait", 3, "fake-job", 70, (span, loose)),)
    return Judged(one, Verdict(one.url, "alert", "adult", 70, ("fake-job",), ("deal",), hits, tuple(found), counter))


def leaks(folder):
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes().lower()
            found += [(path.name, secret) for secret in SECRETS if secret.lower().encode() in raw]
            found += [(path.name, secret) for secret in SECRETS if secret.lower().encode("utf-16-le") in raw]
    return found


@pytest.mark.gauntlet(47)
def test_no_contact_lies_in_clear_in_any_file(tmp_path):
    settings = config(tmp_path)
    with Store.open(settings) as store:
        sources.register(store, "pasar", "Pasar", "pages", "https://pasar.example/", "id: pasar")
        run = runs.plan(store, "pasar", "manual")
        runs.start(store, run, owner="test", pid=1, deadline_s=60)
        page = f"<p>{PHONE} {HANDLE} {EMAIL}</p>".encode()
        capture = captures.seal(store, page, url=f"https://pasar.example/?tel={PHONE_E164}&u={HANDLE}", run=run)
        one = everywhere()
        listings.save_batch(store, run, [Judged(one.listing, one.verdict, capture), judged(1)])
        listings.save_batch(store, run, [judged(1, listing_more={"seller": f"Bu {HANDLE}"})])
        message = f"gave up at https://pasar.example/?m={EMAIL} and {PHONE} of @{HANDLE}"
        runs.finish(store, run, state="failed", reason="x", figures=Figures(pages=1), message=message)
        note = f"same as {PHONE}, @{HANDLE}, {EMAIL}"
        version = leads.get(store, 1).version
        decisions.decide(
            store, 1, decision="keep", reason="other", note=note, actor="ani", via="cli", seen_version=version
        )
        contacts.unmask(store, 1, actor="ani", reason=f"to call {PHONE}")
        sources.pause(store, "pasar", f"asked by {EMAIL}", "ani")
        backup(store)
        assert (settings.data / "sandi.db-wal").stat().st_size > 0
        assert leaks(settings.data) == []
        store.close()
        assert leaks(settings.data) == []


def test_the_search_for_leaks_can_fail(tmp_path):
    (tmp_path / "x").write_text(f"... {HANDLE.upper()}")
    assert leaks(tmp_path) == [("x", HANDLE)]


@pytest.mark.gauntlet(47)
def test_keys_of_contacts_cannot_be_made_again_without_the_key_file(tmp_path):
    with Store.open(config(tmp_path / "one")) as one, Store.open(config(tmp_path / "two")) as two:
        key = contacts.key(one, "phone", PHONE_E164)
        assert key == contacts.key(one, "whatsapp", PHONE_E164), "one number, one key"
        assert key != contacts.key(one, "telegram", PHONE_E164)
        assert key != contacts.key(two, "phone", PHONE_E164)
        assert key not in {hashlib.sha256(text.encode()).hexdigest() for text in (PHONE_E164, PHONE, "81200007341")}
        assert contacts.key(one, "telegram", "@Bunga_X") == contacts.key(one, "telegram", "bunga_x")


def test_unmasking_needs_a_reason_and_leaves_a_trace(store):
    listings.save_batch(store, "r1", [judged(1)])
    number = contacts.find(store, "whatsapp", PHONE_E164)
    assert contacts.unmask(store, number, actor="ani", reason="call the police") == PHONE_E164
    with pytest.raises(contacts.audit.ReasonMissing):
        contacts.unmask(store, number, actor="ani", reason="")
    with pytest.raises(contacts.NoContact):
        contacts.unmask(store, 99, actor="ani", reason="x")
    assert contacts.find(store, "phone", "+6281200000000") is None
