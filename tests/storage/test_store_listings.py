from __future__ import annotations

import os
from dataclasses import replace

import pytest
from store_house import HANDLE, PHONE, RULE, TEXT, judged, listing, plain, verdict

from sandi.listing import PLACE_READ_AS, Listing
from sandi.verdict import Verdict
from storage import audit, leads, listings, runs
from storage.audit import ReasonMissing
from storage.records import Counts, Judged
from storage.veil import content_hash
from storage.verifying import verify


def rows(store, table):
    with store.reader() as conn:
        return conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def search_index_is_whole(store):
    checks = {check.name: check for check in verify(store)}
    return checks["search index"].ok


def test_a_new_listing_is_kept_with_all_that_belongs_to_it(store):
    assert listings.save_batch(store, "r1", [judged(1), plain(2)], rules=[RULE]) == Counts(new=2, alerts=1)
    kept = listings.get(store, 1)
    assert kept is not None
    assert (kept.source, kept.kind, kept.version, kept.run) == ("pasar", "job", 1, "r1")
    assert len(kept.text) == len(TEXT)
    assert PHONE not in kept.text
    assert [rows(store, name) for name in ("judgements", "hits", "leads", "contacts", "rule_texts", "audit")] == [
        2, 1, 1, 3, 1, 1,
    ]  # fmt: skip
    quiet = listings.get(store, 2)
    assert quiet is not None
    assert quiet.text == "Kaos polos, ukuran M sampai XL."


def test_the_same_again_changes_nothing_but_the_sighting(store):
    first = judged(1, listing_more={"seen_at": "2026-11-01T08:00:00+07:00"})
    again = judged(1, listing_more={"seen_at": "2026-11-02T08:00:00+07:00", "posted_at": "2026-11-01T00:00:00+07:00"})
    listings.save_batch(store, "r1", [first])
    before = listings.get(store, 1)
    assert listings.save_batch(store, "r2", [again]) == Counts(unchanged=1)
    after = listings.get(store, 1)
    assert before is not None
    assert after == replace(before, last_seen="2026-11-02T01:00:00.000Z", run="r2")
    assert [rows(store, name) for name in ("listing_versions", "judgements", "sealed", "audit")] == [0, 1, 4, 1]


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("Lemari\n2 jam lalu", "Lemari\n3 jam lalu", 0),
        ("Lemari, posted 59 minutes ago", "Lemari, posted an hour ago", 0),
        ("ani\n6s\nDijual lemari", "ani\n14m\nDijual lemari", 0),
        ("Lemari, dibeli 2 tahun", "Lemari, dibeli 3 tahun", 1),
        ("Kamar 3m x 4m", "Kamar 3m x 5m", 1),
    ],
)
def test_how_long_ago_a_card_was_posted_is_no_change(store, before, after, changed):
    listings.save_batch(store, "r1", [plain(1, text=before)])
    assert listings.save_batch(store, "r2", [plain(1, text=after)]) == Counts(changed=changed, unchanged=1 - changed)
    assert all(check.ok for check in verify(store))


def test_what_our_lists_make_of_a_place_is_no_change(store):
    """Else the first crawl after an update of the lists would call everything changed."""
    first = judged(1, listing_more={"location": "Kota Malang"})
    listings.save_batch(store, "r1", [first])
    extra = {PLACE_READ_AS: "Malang, Jawa Timur"}
    again = judged(1, listing_more={"location": "Kota Malang", "extra": extra})
    assert listings.save_batch(store, "r2", [again]) == Counts(unchanged=1)
    assert all(check.ok for check in verify(store))


def test_a_hit_behind_a_drifting_time_points_where_it_stands(store):
    moved = [judged(1, listing_more={"text": f"Diposting {ago} jam lalu. {TEXT}"}) for ago in (9, 10)]
    listings.save_batch(store, "r1", moved[:1])
    assert listings.save_batch(store, "r2", moved[1:]).changed == 1
    assert all(check.ok for check in verify(store))


def test_a_row_from_before_drifting_times_were_left_out_is_whole(store):
    found = plain(1, text="Lemari\n2 jam lalu")
    listings.save_batch(store, "r1", [found])
    before = content_hash(store.keys, found.listing, drifting=True)
    assert before != content_hash(store.keys, found.listing)
    with store.writer() as conn:
        conn.execute("UPDATE listings SET content_hash = ?", (before,))
        conn.execute("UPDATE listing_versions SET content_hash = ?", (before,))
    assert all(check.ok for check in verify(store))


def test_an_older_sighting_does_not_turn_the_clock_back(store):
    listings.save_batch(store, "r1", [judged(1, listing_more={"seen_at": "2026-11-02T01:00:00Z"})])
    listings.save_batch(store, "replay", [judged(1, listing_more={"seen_at": "2026-10-01T01:00:00Z"})])
    assert listings.get(store, 1).last_seen == "2026-11-02T01:00:00.000Z"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Judul baru"),
        ("text", TEXT + " Segera."),
        ("price", 5.0),
        ("currency", "IDR"),
        ("category", "Loker"),
        ("seller", "Rini"),
        ("location", "Batam"),
        ("images", ("https://gambar.example/1.jpg",)),
        ("extra", {"kondisi": "baru"}),
    ],
)
def test_a_changed_listing_keeps_its_past(store, field, value):
    listings.save_batch(store, "r1", [judged(1)])
    assert listings.save_batch(store, "r2", [judged(1, listing_more={field: value})]).changed == 1
    old, new = listings.versions(store, 1)
    assert (old.number, old.current, old.run, old.changed) == (1, False, "r1", ())
    assert (new.number, new.current, new.run, new.changed) == (2, True, "r2", (field,))
    assert search_index_is_whole(store)


def test_a_change_of_a_masked_number_is_still_a_change(store):
    text = "WA 0812-0000-1111"
    for number, run in (("0812-0000-1111", "r1"), ("0812-0000-2222", "r2")):
        one = listing(1, text=text.replace("0812-0000-1111", number))
        listings.save_batch(store, run, [Judged(one, Verdict(one.url, "quiet"))])
    old, new = listings.versions(store, 1)
    assert old.text == new.text == "WA ••••-••••-••••"
    assert new.changed == ("text",)


def test_gone_and_back(store):
    listings.save_batch(store, "r1", [judged(1), judged(2), judged(3, listing_more={"source": "lain"})])
    listings.save_batch(store, "r2", [judged(1)])
    assert listings.mark_gone(store, "pasar", "r2") == 1
    assert listings.mark_gone(store, "pasar", "r2") == 0
    assert listings.get(store, 2).gone_at is not None
    assert listings.get(store, 1).gone_at is None
    assert listings.get(store, 3).gone_at is None
    assert leads.get(store, 2).gone_at is not None
    assert listings.save_batch(store, "r3", [judged(1), judged(2)]) == Counts(changed=1, unchanged=1)
    assert listings.get(store, 2).gone_at is None
    assert len(listings.versions(store, 2)) == 1


def test_one_address_twice_in_a_batch_is_one_listing(store):
    batch = [judged(1), judged(1), judged(1, listing_more={"title": "Lain"}), judged(2)]
    assert listings.save_batch(store, "r1", batch) == Counts(new=2, changed=1, unchanged=1, alerts=2)
    assert listings.get(store, 1).title == "Lain"
    assert search_index_is_whole(store)


def test_a_batch_that_fails_leaves_nothing(store):
    broken = judged(2)
    broken = Judged(broken.listing, replace(broken.verdict, verdict="unheard-of"))
    with pytest.raises(Exception, match="CHECK constraint"):
        listings.save_batch(store, "r1", [judged(1), broken])
    assert [rows(store, name) for name in ("listings", "hits", "leads", "contacts", "audit", "sealed")] == [0] * 6
    assert search_index_is_whole(store)


def test_changed_rules_judge_an_unchanged_listing_anew(store):
    quiet = judged(1, kind="quiet", contacts=())
    listings.save_batch(store, "r1", [quiet])
    assert rows(store, "leads") == 0
    assert listings.save_batch(store, "r2", [judged(1)]) == Counts(unchanged=1, alerts=1)
    kept = listings.get(store, 1)
    assert kept.version == 1
    assert HANDLE not in kept.text, "what the new rules read as a contact is masked now"
    assert leads.queue(store).rows[0].score == 70


def test_the_original_opens_with_a_reason_and_leaves_a_trace(store):
    first, second = judged(1), judged(1, listing_more={"title": "Judul baru", "seller": "Rini"})
    listings.save_batch(store, "r1", [first])
    listings.save_batch(store, "r2", [second])
    assert listings.original(store, 1, actor="ani", reason="report to the police") == second.listing
    assert listings.original(store, 1, 1, actor="ani", reason="compare") == first.listing
    with pytest.raises(ReasonMissing):
        listings.original(store, 1, actor="ani", reason=" ")
    with pytest.raises(listings.NoListing, match="no listing 9"):
        listings.original(store, 9, actor="ani", reason="x")
    trace = [entry for entry in audit.entries(store) if entry.action == "listing.original"]
    assert [(entry.actor, entry.reason, entry.detail) for entry in trace] == [
        ("ani", "report to the police", {"version": 2}),
        ("ani", "compare", {"version": 1}),
    ]


def test_an_erased_key_erases_the_original(store):
    listings.save_batch(store, "r1", [judged(1)])
    with store.writer() as conn:
        conn.execute("UPDATE sealed SET wrapped_key = NULL WHERE record_kind = 'listing'")
    with pytest.raises(listings.NoListing, match="erased"):
        listings.original(store, 1, actor="ani", reason="x")
    assert listings.save_batch(store, "r2", [judged(1, listing_more={"title": "Lain"})]).changed == 1


def test_iterating_holds_no_transaction_and_can_go_on_from_an_id(store):
    listings.save_batch(store, "r1", [plain(n) for n in range(1, 1203)])
    seen = []
    for one in listings.iter_listings(store, after=100):
        seen.append(one.id)
        if one.id == 101:
            listings.save_batch(store, "r1", [plain(5000)])
    assert seen == list(range(101, 1204))
    assert list(listings.iter_listings(store, source="none")) == []


def test_unchanged_is_what_is_kept_exactly_as_it_is(store):
    listings.save_batch(store, "r1", [judged(number) for number in range(1, 701)])
    found = [listing(1), listing(2, text="lain"), listing(700, seen_at="2026-11-20T00:00:00Z"), listing(701)]
    found = [Judged(one, Verdict(one.url, "quiet")) for one in found]
    assert listings.unchanged(store, found) == {listing(1).url, listing(700).url}
    assert listings.unchanged(store, []) == frozenset()


HOSTILE = "\x00\x1b[31m \u202e \ud800 '; DROP TABLE listings; -- " + "a" * 10


def test_hostile_text_is_kept_and_never_fails(store):
    one = Listing(HOSTILE, "pasar", "post", HOSTILE, HOSTILE, seller=HOSTILE, extra={HOSTILE: HOSTILE})
    assert listings.save_batch(store, "r1", [Judged(one, verdict(one, kind="watch"))]).new == 1
    assert "DROP TABLE" in listings.get(store, 1).text
    assert "DROP TABLE" in listings.original(store, 1, actor="a", reason="b").text
    assert search_index_is_whole(store)


def test_an_empty_batch_writes_nothing(store):
    assert listings.save_batch(store, "r1", []) == Counts()
    assert audit.entries(store) == []


def test_what_another_source_saw_meanwhile_is_not_gone(store):
    """Two sources may show the same listing, and their crawls may run at the same time."""
    first = runs.plan(store, "pasar", "manual")
    runs.start(store, first, owner="here", pid=os.getpid(), deadline_s=60)
    listings.save_batch(store, first, [plain(1), plain(2)])
    runs.finish(store, first, state="done")
    second = runs.plan(store, "pasar", "manual")
    runs.start(store, second, owner="here", pid=os.getpid(), deadline_s=60)
    with store.writer() as conn:
        conn.execute("UPDATE listings SET last_seen = '2026-01-01T00:00:00.000Z'")
    listings.save_batch(store, second, [plain(1)])
    listings.save_batch(store, "run-of-another-source", [plain(1)])
    assert listings.mark_gone(store, "pasar", second) == 1
    assert (listings.get(store, 1).gone_at, listings.get(store, 2).gone_at is None) == (None, False)


def test_a_source_that_says_another_kind_changes_the_kind(store):
    listings.save_batch(store, "r1", [plain(1)])
    one = plain(1)
    again = replace(one, listing=replace(one.listing, kind="service"))
    assert listings.save_batch(store, "r2", [again]).unchanged == 1
    assert listings.get(store, 1).kind == "service"


CHOSEN = ("title", "price", "text", "extra.stok")


@pytest.mark.parametrize(
    ("more", "changed"),
    [
        ({"seller": "Rini", "images": ("https://gambar.example/9.jpg",), "extra": {"dilihat": "900"}}, 0),
        ({"category": "Loker"}, 0),
        ({"title": "Judul baru"}, 1),
        ({"price": 5.0}, 1),
        ({"currency": "USD"}, 1),
        ({"extra": {"stok": "2"}}, 1),
    ],
)
def test_what_changes_beside_the_chosen_fields_is_no_new_version(store, more, changed):
    listings.save_batch(store, "r1", [plain(1)], chosen=CHOSEN)
    again = replace(plain(1), listing=replace(plain(1).listing, **more))
    assert listings.unchanged(store, [again], CHOSEN) == (frozenset() if changed else {again.listing.url})
    assert listings.save_batch(store, "r2", [again], chosen=CHOSEN) == Counts(changed=changed, unchanged=1 - changed)
    assert rows(store, "listing_versions") == changed
    assert listings.get(store, 1).run == "r2"


def test_what_the_rules_read_elsewhere_is_a_new_version_all_the_same(store):
    listings.save_batch(store, "r1", [plain(1)], chosen=("title",))
    again = judged(1, listing_more={"title": plain(1).listing.title, "kind": plain(1).listing.kind})
    counts = listings.save_batch(store, "r2", [again], chosen=("title",))
    assert (counts.changed, counts.alerts, rows(store, "listing_versions")) == (1, 1, 1)
