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
_PARTED = re.compile(r"\n\s*(?:[=_*~#.•-]\s?){4,}\s*\n|\n[ \t]*\n[ \t]*\n\s*")
"""What stands between texts that were pasted one below the other: a line of signs, or two empty lines."""
_SAID = re.compile(r"[\u200e\u200f]*(?P<who>[^:\n]{1,80}):\s(?P<text>.*)\Z", re.DOTALL)
_EDITED = re.compile(r"\s*[\u200e\u200f]*<(?:pesan ini (?:telah )?diedit|this message was edited)>\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[\d\s().-]{8,}\Z")
_OMITTED = re.compile(
    r"[\u200e\u200f]*<?(?:media|gambar|video|audio|stiker|image|sticker|document|dokumen|gif)\b[^\n]{0,30}"
    r"(?:omitted|tidak disertakan)>?\Z"
    r"|[\u200e\u200f]*(?:pesan ini (?:telah )?dihapus|anda (?:telah )?menghapus pesan ini"
    r"|this message was deleted|you deleted this message)\.?\Z",
    re.IGNORECASE,
)


def whatsapp(text: str) -> Iterator[Found]:
    """The messages of an exported WhatsApp chat, in any of its date styles; notices and omitted media are left out."""
    head: re.Match[str] | None = None
    rows: list[str] = []
    lines = text.splitlines()
    month_first = _month_first(lines)
    for line in lines:
        begins = _HEAD.match(line)
        if begins is None:
            rows.append(line)
            continue
        if head is not None:
            yield from _message(head, rows, month_first)
        head, rows = begins, [begins["rest"]]
    if head is not None:
        yield from _message(head, rows, month_first)


def _month_first(lines: list[str]) -> bool:
    """Whether the dates of a chat name the month first, as a telephone set to American English writes them: the second
    number is beyond 12 somewhere, the first nowhere.
    """
    days = [match["day"] for line in lines if (match := _HEAD.match(line))]
    pairs = [tuple(map(int, re.split(r"[/.-]", day)[:2])) for day in days]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)


def pasted(text: str) -> Iterator[Found]:
    """Texts that somebody pasted: each a post, parted by a line of signs or by two empty lines."""
    for part in _PARTED.split(f"\n{tidy(text)}\n"):
        if any(map(str.isalpha, part)):
            yield Found(kind="post", text=tidy(part))


def is_whatsapp(text: str) -> bool:
    """Whether a text begins as an exported chat does."""
    return any(_HEAD.match(line) for line in text.splitlines()[:5])


def _message(head: re.Match[str], rows: list[str], month_first: bool = False) -> Iterator[Found]:
    said = _SAID.match("\n".join(rows))
    if said is None or not said["text"].strip() or _OMITTED.match(said["text"].strip()):
        return
    day = re.split(r"[/.-]", head["day"])
    if month_first:
        day[0], day[1] = day[1], day[0]
    stamp = f"{'/'.join(day)} {head['time'].replace('.', ':')}"
    yield _post(said["who"].strip("\u200e\u200f ~"), tidy(_EDITED.sub("", said["text"])), stamp)


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
