"""A tiny set of signals and rules, so that the engine's conditions are tested apart from the real packs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType

from rules.engine import Engine
from rules.loader import RuleSet, load_rules, read_rules
from sandi.listing import Listing
from sandi.verdict import Verdict

SIGNALS = """\
group: s
signals:
  hire: {title: h, slot: act, evidence: official, source: [x], generic: true, is: [hiring],
    match: {text: [dicari, loker]}}
  place: {title: h, slot: act, evidence: official, source: [x], is: [closed_destination], match: {text: kamboja}}
  abroad: {title: h, slot: act, evidence: official, source: [x], match: {text: taiwan}}
  free: {title: h, slot: means, evidence: official, source: [x], negation: ignore,
    match: {text: [tanpa ijazah, tanpa pengalaman, tanpa interview]}}
  bare: {title: h, slot: means, evidence: official, source: [x], match: {text: tanpa ijazah}, negation: ignore}
  debt: {title: h, slot: means, evidence: official, source: [x], match: {text: potong gaji}}
  held: {title: h, slot: means, weight: 2, evidence: official, source: [x], match: {text: paspor ditahan}}
  myth: {title: h, slot: means, weight: 2, evidence: refuted, source: [x], match: {text: pendatang baru}}
  tale: {title: h, slot: means, weight: 2, evidence: folklore, source: [x], match: {text: kode pizza}}
  scam: {title: h, slot: purpose, evidence: official, source: [x], match: {text: judol}}
  chat: {title: h, slot: deal, evidence: official, source: [x], match: {text: chat admin}}
  call: {title: h, slot: deal, evidence: official, source: [x], is: [call], match: {text: minat hubungi}}
  licence: {title: h, slot: counter, evidence: official, source: [x], match: {text: sip3mi}}
  news: {title: h, slot: context, evidence: official, source: [x], is: ['veto:news'], match: {text: polisi}}
  doll: {title: h, slot: context, evidence: official, source: [x], is: ['veto:doll', 'goods:doll'],
    match: {text: boneka}}
  wardrobe: {title: h, slot: context, evidence: official, source: [x], is: ['goods:furniture'], match: {text: lemari}}
  age: {title: h, slot: person, evidence: official, source: [x], borne_by: [any], match: {text|re: 'umur \\d+'}}
  tall: {title: h, slot: person, evidence: official, source: [x], borne_by: [any], match: {text|re: 'tinggi \\d+'}}
  meek: {title: h, slot: person, evidence: official, source: [x], borne_by: [pet], match: {text: penurut}}
  cook: {title: h, slot: person, evidence: official, source: [x], match: {text: bisa masak}}
  head: {title: h, slot: deal, evidence: official, source: [x], is: [per_head], match: {text: per kepala}}
  baby: {title: h, slot: person, evidence: official, source: [x], is: [minor], match: {text: bayi}}
  adopt: {title: h, slot: act, evidence: official, source: [x], match: {text: cari adopter}}
  paid: {title: h, slot: means, evidence: official, source: [x], is: [payment], match: {text: ganti biaya}}
  cry: {title: h, slot: context, evidence: official, source: [x], is: [distress], match: {text: tolong adik saya}}
  worn: {title: h, slot: context, evidence: official, source: [x], is: [watch], match: {text: open bo}}
"""
RULE = """\
title: {title}
id: {id}
status: {status}
revision: 1
tactic: fake-job
description: A rule for tests.
references: [x]
falsepositives: [anything]
detection:
  any: {{signal: [{signals}]}}
  filter_off: {{text: zzz}}
  condition: any and not filter_off
score: {{base: 50, add: {{obscured: 10}}}}
examples:
  match: [{{text: a, verdict: alert}}]
  no_match: [{{text: b, because: any}}]
"""
ALL = (
    "s.place, s.abroad, s.free, s.debt, s.held, s.myth, s.tale, s.scam, s.age, s.meek, s.cook, s.head, s.adopt, s.doll"
)


def rule_set(folder: Path, *, status: str = "test") -> RuleSet:
    """The signals above and one rule that fires on nearly all of them, read from real files."""
    (folder / "signals").mkdir(exist_ok=True)
    (folder / "signals" / "s.yaml").write_text(SIGNALS)
    text = RULE.format(title="Any", id="any-sign", status=status, signals=ALL)
    (folder / "any-sign.yaml").write_text(text)
    rules, problems = read_rules([folder], signals=[folder / "signals"])
    assert not problems, problems
    return rules


def judge(engine: Engine, text: str, **fields: str) -> Verdict:
    return engine.judge(Listing(url="https://example.org/1", text=text, **fields))  # type: ignore[arg-type]


@cache
def project_rules() -> RuleSet:
    """The rules that come with sandi, read once a process."""
    return load_rules()


@cache
def project_engine() -> Engine:
    """Their engine; it knows nothing of the listings that it judged before."""
    return Engine(project_rules())


def steps(work: Callable[[], object]) -> int:
    """How many functions are called while `work` is done: a measure of work that no busy machine changes."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
