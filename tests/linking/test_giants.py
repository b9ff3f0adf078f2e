"""Floods and giants: crowded bands, what is too large to be worked out at once, and that order says nothing."""

from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from linking import families, pairs, partition, placing
from linking.near import BANDS, alike, bands_of
from linking.placing import place_waiting
from linking.rebuilding import rebuild
from linking.region import Region
from linking.settling import settle
from linking.texts import body_from
from storage import linking, unsettled, watches
from tests.linking.link_house import SHOPS, emptied, groups, keep, linked_here, named_groups, numbers, sums

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
