"""Every condition of an alert, one by one: a listing that meets it, and the same listing without it."""

from __future__ import annotations

import pytest
from rules_house import ALL, RULE, SIGNALS, judge

from rules.engine import Engine
from rules.loader import read_rules

MORE = """\
  beg: {title: h, slot: purpose, evidence: official, source: [x], match: {text: mengemis}}
  common: {title: h, slot: means, weight: 2, generic: true, evidence: official, source: [x], match: {text: mess}}
  myth_baby: {title: h, slot: person, evidence: folklore, source: [x], is: [minor], match: {text: kode boneka kecil}}
  young: {title: h, slot: person, evidence: official, source: [x], is: [minor], match: {person.age|below: 18}}
  noted: {title: h, slot: context, evidence: official, source: [x], match: {text: pt contoh jaya}}
  sure: {title: h, slot: counter, weight: 0, evidence: official, source: [x], match: {text: [amanah, resmi]}}
  seek: {title: h, slot: context, evidence: official, source: [x], is: [offer], match: {text: kami tawarkan}}
  men: {title: h, slot: person, evidence: official, source: [x], borne_by: [any], match: {text: karyawan}}
  pray: {title: h, slot: person, evidence: official, source: [x], match: {text: rajin sholat}}
  notice: {title: h, slot: context, evidence: official, source: [x], is: ['veto:warning'], match: {text: waspada}}
  study: {title: h, slot: context, evidence: official, source: [x], is: ['veto:research'], match: {text: skripsi}}
  laugh: {title: h, slot: context, evidence: official, source: [x], is: ['veto:joke'], match: {text: wkwkwk canda}}
  cat: {title: h, slot: context, evidence: official, source: [x], is: ['veto:pet', 'goods:pet'], match: {text: kucing}}
  cot: {title: h, slot: context, evidence: official, source: [x], is: ['veto:child_goods', 'goods:toy'],
    match: {text: mainan anak}}
"""
BAIT = "loker kamboja, paspor ditahan"
SOLD = "umur 22, penurut, bisa masak, chat admin"

CONDITIONS = [
    # adult lane
    ("means: one strong", "loker kamboja, paspor ditahan", "loker kamboja"),
    ("means: two different weak", "loker kamboja, tanpa ijazah, potong gaji", "loker kamboja, tanpa ijazah"),
    ("means: a signal and an inline one", "loker kamboja, potong gaji, kunci kamar", "loker kamboja, kunci kamar"),
    ("means: inline ones count once a place", "loker kamboja, kunci kamar, gerbang digembok", "loker kamboja, kunci kamar"),
    ("act", "loker kamboja, paspor ditahan", "loker, paspor ditahan"),
    ("act that is not generic", "loker taiwan, paspor ditahan", "dicari, paspor ditahan"),
    ("purpose in place of act", "loker judol, paspor ditahan", "loker, paspor ditahan"),
    ("a person or a job", "karyawan kamboja, paspor ditahan, chat admin", "kamboja, paspor ditahan, chat admin"),
    ("an offer: a deal", "karyawan kamboja, paspor ditahan, chat admin", "karyawan kamboja, paspor ditahan"),
    ("an offer: a role", "kami tawarkan karyawan kamboja, paspor ditahan", "karyawan kamboja, paspor ditahan"),
    ("evidence that decides: refuted", BAIT, "loker kamboja, pendatang baru"),
    ("evidence that decides: folklore", BAIT, "loker kamboja, kode pizza"),
    # a person offered as goods fills act and means
    ("goods: two attributes", f"lemari {SOLD}", "lemari penurut, chat admin"),
    ("goods: one that no goods can have", "lemari umur 22, penurut, chat admin", "lemari umur 22, tinggi 158, chat admin"),
    ("goods: one that these goods cannot have", "lemari umur 22, penurut, chat admin", "kucing umur 22, penurut, chat admin"),
    ("goods: on offer, not asked of employees", f"lemari {SOLD}", "loker, umur 22, penurut, bisa masak"),
    ("goods: a price per head", "ready 3 bisa masak, 5jt per kepala, chat admin", "ready 3 bisa masak, 5jt, chat admin"),
    # child lane
    ("child: under 18", "bayi cari adopter, ganti biaya", "cari adopter, ganti biaya"),
    ("child: by age", "anak umur 12 tahun cari adopter, ganti biaya", "umur 17-25 tahun cari adopter, ganti biaya"),
    ("child: act", "bayi cari adopter, ganti biaya", "bayi ganti biaya"),
    ("child: payment", "bayi cari adopter, ganti biaya", "bayi cari adopter"),
    ("child: purpose in place of payment", "bayi cari adopter, mengemis", "bayi cari adopter"),
    ("child: evidence that decides", "bayi cari adopter, ganti biaya", "kode boneka kecil cari adopter, ganti biaya"),
    # a claimed licence weighs
    ("licence: weak means left", "loker taiwan, paspor ditahan, potong gaji, sip3mi", "loker taiwan, paspor ditahan, sip3mi"),
    ("licence: nothing at a closed destination", "loker kamboja, paspor ditahan, sip3mi", "loker taiwan, paspor ditahan, sip3mi"),
    # vetoes
    *[(f"veto: {name}", BAIT, f"{word}: {BAIT}") for name, word in
      [("news", "polisi"), ("warning", "waspada"), ("research", "skripsi"), ("joke", "wkwkwk canda")]],
    *[(f"veto: {word}", "umur 22, bisa masak, chat admin", f"{word} umur 22, bisa masak, chat admin") for word in
      ["kucing", "boneka", "mainan anak"]],
    ("veto: its own segment only",
     f"1. polisi memulangkan korban kamboja, aduan 0812-0000-1234\n\n2. {BAIT}, wa 0812-0000-9999",
     f"1. polisi memulangkan korban kamboja, aduan 0812-0000-1234\n\n2. polisi: {BAIT}, wa 0812-0000-9999"),
    ("second look: a call and a contact", f"waspada! {BAIT}, minat hubungi 0812-0000-1234", f"waspada! {BAIT}, minat hubungi"),
    ("second look: a contact that is called to", f"waspada! {BAIT}, minat hubungi 0812-0000-1234", f"waspada! {BAIT}, aduan 0812-0000-1234"),
    ("second look: two attributes no pet has", "kucing bisa masak, rajin sholat, chat admin", "kucing bisa masak, umur 22, chat admin"),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "signals").mkdir()
    (folder / "signals" / "s.yaml").write_text(SIGNALS + MORE)
    asked = f"{ALL}, s.beg, s.common, s.baby, s.young, s.myth_baby"
    text = RULE.format(title="Any", id="any-sign", status="test", signals=asked)
    inline = (
        "any: {signal: ["
        + asked
        + "]}\n  shut: {text: [kunci kamar], slot: means}\n  shut_too: {text: [gerbang digembok], slot: means}"
    )
    text = text.replace("any: {signal: [" + asked + "]}", inline).replace("any and", "(any or shut or shut_too) and")
    (folder / "any-sign.yaml").write_text(text)
    rules, problems = read_rules([folder], signals=[folder / "signals"])
    assert not problems, problems
    return Engine(rules)


@pytest.mark.parametrize(("met", "unmet"), [row[1:] for row in CONDITIONS], ids=[row[0] for row in CONDITIONS])
def test_a_condition_from_both_sides(engine: Engine, met: str, unmet: str) -> None:
    assert judge(engine, met).verdict == "alert"
    assert judge(engine, unmet).verdict != "alert"


@pytest.mark.parametrize("words", ["pt contoh jaya", "resmi", "amanah", "resmi dan amanah, pt contoh jaya"])
def test_assurances_of_trust_silence_nothing(engine: Engine, words: str) -> None:
    assert judge(engine, f"{BAIT}, {words}").verdict == "alert"


@pytest.mark.parametrize("kind", ["product", "job", "service", "pet", "profile", "post"])
def test_the_kind_of_a_listing_says_whether_it_offers(engine: Engine, kind: str) -> None:
    verdict = judge(engine, "karyawan kamboja, paspor ditahan", kind=kind).verdict
    assert (verdict == "alert") is (kind != "post")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("tolong adik saya, paspor ditahan", "help"),
        ("tolong adik saya, paspor ditahan, loker kamboja", "alert"),
        ("adik saya, paspor ditahan", "watch"),
        ("polisi: tolong adik saya, paspor ditahan", "help"),
    ],
)
def test_an_offer_comes_before_help_and_help_before_watch(engine: Engine, text: str, verdict: str) -> None:
    assert judge(engine, text).verdict == verdict


def test_context_never_counts(engine: Engine) -> None:
    """A named company or an outlier price beside one weak sign adds nothing."""
    assert judge(engine, "loker kamboja, tanpa ijazah, pt contoh jaya").verdict == "watch"
