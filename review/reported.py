"""What crawls and checks of the machine report, in the language of the page.

They are kept in English, as logs and commands tell them; review/locale/<language>/messages.yaml says the same in other
words. What nobody has said there stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import re2

from review.i18n import LOCALE
from sandi.strict_yaml import load_text

GAP = "{}"
DEEP = 3
"""A report may hold another one, as "first error: …" does; so far they are followed."""
LONGEST = 1_000


def reported(text: str, language: str, deep: int = DEEP) -> str:
    """`text` in `language`; several reports that stand with "; " between them each by itself."""
    if not text or len(text) > LONGEST:
        return text
    for pattern, said in _messages(language):
        found = pattern.fullmatch(text)
        if found:
            parts = [reported(part, language, deep - 1) if deep else part for part in found.groups()]
            return _filled(said, parts)
    pieces = text.split("; ")
    return "; ".join(reported(piece, language, 0) for piece in pieces) if deep and len(pieces) > 1 else text


def _filled(said: str, parts: Sequence[str]) -> str:
    first, *rest = said.split(GAP)
    return first + "".join(part + after for part, after in zip(parts, rest, strict=True))


@cache
def _messages(language: str) -> tuple[tuple[re2.Pattern, str], ...]:  # type: ignore[name-defined,unused-ignore]
    """Patterns with what they mean, those that say most first. Raises InputError."""
    file = LOCALE / language / "messages.yaml"
    if not file.is_file():
        return ()
    data = load_text(file.read_text("utf-8"), str(file))[0].data
    told = sorted(((str(one), str(said)) for one, said in data.items()), key=lambda pair: -len(pair[0]))
    return tuple((re2.compile("(?s)" + "(.+?)".join(map(re2.escape, one.split(GAP)))), said) for one, said in told)
