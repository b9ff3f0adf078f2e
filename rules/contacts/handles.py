"""Handles on Telegram, LINE, Instagram and MiChat: a name that a platform's word introduces or follows.

A bare @mention without a platform is nobody's contact and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import re2

from rules.contacts.hints import MARKS, as_told, without_blanks
from rules.contacts.shapes import NAME_JOINT, Taken, disguised, joined
from rules.fold import Folded

_LEET = {
    "a": "[a4@*]", "e": "[e3*]", "i": "[i1!|*]", "l": "[l1|]", "o": "[o0*]", "s": "[s5$]", "t": "[t7]", "g": "[g9]",
}  # fmt: skip


def _spelled(word: str, gap: str = r"[ ._*-]?") -> str:
    """A pattern of `word` with figures and signs for letters, and a blank or a sign between any two of them."""
    return gap.join(_LEET.get(char, char) for char in word)


_PLATFORMS = {
    "telegram": rf"{_spelled('telegram')}m?|{_spelled('tele', '[.-]?')}|{_spelled('tele', ' ')}|"
    r"te?le?gr?[ae]?[mn]|tgram|teleg|tg",
    "line": rf"{_spelled('line', '')}|{_spelled('line', ' ')}|{_spelled('line', '[.]')}",
    "instagram": rf"{_spelled('instagram')}|{_spelled('insta', '')}|instgra?m|instagr?am|isntagram|ig|1g|i[ .]g",
    "michat": rf"{_spelled('michat')}|mchat",
    "": r"tik ?tok|tt|facebook|fb|twitter|x|youtube|yt|we ?chat|kakao(?: ?talk)?|signal|viber|discord|snapchat|threads|"
    r"bigo|shopee|tokopedia|tokped|e-?mail|wa|whatsapp",
}
_BEFORE_AT = {"telegram": "|tl"}
"""Words for a platform only where `@` follows: a TL is a team leader too."""
_WORD = "|".join(f"(?P<k{i}>{words}{_BEFORE_AT.get(kind, '')})" for i, (kind, words) in enumerate(_PLATFORMS.items()))
_KINDS = tuple(_PLATFORMS)
_ANY = "|".join(_PLATFORMS.values())
NAMED = "|".join(words for kind, words in _PLATFORMS.items() if kind)
_PLATFORM_WORD = re.compile(rf"(?<![a-z0-9@_.])(?:{_WORD})(?![a-z0-9_])")
_MENTION = re2.compile(rf"(?:^|[^a-z0-9._@]|\b(?:{NAMED}))(@\s?([a-z0-9_][a-z0-9._]{{1,31}}))".encode())
_NAMING = (
    r"id(?: ?nya)?|user(?:name|nm|id)?|usn|akun|account|acc|ku|nya|kami|saya|sy|aku|gw|gue|gua|admin|official|is|"
    r"adalah|yaitu|channel|ya|kak|kita|aja|saja|dgn|dengan|di|pakai|pake|cari|search|add|nama|namanya|bernama|as|called"
)
_LABELLED = re2.compile(
    rf"(?:^|[^a-z0-9@_.])(?:id\s?)?((?:{NAMED})(?:\s?[/&,+|]\s?(?:{_ANY})){{0,3}})(?:ku|nya|mu|id)?\b"
    rf"(?:\s?(?:{_NAMING})\b){{0,5}}"
    r"[ \t]{0,3}(?:\x1a{0,3}[:=>;()\[\]/\x1a-]{0,3}|\n)[ \t]{0,2}\n?[\"']?(?:(?:cari|search|add|find)\s)?"
    r"((?:@|~|\(at\)|\[at\]|\bat )?\s?"
    rf"(?:[a-z0-9_][a-z0-9._-]{{2,31}}(?:{NAME_JOINT}[a-z0-9._-]{{1,31}}){{0,3}}"
    rf"|[a-z0-9]{{1,2}}(?:{NAME_JOINT}[a-z0-9._-]{{1,31}}){{1,3}}|[a-z0-9](?:\s[a-z0-9._]){{4,30}}))".encode()
)
_MENTION_GOES_ON = re.compile(rf"(?:{NAME_JOINT}[a-z0-9_.]{{1,31}}){{1,3}}")
_ENDED = re.compile(rf"\s*(?:$|[^a-z0-9\s])|\s*\n|\s(?:{_ANY}|hp|telp|tlp)\s?[:=@]")
_LINE_GOES_ON = re.compile(rf"(?:(?:{NAME_JOINT}|-)[a-z0-9_.]{{1,31}}){{1,3}}")
"""LINE alone knows names with a dash."""
_CALLED = re.compile(r"[:=>]|\b(?:id|username|user|usn|adalah|namanya|bernama|nama|yaitu)\b")
_CALLED_BEFORE = re.compile(r"(?:^|[^a-z])(?:id|username|user|usn)\s?$")
_TRAILING = re2.compile(
    rf"(?:^|[^a-z0-9@._])([a-z0-9][a-z0-9._]{{3,31}})\s?(?:[(\[]\s?({NAMED})\s?[)\]]|\s?(?:di|on|via)\s({NAMED})(?:$|[^a-z0-9]))".encode()
)
"""A name with its platform behind it: "contoh_z (telegram)"."""
_IN_PIECES = re2.compile(
    rf"(?:^|[^a-z0-9@_.])({NAMED})(?:\s?id)?\s?[:=]?\s{{0,2}}@?([a-z0-9._]{{1,24}}(?: [a-z0-9._]{{1,24}}){{1,9}}?)"
    r"[ ,(\[*-]{1,4}(?:tanpa|tnp|no|without|hapus|buang|remove|hilangkan|(?:di)?(?:sambung|gabung))\b".encode()
)
"""A name in pieces that are said to belong together: "tele: contoh c s 8 8 (tanpa spasi)"."""
_NO_NAMES = """
aja ajah saja dong donk ya yaa yah kak kaka gan sis bro saya kami aku admin grup group channel dan atau di ke dari
untuk utk yang yg ini itu jika kalau bisa sekarang skrg langsung lgsg only chat call atas bawah dibawah diatas or
and via lewat nomor nomer no wa whatsapp telegram tele line instagram insta ig michat facebook fb twitter tiktok
email me us to for by the lebih lanjut info detail kerja loker lowongan hub hubungi dm pm inbox sama nya resmi
official aktif cepat respon fast response bio link klik message pesan story stories feed feeds post live follow
followers follower online office area gaji minat produksi produk marketing manager leader cook dance art up com
wisata messenger bot ads iklan jual jualan beli kirim foto video http https www username user id akun
"""
_STOP = frozenset(_NO_NAMES.split())
_SEPARATOR = re.compile(r"(?:[\s,/&|+-]|dan|atau|or|and|grup|group|channel|admin|backup|cadangan){1,8}")
_SENTENCE = re.compile(r"[.!?]\s|\n\s*\n|[0-9]{6}")
_FOLLOWING = re.compile(rf"\s?[(\[/-]?\s?(?:di |on |in |via |- ?)?(?:{_WORD})(?![a-z0-9_])(?!\s?[:=]?\s?@)")
_NEAR = 34


class Handle(NamedTuple):
    """A name on a platform, in lower case without @, at folded `[start, end)`."""

    kind: str
    value: str
    start: int
    end: int
    obscured: bool


def read_handles(folded: Folded, data: bytes, taken: Taken) -> Iterator[Handle]:
    """Every handle outside of what is `taken` by links, e-mail addresses and numbers; each is marked there."""
    if b"@" in data:
        for handle in _mentions(folded, data, taken):
            taken.take(handle.start, handle.end)
            yield handle
    for match in _IN_PIECES.finditer(data) if any(mark in data for mark in MARKS) else ():
        yield from _in_pieces(folded, match.span(1), match.span(2), taken)
    for match in _LABELLED.finditer(data):
        yield from _labelled(folded, match.span(1), match.span(2), taken)
    for match in _TRAILING.finditer(data) if b"_" in data else ():
        yield from _trailing(folded, match.span(1), match.span(2) if match.start(2) >= 0 else match.span(3), taken)


def _in_pieces(folded: Folded, words: tuple[int, int], name: tuple[int, int], taken: Taken) -> Iterator[Handle]:
    start, end = name
    value = folded.text[start:end].replace(" ", "")
    if taken.has(start, end) or not without_blanks(folded.text, end) or not re.search("[a-z]", value):
        return
    match = _PLATFORM_WORD.match(folded.text, words[0])
    kind = _kind(match) if match else ""
    if kind and _fits(kind, value):
        taken.take(start, end)
        yield Handle(kind, value, start, end, True)


def _trailing(folded: Folded, name: tuple[int, int], words: tuple[int, int], taken: Taken) -> Iterator[Handle]:
    start, end = name[0], name[0] + len(folded.text[slice(*name)].rstrip("."))
    value = folded.text[start:end]
    if taken.has(start, end) or "_" not in value or not re.search(r"[a-z]{3}", value):
        return
    match = _PLATFORM_WORD.match(folded.text, words[0])
    kind = _kind(match) if match else ""
    if kind and _fits(kind, value):
        taken.take(start, end)
        yield Handle(kind, value, start, end, disguised(folded, start, end))


def _mentions(folded: Folded, data: bytes, taken: Taken) -> Iterator[Handle]:
    text = folded.text
    last: tuple[int, tuple[str, ...]] = (-1, ())
    for match in _MENTION.finditer(data):
        start, end = match.span(1)
        if taken.has(start):
            continue
        end = start + len(text[start:end].rstrip("."))
        loose = text[start + 1] == " "
        kinds = _before(text, start, last, 1 if loose else 4) or _behind(text, end)
        last = end, kinds
        goes_on = (_LINE_GOES_ON if "line" in kinds else _MENTION_GOES_ON).match(text, end)
        end = goes_on.end() if goes_on and kinds else end
        value = joined(text[start:end].lstrip("@ ")).rstrip(".")
        for kind in kinds:
            if kind and _fits(kind, value):
                yield Handle(
                    kind, value, start, end, value != text[start:end].lstrip("@ ") or disguised(folded, start, end)
                )


def _before(text: str, start: int, last: tuple[int, tuple[str, ...]], most: int) -> tuple[str, ...]:
    if last[0] > 0 and start > last[0] and _SEPARATOR.fullmatch(text, last[0], start):
        return last[1]
    window_at = max(last[0], start - _NEAR, 0)
    words = list(_PLATFORM_WORD.finditer(text, window_at, start))
    if not words:
        return ()
    between = text[words[-1].end() : start]
    if _SENTENCE.search(between) or len(between.split()) > most:
        return ()
    kinds = [_kind(words[-1])]
    for word, following in zip(reversed(words[:-1]), reversed(words[1:]), strict=True):
        if not re.fullmatch(r"\s?(?:[/&,+|]|dan|atau)\s?", text[word.end() : following.start()]):
            break
        kinds.append(_kind(word))
    return tuple(kinds)


def _behind(text: str, end: int) -> tuple[str, ...]:
    match = _FOLLOWING.match(text, end)
    return (_kind(match),) if match else ()


def _kind(match: re.Match[str]) -> str:
    return _KINDS[int((match.lastgroup or "k4")[1:])]


def _fits(kind: str, value: str) -> bool:
    if kind == "telegram":
        return re.fullmatch(r"[a-z][a-z0-9_]{3,31}", value) is not None
    return len(value) >= 2


def _labelled(folded: Folded, words: tuple[int, int], name: tuple[int, int], taken: Taken) -> Iterator[Handle]:
    text = folded.text
    start = name[0] + (len(text[name[0] : name[1]]) - len(text[name[0] : name[1]].lstrip()))
    end = start + len(text[start : name[1]].rstrip(".-"))
    if taken.has(start, end):
        return
    written = re.sub(r"^(?:@|~|\(at\)|\[at\]|at )\s?", "", text[start:end])
    value = as_told(joined(written), text, end)
    if value.endswith((".com", ".id")) and "/" in text[end : end + 1]:
        return
    if value == joined(written) and not _is_name(text, value, written, words, start, end):
        return
    for match in _PLATFORM_WORD.finditer(text[slice(*words)]):
        kind = _kind(match)
        if kind and _fits(kind, value):
            taken.take(start, end)
            yield Handle(kind, value, start, end, value != written or disguised(folded, start, end))


def _alone(text: str, value: str, start: int, end: int) -> bool:
    """Whether a name that is no word stands on a line of its own."""
    first, last = text.rfind("\n", 0, start), text.find("\n", end)
    return "_" in value and not (text[first + 1 : start] + text[end : last if last >= 0 else None]).strip(" \t@~")


def _is_name(text: str, value: str, written: str, label: tuple[int, int], start: int, end: int) -> bool:
    """Whether a word after a platform's word is a handle: distinct in shape, or set apart by a colon or 'id'."""
    if value in _STOP or value.split(".")[0] in _STOP or value.replace("-", "").replace(".", "").isdigit():
        return False
    if text[start] in "@~([":
        return True
    label_at, label_end = label
    between = text[label_end:start]
    searched = re.search(r"[:=>].*[a-z]", between) is not None
    distinct = not re.fullmatch(r"[a-z]+2", value) and re.search(r"[a-z].*[0-9_.]|[0-9_.].*[a-z]", value) is not None
    apart = _CALLED.search(between) is not None
    named = apart or _CALLED_BEFORE.search(text, max(0, label_at - 14), label_at) is not None
    if distinct and ("\n" not in between or _alone(text, value, start, end)):
        return True
    ends = _ENDED.match(text, end) is not None
    return not searched and (named or bool(re.search(r"[:=>]", between))) and ends
