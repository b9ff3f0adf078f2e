"""What is for the person: own keys, a quiet count, breaks. None of it is seen by anybody else."""

from __future__ import annotations

import pytest
from review_house import PASSWORD, ROLES, Bench, client_of, signed_in

from review.keymap import KeysClash, read_keymap
from review.session import BREAK_S, Sessions
from storage import decisions, users
from storage.database import Store


def test_other_keys_are_kept_and_told_to_the_page(store: Store) -> None:
    bench = signed_in(store, Sessions(), "rani")
    data = {"csrf": bench.token(), "key-keep": "z", "key-dismiss": "a"}
    assert bench.client.post("/settings/keys", data=data).status_code == 200
    page = signed_in(store, Sessions(), "rani").client.get("/leads").text
    assert 'data-keymap="{&#34;a&#34;: &#34;z&#34;, &#34;x&#34;: &#34;a&#34;}"' in page
    assert "data-keymap" not in signed_in(store, Sessions(), "budi").client.get("/leads").text


@pytest.mark.parametrize(
    "given", [{"a": "x"}, {"a": "zz"}, {"a": "1"}, {"a": "g"}, {"a": "\x1b"}, {"a": "q", "x": "q"}]
)
def test_keys_that_clash_are_refused(bench: Bench, given: dict[str, str]) -> None:
    with pytest.raises(KeysClash):
        read_keymap(given)
    assert bench.client.post("/settings/keys", data={"csrf": bench.token(), "key-keep": "x"}).status_code == 400
    assert "data-keymap" not in bench.client.get("/leads").text


def test_two_keys_may_change_places() -> None:
    assert read_keymap({"a": "x", "x": "a"}) == {"a": "x", "x": "a"}
    assert read_keymap({}) == {}


def test_the_count_is_of_this_session_and_seen_by_nobody_else(store: Store) -> None:
    sessions = Sessions()
    rani, budi = signed_in(store, sessions, "rani"), signed_in(store, sessions, "budi")
    for lead in (1, 4, 4, 2):
        rani.client.get(f"/leads/{lead}")
    assert "membuka 3 petunjuk, 1 di antaranya" in rani.client.get("/settings").text
    assert "membuka 0 petunjuk" in budi.client.get("/settings").text


def test_a_break_is_named_in_time_and_not_again_after_it(store: Store) -> None:
    moment = 0.0
    sessions = Sessions(clock=lambda: moment)
    bench = Bench(client_of(store, sessions), sessions, store)
    bench.client.get("/enter", params={"key": sessions.link("rani", ROLES)})
    while moment < 45 * 60:
        assert "Istirahat sejenak" not in bench.client.get("/leads").text
        moment += 9 * 60
    page = bench.client.get("/leads").text
    assert "Anda sudah bekerja 45 menit" in page
    assert "antrean yang lebih ringan" in page
    assert "Istirahat sejenak" not in bench.client.post("/settings/rest", data={"csrf": bench.token()}).text
    moment += 44 * 60
    assert "Istirahat sejenak" not in bench.client.get("/leads").text, "who was away had a break"
    assert BREAK_S < 44 * 60


def test_who_wants_no_reminder_gets_none(store: Store) -> None:
    moment = 0.0
    sessions = Sessions(clock=lambda: moment)
    users.add(store, "rani", ("investigator",), PASSWORD, actor="admin")
    bench = signed_in(store, sessions, "rani")
    bench.client.post("/settings/rest", data={"csrf": bench.token(), "minutes": "0"})
    for _ in range(10):
        moment += 10 * 60
        assert "Istirahat sejenak" not in bench.client.get("/leads").text


def test_a_lead_of_the_child_lane_is_not_dismissed_unread(bench: Bench, store: Store) -> None:
    """By mouse, or without JavaScript: the server asks, and keeps what was chosen meanwhile."""
    form = {"csrf": bench.token(), "seen": "1", "choice": "dismiss:duplicate", "note": "sudah", "scope": "one"}
    asked = bench.client.post("/leads/4/decision", data=form)
    assert asked.status_code == 400
    assert "Teks masih tertutup" in asked.text
    assert 'name="unread" value="yes"' in asked.text
    assert ">sudah</textarea>" in asked.text
    assert decisions.history(store, 4) == []
    bench.client.post("/leads/4/decision", data=form | {"unread": "yes"})
    assert [row.decision for row in decisions.history(store, 4)] == ["dismiss"]


@pytest.mark.parametrize("more", [{"choice": "escalate:possible-minor"}, {"read": "yes"}])
def test_what_was_read_is_not_asked_again(bench: Bench, store: Store, more: dict[str, str]) -> None:
    form = {"csrf": bench.token(), "seen": "1", "choice": "dismiss:duplicate", "note": ""} | more
    assert bench.client.post("/leads/4/decision", data=form).status_code == 200
    assert len(decisions.history(store, 4)) == 1


def test_a_call_for_help_says_what_it_is_and_nothing_of_suspects(bench: Bench) -> None:
    page = bench.client.get("/leads/5").text
    for words in ("Ada yang minta bantuan", "SAPA 129", "110", "0800"):
        assert words in page
    for words in ("scorebox", "slotlist", "Yang melemahkan", "tidak ada yang ditandai"):
        assert words not in page
