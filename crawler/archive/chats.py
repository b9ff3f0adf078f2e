"""Exports of chats: WhatsApp's text file, Telegram Desktop's JSON and HTML. Each message is a post.

A sender's number goes into the text, where contacts are found, masked and sealed; a name stays beside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.found import Found
from crawler.extraction.text import node_text, tidy

_HEAD = re.compile(
    r"[\u200e\u200f\ufeff]*\[?(?P<day>\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}),?\s+(?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?:\s*[AaPp]\.?[Mm]\.?)?)\]?\s*(?:-\s+)?(?P<rest>.*)\Z",
    re.DOTALL,
)
_SAID = re.compile(r"[\u200e\u200f]*(?P<who>[^:\n]{1,80}):\s(?P<text>.*)\Z", re.DOTALL)
_NUMBER = re.compile(r"\+?[\d\s().-]{8,}\Z")
_OMITTED = re.compile(
    r"[\u200e\u200f]*<?(?:media|gambar|video|audio|stiker|image|sticker|document|dokumen|gif)\b[^\n]{0,30}"
    r"(?:omitted|tidak disertakan)>?\Z",
    re.IGNORECASE,
)


def whatsapp(text: str) -> Iterator[Found]:
    """The messages of an exported WhatsApp chat, in any of its date styles; notices and omitted media are left out."""
    head: re.Match[str] | None = None
    rows: list[str] = []
    for line in text.splitlines():
        begins = _HEAD.match(line)
        if begins is None:
            rows.append(line)
            continue
        if head is not None:
            yield from _message(head, rows)
        head, rows = begins, [begins["rest"]]
    if head is not None:
        yield from _message(head, rows)


def is_whatsapp(text: str) -> bool:
    """Whether a text begins as an exported chat does."""
    return any(_HEAD.match(line) for line in text.splitlines()[:5])


def _message(head: re.Match[str], rows: list[str]) -> Iterator[Found]:
    said = _SAID.match("\n".join(rows))
    if said is None or not said["text"].strip() or _OMITTED.match(said["text"].strip()):
        return
    stamp = f"{head['day'].replace('.', '/').replace('-', '/')} {head['time'].replace('.', ':')}"
    yield _post(said["who"].strip("\u200e\u200f ~"), tidy(said["text"]), stamp)


def _post(who: str, text: str, posted_at: str, url: str = "", extra: Mapping[str, str] | None = None) -> Found:
    named = not _NUMBER.match(who)
    return Found(
        url=url,
        kind="post",
        text=text if named else f"{text}\n{who}",
        seller=who if named else "",
        posted_at=posted_at,
        extra=extra or {},
    )


def telegram_json(value: Any) -> Iterator[Found]:
    """The messages of Telegram Desktop's `result.json`: one chat, or all of an account's."""
    if not isinstance(value, Mapping):
        return
    chats = value.get("chats")
    for chat in chats.get("list", []) if isinstance(chats, Mapping) else [value]:
        name = str(chat.get("name") or "")
        for message in chat.get("messages") or ():
            if (
                isinstance(message, Mapping)
                and message.get("type") == "message"
                and (text := _spoken(message.get("text")))
            ):
                yield _post(
                    str(message.get("from") or ""),
                    text,
                    str(message.get("date") or ""),
                    extra={"channel": name} if name else {},
                )


def is_telegram(value: Any) -> bool:
    """Whether a JSON value is an export of Telegram Desktop."""
    return isinstance(value, Mapping) and (isinstance(value.get("messages"), list) or "chats" in value)


def _spoken(value: Any) -> str:
    """A message's text, which is a text or a list of texts and formatted pieces; links behind words are added."""
    pieces = value if isinstance(value, list) else [value]
    said = "".join(str(one.get("text") or "") if isinstance(one, Mapping) else str(one or "") for one in pieces)
    links = [str(one["href"]) for one in pieces if isinstance(one, Mapping) and one.get("href")]
    return tidy("\n".join([said, *links]))


def telegram_html(html: str) -> Iterator[Found]:
    """The messages of Telegram Desktop's `messages.html`; who writes again is named only in the first message."""
    who = ""
    for message in LexborHTMLParser(html).css("div.message.default"):
        named, said, when = (message.css_first(select) for select in (".from_name", ".text", ".date[title]"))
        who = tidy(named.text()) if named is not None else who
        if said is not None and (text := node_text(said)):
            stamp = (when.attributes.get("title") or "").replace(".", "/", 2) if when is not None else ""
            yield _post(who, text, re.sub(r"\s*UTC([+-]\d\d:\d\d)\Z", r" \1", stamp))


def urn(source: str, found: Found) -> str:
    """An address for a message that has none: the same one whenever the same message is brought again."""
    content = "\x1f".join((found.title, found.text, found.seller, found.posted_at))
    return f"urn:sandi:{source}:{hashlib.sha256(content.encode(errors='replace')).hexdigest()[:24]}"
