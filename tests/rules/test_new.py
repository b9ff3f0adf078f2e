"""`sandi rules new`: a draft that loads, fires on the adverts it was made from, and holds nobody's number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rules.lint import TODO
from rules.terms import Beside, standing_out, terms_of
from sandi.cli import main
from sandi.strict_yaml import load_file

ADVERTS = """\
Butuh admin slot di Poipet, ga perlu ijazah, gaji 15jt, mess kutu gratis. Chat tele @admslot99
---
Lowongan admin judol Bavet!! tanpa pengalaman, gaji 18 juta, mess kutu gratis. WA 0812-3456-7890

dibuka sampai malam
---
Dicari admin slot Poipet. Tanpa ijazah, mess kutu gratis. Minat hubungi nol delapan lima tujuh 1111 2222
"""
MENDED = {
    "'TODO: what the rule looks for, in one line'": "Gambling work at the border",
    "'TODO: who writes so, and why it is a sign'": "Work for gambling sites with nothing asked.",
    "'TODO: your name'": "Sari",
    "'TODO: where it is written that traffickers do so'": "tactics.md A",
    "'TODO: who writes nearly the same and means no harm'": "Hotels at the border that look for staff",
    "'TODO: a real harmless text that is nearly the same'": "'Hotel di Batam mencari resepsionis, gaji UMR'",
}


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(folder)]))
    (tmp_path / "adverts.txt").write_text(ADVERTS)
    return folder


def new(*words: str, stdin: str = "", needed: bool = False) -> Result:
    """`rules new`; unless it is `needed`, the draft is written though the adverts alert already."""
    return CliRunner().invoke(main, ["rules", "new", *words, *([] if needed else ["--anyway"])], input=stdin)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["rules", *words])


def test_from_adverts_to_a_rule_that_holds(pack: Path, tmp_path: Path) -> None:
    done = new("border-gambling-draft", "--tactic", "fake-job", "--from", str(tmp_path / "adverts.txt"))
    assert done.exit_code == 0, done.output
    assert "place.scam_compound            3 of 3" in done.output
    assert "stands out: mess kutu gratis" in done.output
    path = pack / "fake-job" / "border-gambling-draft.yaml"
    text = path.read_text()
    for number in ("admslot99", "3456", "1111", "nol delapan"):
        assert number not in text
    assert "- place.scam_compound" in text
    assert "filter_help: {signal: [help.call," in text
    assert "- text: 'Tolong selamatkan saya" in text, "the draft shows how a victim of such adverts would write"
    assert run("test", "border-gambling-draft").exit_code == 0, "what is drafted holds at once"
    undone = run("lint", "--strict")
    assert undone.exit_code == 1
    assert undone.output.count("is still to be written") == len(MENDED)
    for todo, written in MENDED.items():
        assert todo in text
        text = text.replace(todo, written)
    path.write_text(text)
    assert TODO not in text.partition("\n")[2]
    assert path.name not in run("lint").output
    tested = run("test", "border-gambling-draft")
    assert tested.exit_code == 0, tested.output


def test_where_all_alert_already_nothing_is_written_but_where_to_look(pack: Path, tmp_path: Path) -> None:
    adverts = tmp_path / "alerting.txt"
    adverts.write_text(
        "Butuh admin judol di Poipet, tanpa ijazah, gaji 15jt, paspor ditahan, tiket ditanggung. Tele @contoh_adm\n---\n"
        "LOKER operator judi online Bavet, tanpa pengalaman, gaji 18 juta, HP dikumpulkan, denda kalau keluar"
    )
    done = new("border-gambling-draft", "--tactic", "fake-job", "--from", str(adverts), needed=True)
    assert done.exit_code == 1, done.output
    assert "2 alert already" in done.output
    assert "nothing was written" in done.output
    assert "rules/packs/fake-job/" in done.output
    assert "place.scam_compound" in done.output.partition("rules/signals/place.yaml: ")[2].splitlines()[0]
    assert not list(pack.rglob("*.yaml"))
    assert new("border-gambling-draft", "--tactic", "fake-job", "--from", str(adverts)).exit_code == 0
    assert list(pack.rglob("border-gambling-draft.yaml"))


def test_what_everybody_says_is_drafted_neither_as_a_signal_nor_as_a_span(pack: Path, tmp_path: Path) -> None:
    done = new("border-gambling-draft", "--tactic", "fake-job", "--from", str(tmp_path / "adverts.txt"))
    assert done.exit_code == 0, done.output
    (document,) = load_file(pack / "fake-job" / "border-gambling-draft.yaml")
    marked = [word.lower() for one in document.data["examples"]["match"] for word in one.get("spans", {}).values()]
    assert marked
    assert not {"gaji", "lowongan", "loker", "butuh", "dicari"} & set(marked)
    assert "bound.work" not in str(document.data["detection"])


def test_a_phrase_is_common_where_harmless_texts_say_it_word_by_word() -> None:
    beside = Beside(["Loker toko, gaji UMR", "Gajinya lancar tiap bulan", "Jual kursi"])
    assert beside.share("gj") == pytest.approx(2 / 3)
    assert beside.share("gaji toko") == 0
    assert beside.share("15") == 0
    assert beside.narrowest(["gaji", "kursi jati", "loker"]) == "kursi jati"
    assert not Beside([]).common("gaji")


def test_a_draft_only_watches_and_loads_with_everything_else(pack: Path, tmp_path: Path) -> None:
    new("border-gambling-draft", "--tactic", "fake-job", "--from", str(tmp_path / "adverts.txt"))
    rows = json.loads(run("list", "--json").stdout)
    (row,) = [row for row in rows if row["rule"] == "border-gambling-draft"]
    assert row["status"] == "experimental"


def test_nothing_is_overwritten(pack: Path, tmp_path: Path) -> None:
    path = pack / "fake-job" / "mine.yaml"
    path.parent.mkdir()
    path.write_text("title: mine\n")
    done = new("mine", "--tactic", "fake-job", "--folder", str(pack), "--act", "cari orang")
    assert done.exit_code == 2
    assert path.read_text() == "title: mine\n"
    path.unlink()
    taken = new("job-bait-scam-compound", "--tactic", "fake-job", "--act", "cari orang")
    assert taken.exit_code == 2
    assert "there already" in taken.stderr


def test_pasted_adverts_and_listings_are_read_too(pack: Path, tmp_path: Path) -> None:
    pasted = new("pasted", "--tactic", "fake-job", "--from", "-", stdin="Loker Poipet tanpa ijazah, gaji 20 jt\n")
    assert pasted.exit_code == 0, pasted.output
    assert "1 advert read" in pasted.output
    listings = tmp_path / "some.jsonl"
    listings.write_text(json.dumps({"url": "u", "title": "Loker Bavet", "text": "tanpa ijazah, gaji 20 jt"}))
    assert new("listed", "--tactic", "fake-job", "--from", str(listings)).exit_code == 0


def test_words_alone_make_a_draft(pack: Path) -> None:
    done = new("words-only", "--tactic", "organ-trade", "--act", "cari donorku, butuh donorku", "--purpose", "ginjal")
    assert done.exit_code == 0, done.output
    (document,) = load_file(pack / "organ-trade" / "words-only.yaml")
    assert document.data["detection"]["act"] == {"text|word": ["cari donorku", "butuh donorku"], "slot": "act"}
    assert document.data["detection"]["condition"] == "act and purpose and not 1 of filter_*"


def test_harmless_listings_take_common_words_away(pack: Path, tmp_path: Path) -> None:
    harmless = tmp_path / "harmless.jsonl"
    harmless.write_text("\n".join(json.dumps({"url": f"u{i}", "text": "kost, mess kutu gratis"}) for i in range(500)))
    adverts = ["--from", str(tmp_path / "adverts.txt"), "--against", str(harmless)]
    done = new("border-gambling-draft", "--tactic", "fake-job", *adverts)
    assert done.exit_code == 0, done.output
    assert "mess kutu gratis" not in (line for line in done.output.splitlines() if "stands out" in line)
    assert "stands out: mess kutu gratis" not in done.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "give an ID and --tactic"),
        (["Border Rule", "--tactic", "fake-job"], "is no id"),
        (["a-rule", "--tactic", "fake-job", "--from", "none.txt"], "none.txt cannot be read"),
        (["a-rule", "--tactic", "fake-job", "--from", "-"], "holds no advert"),
    ],
)
def test_what_is_missing_is_told(pack: Path, words: list[str], told: str) -> None:
    done = new(*words)
    assert done.exit_code == 2
    assert told in done.stderr


def test_hostile_adverts_make_no_broken_file(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text(
        "it's: {odd} [x] # no & * ! | > ' \" % @ ` \u202e\x07 Poipet tanpa ijazah gaji 20 jt", encoding="utf-8"
    )
    done = new("odd-draft", "--tactic", "fake-job", "--from", str(tmp_path / "odd.txt"))
    assert done.exit_code == 0, done.output
    assert load_file(pack / "fake-job" / "odd-draft.yaml")


# Terms -----------------------------------------------------------------------------------------------------------


def test_terms_do_not_reach_over_commas_nor_hold_figures() -> None:
    found = terms_of("Mess kutu, gratis 12 bulan yang lama")
    assert "mess kutu" in found
    assert not any("kutu gratis" in term or "12" in term for term in found)
    assert not any(term.endswith("yang") for term in found)


def test_what_stands_out_is_what_only_adverts_say() -> None:
    adverts = ["gaji besar kirim ke negeri seberang", "gaji lancar, negeri seberang", "negeri seberang menanti"]
    harmless = ["gaji besar", "gaji lancar sekali", "kursi besar"] * 50
    found = standing_out(adverts, harmless)
    assert [term.text for term in found] == ["negeri seberang"]
    assert (found[0].adverts, found[0].harmless) == (3, 0)
