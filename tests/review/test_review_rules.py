"""The list of rules and the page of each: what people made of their leads, and harmless text told apart from it."""

from __future__ import annotations

import orjson
import pytest
from review_house import PHONE, ROLES, Bench, baby, client_of, job, keep

from review.precision import Precision, kept_gate
from review.session import Sessions
from storage import cases, decisions
from storage.database import Store


def decide(store: Store, lead: int, decision: str, reason: str, note: str = "") -> None:
    decisions.decide(store, lead, decision=decision, reason=reason, note=note, actor="ayu", via="cli", seen_version=1)


@pytest.mark.parametrize(
    ("kept", "decided", "standing"),
    [(3, 4, "few"), (40, 45, "works"), (5, 45, "noisy"), (10, 20, "open"), (0, 0, "few")],
)
def test_a_rule_works_or_is_noisy_only_when_the_whole_interval_says_so(kept: int, decided: int, standing: str) -> None:
    assert Precision(kept, decided).standing == standing


def test_the_list_shows_what_people_made_of_the_leads(bench: Bench) -> None:
    decide(bench.store, 1, "keep", "debt-or-documents")
    decide(bench.store, 2, "dismiss", "rule-wrong", "Kamboja di sini nama jalan")
    page = bench.client.get("/rules").text
    assert 'href="/rules/job-bait"' in page
    assert "1 disimpan, 1 dikesampingkan, 0 ragu, 1 terbuka" in page
    assert "50 % <span" in page
    assert 'href="/rules/bride-foreign-groom-money"' in page  # a rule of the files that has not fired


def test_the_list_is_narrowed_and_ordered(bench: Bench) -> None:
    narrowed = bench.client.get("/rules", params={"tactic": "baby-adoption", "order": "name"}).text
    assert 'href="/rules/baby-price"' in narrowed
    assert 'href="/rules/job-bait"' not in narrowed
    assert bench.client.get("/rules?tactic=%ED%A0%80%00&order=x").status_code == 200


def test_a_rule_page_tells_figures_notes_and_text(bench: Bench) -> None:
    decide(bench.store, 2, "dismiss", "rule-wrong", "Kamboja di sini nama <b>jalan</b>")
    page = bench.client.get("/rules/job-bait").text
    assert "Kamboja di sini nama &lt;b&gt;jalan&lt;/b&gt;" in page
    assert "Overseas job bait towards known scam-compound areas" in page
    assert "Travel agencies" in page
    assert 'href="/leads/2"' in page
    assert bench.client.get("/rules/none-such").status_code == 404


def test_titles_of_the_child_lane_stay_closed(bench: Bench) -> None:
    decide(bench.store, 4, "keep", "possible-minor")
    page = bench.client.get("/rules/baby-price").text
    assert "Bumil" not in page
    assert 'href="/leads/4"' in page


def test_a_rule_author_reads_the_decided_leads_of_a_rule_masked_and_no_others(store: Store) -> None:
    decide(store, 1, "keep", "debt-or-documents")
    decide(store, 4, "keep", "possible-minor")
    sessions = Sessions()
    client = client_of(store, sessions)
    client.get("/enter", params={"key": sessions.link("budi", ("rule-author",))}, follow_redirects=False)
    page = client.get("/rules/job-bait").text
    assert 'href="/leads/1"' not in page
    assert 'href="/rules/job-bait/leads/1"' in page
    assert client.get("/leads/1").status_code == 403
    lead = client.get("/rules/job-bait/leads/1").text
    assert "K4mb0ja" in lead
    assert PHONE not in lead
    assert 'href="/leads' not in lead.partition("<main")[2]
    assert "<form" not in lead.partition("<main")[2]
    for path in ("job-bait/leads/2", "job-bait/leads/4", "baby-price/leads/1", "job-bait/leads/99"):
        assert client.get(f"/rules/{path}").status_code == 404, path
    assert '<details class="closed">' in client.get("/rules/baby-price/leads/4").text


def test_what_came_of_a_referral_stands_on_the_page_of_the_rule(bench: Bench) -> None:
    assert "setelah rujukan" not in bench.client.get("/rules/job-bait").text
    number = cases.start(bench.store, "Rantai", [1, 2], actor="rani")
    cases.refer(bench.store, number, "Polda contoh", "UU 21/2007", "2026-11-20", actor="rani")
    cases.came_of_it(bench.store, number, 1, "charged", actor="rani")
    page = bench.client.get("/rules/job-bait").text
    assert "<b>2 : 0</b>" in page
    assert "2 disimpan, 0 dikesampingkan, 0 ragu, 1 terbuka" in page


def test_a_kept_gate_result_is_told_per_rule(bench: Bench) -> None:
    assert "Belum ada hasil uji tak berbahaya" in bench.client.get("/rules").text
    whole = {
        "corpus": "all",
        "listings": 20_000,
        "rules": {"job-bait": 4},
        "by_rule": {"job-bait": {"alerts_per_10k": 2.0, "interval_95": [0.78, 5.14]}},
    }
    path = bench.store.config.data / "gate.json"
    path.write_bytes(orjson.dumps({"corpora": [whole]}))
    assert "0,78" in bench.client.get("/rules/job-bait").text
    gate = kept_gate(bench.store.config.data)
    assert gate is not None
    assert (gate.of("job-bait").alerts, gate.of("other").alerts) == (4, 0)
    for broken in (b"", b"[]", b'{"corpora": []}', b'{"corpora": [{"listings": "x"}]}', b"\xff"):
        path.write_bytes(broken)
        assert kept_gate(bench.store.config.data) is None
        assert bench.client.get("/rules").status_code == 200


def test_hostile_rule_names_and_addresses_do_nothing(bench: Bench) -> None:
    keep(bench.store, job(7), baby())
    for name in ("<script>", "%00", "..", "a" * 5000, "{rule}"):
        assert bench.client.get(f"/rules/{name}").status_code in (404, 307, 200)


def test_only_rule_authors_enter(store: Store) -> None:
    for role in ROLES:
        sessions = Sessions()
        client = client_of(store, sessions)
        client.get("/enter", params={"key": sessions.link("x", (role,))})
        assert client.get("/rules").status_code == (200 if role == "rule-author" else 403)
