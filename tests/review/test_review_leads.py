"""`sandi leads` and `sandi review` as commands: what they print, what they refuse, what they leave in the audit log."""

from __future__ import annotations

import csv
import io
import json
import socket
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner, Result
from review_house import PHONE, Bench, job, keep

from sandi.cli import main
from sandi.config import Config
from storage import audit, decisions, leads
from storage.database import Store

Sandi = Callable[..., Result]


@pytest.fixture
def sandi(config: Config, monkeypatch: pytest.MonkeyPatch) -> Sandi:
    monkeypatch.setenv("SANDI_KEYS", str(config.keys))
    monkeypatch.setenv("SANDI_USER", "rani")
    monkeypatch.setenv("COLUMNS", "160")

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["--data", str(config.data), *words])

    return run


def test_list_prints_one_array_and_a_table(sandi: Sandi, store: Store) -> None:
    found = json.loads(sandi("leads", "list", "--json").stdout)
    assert [lead["id"] for lead in found] == [4, 1, 2, 3, 5]
    assert found[1]["tactics"] == ["fake-job"]
    table = sandi("leads", "list").stdout
    assert "L0ker K4mb0ja 1" in table
    assert "never an accusation" in table
    assert "adopter" not in table


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--tactic", "baby-adoption"], [4]),
        (["--lane", "child"], [4]),
        (["--lane", "help"], [5]),
        (["--source", "demo-forum"], [4, 5]),
        (["--state", "kept"], []),
        (["--search", "ditanggung", "--state", "all"], [1, 2, 3]),
    ],
)
def test_list_narrows(sandi: Sandi, store: Store, options: list[str], expected: list[int]) -> None:
    assert [lead["id"] for lead in json.loads(sandi("leads", "list", "--json", *options).stdout)] == expected


def test_list_goes_on_where_it_ended(sandi: Sandi, store: Store) -> None:
    seen, options = [], []
    while True:
        result = sandi("leads", "list", "--json", "--limit", "2", *options)
        seen += [lead["id"] for lead in json.loads(result.stdout)]
        if "--cursor" not in result.stderr:
            break
        options = ["--cursor", result.stderr.split()[-1]]
    assert seen == [4, 1, 2, 3, 5]


def test_list_says_who_asks_for_help(sandi: Sandi, store: Store) -> None:
    assert "asks for help" in sandi("leads", "list", "--lane", "help").stdout
    assert "asks for help" not in sandi("leads", "list", "--lane", "adult").stdout


def test_show_says_who_asks_for_help_and_where_they_can_turn(sandi: Sandi, store: Store) -> None:
    text = sandi("leads", "show", "5").stdout
    for words in ("asks for help", "never a suspect", "SAPA 129", "Polisi 110", "KP2MI 08001000", "call for help:"):
        assert words in text
    for words in ("Slots filled", "Speaks against", "fake-job"):
        assert words not in text
    assert "SAPA" not in sandi("leads", "show", "1").stdout


def test_show_marks_the_evidence_and_masks_contacts(sandi: Sandi, store: Store) -> None:
    text = sandi("leads", "show", "1").stdout
    for words in ("K4mb0ja[1]", "read as “kamboja”", "job-bait@3", "harmless: Travel agencies", "licence.claimed (-1)"):
        assert words in text
    assert PHONE not in text
    found = json.loads(sandi("leads", "show", "1", "--json").stdout)
    assert found["hits"][0]["spans"][0]["raw"] == "K4mb0ja"
    assert PHONE not in json.dumps(found)
    assert "081200004321" not in json.dumps(found)


def test_what_the_child_lane_says_is_shown_only_when_asked_for(sandi: Sandi, store: Store) -> None:
    closed, opened = sandi("leads", "show", "4").stdout, sandi("leads", "show", "4", "--text").stdout
    for words in ("Bumil", "calon adopter", "15 jt"):
        assert words not in closed
        assert words in opened
    assert "what was published is closed. --text shows it" in closed
    assert "baby-price@1" in closed


def test_a_torn_title_is_readable_in_the_lists_and_exact_on_the_lead(sandi: Sandi, store: Store, bench: Bench) -> None:
    keep(store, job(9, title="g\u200bi\u200bn\u2060jal \u202eab", score=99))
    for text in (sandi("leads", "list").stdout, bench.client.get("/leads").text):
        assert "ginjal \\u202eab" in text
        assert "\\u200b" not in text
    for text in (sandi("leads", "show", "6").stdout, bench.client.get("/leads/6").text):
        assert "g\\u200bi\\u200bn\\u2060jal \\u202eab" in text


@pytest.mark.gauntlet(24)
def test_nothing_of_a_listing_steers_the_terminal(sandi: Sandi, store: Store) -> None:
    keep(store, job(9, title="ker\x1b[2J\x9b\u202eja [bold]x[/bold]", score=99))
    for words in (["list"], ["show", "6"]):
        text = sandi("leads", *words).stdout
        assert "ker\\u001b[2J\\u009b\\u202eja [bold]x[/bold]" in text
        assert all(char == "\n" or char >= " " for char in text)


def test_decide_then_undo(sandi: Sandi, store: Store) -> None:
    made = json.loads(sandi("leads", "decide", "1", "dismiss", "--reason", "duplicate", "--json").stdout)
    assert (made["decision"], made["reason"], made["actor"], made["via"]) == ("dismiss", "duplicate", "rani", "cli")
    assert json.loads(sandi("leads", "list", "--state", "dismissed", "--json").stdout)[0]["id"] == 1
    assert "open again" in sandi("leads", "undo", "1").stdout
    assert [row.decision for row in decisions.history(store, 1)] == ["dismiss", "undo"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "999"], "there is no lead 999"),
        (["show", "9" * 30], "there is no lead"),
        (["undo", "999"], "there is no lead 999"),
        (["decide", "999", "keep", "--reason", "other"], "there is no lead 999"),
        (["decide", "1", "keep", "--reason", "boredom"], "debt-or-documents"),
        (["decide", "1", "keep", "--reason", "other"], "needs a note"),
        (["decide", "1", "keep"], "--reason"),
        (["undo", "1"], "no decision"),
        (["list", "--cursor", "zz"], "page address"),
        (["show", "eins"], "not a valid integer"),
        (["export", "--updated-since", "gestern"], "is no time"),
    ],
)
def test_what_cannot_be_done_is_told_with_exit_status_2(
    sandi: Sandi, store: Store, words: list[str], told: str
) -> None:
    result = sandi("leads", *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_without_a_database_the_way_on_is_told(sandi: Sandi) -> None:
    for words in (["leads", "list"], ["leads", "export"], ["review", "--no-open"]):
        result = sandi(*words)
        assert result.exit_code == 2
        assert "no database" in result.stderr


def test_export_masks_leaves_sellers_out_and_is_audited_once(sandi: Sandi, store: Store, tmp_path: Path) -> None:
    sandi("leads", "decide", "1", "keep", "--reason", "debt-or-documents")
    before = len(audit.entries(store, limit=1000))
    lines = [json.loads(line) for line in sandi("leads", "export").stdout.splitlines()]
    assert {line["id"] for line in lines} == {1, 2, 3, 4, 5}
    assert PHONE not in json.dumps(lines)
    assert "Sumber Jaya" not in json.dumps(lines)
    [row] = audit.entries(store, limit=1000)[before:]
    assert (row.action, row.actor, row.detail["count"]) == ("leads.export", "rani", 5)

    target = tmp_path / "leads.csv"
    assert sandi("leads", "export", "--format", "csv", "--output", str(target)).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode(), newline="")))
    assert next(row for row in rows if row["id"] == "1")["decision"] == "keep"
    again = sandi("leads", "export", "--output", str(target))
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)
    assert {lead["id"] for lead in json.loads(sandi("leads", "export", "--format", "json").stdout)} == {1, 2, 3, 4, 5}


def test_export_since_a_time_gives_what_was_touched_after_it(sandi: Sandi, store: Store) -> None:
    last = max(row.updated_at for row in leads.queue(store, state=None).rows)
    sandi("leads", "decide", "2", "unsure", "--reason", "language")
    lines = sandi("leads", "export", "--updated-since", last).stdout.splitlines()
    touched = {row.id for row in leads.queue(store, state=None).rows if row.updated_at >= last}
    assert {json.loads(line)["id"] for line in lines} == touched
    assert sandi("leads", "export", "--updated-since", "2999-01-01T00:00:00+07:00").stdout == ""


@pytest.mark.parametrize("form", ["jsonl", "stix", "misp"])
def test_an_export_tells_the_cursor_by_which_the_next_one_goes_on(sandi: Sandi, store: Store, form: str) -> None:
    first = sandi("leads", "export", "--format", form, "--tlp", "amber")
    assert PHONE not in first.stdout
    assert "not an accusation" in first.stdout
    if form != "jsonl":
        whole = json.loads(first.stdout)
        notes = [one["content"] for one in whole["objects"] if one["type"] == "note"] if form == "stix" else []
        assert len(notes) == 5 if form == "stix" else {"name": "tlp:amber"} in whole["Event"]["Tag"]
        assert "K4mb0ja" not in first.stdout
    cursor = first.stderr.split()[-1]
    assert sandi("leads", "export", "--format", form, "--updated-since", cursor).stderr == "0 leads exported.\n"
    sandi("leads", "decide", "2", "unsure", "--reason", "language")
    again = sandi("leads", "export", "--format", form, "--updated-since", cursor)
    assert again.stderr.startswith("1 leads exported.")
    assert "lead 2" in again.stdout or json.loads(again.stdout)["id"] == 2


@pytest.mark.parametrize(
    "words", ["leads", "leads list", "leads show", "leads decide", "leads undo", "leads export", "review"]
)
def test_every_help_has_an_example_and_the_exit_status(sandi: Sandi, words: str) -> None:
    text = sandi(*words.split(), "--help").stdout
    assert "Example: sandi" in text
    assert words == "leads" or "Exit status" in text


def test_a_taken_port_is_told(sandi: Sandi, store: Store) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = sandi("review", "--no-open", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    assert "cannot be used" in result.stderr


def test_the_program_opens_by_its_link_and_the_audit_log_tells_that_one_person_holds_all_roles(
    printed_link: str, store: Store
) -> None:
    assert printed_link.startswith("http://127.0.0.1:")
    with httpx2.Client(follow_redirects=True, timeout=300) as client:
        assert "L0ker K4mb0ja 1" in client.get(printed_link).text
    [row] = [row for row in audit.entries(store, limit=1000) if row.action == "workbench.start"]
    assert row.actor == "rani"
    assert "one person holds every role" in row.reason
