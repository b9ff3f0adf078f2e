"""Decisions over a filter, and second looks, as pages."""

from __future__ import annotations

import re

import pytest
from review_house import Bench, job, keep, signed_in

from review.session import Sessions
from storage import bulk, leads, search, second_looks
from storage.database import Store


def state(store: Store, lead: int) -> str:
    found = leads.get(store, lead)
    assert found is not None
    return found.state


def all_of(bench: Bench, query: str, count: int, **data: str) -> tuple[int, str]:
    values = {"csrf": bench.token(), "count": str(count), "choice": "dismiss:duplicate", **data}
    reply = bench.client.post(f"/leads/decision?{query}", data=values)
    return reply.status_code, reply.text


def test_all_that_fits_a_filter_is_decided_and_undone_as_one(bench: Bench, store: Store) -> None:
    assert "Putuskan semua" not in bench.client.get("/leads").text
    assert "Putuskan semua 3 yang cocok" in bench.client.get("/leads?source=demo-pasar").text
    status, text = all_of(bench, "source=demo-pasar", 3)
    assert status == 200
    assert "3 petunjuk: <b>Kesampingkan</b>" in text
    assert [state(store, lead) for lead in range(1, 6)] == ["dismissed"] * 3 + ["open"] * 2
    undo = re.search(r'action="(/acts/\d+/undo)', text)
    assert undo
    assert "3 petunjuk terbuka lagi" in bench.client.post(undo[1], data={"csrf": bench.token()}).text
    assert state(store, 1) == "open"
    assert bench.client.post(undo[1], data={"csrf": bench.token()}).status_code == 409


@pytest.mark.parametrize(
    ("count", "choice"), [(2, "dismiss:duplicate"), (3, "dismiss:boredom"), (3, ""), (3, "keep:other")]
)
def test_what_was_not_shown_or_has_no_reason_decides_nothing(
    bench: Bench, store: Store, count: int, choice: str
) -> None:
    assert all_of(bench, "source=demo-pasar", count, choice=choice)[0] == 409
    assert state(store, 1) == "open"


def test_a_large_number_is_typed_in(bench: Bench, store: Store) -> None:
    keep(store, *(job(number) for number in range(10, 40)))
    page = bench.client.get("/leads?source=demo-pasar").text
    assert "Ketik 33 untuk memastikan" in page
    for typed in ("", "32"):
        status, text = all_of(bench, "source=demo-pasar", 33, typed=typed)
        assert status == 400
        assert "Angka yang diketik" in text
    assert all_of(bench, "source=demo-pasar", 33, typed="33")[0] == 200


def test_words_of_most_listings_are_not_counted_beyond_a_page(
    bench: Bench, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, *(job(number) for number in range(10, 70)))
    monkeypatch.setattr(search, "MANY", 1)
    monkeypatch.setattr(bulk, "count", lambda *_, **__: pytest.fail("counted"))
    page = bench.client.get("/leads?q=ditanggung").text
    assert "Lebih dari 50 cocok" in page
    assert "Putuskan semua yang cocok dengan saringan ini" in page


def test_the_child_lane_is_left_out_unless_the_filter_names_it(bench: Bench, store: Store) -> None:
    all_of(bench, "age=30", 3)
    assert state(store, 4) == "open"
    assert all_of(bench, "lane=child", 1, choice="keep:possible-minor")[0] == 200


def test_leads_of_the_child_lane_are_not_dismissed_together_unread_without_a_second_yes(
    bench: Bench, store: Store
) -> None:
    status, text = all_of(bench, "lane=child", 1, choice="dismiss:spam-or-scam", note="dua kali")
    assert (status, state(store, 4)) == (400, "open")
    assert "teksnya tertutup di sini" in text
    assert '<option value="dismiss:spam-or-scam" selected>' in text
    assert ">dua kali</textarea>" in text
    again = re.search(r'<input type="hidden" name="unread" value="(\w+)">', text)
    assert again
    assert all_of(bench, "lane=child", 1, choice="dismiss:spam-or-scam", unread=again[1])[0] == 200
    assert state(store, 4) == "dismissed"


def test_last_ten_shows_a_joint_decision_once(bench: Bench) -> None:
    all_of(bench, "source=demo-pasar", 3)
    page = bench.client.get("/decisions").text
    assert page.count("data-row") == 1
    assert "dan 2 lagi" in page
    assert 'action="/acts/1/undo"' in page


@pytest.fixture
def team(store: Store) -> tuple[Bench, Bench, Bench]:
    sessions = Sessions()
    return (
        signed_in(store, sessions, "rani"),
        signed_in(store, sessions, "budi"),
        signed_in(store, sessions, "made", "lead-investigator"),
    )


def answer(bench: Bench, look: int, choice: str) -> int:
    return bench.client.post(f"/second/{look}", data={"csrf": bench.token(), "choice": choice}).status_code


def test_unsure_goes_to_another_who_does_not_see_what_was_said(team: tuple[Bench, Bench, Bench], store: Store) -> None:
    rani, budi, _ = team
    rani.decide(1, "unsure:second-opinion", note="menurut saya ini agen resmi")
    assert "Tidak ada yang menunggu" in rani.client.get("/second").text
    assert 'href="/second/1"' in budi.client.get("/second").text
    page = budi.client.get("/second/1").text
    assert "L0ker K4mb0ja 1" in re.sub(r"<mark[^>]*>|</mark>|<a class=\"ref\".*?</a>", "", page)
    for told in ("agen resmi", "ragu-ragu</span>", "rani"):
        assert told not in page
    assert answer(rani, 1, "dismiss:duplicate") == 403
    assert rani.client.get("/second/1").status_code == 403
    assert answer(budi, 1, "dismiss:boredom") == 400
    assert answer(budi, 1, "keep:debt-or-documents") == 200
    assert state(store, 1) == "kept"
    assert budi.client.get("/second/1").status_code == 404


def test_a_disagreement_is_settled_by_a_lead_investigator(team: tuple[Bench, Bench, Bench], store: Store) -> None:
    rani, budi, made = team
    rani.decide(1, "unsure:second-opinion")
    answer(budi, 1, "unsure:language")
    assert second_looks.disputed(store, "made")
    assert "Perbedaan pendapat" not in rani.client.get("/second").text
    assert "Perbedaan pendapat" in made.client.get("/second").text
    third = signed_in(store, rani.sessions, "wati")
    assert third.client.get("/second/1").status_code == 403
    assert "Satu orang berkata" in made.client.get("/second/1").text
    assert answer(made, 1, "dismiss:legitimate-employer") == 200
    assert state(store, 1) == "dismissed"


def test_agreement_is_shown_per_rule_and_month(team: tuple[Bench, Bench, Bench], store: Store) -> None:
    rani, budi, _ = team
    assert "Belum ada" in rani.client.get("/second/agreement").text
    for lead in (1, 2):
        rani.decide(lead, "keep:debt-or-documents")
    with store.writer() as conn:
        conn.execute("DELETE FROM second_looks")
        conn.execute(
            "INSERT INTO second_looks (lead_id, decision_id, first, first_actor, state, opened_at)"
            " SELECT lead_id, id, decision, actor, 'waiting', at FROM decisions"
        )
    first, second = second_looks.waiting_for(store, "budi")
    answer(budi, first.id, "keep:debt-or-documents")
    answer(budi, second.id, "dismiss:duplicate")
    page = budi.client.get("/second/agreement").text
    assert "<code>job-bait</code>" in page
    assert "50 %" in page
    assert signed_in(store, rani.sessions, "ayu", "auditor").client.get("/second/agreement").status_code == 200
