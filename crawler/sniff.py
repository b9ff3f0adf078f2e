"""What bytes are, by looking at them: what is no text is dropped before anything parses or keeps it."""

from __future__ import annotations

_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM6", b"II*\0", b"MM\0*", b"\0\0\1\0", b"\x7fELF", b"MZ",
    b"PK\3\4", b"PK\5\6", b"%PDF-", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd", b"\xca\xfe\xba\xbe", b"OggS", b"ID3", b"\xff\xfb", b"fLaC", b"\x1aE\xdf\xa3", b"wOFF",
    b"wOF2", b"\0asm", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0",
)  # fmt: skip
_INNER = {b"ftyp": 4, b"WEBP": 8, b"AVI ": 8, b"WAVE": 8}
_LOOK = 4096
GZIP = b"\x1f\x8b"


def is_binary(body: bytes) -> bool:
    """Whether `body` is an image, archive, program or other thing that is not read as text. UTF-16 is text."""
    head = body[:_LOOK]
    if head.startswith(_MAGIC) or any(head[at : at + 4] == magic for magic, at in _INNER.items()):
        return True
    return b"\0" in head and utf16_of(head) is None


def utf16_of(body: bytes) -> str | None:
    """`utf-16`, `utf-16-le` or `utf-16-be` if these bytes are one of them: with its mark, or every other byte NUL."""
    head = body[:_LOOK]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
