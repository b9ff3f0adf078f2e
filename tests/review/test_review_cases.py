"""Cases, referrals and their outcome; evidence packs that need a second person; what each leaves in the audit log."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from review_house import PHONE, Bench, signed_in

from review.session import Sessions
from storage import audit, cases
from storage.cases import CaseError
from storage.database import Store


def rows_about(store: Store, about: str) -> list[str]:
    return [row.action for row in audit.entries(store, object=about, limit=1000)]


def send(bench: Bench, path: str, **data: str) -> int:
    return bench.client.post(path, data={"csrf": bench.token(), **data}, follow_redirects=False).status_code


@pytest.fixture
def case(bench: Bench, store: Store) -> int:
    """A case with the first lead, opened from its page."""
    assert send(bench, "/leads/1/case", title="Loker Kamboja, Batam") == 303
    [row] = cases.listed(store)
    return row.id


def test_a_case_joins_leads_notes_tags_people_and_a_level(bench: Bench, store: Store, case: int) -> None:
    assert send(bench, "/leads/2/case", case=str(case)) == 303
    here = f"/cases/{case}"
    assert send(bench, here, act="note", text=f"hubungi {PHONE} besok") == 303
    details = {"title": "Loker Kamboja", "state": "open", "tlp": "red", "tags": "batam, kapal", "people": "rani, budi"}
    assert send(bench, here, act="describe", **details) == 303
    found = cases.get(store, case)
    assert found is not None
    assert (found.title, found.tlp, found.lead_ids) == ("Loker Kamboja", "red", (1, 2))
    assert (found.tags, found.people) == (("batam", "kapal"), ("budi", "rani"))
    assert PHONE not in found.notes[0].text
    page = bench.client.get(here).text
    for words in ("TLP:RED", "Loker Kamboja", "hubungi", "batam", "L0ker K4mb0ja 2"):
        assert words in page
    assert "Loker Kamboja" in bench.client.get("/leads/2").text
    assert send(bench, here, act="leave", lead="1") == 303
    assert cases.of_lead(store, 1) == []


def test_a_referral_says_to_whom_when_and_under_what_law_and_later_the_outcome(
    bench: Bench, store: Store, case: int
) -> None:
    here = f"/cases/{case}"
    assert (
        send(bench, here, act="refer", receiver="Unit PPA Polres Contoh", law="UU 21/2007 (TPPO)", on="2026-11-20")
        == 303
    )
    found = cases.get(store, case)
    assert found is not None
    assert (found.state, found.referrals[0].law, found.referrals[0].outcome) == ("referred", "UU 21/2007 (TPPO)", "")
    assert send(bench, here, act="outcome", referral=str(found.referrals[0].id), outcome="victims-found") == 303
    page = bench.client.get(here).text
    assert "korban ditemukan" in page
    assert "20 Nov 2026" in page


@pytest.mark.parametrize(
    "data",
    [
        {"act": "note", "text": " "},
        {"act": "describe", "title": "", "state": "open", "tlp": "red"},
        {"act": "describe", "title": "x", "state": "won", "tlp": "red"},
        {"act": "describe", "title": "x", "state": "open", "tlp": "purple"},
        {"act": "refer", "receiver": "x", "law": "", "on": "2026-11-20"},
        {"act": "refer", "receiver": "x", "law": "x", "on": "kemarin"},
        {"act": "outcome", "referral": "9", "outcome": "charged"},
        {"act": "outcome", "referral": "1", "outcome": "won"},
        {"act": "burn"},
    ],
)
def test_what_is_incomplete_changes_nothing(bench: Bench, store: Store, case: int, data: dict[str, str]) -> None:
    before = cases.get(store, case)
    assert send(bench, f"/cases/{case}", **data) == 400
    assert cases.get(store, case) == before


def test_each_look_at_a_case_is_written_down(bench: Bench, store: Store, case: int) -> None:
    before = rows_about(store, f"case/{case}").count("case.view")
    for _ in range(2):
        bench.client.get(f"/cases/{case}")
    assert rows_about(store, f"case/{case}").count("case.view") == before + 2
    assert bench.client.get("/cases/999").status_code == 404


def test_a_lead_that_there_is_not_joins_no_case(store: Store) -> None:
    with pytest.raises(CaseError, match="no lead 99"):
        cases.start(store, "x", [99], actor="rani")
    assert cases.listed(store) == []


def test_an_auditor_reads_a_case_and_changes_nothing(bench: Bench, store: Store, case: int) -> None:
    auditor = signed_in(store, Sessions(), "ayu", "auditor")
    assert auditor.client.get(f"/cases/{case}").status_code == 200
    assert send(auditor, f"/cases/{case}", act="note", text="x") == 403
    assert send(auditor, f"/cases/{case}/pack", reason="x") == 403


@pytest.mark.gauntlet(51)
def test_the_pack_of_a_case_holds_its_leads_and_verifies(bench: Bench, store: Store, case: int, tmp_path: Path) -> None:
    send(bench, "/leads/2/case", case=str(case))
    reply = bench.client.post(f"/cases/{case}/pack", data={"csrf": bench.token(), "reason": "untuk unit PPA"})
    assert reply.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        archive.extractall(tmp_path)
        names = set(archive.namelist())
    assert {"case.json", "lead-1/report.id.html", "lead-2/report.en.html", "SHA256SUMS.sig"} <= names
    for command in (
        "sha256sum --strict -c SHA256SUMS",
        "openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig",
    ):
        subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    assert rows_about(store, f"case/{case}").count("pack.build") == 1


@pytest.mark.gauntlet(51)
@pytest.mark.parametrize("about", ["leads/1", "cases/1"])
def test_with_accounts_a_pack_takes_a_second_person_and_is_good_for_one_download(store: Store, about: str) -> None:
    sessions = Sessions()
    rani, budi = signed_in(store, sessions, "rani"), signed_in(store, sessions, "budi")
    send(rani, "/leads/1/case", title="Loker")
    before = len(audit.entries(store, limit=1000))
    assert send(rani, f"/{about}/pack", reason="") == 400
    assert send(rani, f"/{about}/pack", reason="untuk unit PPA") == 202
    assert send(rani, f"/{about}/pack", reason="sekali lagi") == 202
    assert send(rani, "/approvals/1", answer="grant") == 409
    assert "untuk unit PPA" in budi.client.get("/approvals").text
    assert "untuk unit PPA" not in rani.client.get("/approvals").text
    assert send(budi, "/approvals/1", answer="grant") == 303
    assert "budi setuju" in rani.client.get(f"/{about}").text
    assert send(budi, f"/{about}/pack", reason="") == 400
    assert send(rani, f"/{about}/pack") == 200
    assert send(rani, f"/{about}/pack", reason="lagi") == 202
    acts = [
        (row.action, row.actor, row.detail.get("second_person")) for row in audit.entries(store, limit=1000)[before:]
    ]
    assert [act for act in acts if act[0] in ("approval.ask", "approval.granted", "pack.build")] == [
        ("approval.ask", "rani", None), ("approval.granted", "budi", None), ("pack.build", "rani", "budi"), ("approval.ask", "rani", None)
    ]  # fmt: skip


def test_what_was_refused_is_not_made(store: Store) -> None:
    sessions = Sessions()
    rani, budi = signed_in(store, sessions, "rani"), signed_in(store, sessions, "budi")
    send(rani, "/leads/1/pack", reason="untuk unit PPA")
    assert send(budi, "/approvals/1", answer="refuse") == 303
    assert send(rani, "/leads/1/pack") == 400
    assert "pack.build" not in rows_about(store, "lead/1")
