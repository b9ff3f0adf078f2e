"""What the readers understood reaches the conditions of rules under the names that authors use."""

from __future__ import annotations

from pathlib import Path

import pytest
from rules_house import RULE

from rules.engine import Engine
from rules.loader import read_rules
from sandi.listing import listing_from_json

HOLDS = [
    ("salary.month_idr|above: 15000000", {"text": "zzz gaji 18 jt per bulan"}, "18 jt"),
    ("salary.month_idr|from: 5000000", {"text": "zzz gaji 200rb/hari"}, "200rb"),
    ("salary.month_idr|below: 3000000", {"text": "zzz gaji 2,5 jt"}, "2,5 jt"),
    ("salary.month_idr|above: 10000000", {"text": "zzz 18 jt", "kind": "job"}, "18 jt"),
    ("price.idr|above: 10000000", {"text": "zzz harga 25 jt"}, "25 jt"),
    ("price.idr|above: 10000000", {"text": "zzz", "price": 25_000_000, "currency": "IDR"}, ""),
    ("price.idr|above: 10000000", {"text": "zzz", "price": 1000, "currency": "USD"}, ""),
    ("person.age|below: 18", {"text": "zzz anak perempuan umur 14 tahun"}, "umur 14"),
    ("person.age|from: 18", {"text": "zzz wanita 22 th"}, "22 th"),
    ("person.height|above: 150", {"text": "zzz cewek tb 158 bb 48"}, "158"),
    ("person.weight|below: 60", {"text": "zzz cewek tb 158 bb 48"}, "48"),
    ("person.pregnant_months|from: 7", {"text": "zzz bumil 8 bulan"}, "8 bulan"),
    ("person.count|from: 3", {"text": "zzz ready 5 orang pembantu"}, "5 orang"),
    ("person.sex: female", {"text": "zzz gadis desa"}, "gadis"),
    ("person.requirement: true", {"text": "zzz syarat usia maks 35 tahun"}, "35"),
    ("contact.kind: telegram", {"text": "zzz t.me/contoh_adm"}, "t.me/contoh_adm"),
    ("contact.obscured: true", {"text": "zzz wa nol delapan satu dua nol nol nol nol satu dua tiga empat"}, "nol"),
    ("place.country: KH", {"text": "zzz kerja di Poipet"}, "Poipet"),
    ("place.kind: province", {"text": "zzz penempatan Jawa Timur"}, "Jawa Timur"),
    ("place.origin: [jawa timur]", {"text": "zzz gadis asal Jawa Timur"}, "Jawa Timur"),
    ("place.destination: KH", {"text": "zzz penempatan Poipet"}, "Poipet"),
    ("place.destination: Poipet", {"text": "zzz penempatan Poipet"}, "Poipet"),
    ("departure.days|to: 7", {"text": "zzz berangkat lusa"}, "berangkat lusa"),
    (
        "departure.days|above: 14",
        {"text": "zzz berangkat 12 Desember", "posted_at": "2026-11-23T08:00:00+07:00"},
        "berangkat 12 Desember",
    ),
    ("departure.date: '2026-12-12'", {"text": "zzz berangkat 12/12/2026"}, "12/12/2026"),
    ("licence.kind: [sip3mi, siuppak]", {"text": "zzz SIP3MI No. 123/2024"}, "SIP3MI No. 123/2024"),
    ("licence.number: 'kep. 45/men/2019'", {"text": "zzz KEP.45 / MEN / 2019"}, "KEP.45 / MEN / 2019"),
    ("person.count|from: 3", {"text": "zzz ready 4 cowok"}, "4 cowok"),
    ("kind: [job, service]", {"text": "zzz", "kind": "job"}, ""),
    ("seller: agen", {"text": "zzz", "seller": "Agen Contoh"}, "Agen"),
    ("category|contains: urnitu", {"text": "zzz", "category": "Furniture"}, "urnitu"),
    ("title: kursi", {"text": "zzz", "title": "Kursi jati"}, "Kursi"),
    ("text|near: {all: [langsung, wa], max_tokens: 4}", {"text": "zzz langsung chat ke wa"}, "langsung"),
    ("text|fuzzy: {words: [sihanoukville], distance: 2}", {"text": "zzz Sihanukville"}, "Sihanukville"),
    ("text|tokens: [[{LOWER: gaji}, {IS_DIGIT: true}]]", {"text": "zzz gaji 18 jt"}, "gaji 18"),
    ("text|re: 'paspor\\s+di\\w+'", {"text": "zzz paspor  ditahan"}, "paspor  ditahan"),
]
FAILS = [
    ("salary.month_idr|above: 15000000", {"text": "zzz gaji 4 jt"}),
    ("price.idr|above: 10000000", {"text": "zzz hub 0812-0000-1234"}),
    ("person.age|below: 18", {"text": "zzz garansi 2 tahun"}),
    ("person.age|below: 18", {"text": "zzz mainan umur 3-6 tahun"}),
    ("person.age|below: 18", {"text": "zzz syarat umur 17-25"}),
    ("contact.obscured: true", {"text": "zzz wa 0812-0000-1234"}),
    ("place.country: KH", {"text": "zzz jalan jalan"}),
    ("place.origin: KH", {"text": "zzz penempatan Poipet"}),
    ("place.destination: ID", {"text": "zzz gadis asal Jawa Timur"}),
    ("departure.days|to: 7", {"text": "zzz berangkat 2 minggu lagi"}),
    ("departure.days|from: 0", {"text": "zzz berangkat 12 Desember"}),
    ("licence.kind: sip3mi", {"text": "zzz SIP3MI lengkap"}),
    ("licence.number: 124/2024", {"text": "zzz SIP3MI No. 123/2024"}),
    ("body: kursi", {"text": "zzz", "title": "Kursi jati"}),
    ("text|near: {all: [langsung, wa], max_tokens: 4}", {"text": "zzz langsung " + "kata " * 9 + "wa"}),
]


def fired(folder: Path, test: str, listing: dict[str, object]) -> list[str] | None:
    text = RULE.format(title="Any", id="any-sign", status="test", signals="s.x")
    text = text.replace("any: {signal: [s.x]}", f"any: {{text: zzz}}\n  fact: {{{test}}}").replace(
        "any and", "any and fact and"
    )
    text = text.replace("filter_off: {text: zzz}", "filter_off: {text: qqq}")
    (folder / "any-sign.yaml").write_text(text)
    rules, problems = read_rules([folder], signals=[])
    assert not problems, problems
    value = listing_from_json({"url": "u", **listing})
    found = Engine(rules).fires(rules.rules[0], value)
    return None if found is None else [getattr(value, f.field)[f.start : f.end] for f in found.found["fact"] if f.field]


@pytest.mark.parametrize(("test", "listing", "marked"), HOLDS)
def test_a_fact_holds_and_marks_its_words(tmp_path: Path, test: str, listing: dict[str, object], marked: str) -> None:
    found = fired(tmp_path, test, listing)
    assert found is not None
    assert not marked or any(marked in words for words in found), found


@pytest.mark.parametrize(("test", "listing"), FAILS)
def test_a_fact_does_not_hold(tmp_path: Path, test: str, listing: dict[str, object]) -> None:
    assert fired(tmp_path, test, listing) is None


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("place.country: KAMBOJA", "unknown place `KAMBOJA`"),
        ("place.destination: Atlantis", "unknown place `Atlantis`"),
        ("place.kind: town", "use one of province"),
        ("licence.kind: [sip9mi]", "`sip9mi` is no licence.kind"),
        ("person.sex: wanita", "use one of female, male"),
        ("contact.kind: fax", "use one of phone"),
        ("kind: jobs", "use one of product"),
        ("departure.days: 3", "needs a comparison"),
    ],
)
def test_what_no_fact_can_ever_be_is_told(tmp_path: Path, test: str, told: str) -> None:
    text = RULE.format(title="Any", id="any-sign", status="test", signals="s.x")
    (tmp_path / "any-sign.yaml").write_text(text.replace("any: {signal: [s.x]}", f"any: {{{test}}}"))
    problems = read_rules([tmp_path], signals=[])[1]
    assert any(told in str(problem) for problem in problems), problems
