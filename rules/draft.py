"""Drafts a rule: from adverts, which signals read them already and which words stand out, written as commented YAML.

The draft loads and only watches. What no program can know is left as TODO, which `sandi rules lint` asks for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rules.engine import Engine
from rules.loader import RuleSet
from rules.matchers import Found
from rules.reader import read_rule
from rules.schema import Rule, signal_names
from rules.terms import Beside, Term, standing_out
from sandi.errors import InputError, Problem
from sandi.listing import Listing
from sandi.strict_yaml import load_text
from sandi.text import visible
from sandi.verdict import Contact, Verdict

FILLED = ("act", "means", "purpose", "person", "deal")
CORE = ("act", "means", "purpose")
ENOUGH = 0.8
SOME = 0.3
MOST_SIGNALS = 5
MOST_EXAMPLES = 3
NEWS = "register.news"
HELP = "help.call, help.distress, help.story, help.advice"
_TOLD = {
    "filter_news": "Berita: polisi menahan perekrut yang memasang iklan berbunyi: ",
    "filter_help": "Tolong selamatkan saya, paspor saya ditahan agen dan saya tidak boleh pulang. Iklannya dulu: ",
}
_STAND_INS = {
    "phone": "0812-0000-0001",
    "whatsapp": "0812-0000-0001",
    "email": "contoh@example.com",
    "url": "https://example.com/contoh",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the author answered; `words` are by slot. Empty texts become TODO."""

    id: str
    tactic: str
    title: str = ""
    description: str = ""
    author: str = ""
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """What adverts say: how many each signal reads (`heard`: a word of each) and each rule fires on; what stands out.

    `common` are the signals of which nothing was heard but what harmless texts say as well; `heard` has the words that
    these say least. `clean` are the adverts without contacts; `minors` tells whether most speak of somebody under 18.
    """

    adverts: int
    signals: Mapping[str, int]
    heard: Mapping[str, str]
    rules: Mapping[str, int]
    alerts: int
    terms: Sequence[Term]
    minors: bool
    clean: Sequence[str]
    common: frozenset[str] = frozenset()
    beside: Beside = field(default_factory=lambda: Beside(()))


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a rule, the adverts it fires on, and how many of them would alert if its status were `test`."""

    text: str
    matches: int
    alerts: int


def read_adverts(rules: RuleSet, adverts: Sequence[str], harmless: Iterable[str]) -> Read:
    """What the rules see in adverts, and which words stand out that no signal reads."""
    engine = Engine(rules)
    signals: Counter[str] = Counter()
    fired: Counter[str] = Counter()
    heard: dict[str, set[str]] = {}
    known: set[str] = set()
    clean, bare, alerts, minors = [], [], 0, 0
    for text in adverts:
        explained = engine.explain(Listing(url="advert:", text=text))
        alerts += explained.verdict.verdict == "alert"
        clean.append(without_contacts(text, explained.verdict.contacts))
        bare.append(without_contacts(text, explained.verdict.contacts, stand_in="."))
        present = [p for judged in explained.segments for p in judged.evidence.present]
        signals.update({p.signal.name for p in present})
        minors += any("minor" in p.signal.roles for p in present)
        fired.update({f.rule.id for judged in explained.segments for f in judged.evidence.fired})
        for p in present:
            words = [f.read_as for f in p.found if f.field in {"title", "text"}]
            heard.setdefault(p.signal.name, set()).update(words)
            known.update(words)
    said = " | ".join(sorted(known))
    quiet = list(harmless)
    beside = Beside(quiet)
    terms = [term for term in standing_out(bare, quiet) if term.text not in said]
    common = frozenset(name for name, words in heard.items() if words and all(map(beside.common, words)))
    shown = {name: beside.narrowest(words) for name, words in heard.items()}
    minor = minors * 2 > len(adverts)
    return Read(len(adverts), signals, shown, fired, alerts, terms, minor, clean, common, beside)


def without_contacts(text: str, contacts: Iterable[Contact], *, stand_in: str = "") -> str:
    """`text` with every contact replaced by an invented one (or `stand_in`): a rule file holds nobody's number."""
    places: dict[tuple[int, int], str] = {}
    for contact in contacts:
        if contact.field == "text":
            raw = text[contact.start : contact.end]
            invented = _STAND_INS.get(contact.kind, "contoh_akun")
            invented = "@" + invented if raw.startswith("@") else invented
            places.setdefault((contact.start, contact.end), stand_in or invented)
    done, at = "", 0
    for (start, end), put in sorted(places.items()):
        if start >= at:
            done, at = f"{done}{text[at:start]}{put}", end
    return done + text[at:]


def draft(rules: RuleSet, asked: Asked, read: Read, today: date) -> Draft:
    """The rule as text. Its match examples are those of the adverts on which it really fires."""
    parts = _selections(rules, asked, read)
    bare = _text(asked, read, parts, today, ["x"], {}, {})
    rule = _parsed(bare)
    engine = Engine(replace(rules, rules=(replace(rule, status="test"),)))
    verdicts: list[Verdict] = []
    examples: list[str] = []
    spans: dict[str, dict[str, str]] = {}
    for text in read.clean:
        listing = Listing(url="advert:", text=text)
        fired = engine.fires(rule, listing)
        if fired is None:
            continue
        verdicts.append(engine.judge(listing))
        examples.append(text)
        spans[text] = {
            name: text[place.start : place.end]
            for name, places in sorted(fired.found.items())
            if name in (*CORE, "words") and (place := _narrowest(places, read.beside)) is not None
        }
    shown = sorted(examples, key=len)[:MOST_EXAMPLES]
    alerts = sum(verdict.verdict == "alert" for verdict in verdicts)
    silent = {name: _silenced(engine, rule, name, shown) for name in _TOLD}
    return Draft(_text(asked, read, parts, today, shown, spans, silent), len(examples), alerts)


def _narrowest(places: Sequence[Found], beside: Beside) -> Found | None:
    """The place whose words harmless texts say least; none where they say all of them."""
    rare = [one for one in places if one.field == "text" and not beside.common(one.read_as)]
    return min(rare, key=lambda one: (beside.share(one.read_as), -len(one.read_as), one.start), default=None)


def _silenced(engine: Engine, rule: Rule, name: str, adverts: Sequence[str]) -> str:
    """The first advert, as news or a victim would quote it, that the filter `name` and nothing else silences."""
    for advert in adverts:
        told = _TOLD[name] + " ".join(advert.split())
        listing = Listing(url="advert:", text=told)
        if engine.fires(rule, listing) is None and engine.fires(rule, listing, without=name) is not None:
            return told
    return ""


def _parsed(text: str) -> Rule:
    problems: list[Problem] = []
    (document,) = load_text(text, "draft")
    rule = read_rule(document, text, "", problems)
    if rule is None or any(problem.grade == "error" for problem in problems):
        raise InputError(problems)
    return rule


# Selections ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """One selection: its line, and in how many adverts it may hold."""

    name: str
    line: str
    adverts: int


def _selections(rules: RuleSet, asked: Asked, read: Read) -> list[_Part]:
    parts = []
    usual = usual_in(rules, asked.tactic)
    often = [name for name, count in read.signals.items() if count >= SOME * read.adverts and name in usual]
    heard = [name for name in often if name not in read.common]
    for slot in FILLED:
        names = [name for name in heard if rules.signals[name].slot == slot and not rules.signals[name].generic]
        names = sorted(names, key=lambda name: (-read.signals[name], name))[:MOST_SIGNALS]
        own = list(asked.words.get(slot, ()))
        if names or own:
            most = max((read.signals[name] for name in names), default=read.adverts)
            parts.append(_Part(slot, _either(names, own, slot, read), most))
    if read.terms:
        words = ", ".join(_quoted(term.text) for term in read.terms)
        best = max(term.adverts for term in read.terms)
        note = "  # stood out; take out what harmless adverts say too"
        parts.append(_Part("words", f" {{text|word: [{words}]}}{note}", best))
    return parts or [_Part("words", " {text|word: ['TODO: words that only such adverts have']}", 0)]


def usual_in(rules: RuleSet, tactic: str) -> frozenset[str]:
    """The signals that rules of this tactic ask for already, so that words of another trade are not proposed."""
    of_tactic = (rule for rule in rules.rules if rule.tactic == tactic)
    return frozenset(name for rule in of_tactic for part in rule.selections.values() for name in signal_names(part))


def _either(names: Sequence[str], own: Sequence[str], slot: str, read: Read) -> str:
    """Signals, one a line with what they read, and words of the author's own beside them."""
    words = f"{{text|word: [{', '.join(map(_quoted, own))}], slot: {slot}}}"
    if not names:
        return f" {words}"
    dash, deep = ("- ", "  ") if own else ("", "")
    lines = [f"\n    {dash}signal:"]
    for name in names:
        heard = visible(read.heard[name], limit=40)
        lines.append(
            f"      {deep}- {name:26}  # {read.signals[name]} of {read.adverts}{f': {heard}' if heard else ''}"
        )
    return "\n".join([*lines, f"    - {words}"] if own else lines)


def _condition(asked: Asked, parts: Sequence[_Part], read: Read) -> list[str]:
    """The selections that nearly every advert has; with fewer than two, the words that stand out as well, or one of
    the other slots that tell.
    """
    core = [p.name for p in parts if p.name in CORE and (p.adverts >= ENOUGH * read.adverts or p.name in asked.words)]
    if len(core) < 2:
        core += [p.name for p in parts if p.name not in core and p.name == "words"]
    others = [p.name for p in parts if p.name in CORE and p.name not in core]
    if len(core) == 1 and others:
        core.append(f"1 of ({', '.join(others)})" if len(others) > 1 else others[0])
    return core or [parts[0].name]


# The text --------------------------------------------------------------------------------------------------------


def _text(
    asked: Asked,
    read: Read,
    parts: Sequence[_Part],
    today: date,
    examples: Sequence[str],
    spans: Mapping[str, Mapping[str, str]],
    silent: Mapping[str, str],
) -> str:
    core = _condition(asked, parts, read)
    more = [p.name for p in parts if p.name not in core]
    add = ", ".join([*(f"{name}: 5" for name in more), "obscured: 10"])
    lines = [
        "# A draft by `sandi rules new`. Write what says TODO; `sandi rules lint` names what is left.",
        f"title: {_quoted(asked.title or 'TODO: what the rule looks for, in one line')}",
        f"id: {asked.id}",
        "status: experimental            # it only watches; `test` lets it alert once gate and backtest agree",
        "revision: 1                     # one more with every change of meaning",
        f"tactic: {asked.tactic}",
        f"description: {_quoted(asked.description or 'TODO: who writes so, and why it is a sign')}",
        f"author: {_quoted(asked.author or 'TODO: your name')}",
        f"date: {today.isoformat()}",
        *(["lane: child                     # most of the adverts speak of somebody under 18"] if read.minors else []),
        "references: ['TODO: where it is written that traffickers do so']",
        "detection:",
        *(f"  {part.name}:{part.line}" for part in parts),
        f"  filter_news: {{signal: {NEWS}}}",
        f"  filter_help: {{signal: [{HELP}]}}  # who asks for help is no suspect",
        f"  condition: {' and '.join(core)} and not 1 of filter_*",
        f"score: {{base: 50, add: {{{add}}}}}",
        "falsepositives:",
        "  - News quoting such adverts",
        "  - 'TODO: who writes nearly the same and means no harm'",
        "examples:",
        "  match:",
        *_matching(examples, spans),
        "  no_match:",
        f"    - text: {_quoted(silent.get('filter_news') or 'TODO: a news text that quotes such an advert')}",
        "      because: filter_news        # without that filter it must match; the test checks that",
        f"    - text: {_quoted(silent.get('filter_help') or 'TODO: what a victim of such an advert would write')}",
        "      because: filter_help",
        "    - text: 'TODO: a real harmless text that is nearly the same'",
        f"      because: {core[0]:18}     # what is missing there; or `engine`",
    ]
    return "\n".join(lines) + "\n"


def _matching(examples: Sequence[str], spans: Mapping[str, Mapping[str, str]]) -> list[str]:
    if not examples:
        return ["    - text: 'TODO: an advert that must match; no real names or numbers'"]
    lines = []
    for text in examples:
        lines.append(f"    - text: {_quoted(text)}")
        marked = {name: raw for name, raw in spans.get(text, {}).items() if _plain(raw)}
        if marked:
            lines.append(f"      spans: {{{', '.join(f'{name}: {_quoted(raw)}' for name, raw in marked.items())}}}")
    return lines


def _plain(raw: str) -> bool:
    """Whether a marked piece stands in the file as it was published."""
    return " ".join(raw.split()) == raw and visible(raw) == raw


def _quoted(text: str) -> str:
    """A YAML scalar on one line."""
    line = " ".join(visible(text).split())
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*", line) and line.lower() not in {"true", "false", "null"}:
        return line
    return "'" + line.replace("'", "''") + "'"
