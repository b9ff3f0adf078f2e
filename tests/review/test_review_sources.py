"""The operators' pages: sources with state and health, their acts on record, a file that is checked and saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from httpx2 import Response
from review_house import ROLES, Bench, client_of

from review import commands
from review.session import Sessions
from sandi.config import Config
from storage import audit, health, installation, runs, sources
from storage.database import Store
from storage.records import Figures

SOURCE = """\
id: pasar-uji
title: Pasar uji
purpose: A site of invented adverts for tests.
adapter: pages
start: http://127.0.0.1:PORT/
loopback: true
kind: product
language: id
items: a.item
fields: {title: h1, text: p}
delay: 0s
budget: 5
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "seeds").mkdir()
    return Config(data=tmp_path / "data", keys=tmp_path / "keys", user="rani", seeds=tmp_path / "seeds")


@pytest.fixture
def ran(store: Store) -> Store:
    """`demo-pasar` has run, and is not well."""
    sources.register(store, "demo-pasar", "Pasar Kenari", "pages", "http://127.0.0.1:1/", "id: demo-pasar\n")
    run = runs.plan(store, "demo-pasar", "schedule")
    runs.start(store, run, owner="here", pid=1, deadline_s=60)
    figures = Figures(pages=7, new=3, changed=2, unchanged=1, gone=4, alerts=1, errors=5)
    runs.finish(store, run, state="failed", reason="layout", figures=figures, message="no <b>card</b> was found")
    health.record(
        store, run, "demo-pasar", state="broken", reason="no listing", mend="see card", figures={"listings": 12}
    )
    return store


def act(bench: Bench, what: str, reason: str = "situs minta jeda", **fields: str) -> Response:
    data = {"csrf": bench.token(), "act": what, "reason": reason, **fields}
    return bench.client.post("/sources/demo-pasar/act", data=data, follow_redirects=False)


def test_the_list_shows_state_health_figures_and_the_sick_first(ran: Store, bench: Bench) -> None:
    sources.register(ran, "aman", "Aman", "pages", "http://127.0.0.1:1/", "id: aman\n")
    page = bench.client.get("/sources").text
    assert page.index("/sources/demo-pasar") < page.index('href="/sources/aman"')
    assert "rusak" in page
    assert "3 baru, 2 berubah, 4 hilang" in page
    assert 'aria-label="Iklan pada jalan terakhir: 12"' in page


def test_a_source_has_its_runs_with_what_went_wrong(ran: Store, bench: Bench) -> None:
    page = bench.client.get("/sources/demo-pasar").text
    assert "no &lt;b&gt;card&lt;/b&gt; was found" in page
    assert "see card" in page
    assert "layout" in page
    for name in ("none-such", "<script>", "..%2f..", "a" * 300):
        assert bench.client.get(f"/sources/{name}").status_code == 404


def test_pause_and_resume_need_a_reason_and_are_on_record(ran: Store, bench: Bench) -> None:
    assert act(bench, "pause", "").status_code == 400
    assert not sources.state(ran, "demo-pasar").paused
    assert act(bench, "pause").status_code == 303
    assert sources.state(ran, "demo-pasar").paused
    assert "situs minta jeda" in bench.client.get("/sources/demo-pasar").text
    assert act(bench, "resume").status_code == 303
    told = [(e.action, e.actor, e.reason) for e in audit.entries(ran, limit=100) if e.object == "source/demo-pasar"]
    assert ("source.pause", "rani", "situs minta jeda") in told
    assert ("source.resume", "rani", "situs minta jeda") in told


def test_only_a_run_of_the_source_is_read_again(ran: Store, bench: Bench) -> None:
    other = runs.plan(ran, "other", "manual")
    assert act(bench, "replay", run=other).status_code == 404
    assert act(bench, "replay", run="../../etc").status_code == 404
    assert act(bench, "dance").status_code == 400


def test_the_machine_tells_of_backups_and_checks(bench: Bench) -> None:
    page = bench.client.get("/sources/machine").text
    assert "Tidak ada cadangan di folder data" in page
    folder = bench.store.config.data / "backups"
    folder.mkdir()
    from storage.backup import backup

    made = backup(bench.store)
    assert made.name in bench.client.get("/sources/machine").text
    state = installation.state(bench.store)
    assert (state.listings, len(state.backups)) == (5, 1)
    assert state.backup_age_s is not None


class Site(BaseHTTPRequestHandler):
    """A page with one advert behind it, whose text holds a contact and markup."""

    def do_GET(self) -> None:
        pages = {
            "/": '<a class="item" href="/1">x</a>',
            "/1": "<h1>Lemari jati</h1><p>Hubungi 0812-0000-7777 &lt;script&gt;</p>",
        }
        body = pages.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><html lang=id><body>{body or ''}</body></html>".encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def send(bench: Bench, what: str, text: str, **fields: str) -> Response:
    data = {"csrf": bench.token(), "act": what, "yaml": text, **fields}
    return bench.client.post("/sources/files/try", data=data, follow_redirects=False)


def test_an_operator_writes_previews_and_saves_a_source(bench: Bench, config: Config, site: int) -> None:
    text = SOURCE.replace("PORT", str(site))
    wrong = send(bench, "save", text.replace("adapter: pages", "adapter: pgaes"), reason="baru")
    assert wrong.status_code == 400
    assert re.search(r'<li class="error">[^<]*:?4: error: adapter', wrong.text)
    seen = send(bench, "preview", text).text
    assert "Lemari jati" in seen
    assert "0812-0000-7777" not in seen
    assert "<script>" not in seen.replace('<script src="/static/keys.js"></script>', "")
    assert send(bench, "save", text).status_code == 400  # no reason
    assert send(bench, "save", text, reason="pasar baru").headers["location"] == "/sources/pasar-uji"
    assert (config.seeds / "pasar-uji.yaml").read_text() == text
    assert [(e.object, e.reason) for e in audit.entries(bench.store, limit=50) if e.action == "source.edit"] == [
        ("source/pasar-uji", "pasar baru")
    ]
    assert "Pasar uji" in bench.client.get("/sources").text

    begun = commands.crawl(config, "pasar-uji", actor="rani", replay="no-such-run")
    assert begun.wait(600) == 2
    assert "pasar-uji has no run 'no-such-run'" in (config.data / "logs" / "pasar-uji.log").read_text()
    assert "pasar-uji" in bench.client.get("/sources/pasar-uji/edit").text


@pytest.mark.parametrize("id_", ["../../x", "A B", "x" * 80])
def test_no_id_leads_out_of_the_folder(config: Config, id_: str) -> None:
    from review.rule_files import CannotWrite
    from review.source_files import save

    with pytest.raises(CannotWrite):
        save(config, SOURCE.replace("pasar-uji", id_), opened="", base_sha256="")
    assert list(config.seeds.parent.rglob("*.yaml")) == []


def test_only_operators_enter(store: Store) -> None:
    for role in ROLES:
        sessions = Sessions()
        client = client_of(store, sessions)
        client.get("/enter", params={"key": sessions.link("x", (role,))})
        assert client.get("/sources/new").status_code == (200 if role == "operator" else 403)
