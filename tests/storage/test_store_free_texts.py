"""People write numbers into notes, reasons and titles too; none of these lies in clear in a file, before or after a purge."""

from __future__ import annotations

import pytest
from store_house import EMAIL, HANDLE, PHONE, PHONE_E164, RULE, judged

from storage import (
    approvals,
    captures,
    cases,
    contacts,
    decisions,
    listings,
    retention,
    rule_edits,
    runs,
    sources,
    subjects,
    watches,
)
from storage.audit import verify
from storage.backup import backup
from storage.database import Store
from storage.masking import MASK, scrubbed

SAID = f"asked {PHONE}, {EMAIL}, 0812 0000 7341 or @{HANDLE}"
SEEN = (PHONE, EMAIL, HANDLE, "081200007341", "6281200007341", "0812 0000 7341")
NEEDLES = [one.encode(coding) for one in SEEN for coding in ("utf-8", "utf-16-le", "utf-16-be")]


def in_clear(store: Store) -> dict[str, set[bytes]]:
    """What is found by a raw search, by file."""
    files = {path: path.read_bytes() for path in store.config.data.rglob("*") if path.is_file()}
    found = {path.name: {needle for needle in NEEDLES if needle in body} for path, body in files.items()}
    return {name: needles for name, needles in found.items() if needles}


def write_everywhere(store: Store) -> None:
    """Everything that a person may write beside a lead. (The text of a rule is a file of its author, and kept as it is.)"""
    decisions.decide(store, 1, decision="keep", reason="other", note=SAID, actor="rani", via="cli", seen_version=1)
    case = cases.start(store, SAID, [1], actor="rani")
    cases.note(store, case, SAID, actor="rani")
    cases.describe(store, case, title=SAID, state="open", tlp="amber", tags=[SAID[:40]], people=["ani"], actor="rani")
    cases.refer(store, case, SAID, SAID, "2026-11-23", actor="rani")
    approvals.ask(store, f"case/{case}", SAID, actor="rani")
    retention.hold(store, 2, actor="rani", reason=SAID)
    contacts.unmask(store, 1, actor="rani", reason=SAID)
    subjects.restrict(store, "email", EMAIL, actor="rani", reason=SAID)
    subjects.lift(store, "email", EMAIL, actor="rani", reason=SAID)
    watches.add(store, "phrase", SAID, ["kamboja"], owner="rani", reason=SAID)
    sources.pause(store, "pasar", SAID, "rani")
    run = runs.plan(store, "pasar", "manual")
    runs.start(store, run, owner="x", pid=1, deadline_s=60)
    runs.finish(store, run, state="failed", reason="parked", message=SAID)
    rule_edits.propose(
        store, rule="a", revision=1, path="a.yaml", text="title: A\n", base_sha256="", base_text="", reason=SAID, author="rani",
        figures={}, write=None,
    )  # fmt: skip
    rule_edits.refuse(store, 1, actor="budi", answer=SAID)


@pytest.mark.gauntlet(46)
@pytest.mark.gauntlet(47)
def test_a_number_that_people_write_lies_in_clear_nowhere(store: Store) -> None:
    page = captures.seal(store, SAID.encode(), url=f"https://pasar.example/wa/{PHONE}", run="r")
    more = {"seller": SAID, "location": SAID, "category": SAID, "extra": {"wa": PHONE, PHONE: SAID}}
    more |= {"url": f"https://pasar.example/iklan/{PHONE}", "images": (f"https://pasar.example/{PHONE}.jpg",)}
    plain = judged(2, listing_more={"text": "Kamboja, tanpa pengalaman"})
    listings.save_batch(store, "r", [judged(1, capture=page, listing_more=more), plain], rules=[RULE])
    write_everywhere(store)
    assert in_clear(store) == {}
    retention.purge(store, retention.plan_contact(store, "phone", PHONE_E164), actor="ani", reason=SAID)
    backup(store)
    assert in_clear(store) == {}
    assert verify(store) == []


@pytest.mark.gauntlet(46)
@pytest.mark.parametrize(
    "number",
    [
        "nol delapan satu dua nol nol nol nol tujuh tiga empat satu",
        "0812 nol nol nol nol 7341",
        "zero eight one two, zero zero zero zero, seven three four one",
        "O8I2 OOOO 734I",
        "0 8 1 2 0 0 0 0 7 3 4 1",
        "0812🌸0000🌸7341",
        "62-8120-000-7341",
    ],
)
def test_a_number_that_people_write_in_words_or_parted_is_masked_too(number: str) -> None:
    assert (
        scrubbed(f"lihat {number}, ya")
        == f"lihat {''.join(MASK if c.isalnum() or c == '🌸' else c for c in number)}, ya"
    )


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-24 10:30, lihat 3 orang",
        "08/11/2026 jam 10.30 WIB 2 orang",
        "8.500.000 sampai 9.000.000, Rp 800.000.000",
        "umur 17 18 19 20 21 22, jam 08.00-17.00",
        "satu orang, dua anak, tiga bulan, satu dua tiga empat",
        "leads 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        "100-200-300-400",
    ],
)
def test_dates_sums_and_counts_that_people_write_stay(said: str) -> None:
    assert scrubbed(said) == said
