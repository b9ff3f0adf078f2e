"""The list of rules with what people made of their leads, and a page for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.call import Call
from review.counted import counted
from review.permissions import Permission
from review.precision import Harmless, Precision, kept_gate, precision
from review.routes.lead import asked_lead
from review.routes.lead import page as lead_page
from review.rule_texts import RuleCard, card
from review.rulebook import rulebook
from rules.schema import Rule
from sandi.listing import scrub
from sandi.verdict import RuleText
from storage import rule_edits, rule_figures
from storage.database import Store
from storage.rule_figures import RuleFigures

ORDERS = ("leads", "precision", "name")
MAX_CODE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A rule of the list; `rule` is None when no file of today holds it any more."""

    id: str
    rule: Rule | None
    figures: RuleFigures
    precision: Precision
    harmless: Harmless | None

    @property
    def tactic(self) -> str:
        return self.rule.tactic if self.rule else self.figures.tactic


def show(call: Call) -> Response:
    """All rules: those of the files, and those of the past that raised leads."""
    tactic = scrub(call.request.query_params.get("tactic", ""))[:MAX_CODE]
    order = call.request.query_params.get("order", "leads")
    order = order if order in ORDERS else "leads"
    book = rulebook(call.store.config.packs)
    figures = counted(call.store, ("rules",), partial(rule_figures.every_rule, call.store))
    lines = _lines(call, {rule.id: rule for rule in book.rules.rules}, figures.value)
    tactics = sorted({line.tactic for line in lines if line.tactic})
    shown = [line for line in lines if not tactic or line.tactic == tactic]
    values = {
        "lines": _ordered(shown, order),
        "tactics": tactics,
        "tactic": tactic,
        "order": order,
        "problems": book.errors[:20],
        "waiting": len(rule_edits.waiting(call.store)),
        "gate": kept_gate(call.store.config.data),
        "counted_at": figures.at,
        "back": "/rules",
    }
    return call.page("rules.html", 200, values)


def page(call: Call) -> Response:
    """One rule: its figures, what it shares with others, what was said against it, its text."""
    rule_id = call.request.path_params["rule"]
    today = rulebook(call.store.config.packs).rules.rule(rule_id)
    told = _card(call, rule_id, today)
    if told is None:
        raise HTTPException(404)
    gate = kept_gate(call.store.config.data)
    found = counted(call.store, ("rule", rule_id), partial(_count, call.store, rule_id))
    figures, months = found.value["figures"], found.value["months"]
    values = {
        "id": rule_id,
        "rule": today,
        "card": told,
        "figures": figures,
        "precision": precision(figures),
        "gate": gate,
        "harmless": gate.of(rule_id) if gate else None,
        "months": [(part, Precision(part.kept, part.kept + part.dismissed)) for part in months],
        "most": max((part.leads for part in months), default=1),
        "revisions": [(part, Precision(part.kept, part.kept + part.dismissed)) for part in found.value["revisions"]],
        "overlaps": found.value["overlaps"],
        "counted_at": found.at,
        "notes": rule_figures.wrong_notes(call.store, rule_id),
        "edits": rule_edits.of_rule(call.store, rule_id),
        "decided": rule_figures.decided_leads(call.store, rule_id),
        "may_read": call.may(Permission.READ_LEADS),
        "back": f"/rules/{rule_id}",
    }
    return call.page("rule.html", 200, values)


def lead(call: Call) -> Response:
    """A lead that people decided, for those who may edit the rule that raised it; masked, and only to be read."""
    rule_id, found = call.request.path_params["rule"], asked_lead(call)
    if found.state == "open" or rule_id not in {hit.rule for hit in found.hits}:
        raise HTTPException(404)
    return lead_page(call, found, 200, rule=rule_id)


def _card(call: Call, rule_id: str, today: Rule | None) -> RuleCard | None:
    """The rule in words: of today's file, else of its newest stored text; None when neither is there."""
    if today is not None:
        return card(RuleText(rule_id, today.revision, today.title, today.tactic, today.sha256, today.text))
    stored = rule_figures.newest_text(call.store, rule_id)
    return card(stored) if stored else None


def _count(store: Store, rule: str) -> dict[str, Any]:
    months, revisions = rule_figures.by_month_and_revision(store, rule)
    return {
        "figures": rule_figures.of_rule(store, rule),
        "months": months,
        "revisions": revisions,
        "overlaps": rule_figures.overlaps(store, rule),
    }


def _lines(call: Call, today: dict[str, Rule], figures: Sequence[RuleFigures]) -> list[Line]:
    fired = {one.rule: one for one in figures}
    gate = kept_gate(call.store.config.data)
    every = [fired.get(name, RuleFigures(name)) for name in sorted(fired.keys() | today.keys())]
    return [
        Line(one.rule, today.get(one.rule), one, precision(one), gate.of(one.rule) if gate else None) for one in every
    ]


def _ordered(lines: Sequence[Line], order: str) -> list[Line]:
    """By leads (most first), by precision (the worst that is known first), or by name."""
    if order == "name":
        return sorted(lines, key=lambda line: line.id)
    if order == "precision":
        return sorted(lines, key=lambda line: (not line.precision.decided, line.precision.high, line.id))
    return sorted(lines, key=lambda line: (-line.figures.leads, -line.figures.hits, line.id))
