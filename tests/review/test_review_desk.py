"""A team at one queue: nobody gets what another works on, nobody is left without, a cluster is decided as one."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from review_house import Bench, job, keep, signed_in

from linking.placing import place_waiting
from review.session import Sessions
from storage import clusters, decisions, leads
from storage.database import Store
from tests.gauntlet import scaled

TOGETHER = scaled(200, 60)


def together(store: Store, *listings: int) -> int:
    """Make some listings one cluster."""
    with store.writer() as conn:
        number = clusters.add(conn, listings[0], len(listings))
        conn.executemany(
            "INSERT INTO link_listings (listing_id, seller, cluster_id) VALUES (?, '', ?)",
            [(listing, number) for listing in listings],
        )
    return number


@pytest.fixture
def two(store: Store) -> tuple[Bench, Bench]:
    sessions = Sessions()
    return signed_in(store, sessions, "rani"), signed_in(store, sessions, "budi")


def send(bench: Bench, path: str, **data: str | list[str]) -> str:
    """Post a form and follow it; the path one comes to."""
    reply = bench.client.post(path, data={"csrf": bench.token(), **data})
    assert reply.status_code == 200
    return reply.url.path


def state(store: Store, lead: int) -> str:
    found = leads.get(store, lead)
    assert found is not None
    return found.state


def test_each_is_given_other_work(two: tuple[Bench, Bench]) -> None:
    rani, budi = two
    assert [send(rani, "/work"), send(budi, "/work")] == ["/leads/4", "/leads/1"]
    assert send(rani, "/work") == "/leads/4"  # who comes back goes on where they were


def test_who_opens_what_another_works_on_reads_it_and_is_told(two: tuple[Bench, Bench], store: Store) -> None:
    rani, budi = two
    rani.client.get("/leads/1")
    page = budi.client.get("/leads/1").text
    assert "<b>rani</b> sedang mengerjakan ini" in page
    assert "tiket ditanggung" in page
    assert 'name="choice" value=' not in page
    assert budi.decide(1, "dismiss:duplicate").status_code == 409
    assert decisions.history(store, 1) == []
    assert rani.decide(1, "dismiss:duplicate").status_code == 303
    assert [row.actor for row in decisions.history(store, 1)] == ["rani"]


def test_the_queue_shows_what_is_free_for_me_and_everything_on_request(two: tuple[Bench, Bench]) -> None:
    rani, budi = two
    rani.client.get("/leads/1")
    assert 'href="/leads/1"' not in budi.client.get("/leads").text
    assert 'href="/leads/1"' in rani.client.get("/leads").text
    everyone = budi.client.get("/leads?view=everyone").text
    assert 'href="/leads/1?view=everyone"' in everyone
    assert "rani mengerjakannya" in everyone


def test_after_a_decision_the_next_free_lead_follows(two: tuple[Bench, Bench]) -> None:
    rani, budi = two
    budi.client.get("/leads/2")
    rani.client.get("/leads/1")
    assert rani.decide(1, "dismiss:duplicate").headers["location"] == "/leads/3"
    assert rani.decide(3, "dismiss:duplicate").headers["location"] == "/leads/4"


def test_passing_over_is_remembered_until_it_is_brought_back(two: tuple[Bench, Bench]) -> None:
    rani, budi = two
    assert send(rani, "/work") == "/leads/4"
    assert send(rani, "/leads/4/skip") == "/leads/1"
    assert send(budi, "/work") == "/leads/4"
    send(budi, "/leads/4/skip")
    page = rani.client.get("/leads").text
    assert 'href="/leads/4"' not in page
    assert "Kembalikan 1" in page
    assert send(rani, "/work/again") == "/leads"
    assert 'href="/leads/4"' in rani.client.get("/leads").text


def test_an_auditor_takes_nothing_from_anybody(two: tuple[Bench, Bench], store: Store) -> None:
    auditor = signed_in(store, two[0].sessions, "ayu", "auditor")
    auditor.client.get("/leads/4")
    assert send(two[0], "/work") == "/leads/4"
    assert "sedang mengerjakan" not in two[0].client.get("/leads/4").text


def test_a_cluster_is_one_line_and_one_decision_with_exceptions(bench: Bench, store: Store) -> None:
    together(store, 1, 2, 3, 4, 5)
    page = bench.client.get("/leads").text
    assert [int(one) for one in re.findall(r'<a href="/leads/(\d+)" data-row', page)] == [4, 1]
    assert "2 lagi yang serupa" in page
    opened = bench.client.get("/leads/1").text
    assert "semua 3 petunjuk terbuka" in opened
    assert re.findall(r'name="except" value="(\d+)"', opened) == ["2", "3"]
    data = {"seen": "1", "cluster_seen": "1", "scope": "cluster", "choice": "dismiss:duplicate", "except": ["3"]}
    reply = bench.client.post("/leads/1/decision", data={"csrf": bench.token(), **data})
    assert "2 petunjuk: <b>" in reply.text
    assert [state(store, lead) for lead in range(1, 6)] == ["dismissed", "dismissed", "open", "open", "open"]


def test_a_decision_on_a_cluster_is_undone_as_one(bench: Bench, store: Store) -> None:
    together(store, 1, 2, 3)
    data = {"seen": "1", "cluster_seen": "1", "scope": "cluster", "choice": "keep:debt-or-documents"}
    reply = bench.client.post("/leads/1/decision", data={"csrf": bench.token(), **data})
    assert "3 petunjuk: <b>" in reply.text
    assert [state(store, lead) for lead in (1, 2, 3)] == ["kept"] * 3
    send(bench, "/acts/1/undo")
    assert [state(store, lead) for lead in (1, 2, 3)] == ["open"] * 3
    assert [row.decision for row in decisions.history(store, 2)] == ["keep", "undo"]


def test_one_lead_of_a_cluster_can_be_decided_alone(bench: Bench, store: Store) -> None:
    together(store, 1, 2, 3)
    data = {"seen": "1", "cluster_seen": "1", "scope": "one", "choice": "keep:debt-or-documents"}
    assert send(bench, "/leads/1/decision", **data) == "/leads/2"
    assert [state(store, lead) for lead in (1, 2, 3)] == ["kept", "open", "open"]


def test_a_cluster_that_grew_since_it_was_read_is_not_decided(bench: Bench, store: Store) -> None:
    together(store, 1, 2)
    data = {"csrf": bench.token(), "cluster_seen": "0", "scope": "cluster", "choice": "keep:debt-or-documents"}
    assert bench.client.post("/leads/1/decision", data=data).status_code == 400
    assert state(store, 1) == "open"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("rule=job-bait", [1, 2, 3]),
        ("rule=baby-price", [4]),
        ("rule=none", []),
        ("age=1", [4, 1, 2, 3]),
        ("province=Kepulauan+Riau", [1, 2, 3]),
        ("province=Bali", []),
        ("province=Atlantis", [4, 1, 2, 3]),
        ("age=99", [4, 1, 2, 3]),
        ("rule=job-bait&q=SIP3MI&lane=adult&source=demo-pasar", [1, 2, 3]),
    ],
)
def test_the_queue_narrows_by_rule_and_age(bench: Bench, query: str, expected: list[int]) -> None:
    page = bench.client.get(f"/leads?{query}").text
    assert [int(one) for one in re.findall(r'<a href="/leads/(\d+)[?"][^>]*data-row', page)] == expected


def test_old_leads_are_outside_the_age(bench: Bench, store: Store) -> None:
    with store.writer() as conn:
        conn.execute("UPDATE leads SET opened_at = '2020-01-01T00:00:00.000Z' WHERE id <> 2")
    page = bench.client.get("/leads?age=7").text
    assert re.findall(r'<a href="/leads/(\d+)[?"][^>]*data-row', page) == ["2"]


def test_two_people_clear_one_queue_as_fast_as_they_can_none_twice_and_neither_starves(store: Store) -> None:
    keep(store, *(job(number, score=number % 100) for number in range(10, 6 + TOGETHER)))
    sessions, both = Sessions(), Barrier(2)
    names = ("rani", "budi")

    def clear(name: str) -> int:
        bench, made = signed_in(store, sessions, name), 0
        token = bench.token()
        place = bench.client.post("/work", data={"csrf": token})
        both.wait()  # each has a lead before the other goes on
        while place.url.path != "/leads":
            seen = re.search(r'name="seen" value="(\d+)"', place.text)
            assert seen, "a lead was handed out that another works on"
            path = f"{place.url.path}/decision"
            place = bench.client.post(
                path,
                data={"csrf": token, "seen": seen[1], "choice": "dismiss:duplicate", "scope": "one", "read": "yes"},
            )
            assert place.status_code == 200
            made += 1
        return made

    with ThreadPoolExecutor(2) as pool:
        made = dict(zip(names, pool.map(clear, names), strict=True))
    with store.reader() as conn:
        rows = conn.execute("SELECT lead_id, actor FROM decisions").fetchall()
    assert sum(made.values()) == len(rows) == TOGETHER
    assert set(Counter(row["lead_id"] for row in rows).values()) == {1}
    assert min(made.values()) > 0, made


def test_the_page_of_a_cluster_shows_what_changes_when_and_what_joins(bench: Bench, store: Store) -> None:
    place_waiting(store)
    page = bench.client.get("/leads/1/company").text
    assert "Yang tetap dan yang berubah" in page
    assert page.count('<svg class="bar"') == 3
    assert len(re.findall(r"<circle", page)) >= 3
    assert "0812" not in page
    assert re.search(r'href="/leads/1/company"', bench.client.get("/leads/1").text)


def test_a_lead_of_no_cluster_has_a_page_too_and_a_child_is_named_nowhere_on_it(bench: Bench, store: Store) -> None:
    page = bench.client.get("/leads/4/company").text
    assert "Di sekitar petunjuk 4" in page
    assert "adopter" not in page.partition('<details class="closed">')[0]
    together(store, 1, 4)
    page = bench.client.get("/leads/1/company").text
    assert "adopter" not in re.sub(r'<details class="closed">.*?</details>', "", page, flags=re.S)
    assert "L0ker" not in re.sub(r'<details class="closed">.*?</details>', "", page, flags=re.S)


def test_a_large_cluster_is_drawn_to_three_hundred_nodes_and_no_more(bench: Bench, store: Store) -> None:
    keep(store, *(job(number) for number in range(100, 450)))
    place_waiting(store)
    page = bench.client.get("/leads/1/company").text
    assert 200 < len(re.findall(r"<circle|<rect class=\"key\"", page)) <= 300


def test_an_undo_has_no_reason_and_shows_none(bench: Bench) -> None:
    bench.decide(1, "dismiss:duplicate")
    bench.client.post("/leads/1/undo", data={"csrf": bench.token()})
    page = bench.client.get("/decisions").text
    assert "Dibatalkan" in page
    assert "Project-Id-Version" not in page
