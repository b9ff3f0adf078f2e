"""E-mail addresses in folded text, with '@' or with the words and brackets by which it is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import re2

from rules.contacts.shapes import PROVIDERS, SIGN_WORDS, TIGHT_DOT, TLDS, Taken, disguised, joined
from rules.fold import Folded

_PLAIN = re2.compile(rb"([a-z0-9_][a-z0-9._%+-]*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24})(?:$|[^a-z0-9@])")
_BRACKETED_AT = r"(?:\s{0,2}[\[({<]\s?(?:at|et|@|a)\s?[\])}>]\s{0,2})"
_JOINT = rf"(?:{TIGHT_DOT}|\s(?:{SIGN_WORDS})\s|\s?[\[({{<](?:underscore|garis bawah|_)[\])}}>]\s?)"
_LOCAL = rf"[a-z0-9_][a-z0-9._+-]*(?:{_JOINT}[a-z0-9_+-]+){{0,3}}"
_DOMAIN = rf"(?:[a-z0-9][a-z0-9-]*(?:{TIGHT_DOT}|\s?\.\s?))+(?:{TLDS})"
_HIDDEN = re2.compile(
    rf"(?:^|[^a-z0-9._+-])({_LOCAL}{_BRACKETED_AT}{_DOMAIN}"
    rf"|{_LOCAL}\s(?:at|et)\s(?:(?:{PROVIDERS})\s?(?:{TIGHT_DOT}|,)\s?(?:com|co{TIGHT_DOT}id|id|me)"
    rf"|[a-z0-9-]+(?:\s(?:dot|titik|ttk)\s[a-z0-9-]+){{0,2}}\s(?:dot|titik|ttk)\s(?:{TLDS}))"
    rf"|{_LOCAL}\s?@\s?(?:{PROVIDERS})(?:\s?\.\s?|,|\s|{TIGHT_DOT})(?:com|co{TIGHT_DOT}id|id|me)"
    rf"|{_LOCAL}\s?@\s?[a-z0-9-]+(?:\s(?:dot|titik|ttk)\s[a-z0-9-]+){{0,2}}\s(?:dot|titik|ttk)\s(?:{TLDS})"
    rf"|{_LOCAL}\s?@\s?[a-z0-9-]+\s\.\s(?:com|co\s?\.\s?id|net|org)"
    rf"|{_LOCAL}@[a-z0-9-]+{TIGHT_DOT}(?:{TLDS})"
    rf")(?:$|[^a-z0-9@])".encode()
)
_CUED = re2.compile(
    rf"(?:^|[^a-z])(?:surel|e-?mail|mail)(?:nya|ku)?(?:\s(?:ke|saya|kami|di|aja|to|us|me))?[\s:=-]{{1,3}}"
    rf"({_LOCAL}\s(?:at|et)\s{_DOMAIN})(?:$|[^a-z0-9@])".encode()
)
_SPACED = re2.compile(
    rb"(?:^|[^a-z0-9])((?:[a-z0-9._-]\s){2,30}@(?:\s[a-z0-9-]){2,20}(?:\s\.(?:\s[a-z]){2,3}){1,2})(?:$|[^a-z0-9])"
)
"""Letter by letter: "c o n t o h @ g m a i l . c o m"."""
_ENDING = re.compile(rf"\.(?:{TLDS}|[a-z]{{2}})$")
_BLANK_DOT = re.compile(rf"(?<!\S)({PROVIDERS})\s+com$")
_AT = re.compile(r"\s{0,2}[\[({<]\s?(?:at|et|@|a)\s?[\])}>]\s{0,2}|\s?@\s?|\s(?:at|et)\s")


class Email(NamedTuple):
    """An address in lower case at folded `[start, end)`."""

    value: str
    start: int
    end: int
    obscured: bool


def read_emails(folded: Folded, data: bytes, taken: Taken) -> Iterator[Email]:
    """Every e-mail address, plain ones first; each is marked in `taken`."""
    if b"@" in data:
        for match in _PLAIN.finditer(data):
            start, end = match.span(1)
            if not _ENDING.search(folded.text, start, end):
                continue
            taken.take(start, end)
            yield Email(folded.text[start:end], start, end, disguised(folded, start, end))
        for match in _SPACED.finditer(data) if b" @ " in data else ():
            start, end = match.span(1)
            if not taken.has(start, end):
                taken.take(start, end)
                yield Email(re.sub(r"\s", "", folded.text[start:end]), start, end, True)
    cued = _CUED.finditer(data) if b"mail" in data or b"surel" in data else ()
    for match in chain(_HIDDEN.finditer(data), cued):
        start, end = match.span(1)
        if taken.has(start, end):
            continue
        taken.take(start, end)
        at = list(_AT.finditer(folded.text, start, end))
        local, domain = folded.text[start : at[-1].start()], folded.text[at[-1].end() : end]
        domain = _BLANK_DOT.sub(r"\1.com", domain.replace(",", "."))
        yield Email(f"{joined(local)}@{joined(domain)}", start, end, True)
