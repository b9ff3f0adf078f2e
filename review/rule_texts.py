"""What a reviewer wants to know of a rule, read from its stored text: why it exists, its grounds, what is harmless."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rules.schema import TLP
from sandi.errors import InputError
from sandi.strict_yaml import load_text
from sandi.verdict import RuleText


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule at a revision in words. `tlp` is `red` too where a level is named that is none."""

    rule: str
    revision: int
    title: str
    description: str
    status: str
    level: str
    references: tuple[str, ...]
    harmless: tuple[str, ...]
    text: str
    tlp: str = "clear"


def card(stored: RuleText) -> RuleCard:
    """The card of a stored rule; a text that cannot be read any more still gives its id, revision and title."""
    data = _read(stored.text)
    return RuleCard(
        rule=stored.rule,
        revision=stored.revision,
        title=stored.title or _text(data, "title") or stored.rule,
        description=_text(data, "description"),
        status=_text(data, "status"),
        level=_text(data, "level"),
        references=_texts(data, "references"),
        harmless=_texts(data, "falsepositives"),
        text=stored.text,
        tlp=_level(_text(data, "tlp")),
    )


def _level(named: str) -> str:
    return "clear" if not named else named if named in TLP else "red"


def cards(stored: Iterable[RuleText]) -> dict[tuple[str, int], RuleCard]:
    """Cards by rule and revision."""
    return {(text.rule, text.revision): card(text) for text in stored}


@lru_cache(maxsize=512)
def _read(text: str) -> Mapping[str, Any]:
    try:
        documents = load_text(text, "stored rule")
    except InputError:
        return {}
    return next((d.data for d in documents if isinstance(d.data, dict)), {})


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def _texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = data.get(name)
    items = value if isinstance(value, list) else [value]
    return tuple(str(item).strip() for item in items if isinstance(item, (str, int, float)) and str(item).strip())
