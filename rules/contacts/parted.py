"""Telephone numbers with words of no meaning between their parts, to fool machines: "WA 0812 apel 0000 jeruk 1234".

Read only where a word introduces a telephone and the parts make a whole mobile number of Indonesia.
"""

from __future__ import annotations

import re

from rules.contacts import numbering
from rules.contacts.context import introduced, speaks_against

_WORDS = r"[^a-z0-9\n/]{0,3}[ (\[](?:[a-z]{2,12}[^a-z0-9\n.;/]{1,4}){0,3}"
_PARTS = re.compile(rf"\(?(?:\+?62 ?8[0-9]{{2}}|08[0-9]{{2}}|08[0-9]{{6}})(?:{_WORDS}[0-9]{{3,8}}(?![0-9])){{1,3}}")
_MEANT = re.compile(
    r"(?<![a-z])(?:atau|or|dan|and|kode|code|resi|stok|harga|rp|rb|ribu|jt|juta|pcs|no|nomor|nomer|wa|hp|telp|tlp|sms|call|"
    r"ke|sampai|to|jam|pukul|tgl|tanggal|id|pin|order|ext|ekst|rek|rekening|bca|bri|bni|mandiri|tahun|th|thn|unit|orang)"
    r"(?![a-z])"
)
"""Words that begin something else than the next part of a number."""
_WHOLE = range(11, 14)


def parted_at(text: str, data: bytes, start: int) -> tuple[str, int] | None:
    """The E.164 value and the folded end of a number in parts that begins at `start`, or None."""
    match = _PARTS.match(text, start)
    if match is None or not re.search(r"[a-z]", match.group()) or _MEANT.search(match.group()):
        return None
    digits = re.sub(r"[^0-9]", "", match.group())
    digits = "0" + digits[2:] if digits.startswith("62") else digits
    value = numbering.national(digits, "ID") if len(digits) in _WHOLE else None
    if value is None or not introduced(data, start) or speaks_against(data, start):
        return None
    return value, match.end()
