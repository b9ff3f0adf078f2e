"""What is for the person: own keys, a quiet count, breaks. None of it is seen by anybody else."""

from __future__ import annotations

import pytest
from review_house import PASSWORD, ROLES, Bench, client_of, signed_in

from review.keymap import KeysClash, read_keymap
from review.session import BREAK_S, Sessions
from storage import users
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
