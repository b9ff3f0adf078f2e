"""Opening what is masked: only with a reason, only what belongs to the lead, once, and written down."""

from __future__ import annotations

import re

import pytest
from httpx2 import Response
from review_house import PHONE, Bench, client_of, job, keep

from storage import audit, captures, leads, retention
from storage.database import Store
from storage.records import Judged

NUMBER = "+6281200004321"
REASON = "ask the ministry whether the agency is licensed"


def contact_of(bench: Bench, lead: int) -> int:
    found = leads.get(bench.store, lead)
    assert found is not None
    return found.contacts[0].id


def unmask(bench: Bench, lead: int, contact: int | str, reason: str = REASON) -> Response:
    data = {"csrf": bench.token(), "contact": str(contact), "reason": reason}
    return bench.client.post(f"/leads/{lead}/contact", data=data)


def original(bench: Bench, lead: int, reason: str = REASON) -> Response:
    return bench.client.post(f"/leads/{lead}/original", data={"csrf": bench.token(), "reason": reason})


def opened(bench: Bench) -> list[tuple[str, str, str, object]]:
    """Action, actor, reason and lead of everything that was opened, as the audit log has it."""
    rows = audit.entries(bench.store)
    return [
        (row.action, row.actor, row.reason, row.detail.get("lead"))
        for row in rows
        if row.action in ("contact.unmask", "listing.original")
    ]


def test_a_contact_is_shown_once_and_written_down(bench: Bench) -> None:
    assert NUMBER not in bench.client.get("/leads/1").text
    reply = unmask(bench, 1, contact_of(bench, 1))
    assert reply.status_code == 200
    assert NUMBER in reply.text
    assert reply.headers["cache-control"] == "no-store"
    assert opened(bench) == [("contact.unmask", "rani", REASON, 1)]
    assert NUMBER not in bench.client.get("/leads/1").text


def test_the_published_text_is_shown_once_with_its_marks(bench: Bench) -> None:
    reply = original(bench, 1)
    assert reply.status_code == 200
    assert PHONE in reply.text
    assert reply.text.count("<mark") == bench.client.get("/leads/1").text.count("<mark")
    assert opened(bench) == [("listing.original", "rani", REASON, 1)]
    assert PHONE not in bench.client.get("/leads/1").text


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_opened(bench: Bench, reason: str) -> None:
    for reply in (unmask(bench, 1, contact_of(bench, 1), reason), original(bench, 1, reason)):
        assert reply.status_code == 400
        assert 'role="alert"' in reply.text
        assert NUMBER not in reply.text
        assert PHONE not in reply.text
    assert opened(bench) == []


@pytest.mark.parametrize("contact", [0, 99, "", "x", "1 OR 1=1", "9" * 400])
def test_only_contacts_of_the_lead_can_be_opened(bench: Bench, contact: int | str) -> None:
    assert unmask(bench, 4, contact).status_code == 404
    assert unmask(bench, 4, contact_of(bench, 1)).status_code == 404
    assert opened(bench) == []


def test_who_may_only_read_is_refused_and_sees_no_button(bench: Bench) -> None:
    client = client_of(bench.store, bench.sessions)
    client.get("/enter", params={"key": bench.sessions.link("ida", ("auditor",))})
    reader = Bench(client, bench.sessions, bench.store)
    assert "/leads/1/contact" in bench.client.get("/leads/1").text
    page = reader.client.get("/leads/1").text
    assert "/leads/1/contact" not in page
    assert "/leads/1/original" not in page
    assert unmask(reader, 1, contact_of(bench, 1)).status_code == 403
    assert original(reader, 1).status_code == 403
    assert opened(bench) == []


def test_looking_again_is_written_down_again(bench: Bench) -> None:
    for _ in range(2):
        unmask(bench, 1, contact_of(bench, 1))
    assert len(opened(bench)) == 2


def test_the_text_of_a_child_lead_stays_behind_a_press_when_opened(bench: Bench) -> None:
    page = original(bench, 4).text
    assert '<details class="closed">' in page
    assert page.index("adopter") > page.index('<details class="closed">')


def test_an_erased_original_is_said_and_changes_nothing(bench: Bench) -> None:
    with bench.store.writer() as conn:
        conn.execute("UPDATE sealed SET wrapped_key = NULL")
    for reply in (unmask(bench, 1, contact_of(bench, 1)), original(bench, 1)):
        assert reply.status_code == 410
        assert 'role="alert"' in reply.text


def test_a_lead_whose_listing_was_erased_says_so(bench: Bench) -> None:
    planned = retention.plan_contact(bench.store, "phone", NUMBER)
    retention.purge(bench.store, planned, actor="rani", reason="asked by the person")
    page = bench.client.get("/leads/1").text
    assert "sudah dihapus" in page
    assert "Bukti" in page
    assert bench.client.get("/leads").status_code == 200


PAGE = (
    "<html><head><title>x</title><style>b{}</style></head><body><h1>L0ker</h1><script>alert(1)</script>"
    f"<p>Chat {PHONE} <img src=http://evil.example/x.png> ya &lt;b&gt;</p></body></html>"
)


def captured(store: Store, kind: str = "text/html; charset=utf-8", body: bytes = PAGE.encode()) -> None:
    """Lead 6 comes from a page that was kept."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0f0e0d0c-0000-4000-8000-000000000001>\r\n"
        "WARC-Date: 2026-11-22T20:00:00Z\r\nWARC-Target-URI: https://pasar.example/iklan/6\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    record = head.encode() + answer + b"\r\n\r\n"
    one = job(6)
    name = captures.seal(store, record, url=one.listing.url, run="r1")
    keep(store, Judged(one.listing, one.verdict, name))


def received(bench: Bench, lead: int, reason: str = REASON) -> Response:
    return bench.client.post(f"/leads/{lead}/capture", data={"csrf": bench.token(), "reason": reason})


def test_the_page_as_received_is_shown_once_as_plain_text(bench: Bench) -> None:
    captured(bench.store)
    assert received(bench, 6, "").status_code == 400
    page = received(bench, 6).text
    shown = re.search(r'<pre class="published capture"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert shown
    assert [line.strip() for line in shown[1].splitlines()] == ["L0ker", f"Chat {PHONE}", "ya &lt;b&gt;"]
    told = [(row.actor, row.reason, row.object) for row in audit.entries(bench.store) if row.action == "capture.open"]
    assert told == [("rani", REASON, "listing/6")]
    assert 'class="published capture"' not in bench.client.get("/leads/6").text
    assert received(bench, 2).status_code == 410


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        ("application/json", b'{"a": "<script>"}', "{&#34;a&#34;: &#34;&lt;script&gt;&#34;}"),
        ("image/png", b"\x89PNG", "(image/png)"),
        ("text/html", b"\xff\xfe<p>\x00x", None),
    ],
)
def test_whatever_was_received_is_only_text(bench: Bench, kind: str, body: bytes, shown: str | None) -> None:
    captured(bench.store, kind, body)
    reply = received(bench, 6)
    assert reply.status_code == 200
    assert shown is None or shown in reply.text
