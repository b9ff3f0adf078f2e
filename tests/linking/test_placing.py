"""Where listings are put as they arrive, and that it is where a rebuilding puts them."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linking.bulk import Texts
from linking.near import BANDS
from linking.placing import place_waiting
from linking.rebuilding import rebuild
from linking.texts import body_of
from storage import clusters, linking, watches
from storage.database import Store
from tests.linking.link_house import (
    SHOPS,
    emptied,
    groups,
    keep,
    linked_here,
    named_groups,
    numbers,
    states,
    sums,
    work,
)


def test_the_same_number_and_the_same_template_join_and_the_rest_stays_single(store):
    keep(store, 1, SHOPS[0], "phone:+6281200000001")
    keep(store, 2, SHOPS[1], "whatsapp:+6281200000001")
    keep(store, 3, work())
    keep(store, 4, work(where="Medan", name="Pak Joko", pay=15))
    keep(store, 5, SHOPS[2])
    placed = place_waiting(store)
    assert placed.listings == (1, 2, 3, 4, 5)
    assert groups(store) == [(1, 2), (3, 4)]
    assert place_waiting(store).listings == ()


def test_where_somebody_always_waits_listings_are_placed_a_few_at_a_time(store, monkeypatch):
    monkeypatch.setattr(Store, "awaited", True)
    for number in range(1, 13):
        keep(store, number, SHOPS[0], "phone:+6281200000001")
    assert place_waiting(store).listings == tuple(range(1, 13))
    assert groups(store) == [tuple(range(1, 13))]


def test_a_cluster_keeps_its_number_when_two_are_joined_by_a_newcomer(store):
    for number in (1, 2, 3):
        keep(store, number, SHOPS[0], "phone:+6281200000001")
    for number in (4, 5):
        keep(store, number, SHOPS[1], "telegram:lain")
    place_waiting(store)
    first, second = numbers(store, 1, 4)
    keep(store, 6, SHOPS[2], "phone:+6281200000001", "telegram:lain")
    assert place_waiting(store).clusters == {first}
    assert groups(store) == [(1, 2, 3, 4, 5, 6)]
    with store.reader() as conn:
        assert clusters.current(conn, second).id == first


def test_a_courier_of_two_shops_joins_them_not_and_says_why(store):
    keep(store, 1, SHOPS[0], "phone:+6281200000001", "phone:+6281200000009")
    keep(store, 2, SHOPS[1], "phone:+6281200000002", "phone:+6281200000009")
    place_waiting(store)
    assert groups(store) == []
    ((state, reason),) = states(store).values()
    assert state == "aside"
    assert "2 sellers" in reason


def test_who_uses_the_couriers_number_alone_makes_it_a_number_of_its_own(store):
    keep(store, 1, SHOPS[0], "phone:+6281200000001", "phone:+6281200000009")
    keep(store, 2, SHOPS[1], "phone:+6281200000002", "phone:+6281200000009")
    place_waiting(store)
    keep(store, 3, SHOPS[2], "phone:+6281200000009")
    place_waiting(store)
    assert groups(store) == [(1, 2, 3)]
    assert states(store) == {}


def test_a_help_line_of_many_sellers_lets_go_what_it_joined(store):
    for number in range(1, 26):
        keep(store, number, "Kaos", "phone:+6281200000009")
    place_waiting(store)
    assert groups(store) == [tuple(range(1, 26))]
    keep(store, 26, "Kaos", "phone:+6281200000009")
    place_waiting(store)
    assert groups(store) == []
    assert [state for state, _ in states(store).values()] == ["common"]


def test_a_listing_that_changes_its_text_leaves_its_template(store):
    keep(store, 1, work())
    keep(store, 2, work(name="Pak Joko"))
    place_waiting(store)
    assert groups(store) == [(1, 2)]
    keep(store, 2, SHOPS[3], run="r2")
    place_waiting(store)
    assert groups(store) == []
    keep(store, 2, work(name="Mbak Sari"), run="r3")
    place_waiting(store)
    assert groups(store) == [(1, 2)]


def test_images_join_by_address_and_by_a_published_hash(store):
    keep(store, 1, "Kaos", images=("https://pasar.example/a.jpg",))
    keep(store, 2, "Topi", images=("https://pasar.example/a.jpg",))
    keep(store, 3, "Tas", extra={"image_sha256": "ab" * 32})
    keep(store, 4, "Rok", extra={"image_sha256": "ab" * 32})
    place_waiting(store)
    assert groups(store) == [(1, 2), (3, 4)]


def test_a_site_that_signs_every_listing_is_learned_by_a_rebuilding(store):
    footer = "\nBelanja aman hanya lewat aplikasi kami, jangan bayar di luar, laporkan penipuan ke petugas kami segera."
    for number in range(1, 41):
        words = "".join(random.Random(number).choices("abdegiklmnoprstu ", k=70))
        keep(
            store,
            number,
            words + footer,
            images=("https://pasar.example/logo.png", f"https://pasar.example/{number}.png"),
        )
    rebuild(store)
    assert groups(store) == []
    keep(store, 41, "Meja makan kayu jati besar untuk keluarga, enam kursi, warna coklat tua" + footer)
    place_waiting(store)
    assert groups(store) == []


def test_a_rebuilding_keeps_the_numbers(store):
    for number in range(1, 9):
        keep(store, number, work(name=f"Bu {number}"), f"phone:+628120000000{number % 2}")
    place_waiting(store)
    before = numbers(store, *range(1, 9))
    assert rebuild(store).clusters == 1
    assert numbers(store, *range(1, 9)) == before


def test_the_text_of_a_deleted_listing_is_forgotten(store):
    keep(store, 1, work())
    keep(store, 2, work(name="Pak Joko Santoso"))
    place_waiting(store)
    with store.writer() as conn:
        for table in ("judgements", "listings"):
            conn.execute(f"DELETE FROM {table} WHERE {'listing_id' if table == 'judgements' else 'id'} = 2")
        assert linking.forget_unheld(conn) == 1
        assert [conn.execute(f"SELECT count(*) FROM link_{name}").fetchone()[0] for name in ("texts", "edges")] == [
            1,
            0,
        ]


def test_a_template_is_followed_when_its_listing_is_purged(store):
    keep(store, 1, work())
    keep(store, 2, SHOPS[0])
    place_waiting(store)
    watches.add(store, "template", "1", [str(linked_here(store, 1).text)], owner="u", reason="uji")
    keep(store, 3, SHOPS[1])
    place_waiting(store)
    with store.writer() as conn:
        conn.execute("DELETE FROM judgements WHERE listing_id = 1")
        conn.execute("DELETE FROM listings WHERE id = 1")
        assert linking.forget_unheld(conn) == 1
        ((sketch, runs),) = conn.execute("SELECT sketch, runs FROM watches").fetchall()
    assert (len(sketch), runs) == (160, 143), "an outline of the text is kept, not the text"
    keep(store, 4, SHOPS[2] + " " + SHOPS[3])
    assert place_waiting(store).raised == 0
    keep(store, 5, work(name="Pak Joko", where="Medan"))
    assert place_waiting(store).raised == 1


WAYS = [work(), work(where="Medan"), work(name="Pak Joko", pay=20), *SHOPS, ""]
listing = st.tuples(
    st.integers(0, len(WAYS) - 1), st.frozensets(st.integers(1, 5), max_size=2), st.integers(0, 3), st.integers(1, 12)
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(listing, min_size=3, max_size=14), st.integers(1, 5), st.randoms(use_true_random=False))
def test_listings_placed_one_by_one_in_any_order_give_what_a_rebuilding_gives(opened_store, rows, step, rng):
    for order in (rows, rng.sample(rows, len(rows))):
        store = emptied(opened_store)
        for at, (way, phones, seller, number) in enumerate(order):
            held = [f"phone:+628120000000{phone}" for phone in sorted(phones)]
            text = WAYS[way] or "Kaos"
            keep(store, number, text, *held, seller=f"Toko {seller}" if seller else "", run=f"r{at}")
            if at % step == 0:
                place_waiting(store)
        place_waiting(store)
        placed = groups(store), states(store), sums(store)
        rebuild(store, learn=False)
        assert (groups(store), states(store), sums(store)) == placed


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_arrival_says_nothing(store, seed):
    texts = [
        work(name=name, where=where) for name in ("Bu Rina", "Pak Joko", "Mbak Sari") for where in ("Batam", "Medan")
    ]
    rows = [
        (number, (texts + list(SHOPS))[number % 10], f"phone:+628120000{number % 13:04}") for number in range(1, 31)
    ]
    found = []
    for turn in range(2):
        random.Random(seed + turn).shuffle(rows)
        for number, text, phone in rows:
            keep(emptied(store) if number == rows[0][0] else store, number, text, phone)
            place_waiting(store)
        found.append(named_groups(store))
    assert found[0] == found[1]


def rows_of(store, *tables):
    with store.reader() as conn:
        return [[tuple(row) for row in conn.execute(f"SELECT * FROM link_{name} ORDER BY 1, 2")] for name in tables]


def test_a_rebuilding_writes_the_rows_that_placing_wrote(store):
    texts = [work(name=name, pay=pay) for name in ("Bu Rina", "Pak Joko") for pay in (8, 15)]
    for number, text in enumerate((*texts, *SHOPS), 1):
        keep(store, number, text, f"phone:+628120000{number % 3:04}")
    place_waiting(store)
    before = rows_of(store, "edges", "keys")
    assert all(before)
    rebuild(store, learn=False)
    assert rows_of(store, "edges", "keys") == before


def test_bands_are_written_in_the_order_of_their_table():
    texts = Texts()
    texts.add_all(body_of("", text) for text in (*SHOPS, work(), work(where="Medan")))
    rows = list(texts.edges()[1].rows())
    assert rows == sorted(rows)
    assert len(rows) == 6 * BANDS
