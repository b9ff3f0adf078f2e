"""Takes whatever looks like a contact out of a text that is to be logged, however it is written.

It errs on the side of silence: a text in which something hides (escapes, words for figures, letters for figures) is
withheld as a whole. It knows nothing of sources or regions; reading contacts for linking is the work of the rules.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from sandi.text import visible
from storage.masking import MASK

LONGEST = 500
_READ = 4_000
"""So much of a text is looked at; what is longer is cut, at a place where no number begins."""
_FIGURES = 5
"""So many true figures make a run of figures and letters like them (O8I2-OOOO-7341) a number."""

_PLAIN = re.compile(
    r"\b[0-9a-f]{64}\b"  # a capture
    r"|\b20\d\d[01]\d[0-3]\dT[0-2]\d[0-5]\d[0-5]\d"  # a run
    r"|\b20\d\d-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?"  # a time
    r"|\b127(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\d.])",  # this machine
    re.ASCII,
)
_AT = r"(?:@|%40|&#64;|&#x40;|&commat;|\s*[(\[{<]\s*(?:at|@)\s*[)\]}>]\s*)"
_DOT = r"(?:\.|\s*[(\[{<]\s*(?:dot|titik|\.)\s*[)\]}>]\s*)"
_BETWEEN = r"(?:[^\w]|_|%20){0,12}"
_FIGURE = (
    r"(?:\d|nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan"
    r"|zero|one|two|three|four|five|six|seven|eight|nine)"
)
_CONTACT = re.compile(
    rf"(?<![\w.+\-])[\w.+\-]+{_AT}[\w\-]+(?:{_DOT}[\w\-]+)+"
    r"|(?<![\w.+\-])[\w.+\-]+\s+at\s+[\w\-]+(?:\.[\w\-]+)+(?![\w./\-])"
    r"|(?<![^\W_])@\w[\w.\-]+"
    r"|(?:\b(?:wa|t|m|lin|line|linktr|instagram|facebook|chat\.whatsapp)\.(?:me|ee|com)/)\S+"
    r"|\b(?:tele|telegram|tg|wa|whatsapp|ig|instagram|michat|fb|facebook|id\s?line|line\s?id)\b\s*[:=]?\s*"
    r"(?=[\w.]*[\d_.])[\w.]{4,}"
    rf"|{_FIGURE}(?:{_BETWEEN}{_FIGURE}){{7,}}"
    r"|\d(?:[a-z*]\d){7,}",
    re.IGNORECASE,
)
_LIKE_FIGURES = re.compile(rf"(?<![^\W\d_])[\doil](?:{_BETWEEN}[\doil]){{7,}}(?![^\W\d_])", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\x([0-9a-fA-F]{2})|\\[abfnrtv0]")
_UNSEEN = ("Cf", "Mn", "Me")


def safe_text(text: str) -> str:
    """One line of at most LONGEST characters without contacts, what cannot be seen written out."""
    if len(text) > _READ:
        text = re.sub(r"[\W\d_]+\Z", "", text[:_READ]) + "…"
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if any(map(_has_contact, _undressed(text))):
        return _withheld(text)
    parts, at = [], 0
    for plain in _PLAIN.finditer(text):
        parts += [_CONTACT.sub(MASK * 3, text[at : plain.start()]), plain[0]]
        at = plain.end()
    if parts and _CONTACT.search(_PLAIN.sub(" ", text)):
        parts, at = [], 0  # what stands on both sides of a time may be one number
    shown = "".join(parts) + _CONTACT.sub(MASK * 3, text[at:])
    return _withheld(text) if _has_contact(shown) else visible(shown, limit=LONGEST)


def _withheld(text: str) -> str:
    return f"[withheld, {len(text)} characters: something in it may be a contact]"


def _has_contact(text: str) -> bool:
    bare = _PLAIN.sub(" ", text)
    if _CONTACT.search(bare):
        return True
    return any(sum(map(str.isdigit, run[0])) >= _FIGURES for run in _LIKE_FIGURES.finditer(bare))


def _undressed(text: str) -> Iterator[str]:
    """What a reader sees who undoes escapes and drops what cannot be seen, where that is another text."""
    plain = unicodedata.normalize("NFKC", html.unescape(unquote(_ESCAPE.sub(_written_out, text))))
    if plain != text:
        yield plain
    if not plain.isascii():
        bare = "".join(char for char in plain if unicodedata.category(char) not in _UNSEEN)
        if bare != plain:
            yield bare


def _written_out(escape: re.Match[str]) -> str:
    """The character of an escape; of bytes that are no ASCII, as of a line's end, only that something stands there."""
    code = int(escape[1] or escape[2] or escape[3] or "0a", 16)
    return chr(code) if code < 0x80 or (not escape[3] and code <= 0x10FFFF) else " "
