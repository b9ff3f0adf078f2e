"""The digits of a telephone number in groups, with the gaps between them: figures, words and letters for figures."""

from __future__ import annotations

import re
from typing import NamedTuple

from rules.contacts.numerals import Token, count_of, token_at

_GAP = re.compile(r"[^a-z0-9]{0,8}")
_PLAIN_GAP = re.compile(r"[ \t]{0,3}(?:[-./()]|\) ?[-.]| |\)\(|/ ?)?[ \t]{0,3}\(?[ \t]?")
_COUNTED = r"(?:[2-6]|dua|tiga|empat|lima|enam|two|three|four|five|six)\s?(?:angka|digit|digits|nomor|nomer|figures?)"
_WEAK = (
    r"(?:dan|and|yg|yang|angka|digit|nomor|nomer|no|nya|di|ke|ada|itu|ini|baru|lagi|sama|the|with|numbers?|by|dengan|dgn|"
    r"pakai|pake|adalah|isi|bagian|part|is|kasih|tanda|bawah|atas|this|me|kata|huruf|tulisan|teks|word|text|dulu|"
    rf"{_COUNTED})"
)
_STRONG = (
    r"(?:(?:di)?lanjut(?:an|in|kan)?|(?:di)?terus(?:an|kan|in)?|trus|trs|lalu|lantas|kemudian|(?:di|ter)?sambung(?:an|in|kan)?|"
    r"disusul|diikuti|followed|ditambah|berikut|selanjut|strip|setrip|min|minus|dash|spasi|space|titik|dot|koma|garis|"
    r"then|h?abis (?:itu|tu)|setelah itu|next|jeda|(?:di)?tengah|tgh|middle|kedua|ketiga|keempat|second|third|"
    r"(?:di)?belakang|blkg?|(?:di|ter)?akhir(?:an|i)?|suffix|last|ending|ujung|sisa|penutup|(?:di)?tutup|buntut|ekor|(?:di)?hapus|(?:di)?buang|(?:di)?hilang(?:kan|in)|remove|delete|"
    r"abaikan|ignore|(?:no|anti|jangan) ?spam|end(?:s|ing)?|finally|finish)(?:nya|ny)?"
)
_BLANK = r"(?![a-z])[^a-z0-9]{1,6}"
_JOIN = re.compile(
    rf"(?:{_WEAK}{_BLANK}){{0,3}}{_STRONG}(?![a-z])[^a-z0-9]{{0,8}}(?:(?:{_WEAK}|{_STRONG}){_BLANK}){{0,3}}"
)
_ASIDE = re.compile(r"[^a-z0-9]{0,3}[\[({<]\s?[a-z]{2,10}(?: [a-z]{2,10}){0,3}\s?[\])}>][^a-z0-9]{0,3}(?=[0-9])(?!08)")
"""Words in brackets: "0857 [hapus ini] 0000"."""
_COUNTED_JOIN = re.compile(rf"{_COUNTED}{_BLANK}(?:{_STRONG}|{_WEAK}{_BLANK}{_STRONG}){_BLANK}")
"""Words between the parts of a number: "0857 terus disambung 0000", "empat digit terakhir 5142"."""
_PARTS = re.compile(
    r"[^a-z0-9(]{0,4}(?:(?:(?:bagian|part|blok|grup|potongan)\s?)?\(?[1-6a-d]\s?[).:=]"
    r"|(?:bagian|part|blok|grup|potongan)\s(?:ke ?)?(?:dua|tiga|empat|two|three|four|[2-4])\s?[).:=]?)"
    r"[^a-z0-9]{0,2}(?=[0-9o]{3,5}(?![0-9]))"
)
"""Numbered parts: "(1) 0821 (2) 0000 (3) 6138"."""
_GLUE = re.compile(r"[a-z]{1,4}(?=[0-9])")
MASK = re.compile(r"[-. ]?[x*#?\u2022]{2,}|[-.]?\x1a{3,}[0-9]{0,4}(?![0-9 .-])")
MAX_DIGITS = 17
_MOST_LETTER_GROUPS = 6


class Group(NamedTuple):
    token: Token
    gap: str  # none, plain, odd, line, join, glue
    sign: str  # what stands in the gap


def groups_at(text: str, at: int) -> list[Group]:
    """Tokens from offset `at` on, with the gaps before them, until something stands there that is no digit."""
    first = token_at(text, at)
    if first is None:
        if not (text.startswith("o", at)):
            return []
        end = at + (2 if text.startswith("oh", at) else 1)
        first = Token("0", at, end, "word")
    groups = [Group(first, "none", "")]
    count, at = len(first.digits), first.end
    while count <= MAX_DIGITS + 8:
        group = _next_group(text, at, groups[-1].token) or _last_letter(text, at, groups)
        if group is None:
            break
        groups.append(group)
        count += len(group.token.digits)
        at = group.token.end
    while len(groups) > 1 and groups[-1].token.how == "letters" and not _has_figure(text, groups[-1].token):
        if _last_letter(text, groups[-2].token.end, groups[:-1]) is not None:
            break
        groups.pop()
    return groups


def _last_letter(text: str, at: int, groups: list[Group]) -> Group | None:
    """A letter for a figure at the end of a number written figure by figure, with the same sign in every gap."""
    sign = groups[-1].sign
    if len(groups) < 4 or not sign.strip() or not text.startswith(sign, at):
        return None
    if any(len(group.token.digits) > 1 or group.sign != sign for group in groups[-3:]):
        return None
    token = token_at(text, at + len(sign))
    return Group(token, _kind(sign), sign) if token is not None and len(token.digits) == 1 else None


def _has_figure(text: str, token: Token) -> bool:
    return any(char.isdigit() for char in text[token.start : token.end])


def _next_group(text: str, at: int, before: Token) -> Group | None:
    if len(before.digits) > 2 and (part := _PARTS.match(text, at)) is not None:
        token = token_at(text, part.end())
        if token is not None:
            return Group(token, "join", part.group())
    match = _GAP.match(text, at)
    sign = match.group() if match else ""
    after = at + len(sign)
    if after < len(text) and (counted := _COUNTED_JOIN.match(text, after)) is not None:
        token = token_at(text, counted.end())
        if token is not None:
            return Group(token, "join", text[at : token.start])
    token = (sign and before.how == "figures" and len(before.digits) > 2 and count_of(text, after)) or token_at(
        text, after
    )
    if token is not None and not (
        token.how == "letters"
        and not _usable(
            text, token, sign, before.how == "word" or not before.digits.strip("0"), len(before.digits) == 1
        )
    ):
        return Group(token, _kind(sign), sign)
    if MASK.match(text, at):
        return None
    if len(before.digits) > 2 and (aside := _ASIDE.match(text, at)) is not None:
        token = token_at(text, aside.end())
        return Group(token, "join", aside.group()) if token else None
    joined = _JOIN.match(text, after)
    if joined is not None:
        token = token_at(text, joined.end())
        return Group(token, "join", text[at : token.start]) if token else None
    glued = _GLUE.match(text, at) if not sign else None
    if glued is not None and set(glued.group()) != {"x"}:
        token = token_at(text, glued.end())
        return Group(token, "glue", glued.group()) if token else None
    if glued is not None and len(glued.group()) == 1:
        token = token_at(text, glued.end())
        return Group(token, "glue", "x") if token else None
    return None


def _usable(text: str, token: Token, sign: str, spoken: bool, single: bool) -> bool:
    """Whether letters stand for figures: they hold one, or figures follow after nothing but such letters.

    Without a figure only o, i and l are read, or s as well after a sign that is no blank.
    """
    written = text[token.start : token.end]
    if _has_figure(text, token) or ((spoken or len(written) > 2) and not written.strip("o")):
        return True
    if "s" in written and (not sign or " " in sign or "\n" in sign):
        return False
    if len(written) == 1 and written != "o" and not sign.strip() and not (sign == " " and single):
        return False
    end = token.end
    for _ in range(_MOST_LETTER_GROUPS):
        gap = _GAP.match(text, end)
        after = token_at(text, gap.end()) if gap else None
        if after is None or after.how == "word":
            return False
        if _has_figure(text, after):
            return True
        end = after.end
    return False


def _kind(sign: str) -> str:
    if sign in (" ", "-", "."):
        return "plain"
    if not sign:
        return "none"
    if "\n" in sign:
        return "line"
    return "plain" if _PLAIN_GAP.fullmatch(sign) else "odd"
