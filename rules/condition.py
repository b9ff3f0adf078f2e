"""The condition of a rule: `place and (waived or 2 of (pay, paid)) and not 1 of filter_*`, parsed and compiled.

Compiled once to a closure over "is this selection true?", so that judging a listing parses nothing. The parsed form
stays beside it, for those who ask what the condition cannot do without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

Truth = Callable[[str], bool]
Check = Callable[[Truth], bool]

_TOKEN = re.compile(r"\s*(?:(?P<sign>[(),])|(?P<word>[A-Za-z0-9_][A-Za-z0-9_*?.-]*))")
_WORDS = {"and", "or", "not", "of"}
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Name:
    """One selection."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Least:
    """At least `count` of `parts`: all of them for `and`, one for `or`."""

    count: int
    parts: tuple[Node, ...]


Node = Name | Not | Least


class ConditionError(ValueError):
    """A condition that cannot be read; the message says at which word and what is expected."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`text` as written, `tree` as parsed, `check` to run, `names` of all selections it uses and `positive` those not
    under a `not`.
    """

    text: str
    tree: Node
    check: Check
    names: frozenset[str]
    positive: frozenset[str]

    def __reduce__(self) -> tuple[object, ...]:
        return read_again, (self.text, self.tree, self.names, self.positive)


def read_again(text: str, tree: Node, names: frozenset[str], positive: frozenset[str]) -> Condition:
    """A condition that was parsed before."""
    return Condition(text, tree, compiled(tree), names, positive)


def parse_condition(text: str, selections: Sequence[str]) -> Condition:
    """Read `text` against the names in `selections`. Raises ConditionError."""
    parser = _Parser(_tokens(text), selections)
    tree = parser.expression(0)
    if parser.peek():
        raise ConditionError(f"unexpected `{parser.peek()}`; expected `and`, `or` or the end")
    return Condition(text, tree, compiled(tree), frozenset(parser.names), frozenset(parser.positive))


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if not match:
            raise ConditionError(f"cannot read `{text[at:].strip()[:20]}`")
        tokens.append(match.group("sign") or match.group("word"))
        at = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[str], selections: Sequence[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.selections = selections
        self.names: set[str] = set()
        self.positive: set[str] = set()
        self.negated = False

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            found = f"`{token}`" if token else "the end"
            raise ConditionError(f"found {found}; expected {f'`{expected}`' if expected else 'a selection'}")
        self.at += 1
        return token

    def expression(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ConditionError(f"parentheses nested deeper than {MAX_DEPTH}")
        parts = [self.conjunction(depth)]
        while self.peek() == "or":
            self.take()
            parts.append(self.conjunction(depth))
        return parts[0] if len(parts) == 1 else Least(1, tuple(parts))

    def conjunction(self, depth: int) -> Node:
        parts = [self.negation(depth)]
        while self.peek() == "and":
            self.take()
            parts.append(self.negation(depth))
        return parts[0] if len(parts) == 1 else Least(len(parts), tuple(parts))

    def negation(self, depth: int) -> Node:
        turned = False
        while self.peek() == "not":  # a loop, because a thousand of them are no reason to fall over
            self.take()
            turned = not turned
        self.negated ^= turned
        inner = self.term(depth)
        self.negated ^= turned
        return Not(inner) if turned else inner

    def term(self, depth: int) -> Node:
        token = self.take()
        if token == "(":  # noqa: S105
            inner = self.expression(depth + 1)
            self.take(")")
            return inner
        if self.peek() == "of":
            return self.quantity(token)
        if token in _WORDS or token in {")", ","}:
            raise ConditionError(f"found `{token}`; expected a selection")
        return self.selection(token)

    def quantity(self, token: str) -> Node:
        self.take("of")
        names = self.members()
        if token in {"all", "any"}:
            least = len(names) if token == "all" else 1  # noqa: S105
        elif token.isdigit() and int(token) > 0:
            least = int(token)
        else:
            raise ConditionError(f"found `{token} of`; expected a number, `all of` or `any of`")
        if least > len(names):
            raise ConditionError(f"`{token} of` asks for more than the {len(names)} selections it names")
        return Least(least, tuple(map(Name, names)))

    def members(self) -> tuple[str, ...]:
        token = self.take()
        if token == "(":  # noqa: S105
            names = [*self.named(self.take())]
            while self.peek() == ",":
                self.take()
                names += self.named(self.take())
            self.take(")")
            return tuple(dict.fromkeys(names))
        return self.named(token)

    def named(self, token: str) -> tuple[str, ...]:
        """The selections that a name or pattern stands for; `them` is every selection that is no filter."""
        if token == "them":  # noqa: S105
            found = [name for name in self.selections if not name.startswith("filter_")]
        else:
            found = [name for name in self.selections if fnmatchcase(name, token)]
        if not found:
            known = ", ".join(self.selections)
            raise ConditionError(f"no selection is named `{token}`; there are {known}")
        self.names.update(found)
        if not self.negated:
            self.positive.update(found)
        return tuple(found)

    def selection(self, token: str) -> Node:
        if token == "them" or "*" in token or "?" in token:  # noqa: S105
            raise ConditionError(f"`{token}` stands for several selections; write `1 of {token}` or `all of {token}`")
        found = self.named(token)
        if len(found) > 1:
            raise ConditionError(f"`{token}` names {len(found)} selections ({', '.join(found)}); name one of them")
        return Name(found[0])


def compiled(node: Node) -> Check:
    """A closure that tells whether `node` holds."""
    if isinstance(node, Name):
        name = node.name
        return lambda truth: truth(name)
    if isinstance(node, Not):
        inner = compiled(node.part)
        return lambda truth: not inner(truth)
    parts = [compiled(part) for part in node.parts]
    if node.count == 1:
        return lambda truth: any(part(truth) for part in parts)
    if node.count == len(parts):
        return lambda truth: all(part(truth) for part in parts)
    return lambda truth: sum(part(truth) for part in parts) >= node.count
