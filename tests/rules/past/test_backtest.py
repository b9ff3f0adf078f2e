"""What an edit of the rules adds and drops among stored listings."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from past_house import ODD, OWN, OWN_SIGNAL, keep, listing, run
from rules_house import RULE, SIGNALS

from rules.engine import Engine
from rules.sides import two_sides
from sandi.errors import InputError, SandiError
from storage.database import Store


def test_an_edit_is_told_by_what_people_decided(store: Store, tmp_path: Path) -> None:
    """Without one signal both job leads fall: the confirmed one is named, and the exit status says look."""
    blind = tmp_path / "s.yaml"
    blind.write_text(SIGNALS.replace("paspor ditahan", "zzzz"))
    done = run("backtest", f"..{blind}", "--json")
    assert done.exit_code == 1, done.output
    told = json.loads(done.stdout)
    assert told["dropped"] == {"all": 2, "confirmed": 1, "dismissed": 1, "undecided": 0, "none": 0}
    assert told["added"]["all"] == 0
    assert (told["old_alerts"], told["new_alerts"]) == (3, 1)
    back = run("backtest", f"{blind}..")
    assert back.exit_code == 0, back.output
    assert "+2: 1 confirmed, 1 dismissed, 0 undecided, 0 no lead" in back.output


def test_a_pack_folder_is_laid_over_the_rules(store: Store, tmp_path: Path) -> None:
    keep(store, listing(9, ODD))
    pack = tmp_path / "pack"
    (pack / "signals").mkdir(parents=True)
    (pack / "signals" / "own.yaml").write_text(OWN_SIGNAL)
    (pack / "own-rule.yaml").write_text(OWN.replace("own.word", "own.word, own.spot"))
    told = json.loads(run("backtest", f"..{pack}", "--json").stdout)
    assert told["edited"] == {"rules": ["+own-rule"], "signals": ["+own.spot", "+own.word"]}
    assert told["added"] == {"all": 1, "confirmed": 0, "dismissed": 0, "undecided": 0, "none": 1}
    assert told["added_by"]["own-rule"] == 1


def git(folder: Path, *words: str) -> None:
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a"}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, env=os.environ | who | plain)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A git checkout of rules with two revisions: the second adds a word to the signal."""
    house = tmp_path / "house"
    (house / "signals").mkdir(parents=True)
    (house / "packs").mkdir()
    (house / "signals" / "s.yaml").write_text(SIGNALS.replace("tanpa ijazah, ", ""))
    (house / "packs" / "any-sign.yaml").write_text(
        RULE.format(title="Any", id="any-sign", status="test", signals="s.free")
    )
    git(house, "init", "-q")
    git(house, "add", ".")
    git(house, "commit", "-q", "-m", "one")
    (house / "signals" / "s.yaml").write_text(SIGNALS)
    return house


def test_a_git_revision_is_read_without_touching_the_checkout(checkout: Path) -> None:
    packs, signals = checkout / "packs", checkout / "signals"
    with two_sides("HEAD..", (), home=packs, signals=signals) as both:
        fires = [Engine(side).fires(side.rules[0], listing(1, "tanpa ijazah")) for side in (both.old, both.new)]
    assert [one is not None for one in fires] == [False, True]
    assert (signals / "s.yaml").read_text() == SIGNALS


def test_a_revision_that_todays_reader_refuses_is_told_by_its_name(checkout: Path) -> None:
    (checkout / "packs" / "any-sign.yaml").write_text("title: broken\n")
    git(checkout, "commit", "-q", "-a", "-m", "two")
    places = {"home": checkout / "packs", "signals": checkout / "signals"}
    with pytest.raises(InputError) as told, two_sides("HEAD..HEAD~1", (), **places):
        pass
    assert "HEAD:any-sign.yaml" in str(told.value)
    assert "today's reader" in str(told.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("HEAD", "write OLD..NEW"),
        ("no-such-revision..", "no git revision"),
        ("--output=x..", "no git revision"),
    ],
)
def test_a_side_that_is_nothing_is_told(checkout: Path, text: str, told: str) -> None:
    with (
        pytest.raises(SandiError, match=told),
        two_sides(text, (), home=checkout / "packs", signals=checkout / "signals"),
    ):
        pass


def test_outside_a_checkout_a_revision_is_told(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    places = {"home": tmp_path / "packs", "signals": tmp_path / "signals"}
    with pytest.raises(SandiError, match="no git checkout"), two_sides("HEAD..", (), **places):
        pass


def test_paths_with_dots_are_cut_where_both_sides_are(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own-rule.yaml").write_text(OWN.replace("own.word", "s.place"))
    monkeypatch.chdir(tmp_path / "here")
    with two_sides("../old..../new", ()) as both:
        assert both.names == ("../old", "../new")
        assert both.old.rule("own-rule") is not None
