"""Markup wherever somebody can write it, and every page of the workbench opened in real Chromium: nothing of it runs.

The pages come from the table of routes, so that a new one is opened too. The fixture `opened` fails when a page shows
a dialog, asks another host for anything, breaks the content security policy, or its script fails.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from review_house import RULE, job, keep, rule_text
from test_review_browser import Opener, opened  # noqa: F401 - a fixture
from test_review_hostile import SNIPPETS, hostile
from test_review_playground import RULE as OWN

from review.app import PAGES
from sandi.config import Config
from sandi.verdict import RuleText
from storage import approvals, cases, decisions, rule_edits, runs
from storage.database import Store
from storage.listings import save_batch

pytestmark = [pytest.mark.browser, pytest.mark.gauntlet(23)]
FIRST = 6
"""The number of the first hostile lead; five are there before."""
EVIL = "<svg onload=alert(1)><img src=//evil.example/x><script>alert(1)</script>"
GAPS = {"lead_id": str(FIRST), "case": "1", "approval": "1", "look": "1", "edit": "1", "rule": "own-kamboja-bait"}
GAPS |= {"source": "toko", "act": "1"}
LAST = FIRST + len(SNIPPETS)
"""The number of the lead whose rule is hostile; it is decided."""
INSTEAD = {"rule-lead": f"/rules/job-bait/leads/{LAST}"}
ASKED = {"/rules/learn": f"?lead={FIRST + 1}"}
LEFT_OUT = {"enter", "login"}
"""Pages before there is a session; they show nothing that anybody wrote."""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    pack, seeds = tmp_path / "packs" / "fake-job", tmp_path / "seeds"
    pack.mkdir(parents=True)
    seeds.mkdir()
    title = f"title: '{EVIL}'"
    (pack / "own-kamboja-bait.yaml").write_text(
        re.sub("title: .*", title, OWN).replace("[Coffee", f"['{EVIL}', Coffee")
    )
    text = f"id: toko\ntitle: '{EVIL}'\npurpose: '{EVIL}'\nadapter: pages\nstart: http://127.0.0.1:9/\nloopback: true\n"
    (seeds / "toko.yaml").write_text(text + "items: a.card\n")
    monkeypatch.setenv("SANDI_PACKS", f'["{tmp_path / "packs"}"]')
    monkeypatch.setenv("SANDI_SEEDS", str(seeds))
    return Config(data=tmp_path / "data", keys=tmp_path / "keys", user="rani", packs=(tmp_path / "packs",))


def furnish(store: Store) -> None:
    """Markup in listings, a rule, the names of people, their notes, a case, a request, an edit of a rule, a run."""
    keep(store, *(hostile(snippet) for snippet in SNIPPETS))
    fine = rule_text(RULE)
    evil = RuleText(fine.rule, 4, EVIL, fine.tactic, "cd" * 32, RULE + f"description: '{EVIL}'\n")
    one = job(90)
    hits = tuple(type(hit)(hit.rule, 4, hit.tactic, hit.score, hit.spans) for hit in one.verdict.hits)
    verdict = type(one.verdict)(**{name: getattr(one.verdict, name) for name in one.verdict.__slots__} | {"hits": hits})
    save_batch(store, runs.plan(store, "toko", "manual"), [type(one)(one.listing, verdict)], rules=[evil])
    decisions.decide(
        store, FIRST, decision="unsure", reason="other", note=EVIL, actor=f"ani{EVIL}", via="web", seen_version=1
    )
    decisions.decide(
        store, FIRST + 1, decision="dismiss", reason="rule-wrong", note=EVIL, actor="ani", via="web", seen_version=1
    )
    decisions.decide(store, LAST, decision="keep", reason="other", note=EVIL, actor="ani", via="web", seen_version=1)
    with store.writer() as conn:  # a second look, which takes two accounts
        conn.execute(
            "INSERT INTO second_looks (lead_id, decision_id, first, first_actor, state, opened_at)"
            " VALUES (?, 1, 'unsure', ?, 'waiting', '2026-11-23T00:00:00Z')",
            (FIRST, f"ani{EVIL}"),
        )
    case = cases.start(store, EVIL, [FIRST], actor=f"ani{EVIL}")
    cases.note(store, case, EVIL, actor=f"ani{EVIL}")
    cases.refer(store, case, EVIL, EVIL, "2026-11-23", actor=f"ani{EVIL}")
    approvals.ask(store, f"case/{case}", EVIL, actor=f"ani{EVIL}")
    rule_edits.propose(
        store, rule="own-kamboja-bait", revision=2, path="own-kamboja-bait.yaml", text=EVIL, base_sha256="", base_text="",
        reason=EVIL, author=f"ani{EVIL}", figures={}, write=None,
    )  # fmt: skip
    run = runs.plan(store, "toko", "manual")
    runs.start(store, run, owner=EVIL, pid=1, deadline_s=60)
    runs.finish(store, run, state="failed", reason="parked", message=EVIL)


def places() -> list[str]:
    """The address of every page of the workbench, its gaps filled."""
    paths = [INSTEAD.get(page.name, page.path) for page in PAGES if page.method == "GET" and page.name not in LEFT_OUT]
    filled = [re.sub(r"\{(\w+)(?::lead)?\}", lambda gap: GAPS[gap[1]], path) for path in paths]
    return [path + ASKED.get(path, "") for path in filled]


def test_markup_does_nothing_on_any_page(opened: Opener, store: Store) -> None:  # noqa: F811
    furnish(store)
    page = opened()
    base = f"http://{urlsplit(page.url).netloc}"
    for number, snippet in enumerate(SNIPPETS, FIRST):
        page.goto(f"{base}/leads/{number}")
        assert page.locator(".published.text").inner_text() == f"iklan {snippet}"
    seen, wrong = 0, []
    for path in [*places(), f"/leads/{LAST}", "/leads?state=all&q=iklan", "/leads?state=unsure"]:
        reply = page.goto(base + path)
        assert reply is not None
        wrong += [(path, reply.status)] if reply.status != 200 else []
        assert page.locator("svg[onload], img[src*=evil], script:not([src])").count() == 0, path
        seen += EVIL in (page.locator("body").text_content() or "")
    assert wrong == []
    assert seen >= 7, "it is shown as what it is"
