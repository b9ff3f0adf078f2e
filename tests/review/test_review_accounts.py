"""Accounts: signing in, what ends a session, the throttle, own passwords, and `sandi user`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from review_house import HOST, PASSWORD, ROLES, client_of, signed_in
from starlette.testclient import TestClient

from review.app import build_app
from review.session import IDLE_S, LIFETIME_S, Sessions
from sandi.cli import main
from sandi.config import Config
from storage import audit, passwords, signing_in, users
from storage.database import Store

Sandi = Callable[..., Result]
pytestmark = pytest.mark.gauntlet(48)


@pytest.fixture
def sandi(config: Config, monkeypatch: pytest.MonkeyPatch) -> Sandi:
    monkeypatch.setenv("SANDI_KEYS", str(config.keys))
    monkeypatch.setenv("SANDI_USER", "admin")

    def run(*words: str, given: str = "") -> Result:
        return CliRunner().invoke(main, ["--data", str(config.data), *words], input=given)

    return run


@pytest.fixture
def rani(store: Store) -> TestClient:
    """A client that has not signed in yet, where rani has an account."""
    users.add(store, "rani", ("investigator",), PASSWORD, actor="admin")
    return client_of(store, Sessions(), people=True)


def enter(client: TestClient, name: str, password: str, **fields: str) -> int:
    data = {"name": name, "password": password, **fields}
    return client.post("/login", data=data, follow_redirects=False).status_code


def acts(store: Store) -> list[str]:
    return [row.action for row in audit.entries(store, limit=1000)]


def test_who_signs_in_comes_to_the_page_that_was_asked_for(rani: TestClient, store: Store) -> None:
    asked = rani.get("/leads/2?state=all")
    assert asked.status_code == 401
    assert "L0ker" not in asked.text
    back = re.search(r'name="back" value="([^"]+)"', asked.text)
    assert back
    reply = rani.post("/login", data={"name": " RANI ", "password": PASSWORD, "back": back[1]}, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/leads/2?state=all")
    assert re.match(r"sandi-8765=[\w-]{43}; HttpOnly; Path=/; SameSite=strict\Z", reply.headers["set-cookie"])
    assert rani.get("/leads/2").status_code == 200
    assert acts(store).count("login") == 1


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/enter?key=x", "/leads\n", "javascript:1"])
def test_signing_in_leads_to_no_foreign_page(rani: TestClient, back: str) -> None:
    data = {"name": "rani", "password": PASSWORD, "back": back}
    assert rani.post("/login", data=data, follow_redirects=False).headers["location"] == "/"


@pytest.mark.parametrize(
    ("role", "path"), [("investigator", "/leads"), ("operator", "/overview"), ("auditor", "/leads")]
)
def test_each_role_comes_to_a_page_that_it_may_open(store: Store, role: str, path: str) -> None:
    reply = signed_in(store, Sessions(), "rani", role).client.get("/")
    assert (reply.status_code, reply.url.path) == (200, path)


@pytest.mark.parametrize(
    ("name", "password"), [("rani", "x" * 12), ("nobody", PASSWORD), ("rani", ""), ("", ""), ("rani", PASSWORD + " ")]
)
def test_wrong_names_and_passwords_get_the_same_answer(
    rani: TestClient, store: Store, name: str, password: str
) -> None:
    reply = rani.post("/login", data={"name": name, "password": password})
    assert reply.status_code == 401
    assert "Nama dan kata sandi tidak cocok" in reply.text
    assert rani.get("/leads").status_code == 401
    assert password not in reply.text or not password


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(
    rani: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real = passwords.fits

    def counted(password: str, phc: str) -> bool:
        done.append(re.sub(r"\$[^$]+\$[^$]+\Z", "", phc))
        return real(password, phc)

    passwords.nobodys.cache_clear()
    monkeypatch.setattr(passwords, "fits", counted)
    for name in ("rani", "nobody"):
        enter(rani, name, "wrong-password")
    assert len(done) == 2
    assert done[0] == done[1]


@pytest.mark.parametrize("name", ["rani", "nobody"])
def test_ten_wrong_passwords_close_the_account_for_a_while(rani: TestClient, store: Store, name: str) -> None:
    assert [enter(rani, name, f"wrong-password-{n}") for n in range(10)] == [401] * 10
    before = acts(store)
    assert enter(rani, name, PASSWORD) == 429
    assert acts(store) == before
    with store.writer() as conn:  # a quarter of an hour passes
        conn.execute("UPDATE login_tries SET at = '2020-01-01T00:00:00.000Z'")
    assert enter(rani, name, PASSWORD) == (303 if name == "rani" else 401)


def test_one_address_that_tries_many_names_is_held_up(rani: TestClient) -> None:
    assert {enter(rani, f"name{n}", "wrong-password") for n in range(signing_in.PER_ADDRESS)} == {401}
    assert enter(rani, "rani", PASSWORD) == 429


def test_what_was_typed_as_a_name_is_kept_nowhere(rani: TestClient, store: Store, config: Config) -> None:
    enter(rani, "kata-sandi-salah-kotak", "rani")
    store.close()
    for path in config.data.rglob("*"):
        assert not path.is_file() or b"kata-sandi-salah-kotak" not in path.read_bytes()


def test_a_session_id_from_before_is_not_taken_over(rani: TestClient) -> None:
    rani.cookies.set("sandi-8765", "planted-by-somebody-else")
    reply = rani.post("/login", data={"name": "rani", "password": PASSWORD}, follow_redirects=False)
    assert "planted" not in reply.headers["set-cookie"]
    rani.cookies.clear()
    stranger = rani.get("/leads", headers={"cookie": "sandi-8765=planted-by-somebody-else"})
    assert stranger.status_code == 401


def test_signing_in_anew_ends_the_session_before_it(store: Store) -> None:
    bench = signed_in(store, Sessions(), "rani")
    old = bench.client.cookies["sandi-8765"]
    enter(bench.client, "rani", PASSWORD)
    bench.client.cookies.clear()
    assert bench.client.get("/leads", headers={"cookie": f"sandi-8765={old}"}).status_code == 401


def test_a_session_ends_when_nobody_uses_it_and_at_the_latest_after_a_day(store: Store) -> None:
    moment = 0.0
    sessions = Sessions(clock=lambda: moment)
    client = signed_in(store, sessions, "rani").client
    while moment < LIFETIME_S - IDLE_S:
        moment += IDLE_S - 1
        assert client.get("/leads").status_code == 200
    moment = LIFETIME_S
    assert client.get("/leads").status_code == 401
    client = signed_in(store, sessions, "rani").client
    moment += IDLE_S
    assert client.get("/leads").status_code == 401


CHANGES: dict[str, Callable[[Store], object]] = {
    "password": lambda store: users.set_password(store, "rani", "another-long-secret", actor="admin"),
    "roles": lambda store: users.set_roles(store, "rani", ("operator",), actor="admin"),
    "closed": lambda store: users.set_state(store, "rani", "closed", actor="admin"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_account_ends_its_sessions(store: Store, change: str) -> None:
    client = signed_in(store, Sessions(), "rani").client
    assert client.get("/leads").status_code == 200
    CHANGES[change](store)
    assert client.get("/leads").status_code == 401
    assert enter(client, "rani", PASSWORD) == (303 if change == "roles" else 401)


def test_ones_own_password_changes_with_the_present_one_and_ends_the_other_sessions(store: Store) -> None:
    sessions = Sessions()
    bench, other = signed_in(store, sessions, "rani"), signed_in(store, sessions, "rani")
    for old, new in (("wrong-password", "teh-tawar-panas-sekali"), (PASSWORD, "short"), (PASSWORD, "rani-rani-rani-1")):
        data = {"csrf": bench.token(), "old": old, "new": new}
        assert bench.client.post("/settings/password", data=data).status_code == 400
    data = {"csrf": bench.token(), "old": PASSWORD, "new": "teh-tawar-panas-sekali"}
    assert bench.client.post("/settings/password", data=data).status_code == 200
    assert (bench.client.get("/leads").status_code, other.client.get("/leads").status_code) == (200, 401)
    assert enter(other.client, "rani", PASSWORD) == 401
    assert enter(other.client, "rani", "teh-tawar-panas-sekali") == 303


def test_language_and_keys_are_kept_for_the_next_time(store: Store) -> None:
    bench = signed_in(store, Sessions(), "rani")
    bench.client.post("/preferences", data={"csrf": bench.token(), "language": "en", "keys": "off"})
    page = signed_in(store, Sessions(), "rani").client.get("/leads").text
    assert '<html lang="en">' in page
    assert 'data-keys="off"' in page
    assert '<html lang="id">' in signed_in(store, Sessions(), "budi").client.get("/leads").text


def test_where_one_person_works_nobody_signs_in(store: Store) -> None:
    users.add(store, "rani", ("admin",), PASSWORD, actor="admin")
    client = client_of(store, Sessions())
    assert client.get("/login").status_code == 404
    assert enter(client, "rani", PASSWORD) == 404


def test_behind_tls_the_cookie_is_for_tls_only_and_the_origin_is_https(store: Store) -> None:
    users.add(store, "rani", ("investigator",), PASSWORD, actor="admin")
    app = build_app(store, Sessions(), hosts=frozenset({"sandi.example"}), people=True, scheme="https")
    client = TestClient(app, base_url="https://sandi.example")
    data = {"name": "rani", "password": PASSWORD}
    for origin, status in (("http://sandi.example", 403), ("https://sandi.example", 303)):
        reply = client.post("/login", data=data, headers={"origin": origin}, follow_redirects=False)
        assert reply.status_code == status
    assert "Secure" in reply.headers["set-cookie"]
    assert client.get("/leads", headers={"host": HOST}).status_code == 400


def test_user_add_list_role_password_close(sandi: Sandi, store: Store) -> None:
    made = sandi("user", "add", "rani", "--role", "investigator", "--password-stdin", "--json", given=PASSWORD + "\n")
    assert json.loads(made.stdout)["roles"] == ["investigator"]
    asked = sandi("user", "add", "budi", "--role", "auditor", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert "budi may sign in as auditor" in asked.output
    assert PASSWORD not in asked.output
    assert "now lead-investigator, operator" in sandi("user", "role", "rani", "operator", "lead-investigator").stdout
    assert sandi("user", "password", "rani", "--password-stdin", given="another-long-secret\n").exit_code == 0
    assert "closed" in sandi("user", "close", "budi").stdout
    listed = json.loads(sandi("user", "list", "--json").stdout)
    assert [(one["name"], one["state"]) for one in listed] == [("budi", "closed"), ("rani", "active")]
    assert "argon" not in json.dumps(listed)
    assert "(closed)" in sandi("user", "list").stdout
    assert [act for act in acts(store) if act.startswith("user.")] == [
        "user.add", "user.add", "user.role", "user.password", "user.closed"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "given", "told"),
    [
        (["add", "Rani Putri", "--role", "admin", "--password-stdin"], PASSWORD, "is no name"),
        (["add", "rani", "--role", "king", "--password-stdin"], PASSWORD, "king"),
        (["add", "rani", "--password-stdin"], PASSWORD, "--role"),
        (["add", "rani", "--role", "admin", "--password-stdin"], "short", "12 to 256"),
        (["add", "rani", "--role", "admin", "--password-stdin"], "aaaaaaaaaaaaaa", "easily guessed"),
        (["role", "nobody", "admin"], "", "no account 'nobody'"),
        (["password", "nobody", "--password-stdin"], PASSWORD, "no account 'nobody'"),
        (["close", "nobody"], "", "no account 'nobody'"),
    ],
)
def test_what_user_refuses(sandi: Sandi, store: Store, words: list[str], given: str, told: str) -> None:
    result = sandi("user", *words, given=given)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("words", ["user", "user add", "user list", "user role", "user password", "user close"])
def test_every_help_has_an_example(sandi: Sandi, words: str) -> None:
    text = sandi(*words.split(), "--help").stdout
    assert "Example: sandi user" in text
    assert words == "user" or "Exit status" in text


@pytest.mark.parametrize("url", ["http://sandi.example", "https://", "https://x.example/sandi", "sandi.example"])
def test_a_public_address_is_https_and_a_host_alone(sandi: Sandi, store: Store, url: str) -> None:
    result = sandi("review", "--no-open", "--public-url", url)
    assert (result.exit_code, "is not like https://" in result.stderr) == (2, True)


def test_all_roles_have_names(store: Store) -> None:
    page = signed_in(store, Sessions(), "rani", *ROLES).client.get("/settings").text
    for name in ("penyelidik", "auditor", "operator"):
        assert name in page


def test_the_database_holds_no_password(store: Store, config: Config, rani: TestClient) -> None:
    enter(rani, "rani", PASSWORD)
    store.close()
    assert not any(PASSWORD.encode() in path.read_bytes() for path in Path(config.data).rglob("*") if path.is_file())
