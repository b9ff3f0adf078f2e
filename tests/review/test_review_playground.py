"""The playground: a rule is tried, looked back with, and saved as a file with its record, or waits for a second person."""

from __future__ import annotations

import html
import os
import re
import shutil
from pathlib import Path

import pytest
from httpx2 import Response
from review_house import PHONE, Bench, client_of, job, keep

from review.session import Sessions
from sandi.config import Config
from storage import audit, decisions, rule_edits, subjects
from storage.database import Store

RULE = """\
title: Work in Kamboja without any experience
id: own-kamboja-bait
status: test
revision: 1
tactic: fake-job
description: A closed destination and no requirements together.
references: [tactics.md A]
detection:
  place: {text: kamboja, slot: act}
  lure: {signal: job.no_requirements}
  filter_news: {signal: register.news}
  condition: place and lure and not 1 of filter_*
score: {base: 50}
falsepositives: [Coffee named after a place]
examples:
  match:
    - text: 'Loker Kamboja tanpa pengalaman, chat 0812-0000-1301'
  no_match:
    - text: 'Kopi Kamboja, kaus dan topi'
      because: lure
"""
ADVERT = "Loker Kamboja tanpa pengalaman, gaji 18 jt"


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests, so that the rules are read once."""
    return tmp_path_factory.mktemp("own") / "packs"


@pytest.fixture
def pack(packs: Path) -> Path:
    shutil.rmtree(packs, ignore_errors=True)
    packs.mkdir()
    return packs


@pytest.fixture
def config(tmp_path: Path, pack: Path) -> Config:
    return Config(data=tmp_path / "data", keys=tmp_path / "keys", user="rani", packs=(pack,))


def send(bench: Bench, act: str, yaml: str = RULE, **fields: str) -> Response:
    data = {"csrf": bench.token(), "act": act, "yaml": yaml, "text": ADVERT, "kind": "job", **fields}
    return bench.client.post("/rules/playground", data=data, follow_redirects=False)


def text_of(reply: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", reply.text)).split())


def save(bench: Bench, yaml: str = RULE, **fields: str) -> Response:
    assert send(bench, "back", yaml, **fields).status_code == 200
    return send(bench, "save", yaml, **{"reason": "uji coba", **fields})


def test_a_trial_shows_marks_selections_and_survival(bench: Bench) -> None:
    reply = send(bench, "try")
    said = text_of(reply)
    assert "aturan kena" in said
    assert re.findall(r'<mark class="slot-(\w+)">([^<]+)</mark>', reply.text) == [
        ("act", "Kamboja"),
        ("means", "tanpa pengalaman"),
    ]
    assert "100 % masih kena" in said
    assert "filter_news penyaring tidak" in said


def test_mistakes_are_told_by_line(bench: Bench) -> None:
    said = text_of(send(bench, "try", RULE.replace("job.no_requirements", "job.no_such_signal")))
    assert "kesalahan baris 10 detection.lure no signal is named `job.no_such_signal`" in said
    said = text_of(send(bench, "try", RULE + "\tx: [\n"))
    assert "kesalahan baris" in said
    said = text_of(send(bench, "try", RULE.replace("Kopi Kamboja, kaus dan topi", ADVERT)))
    assert "examples.no_match" in said


def test_what_is_missing_is_said(bench: Bench) -> None:
    said = text_of(send(bench, "try", text="Loker Kamboja bergaji besar"))
    assert "aturan tidak kena" in said
    assert "Dengan lure aturan akan kena." in said


def test_nothing_is_saved_before_the_look_back_was_seen(bench: Bench, pack: Path) -> None:
    first = send(bench, "save", reason="uji")
    assert first.status_code == 400
    assert "Lihat dulu apa yang berubah" in text_of(first)
    assert list(pack.rglob("*.yaml")) == []
    assert send(bench, "save").status_code == 400  # no reason
    done = send(bench, "save", reason="uji")
    assert done.status_code == 303, text_of(done)
    assert (pack / "fake-job" / "own-kamboja-bait.yaml").read_text() == RULE


def test_the_look_back_says_what_people_decided(bench: Bench) -> None:
    decisions.decide(
        bench.store, 1, decision="keep", reason="debt-or-documents", actor="ayu", via="cli", seen_version=1
    )
    reply = send(bench, "back")
    assert "dari 5 iklan tersimpan" in text_of(reply)
    entries = [entry for entry in audit.entries(bench.store, limit=100) if entry.action == "listings.originals"]
    assert [entry.actor for entry in entries] == ["rani"]


def test_what_nobody_may_open_is_neither_tried_nor_looked_at(bench: Bench) -> None:
    subjects.restrict(bench.store, "phone", "+6281200004321", actor="rani", reason="the person objects")
    assert send(bench, "try", lead="1").status_code == 200
    assert [e for e in audit.entries(bench.store, limit=50) if e.action == "listing.original"] == []
    assert "di antara 2 dari 5 iklan" in text_of(send(bench, "back"))


def test_a_saved_edit_is_the_next_revision_and_on_record(bench: Bench, pack: Path) -> None:
    save(bench)
    page = bench.client.get("/rules/playground", params={"rule": "own-kamboja-bait"}).text
    found = re.search(r'name="base" value="(\w{64})"', page)
    assert found
    again = RULE.replace("base: 50", "base: 40")
    done = save(bench, again, rule="own-kamboja-bait", base=found[1])
    assert done.status_code == 303
    written = (pack / "fake-job" / "own-kamboja-bait.yaml").read_text()
    assert "revision: 2" in written
    assert "base: 40" in written
    edit = rule_edits.of_rule(bench.store, "own-kamboja-bait")[0]
    assert (edit.revision, edit.author, edit.reason, edit.state) == (2, "rani", "uji coba", "saved")
    saved = [entry for entry in audit.entries(bench.store, limit=100) if entry.action == "rule.save"]
    assert [(entry.object, entry.reason) for entry in saved] == [("rule/own-kamboja-bait", "uji coba")] * 2
    shown = bench.client.get(f"/rules/edits/{edit.id}").text
    assert "<del>-score: {base: 50}</del>" in shown

    late = send(bench, "back", again, rule="own-kamboja-bait", base=found[1])  # began from the file before
    assert late.status_code == 200
    refused = send(bench, "save", again, rule="own-kamboja-bait", base=found[1], reason="terlambat")
    assert refused.status_code == 409
    assert (pack / "fake-job" / "own-kamboja-bait.yaml").read_text() == written


@pytest.mark.parametrize("id_", ["../escape", "job-bait-overseas"])
def test_no_name_leads_out_of_the_folder_or_over_rules_of_sandi(bench: Bench, pack: Path, id_: str) -> None:
    reply = save(bench, RULE.replace("own-kamboja-bait", id_))
    assert reply.status_code in (400, 409)
    assert list(pack.parent.rglob("*.yaml")) == []


def test_a_lead_is_tried_as_published_and_shown_masked(bench: Bench) -> None:
    keep(bench.store, job(20))
    reply = send(bench, "try", lead="1")
    assert PHONE not in reply.text
    assert re.search(r"<mark[^>]*>[^<]*K4mb0ja</mark>", reply.text)
    assert [e.reason for e in audit.entries(bench.store, limit=50) if e.action == "listing.original"] == [
        "playground: try a rule on it"
    ]


def test_hostile_text_is_only_text(bench: Bench) -> None:
    bomb = "x: " + "[" * 500
    for yaml in (bomb, "<script>alert(1)</script>", "a: &x [*x, *x]", "\0", "title: \u202eevil", ""):
        reply = send(bench, "try", yaml, text="<img src=x onerror=alert(1)> Kamboja \u202e tanpa pengalaman")
        assert reply.status_code == 200
        assert "<script>alert" not in reply.text
        assert "<img" not in reply.text
    assert not re.search(r"<[^>]*\sstyle=|<style|<[^>]*\son\w+=|<script(?![^>]*\ssrc=)", reply.text)


class TestWithApproval:
    """Where the installation wants a second person."""

    @pytest.fixture
    def config(self, tmp_path: Path, pack: Path) -> Config:
        data, keys = tmp_path / "data", tmp_path / "keys"
        return Config(data=data, keys=keys, user="rani", packs=(pack,), rule_approval=True)

    @pytest.fixture
    def team(self, store: Store) -> tuple[Bench, Bench]:
        sessions = Sessions()
        made = []
        for name in ("rani", "budi"):
            client = client_of(store, sessions, people=True)
            client.get("/enter", params={"key": sessions.link(name, ("rule-author",))})
            made.append(Bench(client, sessions, store))
        return made[0], made[1]

    def test_the_author_cannot_let_it_through_and_a_second_person_can(
        self, team: tuple[Bench, Bench], pack: Path
    ) -> None:
        author, second = team
        assert save(author).status_code == 303
        assert list(pack.rglob("*.yaml")) == []
        assert "own-kamboja-bait" in second.client.get("/rules/edits").text
        data = {"act": "pass", "csrf": author.token()}
        assert author.client.post("/rules/edits/1", data=data, follow_redirects=False).status_code == 409
        done = second.client.post("/rules/edits/1", data=data | {"csrf": second.token()}, follow_redirects=False)
        assert done.status_code == 303
        assert (pack / "fake-job" / "own-kamboja-bait.yaml").is_file()
        edit = rule_edits.get(author.store, 1)
        assert edit is not None
        assert (edit.state, edit.decided_by) == ("saved", "budi")

    def test_a_refused_edit_writes_nothing_and_says_why(self, team: tuple[Bench, Bench], pack: Path) -> None:
        author, second = team
        save(author)
        data = {"act": "refuse", "csrf": second.token()}
        assert second.client.post("/rules/edits/1", data=data).status_code == 400
        second.client.post("/rules/edits/1", data=data | {"answer": "terlalu luas"})
        assert "terlalu luas" in author.client.get("/rules/edits/1").text
        late = second.client.post("/rules/edits/1", data=data | {"act": "pass"}, follow_redirects=False)
        assert late.status_code == 409
        assert list(pack.rglob("*.yaml")) == []

    def test_one_person_alone_saves_and_the_log_says_that_there_was_no_second(self, bench: Bench, pack: Path) -> None:
        assert save(bench).status_code == 303
        (entry,) = (e for e in audit.entries(bench.store, limit=100) if e.action == "rule.save")
        assert entry.detail["second_person"].startswith("none")
        assert (pack / "fake-job" / "own-kamboja-bait.yaml").is_file()


def test_without_a_folder_of_its_own_nothing_can_be_saved(bench: Bench, pack: Path) -> None:
    pack.chmod(0o500)
    try:
        if os.access(pack, os.W_OK):
            pytest.skip("this user may write everywhere")
        assert save(bench).status_code == 409
    finally:
        pack.chmod(0o700)
