from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from linking import families, pairs, partition, placing
from linking.bulk import Texts
from linking.near import BANDS, alike, bands_of
from linking.placing import place_waiting
from linking.rebuilding import rebuild
from linking.region import Region
from linking.settling import settle
from linking.texts import body_from, body_of
from storage import clusters, linking, unsettled, watches
from tests.linking.link_house import SHOPS, emptied, keep, work


def groups(store):
    with store.reader() as conn:
        return sorted(tuple(clusters.members(conn, number)) for number, _ in clusters.largest(conn, -1))


def states(store):
    with store.reader() as conn:
        keys = {key for number in range(1, 99) for key in linking.keys_of(conn, number)}
        return {linking.shown(conn, key): state for key, state in linking.key_states(conn, keys).items()}


def numbers(store, *listings):
    with store.reader() as conn:
        return [clusters.of_listing(conn, number) for number in listings]


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


PHONE = "phone:+6281200000001"


def crowded(monkeypatch, most):
    for module in (families, pairs):
        monkeypatch.setattr(module, "MOST_IN_BAND", most)


_DRAWN = random.Random(11)
_WORDS = ["".join(_DRAWN.choices("abdegiklmnoprstu", k=6)) for _ in range(300)]


def drifted(model, steps, seed):
    """A text that lost three of its 30 words in each of some steps: its neighbours are alike, its ends are not."""
    rng, text = random.Random(seed), _WORDS[model * 30 : model * 30 + 30]
    for _ in range(steps):
        for at in rng.sample(range(30), 3):
            text[at] = rng.choice(_WORDS)
    return " ".join(text)


flooded = st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 9), st.integers(1, 20))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(flooded, min_size=8, max_size=30), st.integers(1, 4), st.randoms(use_true_random=False))
def test_crowded_bands_do_not_make_clusters_depend_on_the_order(opened_store, rows, most, rng):
    """Bands of so few texts are crowded that nearly all are; listings change their texts, so families fall apart too."""
    last = {number: row for *row, number in rows}
    orders = [rows, [(*row, number) for number, row in rng.sample(sorted(last.items()), len(last))]]
    found = []
    with pytest.MonkeyPatch.context() as patch:
        crowded(patch, most)
        for order in orders:
            store = emptied(opened_store)
            for at, (model, steps, seed, number) in enumerate(order):
                keep(store, number, drifted(model, steps, seed), seller="", run=f"r{at}")
                place_waiting(store)
            placed = groups(store)
            assert kinships(store) == whole_kinships(store)
            rebuild(store, learn=False)
            assert groups(store) == placed
            found.append(named_groups(store))
    assert found[0] == found[1]


def named_groups(store):
    with store.reader() as conn:
        urls = dict(conn.execute("SELECT id, url FROM listings").fetchall())
    return sorted(sorted(urls[one] for one in group) for group in groups(store))


def kinships(store):
    """The families of texts as they are kept."""
    with store.reader() as conn:
        rows = conn.execute("SELECT family, id FROM link_texts ORDER BY id").fetchall()
    return sorted(sorted(text for family, text in rows if family == one) for one in {row[0] for row in rows})


def whole_kinships(store):
    """What they are when every text is compared with every other that shares a band with it."""
    with store.reader() as conn:
        bodies = dict(conn.execute("SELECT id, body FROM link_texts").fetchall())
    runs = {text: body_from(body).runs for text, body in bodies.items()}
    bands = {text: set(bands_of(one).tolist()) for text, one in runs.items()}
    graph = nx.Graph()
    graph.add_nodes_from(runs)
    graph.add_edges_from(
        (a, b) for a, b in combinations(runs, 2) if bands[a] & bands[b] and alike(runs[a], runs[b]) is not None
    )
    return sorted(map(sorted, nx.connected_components(graph)))


def test_a_flood_is_one_cluster_and_costs_little_more_than_a_pair_for_each_text(store, monkeypatch):
    crowded(monkeypatch, 4)
    for number in range(1, 41):
        keep(store, number, drifted(0, 1, number), seller="")
        place_waiting(store)
    assert groups(store) == [tuple(range(1, 41))]
    with store.reader() as conn:
        watched = linking.linked(conn, 7).text
        assert conn.execute("SELECT count(*) / 2 FROM link_edges").fetchone()[0] < 40 * 4 * BANDS / 8
    watches.add(store, "template", "7", [str(watched)], owner="u", reason="uji")
    keep(store, 41, drifted(0, 1, 7).replace(" ", "  ", 3) + " baru", seller="")
    assert place_waiting(store).raised == 1, "who follows one text of a flood is told of what is alike"


def test_a_giant_is_split_alike_by_placing_and_by_rebuilding(store, monkeypatch):
    crowded(monkeypatch, 2)
    monkeypatch.setattr(partition, "LARGEST", 6)
    for number in range(1, 25):
        held = [f"phone:+62812000000{number % 3:02}"] if number % 4 else []
        keep(store, number, drifted(number % 2, number % 4, number % 9), *held, seller="")
        if number % 5 == 0:
            place_waiting(store)
    place_waiting(store)
    settle(store)
    before = groups(store)
    with store.reader() as conn:
        components = [row[0] for row in conn.execute("SELECT component FROM clusters WHERE ended_at IS NULL")]
    assert len(components) > len(set(components)), "a giant was split"
    rebuild(store, learn=False)
    assert groups(store) == before


def test_a_newcomer_to_a_giant_goes_where_its_strongest_join_leads_until_the_crawl_ends(store, monkeypatch):
    monkeypatch.setattr(partition, "LARGEST", 6)
    for number in range(1, 21):
        keep(store, number, drifted(0, 1, number), PHONE, seller="")
    place_waiting(store)
    settle(store)
    before = numbers(store, *range(1, 21))
    assert len(set(before) - {None}) == 1, "one phone under all cannot be cut"
    keep(store, 21, SHOPS[0], PHONE, seller="")
    keep(store, 22, drifted(0, 1, 22), seller="")
    keep(store, 23, SHOPS[0], "telegram:lain", seller="")
    place_waiting(store)
    assert numbers(store, *range(1, 21)) == before, "the giant itself is left as it is"
    assert set(numbers(store, 21, 22, 23)) <= set(before)
    assert waits(store) == 3
    keep(store, 22, SHOPS[2], seller="", run="r2")
    place_waiting(store)
    assert numbers(store, 22) == [None], "who leaves it leaves it at once"
    assert settle(store, most=8).waiting, "a giant that is too large waits for the night"
    assert not settle(store, None).waiting
    settled = named_groups(store)
    rebuild(store, learn=False)
    assert named_groups(store) == settled


def test_what_changes_while_a_giant_is_split_waits_for_the_next_time(store, monkeypatch):
    monkeypatch.setattr(partition, "LARGEST", 4)
    for number in range(1, 9):
        keep(store, number, drifted(0, 1, number), PHONE, seller="")
    place_waiting(store)
    parts = Region.parts

    def meanwhile(region):
        if not linked_here(store, 9):
            keep(store, 9, SHOPS[0], PHONE, seller="")
            place_waiting(store)
        return parts(region)

    monkeypatch.setattr(Region, "parts", meanwhile)
    settle(store)
    assert waits(store) == 0
    assert len(set(numbers(store, *range(1, 10)))) == 1


def linked_here(store, listing):
    with store.reader() as conn:
        return linking.linked(conn, listing)


def waits(store):
    with store.reader() as conn:
        return len(unsettled.marks(conn))


@settings(max_examples=5, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(flooded, st.frozensets(st.integers(1, 6), max_size=2)), min_size=8, max_size=22),
    st.integers(2, 6),
    st.integers(2, 8),
    st.randoms(use_true_random=False),
)
def test_giants_do_not_depend_on_the_order_when_they_are_settled(opened_store, rows, largest, again, rng):
    """Nearly everything is a giant, and too large to be worked out at once; listings change texts and numbers."""
    ever = {row[3]: frozenset[int]().union(*(held for one, held in rows if one[3] == row[3])) for row, _ in rows}
    last = {
        row[3]: (row, ever[row[3]]) for row, _ in rows
    }  # a number that stood in a version is the listing's for ever
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partition, "LARGEST", largest)
        patch.setattr(placing, "MOST_AGAIN", again)
        for order in (rows, rng.sample(sorted(last.values(), key=str), len(last))):
            store = emptied(opened_store)
            for at, ((model, steps, seed, number), phones) in enumerate(order):
                held = [f"phone:+628120000000{phone}" for phone in sorted(phones)]
                keep(store, number, drifted(model, steps, seed), *held, seller="", run=f"r{at}")
                place_waiting(store)
                if at % 7 == 6:
                    settle(store)
            settle(store, None)
            placed = groups(store), sums(store)
            rebuild(store, learn=False)
            assert (groups(store), sums(store)) == placed
            found.append(named_groups(store))
    assert found[0] == found[1]


def sums(store):
    """What hangs together, and how many texts and keys that is, of each cluster."""
    with store.reader() as conn:
        rows = conn.execute("SELECT id, component, units FROM clusters WHERE ended_at IS NULL")
        return sorted((tuple(clusters.members(conn, row[0])), row[1], row[2]) for row in rows)
