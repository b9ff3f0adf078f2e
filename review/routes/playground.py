"""The playground: edit a rule, see what it finds and what it changes, then save it as a new revision.

Every button sends the whole form, so it works without JavaScript, and nothing is kept until somebody saves.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import i18n, learning, playground, rule_files
from review.call import Call
from review.evidence import NEEDED
from review.permissions import Permission
from review.playground import LookBack
from review.routes.lead import whole
from review.rulebook import Rulebook, rulebook
from rules.examples import Survival
from rules.schema import Rule
from rules.trial import Trial
from sandi.listing import Listing, scrub
from storage import leads, listings, rule_edits
from storage.listings import NoListing
from storage.restrictions import Restricted

MAX_RULE = 60_000
MAX_TEXT = 20_000
KEPT = 16
NEW = """\
title: TODO what it looks for, in one line
id: my-first-rule
status: experimental
revision: 1
tactic: fake-job
description: TODO why these words together fit the tactic.
references: [TODO]
detection:
  place: {signal: place.closed_work}
  lure: {signal: [job.no_requirements, pay.too_good]}
  filter_news: {signal: register.news}
  condition: place and lure and not 1 of filter_*
score: {base: 50}
falsepositives: [TODO]
examples:
  match:
    - text: TODO an advert that it must find
  no_match:
    - text: TODO something harmless that looks like one
      because: lure
"""
_looked: OrderedDict[tuple[str, str], LookBack] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form holds: the rule it began from, its text, and the text or the lead it is tried on."""

    origin: str
    base: str
    yaml: str
    title: str
    text: str
    kind: str
    lead: int
    reason: str
    folder: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What a trial reads: `judged` in memory, `shown` on the page; of a lead the one is masked, of equal length."""

    judged: Listing
    shown: Listing
    lane: str = "adult"


def show(call: Call) -> Response:
    """The empty form, or one that begins from a rule (`?rule=`), a lead (`?lead=`) or a text (`?yaml=`)."""
    query = call.request.query_params
    origin = scrub(query.get("rule", ""))[:100]
    today = rulebook(call.store.config.packs).rules.rule(origin)
    if origin and today is None:
        raise HTTPException(404)
    base = rule_files.digest(Path(today.where)) if today else ""
    number = whole(query.get("lead", ""))
    asked = Asked(origin, base, today.text if today else NEW, "", "", "", number, "", "")
    words = learning.chosen([scrub(word) for word in query.getlist("term")], scrub(query.get("own", "")))
    if words:
        sample = _sample(call, asked) if number else None
        example = f"{sample.shown.title} {sample.shown.text}" if sample and sample.lane != "child" else ""
        silences = query.get("as") == "filter"
        asked = replace(asked, yaml=learning.with_words(asked.yaml, words, silences=silences, example=example))
    return _page(call, asked)


def go(call: Call) -> Response:
    """Try the rule, look back with it, or save it, as the pressed button says."""
    asked = Asked(
        origin=call.field("rule")[:100],
        base=call.field("base")[:64],
        yaml=scrub(call.field("yaml")).replace("\r\n", "\n")[:MAX_RULE],
        title=scrub(call.field("title"))[:300],
        text=scrub(call.field("text")).replace("\r\n", "\n")[:MAX_TEXT],
        kind=call.field("kind")[:20],
        lead=whole(call.field("lead")),
        reason=call.field("reason").strip()[:500],
        folder=call.field("folder"),
    )
    book = rulebook(call.store.config.packs)
    trial = playground.read(book, asked.yaml, playground.where_of(_file(book, asked.origin), _today()))
    act = call.field("act")
    if act == "save":
        return _save(call, asked, book, trial)
    looked = _look_back(call, asked, book, trial) if act == "back" and trial.rule else None
    return _page(call, asked, book=book, trial=trial, looked=looked)


def _save(call: Call, asked: Asked, book: Rulebook, trial: Trial) -> Response:
    """Keep the edit, if it holds no error, has a reason, and its look back has been seen."""
    say = i18n.translations(call.language).gettext
    sample = _sample(call, asked)
    checked, _, _ = playground.on_text(book, trial, Listing(url="playground:"), sample.shown)
    if checked.rule is None or checked.errors:
        return _page(call, asked, 400, book=book, trial=trial, problem=say("Mend the errors first; nothing was saved."))
    looked = _looked.get(_key(asked, book))
    if looked is None:
        looked = _look_back(call, asked, book, trial)
        told = say("First see what the edit changes, then save it. Nothing was saved yet.")
        return _page(call, asked, 400, book=book, trial=trial, looked=looked, problem=told)
    if not asked.reason:
        told = say("Give a reason first; it goes into the audit log.")
        return _page(call, asked, 400, book=book, trial=trial, looked=looked, problem=told)
    try:
        target, text, revision = _written(call, asked, book, checked.rule)
        wanted = call.store.config.rule_approval
        alone = wanted and not call.bench.people
        edit = rule_edits.propose(
            call.store,
            rule=checked.rule.id,
            revision=revision,
            path=str(target.path),
            text=text,
            base_sha256=target.base_sha256,
            base_text=target.base_text,
            reason=asked.reason,
            author=call.signed_in.user,
            figures=looked.figures(),
            write=None
            if wanted and not alone
            else lambda one: rule_files.write(target.path, one.text, one.base_sha256),
            alone=alone,
        )
    except rule_files.CannotWrite as error:
        return _page(call, asked, 409, book=book, trial=trial, looked=looked, problem=str(error))
    return call.go(f"/rules/edits/{edit.id}")


def _written(call: Call, asked: Asked, book: Rulebook, rule: Rule) -> tuple[rule_files.Target, str, int]:
    """The file, its text and its revision. Raises CannotWrite, also where the file is not the one that was opened."""
    today = book.rules.rule(rule.id)
    target = rule_files.target_of(call.store.config.packs, rule, today, asked.folder)
    if today is not None and (asked.origin != rule.id or target.base_sha256 != asked.base):
        told = f"{target.path.name} is not the file this edit began from; open the rule again and repeat the edit there"
        raise rule_files.CannotWrite(told)
    revision = today.revision + 1 if today else rule.revision
    return target, rule_files.revised(asked.yaml, today, _today()), revision


def _look_back(call: Call, asked: Asked, book: Rulebook, trial: Trial) -> LookBack:
    found = playground.look_back(call.store, book, trial, actor=call.signed_in.user)
    if trial.rule is not None:
        _looked[_key(asked, book)] = found
        while len(_looked) > KEPT:
            _looked.popitem(last=False)
    return found


def _key(asked: Asked, book: Rulebook) -> tuple[str, str]:
    return sha256(asked.yaml.encode()).hexdigest(), book.rules.sha256


def _page(
    call: Call,
    asked: Asked,
    status: int = 200,
    *,
    book: Rulebook | None = None,
    trial: Trial | None = None,
    looked: LookBack | None = None,
    problem: str = "",
) -> Response:
    sample = _sample(call, asked)
    result, lasting = None, None
    if book is not None and trial is not None:
        trial, result, lasting = playground.on_text(book, trial, sample.judged, sample.shown)
    filled, empty = playground.slots_of(result.tried, NEEDED) if result else ([], [])
    values: dict[str, Any] = {
        "asked": asked,
        "sample": sample,
        "trial": trial,
        "result": result,
        "filled": filled,
        "empty": empty,
        "ways": _ways(lasting),
        "lasting": lasting,
        "looked": looked,
        "lines": playground.numbered(asked.yaml, trial) if trial and trial.problems else [],
        "problem": problem,
        "folders": [str(one) for one in rule_files.folders(call.store.config.packs)],
        "approval": call.store.config.rule_approval,
        "may_read": call.may(Permission.READ_LEADS),
        "back": "/rules",
    }
    return call.page("playground.html", status, values)


def _sample(call: Call, asked: Asked) -> Sample:
    """The lead that was chosen, else what was typed. Raises HTTPException when there is no such decided lead."""
    if not asked.lead:
        typed = Listing(url="playground:", title=asked.title, text=asked.text, kind=asked.kind or "post")
        return Sample(typed, typed)
    lead = leads.get(call.store, asked.lead)
    if lead is None or (lead.state == "open" and not call.may(Permission.READ_LEADS)):
        raise HTTPException(404)
    shown = lead.listing.listing
    reason = "playground: try a rule on it"
    try:
        judged = listings.original(
            call.store, lead.listing_id, lead.listing.version, actor=call.signed_in.user, reason=reason, lead=lead.id
        )
    except (NoListing, Restricted):
        judged = shown
    return Sample(judged, shown, lead.lane)


def _ways(lasting: Survival | None) -> list[tuple[str, float, int, int]]:
    """Way, share, matched, tried of the obscured examples."""
    if lasting is None:
        return []
    return [(way, lasting.share_of(way), *counted) for way, counted in lasting.ways.items()]


def _file(book: Rulebook, origin: str) -> Path | None:
    today = book.rules.rule(origin)
    return Path(today.where) if today else None


def _today() -> date:
    return datetime.now(UTC).date()
