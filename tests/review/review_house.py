"""Invented leads for the tests of the workbench, kept through the store itself, and a client that has a session."""

from __future__ import annotations

import hashlib
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

import uvicorn
from httpx2 import Response
from starlette.testclient import TestClient

from review.app import build_app
from review.server import hosts_of
from review.session import Sessions
from sandi.listing import Listing
from sandi.verdict import Contact, Counter, Hit, RuleText, Span, Verdict
from storage import runs, users
from storage.database import Store
from storage.listings import save_batch
from storage.records import Judged

HOST = "127.0.0.1:8765"
ROLES = ("investigator", "lead-investigator", "operator", "rule-author", "admin", "auditor")
PHONE = "0812-0000-4321"

RULE = """\
title: Overseas job bait towards known scam-compound areas
id: job-bait
status: test
revision: 3
description: Pay far above the trade, no requirements and a closed destination together.
references: [tactics.md A, "https://laporan.example/kamboja"]
tactic: fake-job
falsepositives: [News quoting such adverts, Travel agencies]
"""
CHILD_RULE = """\
title: A baby offered before birth against money
id: baby-price
revision: 1
tactic: baby-adoption
falsepositives: [Legal adoption information]
"""


def rule_text(text: str) -> RuleText:
    found = dict(re.findall(r"^(\w+): (.+)$", text, re.MULTILINE))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return RuleText(found["id"], int(found["revision"]), found["title"], found["tactic"], digest, text)


RULES = (rule_text(RULE), rule_text(CHILD_RULE))


def span(listing: Listing, raw: str, slot: str, signal_name: str, read_as: str = "", field: str = "text") -> Span:
    start = getattr(listing, field).index(raw)
    return Span(field, start, start + len(raw), slot, signal_name, raw, read_as or raw.lower())


def phone(listing: Listing, raw: str = PHONE, *, obscured: bool = False) -> Contact:
    start = listing.text.index(raw)
    value = "+62" + re.sub(r"\D", "", raw)[1:]
    return Contact("phone", value, "text", start, start + len(raw), obscured)


def job(number: int, *, score: int = 83, title: str = "", text: str = "", **fields: object) -> Judged:
    """An advert that baits, with three marks, a contact, and a claimed licence that speaks against."""
    listing = Listing(
        url=f"https://pasar.example/iklan/{number}",
        source="demo-pasar",
        kind="job",
        title=title or f"L0ker K4mb0ja {number}",
        text=text
        or f"Dicari CS ke K4mb0ja,\ntanpa pengalaman, tiket ditanggung. SIP3MI 1{number}/2024. Chat {PHONE} ya",
        seller="Sumber Jaya Contoh",
        location="Batam",
        price=18_000_000.0,
        currency="IDR",
        seen_at="2026-11-22T20:00:00+00:00",
        **fields,  # type: ignore[arg-type]
    )
    if text:
        hits: tuple[Hit, ...] = ()
        return Judged(listing, Verdict(listing.url, "alert", "adult", score, ("fake-job",), ("act", "means"), hits))
    spans = (
        span(listing, "K4mb0ja", "act", "place.scam_compound", "kamboja"),
        span(listing, "tanpa pengalaman", "means", "job.no_requirements"),
        span(listing, "tiket ditanggung", "means", ""),
    )
    start = listing.text.index("SIP3MI")
    verdict = Verdict(
        listing.url,
        "alert",
        "adult",
        score,
        ("fake-job",),
        ("act", "means"),
        (Hit("job-bait", 3, "fake-job", score, spans),),
        (phone(listing),),
        (Counter("licence.claimed", -1, "text", start, start + 6, "SIP3MI"),),
    )
    return Judged(listing, verdict)


def baby() -> Judged:
    """A listing of the child lane."""
    listing = Listing(
        url="https://forum.example/t/9",
        source="demo-forum",
        title="Bumil cari adopter",
        text="Bumil 8 bln cari calon adopter, ganti biaya 15 jt.",
        images=("https://forum.example/a.jpg", "https://forum.example/b.jpg"),
    )
    spans = (
        span(listing, "cari calon adopter", "act", "adoption.sought"),
        span(listing, "ganti biaya 15 jt", "deal", "adoption.price"),
    )
    hit = Hit("baby-price", 1, "baby-adoption", 91, spans)
    return Judged(
        listing, Verdict(listing.url, "alert", "child", 91, ("baby-adoption",), ("act", "person", "deal"), (hit,))
    )


def cry() -> Judged:
    """Somebody who asks for help."""
    listing = Listing(
        url="https://forum.example/t/11", source="demo-forum", title="Tolong", text="Paspor kakak saya ditahan, tolong"
    )
    return Judged(listing, Verdict(listing.url, "help", "adult", 40, ("fake-job",), ("means",)))


def keep(store: Store, *batch: Judged, source: str = "demo-pasar") -> str:
    """Save a batch in a run of its own; the id of the run."""
    run = runs.plan(store, source, "manual")
    save_batch(store, run, batch, rules=RULES)
    return run


@dataclass
class Bench:
    """The workbench in this process: `client` has a session and sends what a browser's own form would."""

    client: TestClient
    sessions: Sessions
    store: Store

    def token(self) -> str:
        """The CSRF token of the session, which stands in every form."""
        (cookie,) = (value for name, value in self.client.cookies.items() if name.startswith("sandi-"))
        session = self.sessions.get(cookie)
        assert session
        return session.csrf

    def decide(self, lead: int, choice: str, *, seen: int = 1, note: str = "", follow: bool = False) -> Response:
        data = {"csrf": self.token(), "seen": str(seen), "choice": choice, "note": note}
        return self.client.post(f"/leads/{lead}/decision", data=data, follow_redirects=follow)


PASSWORD = "kopi-susu-gula-aren"


def signed_in(store: Store, sessions: Sessions, name: str, *roles: str) -> Bench:
    """Somebody with an account, made if need be, who has signed in."""
    if users.get(store, name) is None:
        users.add(store, name, roles or ("investigator",), PASSWORD, actor="admin")
    bench = Bench(client_of(store, sessions, people=True), sessions, store)
    reply = bench.client.post("/login", data={"name": name, "password": PASSWORD}, follow_redirects=False)
    assert reply.status_code == 303
    return bench


def client_of(store: Store, sessions: Sessions, *, people: bool = False) -> TestClient:
    app = build_app(store, sessions, hosts=frozenset({HOST}), people=people)
    headers = {"sec-fetch-site": "same-origin"}
    return TestClient(app, base_url=f"http://{HOST}", headers=headers, raise_server_exceptions=False)


@contextmanager
def served(store: Store, *, people: bool = False) -> Iterator[tuple[str, Sessions]]:
    """The workbench on a free port of loopback, in a thread of this process: its address, and its sessions."""
    sessions = Sessions()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        app = build_app(store, sessions, hosts=hosts_of(port), people=people)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}", sessions
        finally:
            server.should_exit = True
            thread.join()
