"""The ten ways of obscuring leave amounts and contacts alone, and what they hide is still read; floors are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from rules_house import rule_set

from rules.contacts import read_contacts
from rules.engine import Engine
from rules.examples import (
    SURVIVAL_OF_RULE,
    Survival,
    check_survival,
    survival,
    survival_lines,
    together,
)
from rules.fold import fold
from rules.loader import read_rules
from rules.obscure import WAYS, rewritings

ADVERT = "Loker Kamboja tanpa ijazah, gaji 18 jt, tiket laki-laki ditanggung. Tele @contoh_hr, WA 0812-0000-1234"


@pytest.mark.parametrize("way", WAYS)
def test_a_rewriting_changes_words_and_keeps_amounts_and_contacts(way: str) -> None:
    variants = rewritings(ADVERT)[way]
    assert variants == rewritings(ADVERT)[way]
    for variant in variants:
        assert "Kamboja" not in variant.split()
        assert "18 jt" in fold(variant).text
        assert "@contoh_hr" in variant
        assert "+6281200001234" in {contact.value for contact in read_contacts("text", fold(variant))}


@pytest.mark.parametrize(
    ("way", "written"),
    [
        ("leet", "L0k3r K4mb0j4 t4np4 1j4z4h"),
        ("spaced", "L o k e r K a m b o j a t a n p a i j a z a h"),
        ("spaced", "L o k e r   K a m b o j a   t a n p a   i j a z a h"),
        ("dotted", "L.o.k.e.r K.a.m.b.o.j.a t.a.n.p.a i.j.a.z.a.h"),
        ("fullwidth", "Ｌｏｋｅｒ Ｋａｍｂｏｊａ ｔａｎｐａ ｉｊａｚａｈ"),
        ("hashtag", "#LokerKambojaTanpa #Ijazah"),
        ("hashtag", "#lokerkambojatanpa #ijazah"),
    ],
)
def test_a_way_writes_as_people_do(way: str, written: str) -> None:
    assert written in rewritings("Loker Kamboja tanpa ijazah")[way]


def test_nothing_can_be_rewritten_in_an_empty_text() -> None:
    assert tuple(rewritings("")) == WAYS
    assert {variant for variants in rewritings("").values() for variant in variants} == {""}


def test_the_share_that_survives_is_counted_by_way(tmp_path: Path) -> None:
    rule_set(tmp_path)
    path = tmp_path / "any-sign.yaml"
    path.write_text(path.read_text().replace("[{text: a, verdict: alert}]", "[{text: Kamboja dan judol}]"))
    rules, problems = read_rules([tmp_path], signals=[tmp_path / "signals"])
    assert not problems
    one = survival(Engine(rules), rules.rules[0])
    assert one.share == 1.0
    assert set(one.ways) == set(WAYS)
    assert all(matched == tried > 0 for matched, tried in one.ways.values())
    assert one.to_json()["share"] == 1.0
    assert [*survival_lines([one])][-1].endswith("100.0%")


def test_an_example_that_does_not_match_as_it_stands_is_not_counted(tmp_path: Path) -> None:
    rules = rule_set(tmp_path)
    one = survival(Engine(rules), rules.rules[0])
    assert together([one]).share == 1.0
    assert {tried for _, tried in one.ways.values()} == {0}


def test_a_rule_below_its_floor_is_told_with_the_ways_that_fail(tmp_path: Path) -> None:
    rules = rule_set(tmp_path)
    weak = Survival(rules.rules[0].id, {way: (0 if way == "leet" else 10, 20) for way in WAYS})
    told = [*check_survival(rules.rules, [weak], every=False)]
    assert len(told) == 1
    assert f"{SURVIVAL_OF_RULE:.0%}" in told[0].found
    assert "leet 0%" in told[0].found
    everything = [*check_survival(rules.rules, [weak], every=True)]
    assert len(everything) == 2 + len(WAYS)


def test_a_rule_that_cannot_alert_has_no_floor(tmp_path: Path) -> None:
    rules = rule_set(tmp_path, status="experimental")
    weak = Survival(rules.rules[0].id, dict.fromkeys(WAYS, (0, 1)))
    assert [*check_survival(rules.rules, [weak], every=True)] == []
