"""Every text of the workbench has its Indonesian, complete, with the same placeholders and markup."""

from __future__ import annotations

import io
import re
import string
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import review
from review import labels
from review.i18n import LOCALE, local_time, money, number, short_time, translations, utc_time
from sandi.verdict import CONTACT_KINDS, LANES, SLOTS, TACTICS, VERDICTS
from storage.decisions import REASONS
from storage.leads import STATES

HOME = Path(review.__file__).parent
KEYWORDS = {"t": None, "say": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def catalogue() -> Catalog:
    with (LOCALE / "id/LC_MESSAGES/review.po").open("rb") as stream:
        return read_po(stream, locale="id")


@cache
def used() -> set[str]:
    found = extract_from_dir(HOME, method_map=METHODS, keywords=KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_every_text_is_translated_and_nothing_is_left_over() -> None:
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue() if m.id}
    assert used() - known == set(), "add these to review/locale/id/LC_MESSAGES/review.po"
    assert known - used() == set(), "these are no longer used"


def test_no_translation_is_empty_or_fuzzy_and_placeholders_and_markup_agree() -> None:
    for message in catalogue():
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        assert not message.fuzzy, ids
        assert all(strings), ids
        for text in strings:
            for shape in (r"%\(\w+\)s", r"</?\w+>"):
                assert sorted(re.findall(shape, text)) == sorted(re.findall(shape, ids[-1])), ids


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    made = io.BytesIO()
    write_mo(made, catalogue())
    assert (LOCALE / "id/LC_MESSAGES/review.mo").read_bytes() == made.getvalue(), "compile review.po again"


def test_every_code_of_the_program_has_a_name() -> None:
    assert set(TACTICS) == set(labels.TACTICS)
    assert set(SLOTS) <= set(labels.SLOTS)
    assert set(LANES) == set(labels.LANES)
    assert set(VERDICTS) == set(labels.VERDICTS)
    assert set(CONTACT_KINDS) == set(labels.CONTACTS)
    assert {*STATES, "all"} == set(labels.STATES)
    assert {*REASONS, "undo"} == set(labels.DECISIONS)
    assert set(REASONS) == set(labels.DECISION_KEYS) == set(labels.DECISION_MEANINGS)
    assert {code for codes in REASONS.values() for code in codes} | {""} == set(labels.REASONS)
    assert max(map(len, REASONS.values())) <= 9, "reasons are pressed by one digit"


def test_keys_of_decisions_are_letters_of_their_own() -> None:
    keys = list(labels.DECISION_KEYS.values())
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(string.ascii_lowercase) - set("jkungq")


@pytest.mark.parametrize(("language", "shown"), [("id", "23 Nov 2026 00.30 WIB"), ("en", "23 Nov 2026 00:30 WIB")])
def test_a_time_is_told_in_wib(language: str, shown: str) -> None:
    assert local_time("2026-11-22T17:30:00.000Z", language) == shown
    assert utc_time("2026-11-23T00:30:00+07:00") == "2026-11-22 17:30:00 UTC"
    assert local_time("kemarin", language) == "kemarin"


@pytest.mark.parametrize(
    ("language", "year", "shown"),
    [("id", 2027, "1 Jan 00.30"), ("en", 2027, "1 Jan 00:30"), ("id", 2028, "1 Jan 2027 00.30")],
)
def test_a_column_leaves_out_the_year_that_it_is_in_jakarta(language: str, year: int, shown: str) -> None:
    assert short_time("2026-12-31T17:30:00.000Z", language, date(year, 5, 1)) == shown


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert (number(12345, "id"), number(12345, "en")) == ("12.345", "12,345")
    assert money(18_000_000.0, "IDR", "id").replace("\xa0", " ") == "Rp 18.000.000"
    assert money(1.5, "USD", "id").replace("\xa0", " ").endswith("1,50")
    assert money(7.0, None, "en") == "7"


def test_english_needs_no_catalogue() -> None:
    assert translations("en").gettext("Queue") == "Queue"
    assert translations("id").gettext("Queue") == "Antrean"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z"])
def test_a_time_at_the_end_of_the_calendar_is_shown_as_it_stands(moment: str) -> None:
    assert (local_time(moment, "id"), utc_time(moment)) == (moment, moment)
