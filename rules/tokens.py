"""spaCy token patterns, on the few listings where a rule asks for them: its tokenizer is too slow for every listing.

Documents are built from our own tokens of the folded text, so that spans lead back to the published characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import orjson

from rules.matchers import FieldText, Found

_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
MAX_TOKENS = 5_000


def find_tokens(patterns: tuple[Any, ...], text: FieldText) -> Iterator[Found]:
    """Where token patterns (spaCy Matcher syntax, read on folded lower-case tokens) stand in a field."""
    vocab, matcher = _matcher(orjson.dumps(patterns))
    import spacy.tokens  # late: importing it costs a second that most runs never need

    for view in text.views:
        spots = [match.span() for match in _TOKEN.finditer(view.text)][:MAX_TOKENS]
        if not spots:
            continue
        doc = spacy.tokens.Doc(vocab, words=[view.text[a:b] for a, b in spots])
        for _, first, last in matcher(doc):
            start, end = spots[first][0], spots[last - 1][1]
            found = text.found(view, *view.folded(start, end), view.text[start:end])
            if found is not None:
                yield found


def check_tokens(pattern: Any) -> str:
    """Why spaCy refuses `pattern`; '' when it does not."""
    try:
        _matcher(orjson.dumps([pattern]))
    except (ValueError, KeyError, TypeError) as error:
        return str(error).splitlines()[0]
    return ""


@lru_cache(maxsize=256)
def _matcher(patterns: bytes) -> tuple[Any, Any]:
    import spacy
    from spacy.matcher import Matcher

    vocab = spacy.blank("id").vocab
    matcher = Matcher(vocab, validate=True)
    matcher.add("tokens", orjson.loads(patterns))
    return vocab, matcher
