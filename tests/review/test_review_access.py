"""Who gets in and what may be changed: hosts, links, sessions, origins, tokens, roles, headers, sizes."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from review_house import HOST, ROLES, Bench, client_of
from starlette.responses import PlainTextResponse
from starlette.routing import Route, compile_path

from review import doorway
from review.app import PAGES, assemble
from review.call import Workbench
from review.permissions import ROUTES, Permission, UndeclaredRoute, allowed, check_routes
from review.render import Renderer
from review.session import LIFETIME_S, Sessions
from storage import audit, decisions
from storage.database import Store

pytestmark = [pytest.mark.gauntlet(49), pytest.mark.gauntlet(50)]


def filled(path: str) -> str:
    """The address of a route, with a number or name in every gap."""
    return re.sub(r"\{\w+(:lead)?\}", "1", path)


def is_read(path: str) -> bool:
    """Whether GET of an address has a page of its own."""
    return any(compile_path(page.path)[0].match(path) for page in PAGES if page.method == "GET")


UNSAFE = [filled(page.path) for page in PAGES if page.method == "POST"]
GUARDED = [page for page in PAGES if ROUTES[page.name] not in (Permission.OPEN, Permission.SIGNED_IN)]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def rows_of_audit(store: Store) -> int:
    return len(audit.entries(store, limit=10_000))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", f"{HOST}.evil.example", ""])
def test_a_foreign_host_name_is_refused_before_anything_else(bench: Bench, host: str) -> None:
    reply = bench.client.get("/leads", headers={"host": host})
    assert reply.status_code == 400
    assert "L0ker" not in reply.text


def test_a_body_that_drips_is_not_waited_for(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real connection, whose form never ends, nor may its sender be known."""
    monkeypatch.setattr(doorway, "BODY_S", 0.05)
    host = urlsplit(link).netloc
    head = f"POST /login HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 99\r\n"
    with socket.create_connection((urlsplit(link).hostname, urlsplit(link).port), timeout=600) as slow:
        slow.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nname=ra".encode())
        answer = b"".join(iter(lambda: slow.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 408 "), "answered, and closed"
    assert b"Content-Security-Policy" in answer or b"content-security-policy" in answer


def test_localhost_with_the_port_is_answered(store: Store) -> None:
    from starlette.testclient import TestClient

    from review.app import build_app
    from review.server import hosts_of

    app = build_app(store, Sessions(), hosts=hosts_of(8765))
    for host in ("127.0.0.1:8765", "localhost:8765"):
        assert TestClient(app, base_url=f"http://{host}").get("/leads").status_code == 401


@pytest.mark.parametrize(
    "path", ["/leads", "/leads/1", "/nowhere", "/static/sandi.css", "/enter?key=x", "/leads/1/undo"]
)
def test_every_answer_carries_the_headers(bench: Bench, path: str) -> None:
    headers = bench.client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_pages_hold_nothing_inline(bench: Bench) -> None:
    for path in ("/leads", "/leads/1", "/leads/4", "/keys", "/decisions", "/nowhere"):
        page = bench.client.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page), path


def test_the_link_opens_one_session_and_only_one(store: Store) -> None:
    sessions = Sessions()
    key = sessions.link("rani", ROLES)
    first, second = client_of(store, sessions), client_of(store, sessions)
    entered = first.get("/enter", params={"key": key}, follow_redirects=False)
    cookie = entered.headers["set-cookie"]
    assert entered.status_code == 303
    assert re.match(r"sandi-8765=[\w-]{43}; HttpOnly; Path=/; SameSite=strict\Z", cookie)
    assert first.get("/leads").status_code == 200
    assert second.get("/enter", params={"key": key}).status_code == 401
    assert second.get("/leads").status_code == 401


def test_who_only_looks_at_the_link_does_not_use_it_up(store: Store) -> None:
    sessions = Sessions()
    key = sessions.link("rani", ROLES)
    client = client_of(store, sessions)
    looked = client.head("/enter", params={"key": key}, follow_redirects=False)
    assert "set-cookie" not in looked.headers
    assert client.get("/enter", params={"key": key}, follow_redirects=False).status_code == 303


def test_keys_and_session_ids_are_kept_only_as_digests() -> None:
    sessions = Sessions()
    key = sessions.link("rani", ROLES)
    session_id = sessions.enter(key)
    assert session_id
    held = repr(vars(sessions))
    assert session_id not in held
    assert key not in held


def test_a_session_ends_by_time_and_by_leaving(store: Store) -> None:
    moment = 0.0
    sessions = Sessions(clock=lambda: moment)
    client = client_of(store, sessions)
    client.get("/enter", params={"key": sessions.link("rani", ROLES)})
    moment = LIFETIME_S - 1
    assert client.get("/leads").status_code == 200
    moment = LIFETIME_S
    assert client.get("/leads").status_code == 401


def test_leaving_ends_the_session_on_the_server(bench: Bench) -> None:
    cookie = dict(bench.client.cookies)
    assert bench.client.post("/leave", data={"csrf": bench.token()}).status_code == 200
    bench.client.cookies.update(cookie)
    assert bench.client.get("/leads").status_code == 401


CLOSED = [page for page in PAGES if ROUTES[page.name] is not Permission.OPEN]


def test_without_a_session_no_page_opens(store: Store) -> None:
    client = client_of(store, Sessions())
    for path in {filled(page.path) for page in CLOSED}:
        for reply in (client.get(path), client.post(path)):
            assert reply.status_code in (401, 405), path
            assert "L0ker" not in reply.text, path


FORGERIES: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "from another site": lambda h: h | {"sec-fetch-site": "cross-site"},
    "from a sibling site": lambda h: h | {"sec-fetch-site": "same-site"},
    "foreign origin, no fetch metadata": lambda h: h | {"sec-fetch-site": "", "origin": "http://evil.example"},
    "opaque origin": lambda h: h | {"sec-fetch-site": "", "origin": "null"},
    "another port": lambda h: h | {"sec-fetch-site": "", "origin": "http://127.0.0.1:1"},
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_post_changes_nothing(bench: Bench, forgery: str) -> None:
    data = {"csrf": bench.token(), "choice": "dismiss:duplicate", "seen": "1", "language": "en"}
    before = rows_of_audit(bench.store)
    headers = FORGERIES[forgery]({})
    if headers["sec-fetch-site"] == "":
        del bench.client.headers["sec-fetch-site"]
        del headers["sec-fetch-site"]
    for path in UNSAFE:
        assert bench.client.post(path, data=data, headers=headers).status_code == 403, path
    assert rows_of_audit(bench.store) == before
    assert decisions.history(bench.store, 1) == []


def test_a_post_that_does_not_say_where_it_comes_from_is_refused(bench: Bench) -> None:
    data = {"csrf": bench.token()}
    del bench.client.headers["sec-fetch-site"]
    for path in UNSAFE:
        assert bench.client.post(path, data=data).status_code == 403, path


def test_a_browser_without_fetch_metadata_is_known_by_its_origin(bench: Bench) -> None:
    data = {"csrf": bench.token(), "choice": "dismiss:duplicate", "seen": "1"}
    del bench.client.headers["sec-fetch-site"]
    reply = bench.client.post(
        "/leads/1/decision", data=data, headers={"origin": f"http://{HOST}"}, follow_redirects=False
    )
    assert reply.status_code == 303


@pytest.mark.parametrize("token", ["", "wrong", "ü" * 43])
def test_a_post_without_the_token_of_its_session_is_refused(bench: Bench, token: str) -> None:
    data = {"csrf": token, "choice": "dismiss:duplicate", "seen": "1"}
    before = rows_of_audit(bench.store)
    for path in UNSAFE:
        if path != "/login":
            assert bench.client.post(path, data=data).status_code == 403, path
    assert rows_of_audit(bench.store) == before
    assert decisions.history(bench.store, 1) == []


def test_every_form_of_a_page_holds_the_token(bench: Bench) -> None:
    for path in ("/leads", "/leads/1", "/settings", "/sources/new"):
        forms = re.findall(r'<form[^>]* method="post".*?</form>', bench.client.get(path).text, re.DOTALL)
        assert forms, path
        assert all(f'name="csrf" value="{bench.token()}"' in form for form in forms), path


def test_nothing_is_changed_by_get(bench: Bench) -> None:
    token = bench.token()
    for path in UNSAFE:
        before = rows_of_audit(bench.store)
        reply = bench.client.get(path, params={"csrf": token, "choice": "dismiss:duplicate"})
        assert reply.status_code in (405, *((200, 404) if is_read(path) else ())), path
        assert rows_of_audit(bench.store) == before, path


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_each_role_reaches_what_the_table_grants_and_no_more(store: Store, role: str) -> None:
    sessions = Sessions()
    bench = Bench(client_of(store, sessions), sessions, store)
    bench.client.get("/enter", params={"key": sessions.link("rani", (role,))}, follow_redirects=False)
    data = {"csrf": bench.token(), "choice": "keep:possible-minor", "seen": "1"}
    for page in GUARDED:
        form = data if page.method == "POST" else None
        reply = bench.client.request(page.method, filled(page.path), data=form, follow_redirects=False)
        assert (reply.status_code == 403) is not allowed((role,), ROUTES[page.name]), page.name


def test_what_the_roles_may_is_what_the_design_says() -> None:
    may = {role: {p.value for p in Permission if allowed((role,), p)} - {"open", "signed in"} for role in ROLES}
    assert may["investigator"] == {"read leads", "unmask a contact", "decide", "build a pack"}
    assert may["lead-investigator"] == may["investigator"] | {"settle disagreement"}
    assert may["operator"] == {"sources"}
    assert may["rule-author"] == {"rules"}
    assert may["admin"] == {"users, keys, retention", "read the audit log"}
    assert may["auditor"] == {"read leads", "read the audit log"}


def test_an_auditor_reads_without_being_offered_a_decision(store: Store) -> None:
    sessions = Sessions()
    client = client_of(store, sessions)
    client.get("/enter", params={"key": sessions.link("ayu", ("auditor",))})
    page = client.get("/leads/1").text
    assert "L0ker" in page
    assert 'name="choice" value=' not in page


def test_a_route_without_a_permission_stops_the_start(store: Store) -> None:
    route = Route("/secret", lambda request: PlainTextResponse("x"), name="secret")
    with pytest.raises(UndeclaredRoute, match="'secret' has no permission"):
        check_routes([route])
    with pytest.raises(UndeclaredRoute):
        assemble(Workbench(store, Sessions(), Renderer(), "sandi", {}), [route], frozenset({HOST}))


def test_every_permission_of_the_table_belongs_to_a_route() -> None:
    assert {page.name for page in PAGES} | {"static"} == set(ROUTES)


@pytest.mark.parametrize("size", [70_000, 5_000_000])
def test_a_large_body_is_cut_off(bench: Bench, size: int) -> None:
    data = {"csrf": bench.token(), "choice": "keep:other", "seen": "1", "note": "x" * size}
    assert bench.client.post("/leads/1/decision", data=data).status_code == 413
    assert decisions.history(bench.store, 1) == []


def test_files_and_heaps_of_fields_are_refused(bench: Bench) -> None:
    token = bench.token()
    upload = bench.client.post("/leads/1/decision", data={"csrf": token}, files={"choice": b"x"})
    heap = bench.client.post("/leads/1/decision", data={"csrf": token} | {f"f{n}": "" for n in range(50)})
    assert (upload.status_code, heap.status_code) == (400, 400)


def test_an_accident_shows_a_page_without_a_trace(bench: Bench) -> None:
    with bench.store.writer() as conn:
        conn.execute("ALTER TABLE decisions RENAME TO lost_decisions")
    reply = bench.client.get("/decisions")
    assert reply.status_code in (500, 503)
    assert "Traceback" not in reply.text
    assert "site-packages" not in reply.text
    assert reply.headers["content-security-policy"] == POLICY
