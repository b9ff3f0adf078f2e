"""Files and listings made to choke on: each gets a clear answer, in bounded processor time and memory.

Every group runs in one process of its own, whose limits the system itself enforces, so that no clock of a busy machine
decides: past MOST_SECONDS of processor time or MOST_ADDRESSES it is killed, and what it held at most is read from
the kernel.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from rules_house import RULE

from sandi.strict_yaml import MAX_BYTES

HOME = Path(__file__).resolve().parents[2]
MOST_SECONDS = 90
MOST_ADDRESSES = 3 << 30
MOST_MEMORY = 600 << 20
"""Bytes that a process may hold: the rules take about 150 MB, ten million characters four times their length."""
RUNNER = f"""
import atexit, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({MOST_SECONDS}, {MOST_SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({MOST_ADDRESSES}, {MOST_ADDRESSES}))
atexit.register(lambda: sys.stderr.write(open("/proc/self/status").read()))
from sandi.cli import main
main()
"""


@dataclass(frozen=True)
class Done:
    """`memory`: the most that the process held, in bytes."""

    status: int
    out: str
    err: str
    memory: int


def bounded(*words: str, packs: Path | None = None) -> Done:
    """`sandi` with `words` under the limits."""
    env = os.environ | {"SANDI_PACKS": json.dumps([str(packs)] if packs else []), "PYTHONPATH": str(HOME)}
    done = subprocess.run([sys.executable, "-c", RUNNER, *words], env=env, capture_output=True, text=True, check=False)
    held = re.search(r"^VmHWM:\s+(\d+) kB$", done.stderr, re.MULTILINE)
    assert held is not None, f"killed by its limits: {done.returncode} {done.stderr}"
    return Done(done.returncode, done.stdout, done.stderr, int(held[1]) << 10)


def rule(name: str, test: str) -> str:
    return RULE.format(title="Any", id=name, status="test", signals="register.news").replace(
        "any: {signal: [register.news]}", f"any: {{{test}}}"
    )


def bomb() -> str:
    """Nine lists of nine times the list before: a billion values, once resolved."""
    lines = [f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]" for i in range(9)]
    return "\n".join(["a: &a [x,x,x,x,x,x,x,x,x]", *lines])


FINE = rule("fine", "text: aman")
FILES: list[tuple[str, str | bytes, str]] = [
    ("alias-bomb", bomb(), "an anchor or alias (& or *). write the value out"),
    (
        "double-key",
        FINE.replace("status: test", "status: test\nstatus: stable"),
        "the key is here twice (first on line 3)",
    ),
    ("five-megabytes", FINE + "# " + "x" * 5_000_000, f"larger than {MAX_BYTES:,} bytes. split it"),
    ("deep", "a: " + "[" * 5000 + "]" * 5000, "nested deeper than 24"),
    ("wide", "a: [" + "x," * 200_000 + "x]", "more than 50,000 values"),
    ("catastrophic", rule("catastrophic", "text|re: '(?=a)(a+)+$'"), "look-ahead is not possible"),
    ("costly", rule("costly", "text|re: '((a{0,100}){0,100}){0,100}b'"), "use smaller or fewer repeats"),
    (
        "costly-too",
        rule("costly-too", "text|re: '[a-z]{0,999}x[a-z]{0,999}y[a-z]{0,999}z[a-z]{0,999}w[a-z]{0,999}v'"),
        "the pattern is too costly",
    ),
    (
        "endless-tokens",
        rule("endless-tokens", "text|tokens: [[{LOWER: a, OP: '*'}, {LOWER: a}]]"),
        "repeats without end",
    ),
    ("no", rule("no", "contact.obscured: NO"), "found 'NO'. write true or false"),
    ("bytes", b"\xff\xfe\x00title: x", "not UTF-8. save the file as UTF-8"),
    ("surrogate", 'title: "\\ud800"', "found invalid Unicode character escape code"),
    ("code", '!!python/object/apply:os.system ["id"]', "a tag (tag:yaml.org,2002:python/object/apply:os.system)"),
    ("brackets", FINE.replace("any and not", "(" * 5000 + "any" + ")" * 5000 + " and not"), "nested deeper than 20"),
]


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("files")
    packs = folder / "packs"
    packs.mkdir()
    for name, text, _ in FILES:
        (packs / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    (packs / "norway.yaml").write_text(rule("norway", "language: [NO], text: [NO, 12:30, 0812]"))
    return bounded("rules", "lint", str(packs))


@pytest.mark.gauntlet(30)
@pytest.mark.gauntlet(31)
@pytest.mark.parametrize(
    ("name", "told"), [(name, told) for name, _, told in FILES], ids=[name for name, _, _ in FILES]
)
def test_a_file_made_to_choke_on_is_told_with_its_mend(linted: Done, name: str, told: str) -> None:
    [line, *_] = [line for line in linted.out.splitlines() if f"/{name}.yaml" in line and ": error: " in line]
    assert told in line


@pytest.mark.gauntlet(31)
def test_files_made_to_choke_on_take_little(linted: Done) -> None:
    assert linted.status == 1, linted.err
    assert "Traceback" not in linted.out + linted.err
    assert linted.memory < MOST_MEMORY


def test_no_is_a_text_and_no_falsehood(linted: Done) -> None:
    """YAML 1.1 reads NO as false and 12:30 as 750; an author means Norwegian and a time."""
    assert not [line for line in linted.out.splitlines() if "/norway.yaml" in line and ": error: " in line]


ADVERT = "Loker Kamboja tanpa ijazah, gaji 18 jt, tiket ditanggung, paspor ditahan bos. WA 0812-0000-1234\n"
LISTINGS = [
    ("10 MB behind an advert", ADVERT + "lemari jati " * (10_000_000 // 12), "alert"),
    ("100,000 hits of one word", "kamboja " * 100_000, "quiet"),
    ("10 MB without a blank", "kamboja" * (10_000_000 // 7), "quiet"),
    ("marks on one letter", "kamboja" + "\u0301" * 1_000_000, "quiet"),
    ("lone surrogates", "kam\ud800boja \udfff" * 5_000 + ADVERT, "alert"),
    ("nearly near", "sandiku " * 30_000, "quiet"),
    ("nearly the pattern", "a" * 100_000 + "!", "quiet"),
    ("nearly the word", " ".join(f"myawad{n}" for n in range(12_000)), "quiet"),
    ("dates and licences", "berangkat tgl 12/12/2026 SIP3MI no 1/2/3 " * 2_400, "quiet"),
]
LINES = [
    ("lists in lists", "[" * 1_000_000, "error"),
    ("a line of 40 MB", '{"url": "x", "text": "' + "a" * 40_000_000 + '"}', "the line is longer than 32 MB"),
    ("no number", '{"url": "x", "text": "a", "price": NaN}', "error"),
]
OWN = [
    ("own-near", "text|near: {all: [sandiku, rahasiaku], max_tokens: 90}"),
    ("own-same", "text|near: {all: [sandiku, sandiku aman], max_tokens: 90}"),
    ("own-pattern", "text|re: '(?:a+)+b'"),
    ("own-fuzzy", "text|fuzzy: {words: [myawaddy, sihanoukville], distance: 2}"),
    ("own-tokens", "text|tokens: [[{LOWER: sandiku}, {OP: '{0,9}'}, {LOWER: rahasiaku}]]"),
    ("own-facts", "departure.days|below: -9000"),
]


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Every listing and line of the tables, in one file, judged by the real rules and by costly ones beside them."""
    folder = tmp_path_factory.mktemp("listings")
    packs = folder / "packs"
    packs.mkdir()
    for name, test in OWN:
        (packs / f"{name}.yaml").write_text(rule(name, test))
    lines = [json.dumps({"url": name, "text": text}) for name, text, _ in LISTINGS]
    (folder / "all.jsonl").write_text(
        "\n".join([*lines, *(line for _, line, _ in LINES), '{"url": "last", "text": "x"}'])
    )
    return bounded("scan", "--workers", "1", "--all", str(folder / "all.jsonl"), packs=packs)


@pytest.mark.parametrize(("name", "verdict"), [(name, verdict) for name, _, verdict in LISTINGS])
def test_a_listing_made_to_choke_on_is_judged(scanned: Done, name: str, verdict: str) -> None:
    found = {one["url"]: one for one in map(json.loads, scanned.out.splitlines())}
    assert found["last"]["verdict"] == "quiet", scanned.err
    assert (found[name]["verdict"] == "alert") is (verdict == "alert")


@pytest.mark.parametrize(("number", "told"), [(len(LISTINGS) + n, told) for n, (_, _, told) in enumerate(LINES, 1)])
def test_a_line_made_to_choke_on_is_told_by_its_number(scanned: Done, number: int, told: str) -> None:
    [line] = [line for line in scanned.err.splitlines() if f"all.jsonl:{number}: " in line]
    assert told in line
    assert len(line) < 1000


@pytest.mark.gauntlet(28)
def test_listings_made_to_choke_on_take_little(scanned: Done) -> None:
    assert scanned.status == 1, scanned.err
    assert "Traceback" not in scanned.err
    assert scanned.memory < MOST_MEMORY
    assert max(map(len, scanned.out.splitlines())) < 2_000_000
