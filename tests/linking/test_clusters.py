from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from linking.boilerplate import LEAST, Learner
from linking.identity import carry_over
from linking.partition import Member, partition
from linking.spread import ASIDE, COMMON, MOST_SELLERS, Holder, aside, common


def members(**keys: str) -> list[Member]:
    return [Member(int(name[1:]), None, frozenset(value.split())) for name, value in keys.items()]


def listings(parts):
    return [part.listings for part in parts]


def test_keys_and_alike_texts_join_step_by_step():
    found = partition([*members(l1="p1", l2="p1 p2", l3="p2", l4="p3"), Member(5, 77), Member(6, 78)], [(77, 78, 0.6)])
    assert listings(found) == [(1, 2, 3), (5, 6)]
    assert [part.component for part in found] == [1, 5]


def test_the_same_text_joins_without_an_edge_and_a_single_is_no_cluster():
    assert listings(partition([Member(1, 7), Member(2, 7), Member(3, 8), Member(4, None)], [])) == [(1, 2)]


def test_a_chain_of_texts_is_cut_where_they_are_least_alike():
    texts = [Member(at, at) for at in range(20)]
    chain = [(at, at + 1, 0.45 if at == 9 else 0.8) for at in range(19)]
    assert listings(partition(texts, chain)) == [tuple(range(20))]
    assert listings(partition(texts, chain, largest=12)) == [tuple(range(10)), tuple(range(10, 20))]


def test_two_groups_under_one_bridge_are_parted_but_one_phone_under_many_stays_whole():
    groups = [Member(at, at, frozenset({f"own{at // 30}"})) for at in range(60)]
    bridge = Member(60, None, frozenset({"own0", "own1"}))
    found = partition([*groups, bridge], [], largest=40)
    assert sorted(map(len, listings(found)))[-1] < 60
    assert {part.component for part in found} == {0}
    star = [Member(at, at, frozenset({"number:1"})) for at in range(100)]
    assert listings(partition(star, [], largest=40)) == [tuple(range(100))]


@settings(max_examples=40)
@given(st.permutations(range(12)), st.permutations(range(10)))
def test_the_order_of_members_and_edges_says_nothing(order, edge_order):
    all_members = [Member(at, at % 7, frozenset({f"k{at % 5}"} if at % 3 else ())) for at in range(12)]
    edges = [(at % 7, 6, 0.4 + at / 20) for at in range(6)] + [(0, at, 0.5) for at in range(1, 5)]
    wanted = partition(all_members, edges, largest=6)
    assert partition([all_members[at] for at in order], [edges[at] for at in edge_order], largest=6) == wanted


def holder(listing: int, seller: str, *others: str, text: int | None = None) -> Holder:
    return Holder(listing, seller, text, frozenset(others))


def test_a_courier_of_two_shops_stands_aside():
    shops = [holder(1, "toko a", "number:1"), holder(2, "toko b", "number:2")]
    state = aside("number:9", shops, dict)
    assert state is not None
    assert state.state == ASIDE
    assert "2 sellers" in state.reason


def test_a_number_of_ones_own_or_of_people_who_hang_together_is_no_couriers():
    alone = [holder(1, "a", "number:1"), holder(2, "b", "number:2"), holder(3, "b")]
    assert aside("number:9", alone, dict) is None
    assert aside("number:9", [holder(1, "a", "number:1"), holder(2, "b", "number:1")], dict) is None
    assert aside("number:9", [holder(1, "a", "number:1"), holder(2, "a", "number:2")], dict) is None
    texts = [holder(1, "a", "number:1", text=5), holder(2, "b", "number:2", text=6)]
    assert aside("number:9", texts, lambda: {5: [6]}) is None
    assert aside("number:9", texts, dict) is not None
    assert aside("telegram:9", texts, dict) is None


def test_a_contact_of_more_sellers_than_an_operation_has_is_common():
    assert common(MOST_SELLERS) is None
    state = common(MOST_SELLERS + 1)
    assert state is not None
    assert (state.state, str(MOST_SELLERS) in state.reason) == (COMMON, True)
    assert common(1, of_source="pasar") is not None


def test_what_a_site_writes_itself_is_learned_by_how_often_it_stands_there():
    learner = Learner()
    for number in range(100):
        keys = {"number:1", f"number:{number + 5}"} if number % 2 else {"number:3"}
        learner.add("pasar", number, [1, number + 10], keys)
    for number in range(LEAST - 1):
        learner.add("kecil", number, [1], ())
    found = learner.learned()
    assert (found.of("pasar"), found.of("kecil"), found.keys) == ({1}, frozenset(), {"number:1": "pasar"})


def test_a_flood_of_one_text_is_not_the_sites_own():
    learner = Learner()
    for _ in range(1000):
        learner.add("pasar", 7, [1, 2], ())
    for number in range(30):
        learner.add("pasar", 100 + number, [number + 10], ())
    assert not learner.learned().of("pasar")


def test_a_cluster_keeps_its_number_when_it_grows_merges_and_splits():
    old = {1: 10, 2: 10, 3: 10, 4: 20, 5: 20}
    assert carry_over([(1, 2, 3, 9), (4, 5)], old).kept == (10, 20)
    merged = carry_over([(1, 2, 3, 4, 5)], old)
    assert (merged.kept, merged.merged) == ((10,), {20: 0})
    split = carry_over([(1,), (2, 3), (4, 5)], old)
    assert (split.kept, split.came_from) == ((None, 10, 20), {0: 10})
    assert carry_over([(7, 8)], old).kept == (None,)
