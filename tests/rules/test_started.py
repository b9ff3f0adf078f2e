"""A kept engine judges as the one it was made of, is made anew for other rules, and a bad file is as good as none."""

from __future__ import annotations

import pickle
import stat
from pathlib import Path

import pytest

from rules import started as kept
from rules.engine import Engine
from rules.loader import fingerprint
from rules.started import started
from sandi.listing import Listing

RULE = """\
title: t
id: {id}
status: test
revision: 1
tactic: fake-job
description: d
references: [x]
falsepositives: []
detection: {{a: {{signal: job.no_requirements}}, n: {{text|re: 'u[jk]i\\W+\\w+'}}, condition: a and n}}
score: {{base: 50}}
examples: {{match: [{{text: a}}], no_match: [{{text: b, because: a}}]}}
"""
LISTINGS = [
    Listing(url="u", text="Loker tanpa pengalaman, tanpa ijazah, uji coba, k a m b o j a"),
    Listing(url="u", text="Loker K4mboja tanpa pengalaman, gaji 18 jt, paspor ditahan, chat tele @contoh"),
    Listing(url="u", text="selamat pagi"),
]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "uji-satu.yaml").write_text(RULE.format(id="uji-satu"))
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, pack: Path) -> tuple[Path, Engine]:
    """A cache folder, and the engine that was made when nothing was in it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        return folder, started([pack])


@pytest.fixture(autouse=True)
def _home(cache: tuple[Path, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache[0]))


def only(folder: Path) -> Path:
    (path,) = (folder / "sandi").glob("engine-*.bin")
    return path


def test_a_kept_engine_judges_as_the_one_that_was_made(
    cache: tuple[Path, Engine], pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the rules were read again")

    monkeypatch.setattr(kept, "load_rules", never)
    again = started([pack])
    made = cache[1]
    assert again is not made
    assert again.rules.sha256 == made.rules.sha256
    assert again.judge_all(LISTINGS) == made.judge_all(LISTINGS) == [made.judge(one) for one in LISTINGS]
    assert again.fired_all(LISTINGS) == [made.fired(one) for one in LISTINGS]
    assert "uji-satu" in again.fired(LISTINGS[0])
    assert again.explain(LISTINGS[0]).verdict == made.explain(LISTINGS[0]).verdict


def test_only_the_user_may_read_it(cache: tuple[Path, Engine]) -> None:
    assert stat.S_IMODE(only(cache[0]).stat().st_mode) == 0o600
    assert stat.S_IMODE((cache[0] / "sandi").stat().st_mode) == 0o700


def test_it_holds_nothing_of_listings(cache: tuple[Path, Engine]) -> None:
    """Judge first, write then: the words that were read are not among what is kept."""
    cache[1].judge_all([Listing(url="u", text="kata rahasiasekali42x ini rahasiasekali43xyzabcdef")])
    assert b"rahasiasekali" not in pickle.dumps(cache[1], protocol=5)


def test_other_rules_are_other_files(cache: tuple[Path, Engine], pack: Path) -> None:
    before = kept._place([pack])
    assert before == only(cache[0])
    assert kept._place([]) != before
    rule = pack / "uji-satu.yaml"
    text = rule.read_text()
    rule.write_text(text.replace("revision: 1", "revision: 2"))
    assert fingerprint([pack])
    assert kept._place([pack]) != before
    rule.write_text(text)


class Bait:
    """What a file must never be able to do."""

    def __reduce__(self) -> tuple[object, ...]:
        return print, ("read",)


@pytest.mark.parametrize("content", [b"", b"\x80\x05nothing", pickle.dumps({"a": 1}), pickle.dumps(Bait())])
def test_a_file_that_is_no_engine_is_as_good_as_none(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "engine.bin"
    path.write_bytes(content)
    assert kept._read(path) is None
    assert capsys.readouterr().out == ""
