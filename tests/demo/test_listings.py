"""The demo town's listings keep the format its server relies on, and the mix that makes them a fair test."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]

FOLDER = Path(__file__).parents[2] / "demo" / "listings"
SITES = {"pasar": (70, 80), "kerja": (55, 65), "forum": (42, 50), "toot": (33, 40), "iklan": (23, 30)}
TACTICS = {
    "fake-job", "crew-plantation-debt", "mail-order-bride", "baby-adoption", "organ-trade",
    "third-party-exploitation", "people-as-goods", "disguised-goods", "child-labour", "unlicensed-placement",
}  # fmt: skip
KINDS = {
    "pasar": {"product", "service", "pet"},
    "kerja": {"job"},
    "forum": {"post"},
    "toot": {"post"},
    "iklan": {"product", "service", "job", "pet", "profile"},
}
REQUIRED = {
    "id", "site", "kind", "title", "text", "price", "currency", "category", "seller", "location", "posted_at",
    "language", "truth", "tactic", "obscured", "why", "days",
}  # fmt: skip
OPTIONAL = {"shop", "twin_of", "operation", "day2"}
CHANGEABLE = {"title", "text", "price"}

NUMBER_WORDS = {
    "nol": "0", "kosong": "0", "zero": "0", "satu": "1", "one": "1", "dua": "2", "two": "2", "tiga": "3",
    "three": "3", "empat": "4", "four": "4", "lima": "5", "five": "5", "enam": "6", "six": "6", "tujuh": "7",
    "seven": "7", "delapan": "8", "eight": "8", "sembilan": "9", "nine": "9",
}  # fmt: skip
LETTER_DIGITS = str.maketrans("oOlI", "0011")
PHONE = re.compile(r"(?<!\d)(?:\+?62|0)[\s.–🌸-]*8(?:[\s.,–🌸-]*\d){7,11}(?!\d)")
INVENTED = re.compile(r"(?:62|0)8\d{2}0000\d{4}")
PHONE_A, PHONE_B = "081200007741", "085700003308"


def read(site: str) -> list[Row]:
    lines = (FOLDER / f"{site}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


LISTINGS = [row for site in SITES for row in read(site)]
CODED = [row for row in LISTINGS if row["truth"] == "coded"]


def texts(row: Row) -> str:
    day2 = row.get("day2", {})
    return "\n".join([row["title"], row["text"], day2.get("title", ""), day2.get("text", "")])


def plain(text: str) -> str:
    """What a patient reader sees: no format characters, number words and look-alike letters read as digits."""
    folded = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    words = "|".join(NUMBER_WORDS)
    spelled = re.sub(rf"(?<![a-z])(?:{words})(?![a-z])", lambda m: NUMBER_WORDS[m[0].lower()], folded, flags=re.I)
    return re.sub(r"(?<![^\W\doOlI])[\doOlI]{2,}(?![^\W\doOlI])", lambda m: m[0].translate(LETTER_DIGITS), spelled)


def phones(row: Row) -> set[str]:
    digits = (re.sub(r"\D", "", match) for match in PHONE.findall(plain(texts(row))))
    return {"0" + number[2:] if number.startswith("62") else number for number in digits}


@pytest.mark.parametrize("site", SITES)
def test_every_line_has_the_agreed_fields(site: str) -> None:
    for number, row in enumerate(read(site), 1):
        assert row["id"] == f"{site}-{number:03d}"
        assert row.keys() >= REQUIRED, row["id"]
        assert row.keys() <= REQUIRED | OPTIONAL, row["id"]
        assert row["site"] == site
        assert row["kind"] in KINDS[site], row["id"]
        assert row["text"].strip() == row["text"] != "", row["id"]
        assert (row["title"] == "") == (site == "toot"), row["id"]
        assert row["seller"], row["id"]
        assert row["location"], row["id"]
        assert row["why"].isascii(), row["id"]
        assert (row["price"] is None) == (row["currency"] is None), row["id"]
        assert row["currency"] in {"IDR", "USD", None}, row["id"]
        assert row["language"] in {"id", "en"}, row["id"]
        assert isinstance(row["obscured"], bool), row["id"]
        assert row.get("shop", "kerajinan-microdata") == "kerajinan-microdata", row["id"]


@pytest.mark.parametrize("row", LISTINGS, ids=lambda row: str(row["id"]))
def test_dates_and_days_agree(row: Row) -> None:
    posted = datetime.fromisoformat(row["posted_at"])
    assert row["posted_at"].endswith(("+07:00", "+08:00"))
    assert (posted.year, posted.month) == (2026, 11)
    assert row["days"] in ([1, 2], [1], [2])
    assert posted.day in ((18, 19) if row["days"] == [2] else range(1, 18))


def test_what_changes_on_day_two_is_on_both_days_and_really_differs() -> None:
    for row in LISTINGS:
        if "day2" in row:
            assert row["days"] == [1, 2], row["id"]
            assert row["day2"], row["id"]
            assert row["day2"].keys() <= CHANGEABLE, row["id"]
            assert all(row[field] != value for field, value in row["day2"].items()), row["id"]


def test_ids_and_texts_are_unique() -> None:
    assert len({row["id"] for row in LISTINGS}) == len(LISTINGS)
    assert len({(row["title"], row["text"]) for row in LISTINGS}) == len(LISTINGS)


@pytest.mark.parametrize(("site", "bounds"), SITES.items())
def test_each_site_has_its_size(site: str, bounds: tuple[int, int]) -> None:
    assert bounds[0] <= len(read(site)) <= bounds[1]


@pytest.mark.parametrize(
    ("what", "test", "low", "high"),
    [
        ("ordinary", lambda row: row["truth"] == "ordinary", 165, 190),
        ("coded", lambda row: row["truth"] == "coded", 55, 70),
        ("help", lambda row: row["truth"] == "help", 4, 8),
        ("microdata", lambda row: "shop" in row, 11, 14),
        ("hard twins", lambda row: "twin_of" in row, 100, 190),
        ("English", lambda row: row["language"] == "en", 30, 75),
        ("changed", lambda row: "day2" in row, 10, 16),
        ("vanished", lambda row: row["days"] == [1], 10, 15),
        ("new", lambda row: row["days"] == [2], 8, 13),
        ("changed, coded", lambda row: "day2" in row and row["truth"] == "coded", 2, 10),
        ("vanished, coded", lambda row: row["days"] == [1] and row["truth"] == "coded", 2, 10),
        ("new, coded", lambda row: row["days"] == [2] and row["truth"] == "coded", 2, 10),
    ],
)
def test_the_mix(what: str, test: Callable[[Row], bool], low: int, high: int) -> None:
    assert low <= sum(test(row) for row in LISTINGS) <= high, what


@pytest.mark.parametrize("tactic", sorted(TACTICS))
def test_every_tactic_has_coded_listings_and_a_hard_twin(tactic: str) -> None:
    assert sum(row["tactic"] == tactic for row in CODED) >= 5
    assert sum(row.get("twin_of") == tactic for row in LISTINGS) >= 5


def test_labels_agree() -> None:
    for row in LISTINGS:
        assert row["truth"] in {"ordinary", "coded", "help"}, row["id"]
        assert (row["tactic"] in TACTICS) == (row["truth"] != "ordinary"), row["id"]
        assert row["tactic"] in TACTICS | {None}, row["id"]
        if "twin_of" in row:
            assert row["truth"] == "ordinary", row["id"]
            assert row["twin_of"] in TACTICS, row["id"]


def test_a_third_of_the_coded_ones_is_obscured() -> None:
    obscured = Counter(row["tactic"] for row in CODED if row["obscured"])
    assert 0.3 <= obscured.total() / len(CODED) <= 0.45
    assert obscured.keys() == TACTICS


@pytest.mark.parametrize("row", LISTINGS, ids=lambda row: str(row["id"]))
def test_phone_numbers_are_invented(row: Row) -> None:
    for number in phones(row):
        assert INVENTED.fullmatch(number), number
    for run in re.findall(r"\d{9,}", plain(texts(row))):
        assert INVENTED.fullmatch(run), run


@pytest.mark.parametrize("row", LISTINGS, ids=lambda row: str(row["id"]))
def test_addresses_are_invented(row: Row) -> None:
    folded = plain(texts(row))
    assert all(match.endswith(".example") for match in re.findall(r"\w@([\w-]+(?:\.[\w-]+)+)", folded))
    for host in re.findall(r"(?:https?://|www\.)([\w.-]*\w)", folded):
        assert host.endswith(".example"), host


def test_the_operation_spans_three_sites_and_two_phones() -> None:
    parts = [row for row in LISTINGS if row.get("operation") == "op-1"]
    assert len(parts) == 8
    assert {row["site"] for row in parts} == {"pasar", "kerja", "iklan"}
    assert all(row["truth"] == "coded" for row in parts)
    assert len({row["seller"] for row in parts}) > 2
    found = [phones(row) & {PHONE_A, PHONE_B} for row in parts]
    assert set().union(*found) == {PHONE_A, PHONE_B}
    assert {PHONE_A, PHONE_B} in found, "one listing must hold both phones, or nothing joins the two halves"
    assert all(found), [row["id"] for row, numbers in zip(parts, found, strict=True) if not numbers]
    assert any(row["obscured"] for row in parts)
    strangers = [row["id"] for row in LISTINGS if row not in parts and phones(row) & {PHONE_A, PHONE_B}]
    assert strangers == []


def test_two_ordinary_shops_share_their_couriers_phone() -> None:
    parts = [row for row in LISTINGS if row.get("operation") == "courier"]
    assert all(row["truth"] == "ordinary" for row in parts)
    sellers = {row["seller"] for row in parts if "081300004455" in phones(row)}
    assert len(sellers) == 2
