"""Pages of the workbench over a real store: what the queue, a lead and a decision show."""

from __future__ import annotations

import html
import re

import pytest
from review_house import PHONE, Bench, baby, job, keep

from storage import decisions, leads


def texts(page: str, pattern: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(pattern, page, re.DOTALL)]


def rows(page: str) -> list[str]:
    """Names of the leads of a queue page, in order."""
    return [name.strip() for name in texts(page, r"data-row[^>]*>([^<]+)</a>")]


def test_the_queue_holds_open_leads_by_falling_score_with_the_child_lane_closed(bench: Bench) -> None:
    page = bench.client.get("/leads").text
    assert rows(page) == ["Petunjuk 4", "L0ker K4mb0ja 1", "L0ker K4mb0ja 2", "L0ker K4mb0ja 3"]
    assert "adopter" not in page
    assert "indikasi, perlu verifikasi" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?tactic=baby-adoption", ["Petunjuk 4"]),
        ("?lane=child", ["Petunjuk 4"]),
        ("?source=demo-forum", ["Petunjuk 4"]),
        ("?q=ditanggung&lane=adult", ["L0ker K4mb0ja 1", "L0ker K4mb0ja 2", "L0ker K4mb0ja 3"]),
        ("?verdict=help", ["Tolong"]),
        ("?state=kept", []),
        ("?state=all&q=zzz", []),
        ("?tactic=%27%20OR%201=1--", []),
        ("?state=nonsense&lane=sideways&unknown=1", ["Petunjuk 4", *(f"L0ker K4mb0ja {n}" for n in (1, 2, 3))]),
    ],
)
def test_filters_are_addresses(bench: Bench, query: str, expected: list[str]) -> None:
    reply = bench.client.get(f"/leads{query}")
    assert (reply.status_code, rows(reply.text)) == (200, expected)


def test_pages_follow_each_other_without_loss(bench: Bench) -> None:
    keep(bench.store, *(job(number, score=20 + number % 60) for number in range(10, 130)))
    seen: list[str] = []
    address = "/leads"
    while address:
        page = bench.client.get(address).text
        seen += rows(page)
        address = html.unescape((re.findall(r'rel="next" href="([^"]+)"', page) or [""])[0])
    assert len(seen) == len(set(seen)) == 124


@pytest.mark.parametrize("cursor", ["x", "1_2_3", "9" * 99, "-1_0", "%00"])
def test_a_page_address_that_nobody_handed_out_is_refused(bench: Bench, cursor: str) -> None:
    assert bench.client.get(f"/leads?cursor={cursor}").status_code == 400
    assert bench.client.get(f"/leads/1?cursor={cursor}").status_code == 200, "a lead needs no page of the queue"


@pytest.mark.parametrize("digits", [18, 19, 400, 5000])
def test_a_lead_number_of_any_length_is_not_found(bench: Bench, digits: int) -> None:
    assert bench.client.get(f"/leads/{'9' * digits}").status_code == 404


@pytest.mark.gauntlet(26)
@pytest.mark.parametrize(
    "words", ['"', "a" * 10_000, "(" * 3000, "NEAR(", "* OR", "title:x", "-", "'; DROP TABLE leads"]
)
def test_any_search_is_answered(bench: Bench, words: str) -> None:
    assert bench.client.get("/leads", params={"q": words}).status_code == 200


def test_help_leads_stand_apart_with_the_channels_and_the_warning_to_verify(bench: Bench) -> None:
    page = bench.client.get("/leads?verdict=help").text
    assert all(number in page for number in ("SAPA 129", "110", "08001000"))
    assert "Verifikasi sebelum setiap rilis" in page


def test_marks_are_the_published_slices_with_contacts_masked(bench: Bench) -> None:
    lead = leads.get(bench.store, 1)
    assert lead is not None
    page = bench.client.get("/leads/1").text
    marks = texts(page, r"<mark[^>]*>(.*?)</mark>")
    spans = [lead.listing.text[s.start : s.end] for hit in lead.hits for s in hit.spans]
    contacts = [lead.listing.text[c.start : c.end] for c in lead.contacts]
    assert marks == [*spans, "SIP3MI", *contacts]
    assert contacts == ["••••-••••-••••"]
    assert PHONE not in page
    assert PHONE.replace("-", "") not in page


def test_the_marked_text_is_the_stored_text(bench: Bench) -> None:
    page = bench.client.get("/leads/1").text
    block = re.findall(r'<div class="published text" dir="auto">(.*?)</div>', page, re.DOTALL)[0]
    plain = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r'<a class="ref".*?</a>', "", block)))
    stored = leads.get(bench.store, 1)
    assert stored is not None
    assert plain == stored.listing.text


def test_each_mark_says_what_was_read_which_signal_and_rule_and_on_what_ground(bench: Bench) -> None:
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bench.client.get("/leads/1").text))
    assert "K4mb0ja dibaca kamboja" in page
    assert "place.scam_compound · job-bait @3" in page
    assert "Overseas job bait towards known scam-compound areas" in page
    assert "Pay far above the trade" in page
    assert "News quoting such adverts Biro perjalanan" in page
    assert "Bacaan yang tak berbahaya" in page
    assert "-1" in page
    assert "licence.claimed" in page


def test_every_number_of_a_mark_leads_somewhere(bench: Bench) -> None:
    for lead in (1, 4):
        page = bench.client.get(f"/leads/{lead}").text
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_child_lane_text_waits_for_a_press_and_the_page_says_where_to_turn(bench: Bench) -> None:
    page = bench.client.get("/leads/4").text
    before, _, rest = page.partition('<details class="closed">')
    behind, _, after = rest.partition("</section>\n  </details>")
    for words in ("adopter", "ganti biaya"):
        assert words in behind
        assert words not in before
        assert words not in after
    assert "SAPA 129" in before
    assert "2 gambar tidak diambil" in page


def test_other_leads_with_the_same_contact_are_linked(bench: Bench) -> None:
    page = bench.client.get("/leads/1").text
    assert "juga di 2 iklan lain" in page
    assert 'href="/leads/2"' in page
    assert 'href="/leads/3"' in page


def test_a_new_version_and_what_changed_in_it_are_shown(bench: Bench) -> None:
    first = job(1)
    changed = job(1, title="L0ker K4mb0ja segera")
    assert first.listing.url == changed.listing.url
    keep(bench.store, changed)
    page = bench.client.get("/leads/1").text
    assert re.search(r"<ins>\s*segera</ins>", page)
    assert "Versi 2" in page


def test_a_decision_leads_to_the_next_lead_and_can_be_taken_back(bench: Bench) -> None:
    reply = bench.decide(1, "dismiss:legitimate-employer")
    assert (reply.status_code, reply.headers["location"]) == (303, "/leads/2")
    following = bench.client.get("/leads/2").text
    assert "Petunjuk 1: <b>Kesampingkan</b>, pemberi kerja yang sah." in following
    assert "Petunjuk 1:" not in bench.client.get("/leads/2").text

    reply = bench.client.post("/leads/1/undo", data={"csrf": bench.token()}, follow_redirects=False)
    assert reply.headers["location"] == "/leads/1"
    assert [row.decision for row in decisions.history(bench.store, 1)] == ["dismiss", "undo"]
    lead = leads.get(bench.store, 1)
    assert lead is not None
    assert lead.state == "open"


def test_the_way_through_the_queue_keeps_its_filter(bench: Bench) -> None:
    page = bench.client.get("/leads/1?lane=adult&q=ditanggung").text
    assert 'rel="next" href="/leads/2?lane=adult&amp;q=ditanggung"' in page
    data = {"csrf": bench.token(), "seen": "1", "choice": "keep:debt-or-documents"}
    reply = bench.client.post("/leads/3/decision?lane=adult&q=ditanggung", data=data, follow_redirects=False)
    assert reply.headers["location"] == "/leads/1?lane=adult&q=ditanggung"  # past the end the beginning is next
    for lead in (1, 2):
        reply = bench.client.post(f"/leads/{lead}/decision?lane=adult&q=ditanggung", data=data, follow_redirects=False)
    assert reply.headers["location"] == "/leads?lane=adult&q=ditanggung"


@pytest.mark.parametrize(
    ("choice", "note"),
    [("dismiss:", ""), ("dismiss:boredom", ""), ("keep:other", "  "), ("burn:other", "x"), ("", ""), ("keep", "x")],
)
def test_the_server_wants_a_reason_of_the_list(bench: Bench, choice: str, note: str) -> None:
    reply = bench.decide(1, choice, note=note)
    assert reply.status_code == 400
    assert 'role="alert"' in reply.text
    assert decisions.history(bench.store, 1) == []


def test_other_without_a_note_is_asked_for_in_the_language_of_the_page(bench: Bench) -> None:
    reply = bench.decide(1, "keep:other", note="  ")
    assert "Tulis alasan lainnya itu dalam catatan" in reply.text


def test_who_asks_for_help_has_no_score_tactic_or_slots(bench: Bench) -> None:
    page = bench.client.get("/leads?verdict=help").text
    assert 'class="queue"' in page
    assert not any(cell in page for cell in ('class="num score"', 'class="tactics"', 'class="slots"'))


def test_a_refused_decision_keeps_the_note_that_was_written(bench: Bench) -> None:
    reply = bench.decide(1, "keep:wrong", note="lihat <juga> iklan 7")
    assert "lihat &lt;juga&gt; iklan 7</textarea>" in reply.text


def test_deciding_what_somebody_decided_meanwhile_says_who_and_when(bench: Bench) -> None:
    decisions.decide(bench.store, 1, decision="keep", reason="possible-minor", actor="budi", via="cli", seen_version=1)
    reply = bench.decide(1, "dismiss:duplicate", seen=1)
    assert reply.status_code == 409
    assert "budi" in reply.text
    assert "WIB" in reply.text
    assert [row.actor for row in decisions.history(bench.store, 1)] == ["budi"]


def test_undoing_what_somebody_decided_anew_says_who_and_when(bench: Bench) -> None:
    read = decisions.decide(
        bench.store, 1, decision="keep", reason="possible-minor", actor="rani", via="web", seen_version=1
    )
    decisions.undo(bench.store, 1, actor="budi", via="cli")
    decisions.decide(
        bench.store, 1, decision="escalate", reason="immediate-danger", actor="budi", via="cli", seen_version=3
    )
    reply = bench.client.post("/leads/1/undo", data={"csrf": bench.token(), "decision": str(read.id)})
    assert reply.status_code == 409
    assert "budi" in reply.text
    lead = leads.get(bench.store, 1)
    assert lead is not None
    assert lead.state == "escalated"


def test_every_undo_names_its_decision_and_keeps_the_way(bench: Bench) -> None:
    data = {"csrf": bench.token(), "seen": "1", "choice": "keep:possible-minor"}
    following = bench.client.post("/leads/1/decision?lane=adult", data=data).text
    made = decisions.last(bench.store, "rani")[0]
    assert '<form method="post" action="/leads/1/undo?lane=adult">' in following
    for page in (following, bench.client.get("/leads/1").text, bench.client.get("/decisions").text):
        assert f'name="decision" value="{made.id}"' in page


def test_next_and_previous_go_on_behind_the_first_page(bench: Bench) -> None:
    keep(bench.store, *(job(number, score=50) for number in range(20, 75)))
    page = bench.client.get("/leads/58?lane=adult").text
    assert 'rel="prev" href="/leads/57?lane=adult"' in page
    assert 'rel="next" href="/leads/59?lane=adult"' in page


def test_undoing_what_is_open_is_told_not_raised(bench: Bench) -> None:
    reply = bench.client.post("/leads/1/undo", data={"csrf": bench.token()})
    assert reply.status_code == 409
    assert 'role="alert"' in reply.text


def test_the_last_ten_decisions_offer_the_way_back(bench: Bench) -> None:
    keep(bench.store, *(job(number) for number in range(20, 32)))
    for lead in range(6, 18):
        bench.decide(lead, "unsure:language")
    page = bench.client.get("/decisions").text
    assert page.count('class="when"') == 10
    assert page.count("Batalkan keputusan atas") == 10


def test_a_lead_that_is_not_there_is_a_page_not_a_trace(bench: Bench) -> None:
    for address in ("/leads/999", "/leads/99999999999999999999999", "/leads/abc", "/nowhere", "/static/../app.py"):
        reply = bench.client.get(address)
        assert reply.status_code == 404, address
        assert "Traceback" not in reply.text


def test_times_are_shown_in_wib_with_utc_in_the_title(bench: Bench) -> None:
    found = re.findall(r'<time datetime="([^"]+)" title="([^"]+)">([^<]+)</time>', bench.client.get("/leads/1").text)
    assert found
    for stored, utc, shown in found:
        assert utc == f"{stored[:10]} {stored[11:19]} UTC"
        assert shown.endswith(" WIB")
    queue = bench.client.get("/leads").text
    assert "Dibuka, WIB" in queue
    assert queue.count(" UTC") == 4


def test_english_is_one_press_away_and_stays(bench: Bench) -> None:
    data = {"csrf": bench.token(), "language": "en", "back": "/leads?lane=child"}
    reply = bench.client.post("/preferences", data=data, follow_redirects=False)
    assert reply.headers["location"] == "/leads?lane=child"
    page = bench.client.get("/leads/1").text
    assert '<html lang="en">' in page
    assert "indications, to be verified" in page
    assert "perlu verifikasi" not in page


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "/leads\n", "javascript:1"]
)
def test_preferences_never_send_the_browser_away(bench: Bench, back: str) -> None:
    data = {"csrf": bench.token(), "keys": "off", "back": back}
    assert bench.client.post("/preferences", data=data, follow_redirects=False).headers["location"] == "/"
    assert 'data-keys="off"' in bench.client.get("/leads").text


def test_a_lead_that_came_with_pictures_says_that_they_were_not_read(bench: Bench) -> None:
    assert len(baby().listing.images) == 2
    page = bench.client.get("/leads/4").text
    assert "<img" not in page
    assert "a.jpg" not in page
