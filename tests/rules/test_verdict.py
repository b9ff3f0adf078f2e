"""Each condition under which a listing alerts, from both sides."""

from __future__ import annotations

from pathlib import Path

import pytest
from rules_house import judge, rule_set

from rules.engine import Engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(rule_set(tmp_path_factory.mktemp("rules")))


ADULT = [
    ("two weak means and an act", "loker kamboja, tanpa ijazah, potong gaji", "alert"),
    ("one strong means and a purpose", "loker judol, paspor ditahan", "alert"),
    ("one weak means", "loker kamboja, tanpa ijazah", "watch"),
    ("two words of one signal are one means", "loker kamboja, tanpa pengalaman, tanpa interview", "watch"),
    ("two signals on the same words are one means", "loker kamboja tanpa ijazah dan lain lain", "watch"),
    ("means without act or purpose", "loker, tanpa ijazah, potong gaji", "watch"),
    ("only generic act", "dicari, paspor ditahan", "watch"),
    ("nobody offers anything", "kamboja, paspor ditahan", "watch"),
    ("refuted evidence decides nothing", "loker kamboja, pendatang baru", "watch"),
    ("folklore decides nothing", "loker kamboja, kode pizza", "watch"),
    ("a means that is denied", "loker kamboja, tanpa ijazah, tidak ada potong gaji", "watch"),
    ("a means that is denied, in quotation marks", 'loker kamboja, tanpa ijazah, tidak ada "potong gaji"', "watch"),
    ("a means that is denied, in brackets", "loker kamboja, tanpa ijazah, tidak ada (potong gaji)", "watch"),
    ("a licence takes one away", "loker taiwan, tanpa ijazah, potong gaji, sip3mi 12/2024", "watch"),
    ("a licence for a closed destination takes nothing", "loker kamboja, tanpa ijazah, potong gaji, sip3mi 1", "alert"),
    ("a licence beside strong means", "loker taiwan, paspor ditahan, potong gaji, sip3mi 1", "alert"),
    ("only what is worth watching", "open bo malam ini", "watch"),
    ("nothing at all", "jual sepeda bekas", "quiet"),
]
GOODS = [
    ("attributes that a wardrobe cannot have", "lemari, umur 22, penurut, chat admin", "alert"),
    ("every attribute fits goods", "lemari, umur 22, tinggi 158, chat admin", "watch"),
    ("one attribute only", "lemari, penurut, chat admin", "watch"),
    ("price per head of persons", "ready 3 bisa masak, 5jt per kepala, chat admin", "alert"),
    ("price per head of goats", "ready 3 kambing, 5jt per kepala, chat admin", "watch"),
    ("attributes far apart", "lemari umur 22 " + "kayu jati asli " * 40 + " penurut, chat admin", "watch"),
    ("hiring asks for attributes", "dicari, umur 22, bisa masak", "watch"),
    ("a doll that can do too much", "boneka umur 22, penurut, bisa masak, chat admin", "alert"),
    ("a doll", "boneka umur 22, tinggi 30, chat admin", "quiet"),
]
CHILD = [
    ("offered for money", "bayi cari adopter, ganti biaya", "alert"),
    ("no payment and no purpose", "bayi cari adopter", "watch"),
    ("no act", "bayi, ganti biaya", "quiet"),
]
REGISTERS = [
    ("news silences", "polisi: loker kamboja, tanpa ijazah, potong gaji", "quiet"),
    ("news that calls to a contact", "polisi? loker kamboja, paspor ditahan, minat hubungi 0812-0000-1234", "alert"),
    ("news that names a number", "polisi: loker kamboja, paspor ditahan, aduan 0812-0000-1234", "quiet"),
    ("distress", "tolong adik saya dibawa ke kamboja", "help"),
    ("an offer beats help", "tolong adik saya, loker kamboja, tanpa ijazah, potong gaji", "alert"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [row[1:] for row in ADULT + GOODS + CHILD + REGISTERS],
    ids=[row[0] for row in ADULT + GOODS + CHILD + REGISTERS],
)
def test_verdict(engine: Engine, text: str, expected: str) -> None:
    verdict = judge(engine, text)
    assert verdict.verdict == expected


def test_a_child_takes_its_own_lane(engine: Engine) -> None:
    assert judge(engine, "bayi cari adopter, ganti biaya").lane == "child"


def test_the_kind_of_the_listing_makes_it_an_offer(engine: Engine) -> None:
    assert judge(engine, "kamboja, paspor ditahan").verdict == "watch"
    assert judge(engine, "kamboja, paspor ditahan", kind="job").verdict == "alert"


def test_an_experimental_rule_only_watches(tmp_path: Path) -> None:
    engine = Engine(rule_set(tmp_path, status="experimental"))
    assert judge(engine, "loker kamboja, tanpa ijazah, potong gaji").verdict == "watch"


def test_a_deprecated_rule_is_not_run(tmp_path: Path) -> None:
    engine = Engine(rule_set(tmp_path, status="deprecated"))
    assert judge(engine, "loker kamboja, tanpa ijazah, potong gaji").verdict == "quiet"


def test_signs_of_two_adverts_do_not_add_up(engine: Engine) -> None:
    one = "1. loker kamboja, tanpa ijazah, hub 0812-0000-1234\n\n2. jual lemari, potong gaji oke, hub 0812-0000-9999"
    assert judge(engine, one).verdict == "watch"
    assert judge(engine, one.replace("hub 0812-0000-1234", "")).verdict == "alert"


def test_the_verdict_says_which_words_made_it(engine: Engine) -> None:
    text = "L0ker k.a.m.b.o.j.a, tanpa ijazah, potong gaji"
    verdict = judge(engine, text)
    (hit,) = verdict.hits
    marked = {(span.raw, span.read_as, span.slot, span.signal) for span in hit.spans}
    assert ("k.a.m.b.o.j.a", "kamboja", "act", "s.place") in marked
    assert ("potong gaji", "potong gaji", "means", "s.debt") in marked
    assert all(text[span.start : span.end] == span.raw for span in hit.spans)
    assert hit.score == 60, "base 50 and 10 for obscured writing"
    assert verdict.slots == ("act", "means")


def test_a_watch_never_scores_like_an_alert(engine: Engine) -> None:
    assert judge(engine, "loker kamboja, tanpa ijazah").score < judge(engine, "loker judol, paspor ditahan").score


def test_what_is_missing_is_told(engine: Engine) -> None:
    from sandi.listing import Listing

    explained = engine.explain(Listing(url="x", text="loker kamboja, tanpa ijazah"))
    assert explained.segments[0].missing == ("means weighs 1 of 2",)
