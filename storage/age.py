"""The age file format, version 1, with X25519 recipients (https://age-encryption.org/v1): what is encrypted here opens
with the `age` program, and the other way round. Backups and escrowed keys leave the machine in it.

Whoever has the recipient (`age1…`, from `age-keygen`) can encrypt; only the identity file, kept elsewhere, opens.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sandi.errors import ConfigError, SandiError

VERSION = b"age-encryption.org/v1"
CHUNK = 64 * 1024
_X25519 = b"age-encryption.org/v1/X25519"
_TAG = 16
_MOST_HEADER = 64 * 1024
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_NO_NONCE = bytes(12)


__all__ = ["AgeError", "X25519PrivateKey", "X25519PublicKey", "decrypt", "encrypt", "identity", "recipient"]


class AgeError(SandiError):
    """A file that is no age file, is damaged, or is not for this identity."""


def recipient(text: str) -> X25519PublicKey:
    """A recipient as `age-keygen` prints it. Raises ConfigError."""
    return X25519PublicKey.from_public_bytes(_key(text.strip(), "age", "recipient", "age1…, from age-keygen"))


def identity(path: Path) -> list[X25519PrivateKey]:
    """The identities of a file that `age-keygen` wrote. Raises ConfigError."""
    try:
        lines = path.read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{path} cannot be read; name the file that age-keygen wrote") from None
    found = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    if not found:
        raise ConfigError(f"{path} holds no AGE-SECRET-KEY-1…; name the file that age-keygen wrote")
    return [
        X25519PrivateKey.from_private_bytes(_key(line.lower(), "age-secret-key-", "identity", "AGE-SECRET-KEY-1…"))
        for line in found
    ]


def encrypt(source: BinaryIO, target: BinaryIO, recipients: Sequence[X25519PublicKey]) -> None:
    """Write `source` to `target` so that each of `recipients` can open it."""
    file_key = secrets.token_bytes(16)
    head = VERSION + b"\n" + b"".join(_stanza(file_key, one) for one in recipients) + b"---"
    nonce = secrets.token_bytes(16)
    target.write(head + b" " + _encoded(_mac(file_key, head)) + b"\n" + nonce)
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    for number, (chunk, last) in enumerate(_chunks(source, CHUNK)):
        target.write(cipher.encrypt(_nonce(number, last), chunk, None))


def decrypt(source: BinaryIO, target: BinaryIO, identities: Sequence[X25519PrivateKey]) -> None:
    """Write what `source` holds to `target`. Raises AgeError; what was written by then is not to be used."""
    head, stanzas, mac = _header(source)
    file_key = next((key for one in identities for stanza in stanzas if (key := _opened(one, *stanza))), None)
    if file_key is None:
        raise AgeError("it was encrypted for somebody else; name the identity file of its recipient")
    if not hmac.compare_digest(_mac(file_key, head), mac):
        raise AgeError("its header was changed; take another copy")
    cipher = ChaCha20Poly1305(_derived(file_key, source.read(16), b"payload"))
    for number, (chunk, last) in enumerate(_chunks(source, CHUNK + _TAG)):
        try:
            plain = cipher.decrypt(_nonce(number, last), chunk, None)
        except InvalidTag:
            raise AgeError("it is damaged or cut off; take another copy") from None
        if last and not plain and number:
            raise AgeError("it is damaged at its end; take another copy")
        target.write(plain)


def _stanza(file_key: bytes, to: X25519PublicKey) -> bytes:
    own = X25519PrivateKey.generate()
    share, public = own.public_key().public_bytes_raw(), to.public_bytes_raw()
    wrap = _derived(own.exchange(to), share + public, _X25519)
    body = ChaCha20Poly1305(wrap).encrypt(_NO_NONCE, file_key, None)
    return b"-> X25519 " + _encoded(share) + b"\n" + _encoded(body) + b"\n"


def _opened(own: X25519PrivateKey, share: bytes, body: bytes) -> bytes | None:
    """The file key, if the stanza is for this identity."""
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(share))
        wrap = _derived(shared, share + own.public_key().public_bytes_raw(), _X25519)
        return ChaCha20Poly1305(wrap).decrypt(_NO_NONCE, body, None)
    except (InvalidTag, ValueError):
        return None


def _header(source: BinaryIO) -> tuple[bytes, list[tuple[bytes, bytes]], bytes]:
    """The header up to its `---`, the X25519 stanzas (share and body), and its MAC."""
    lines = [source.readline(200)]
    if lines[0] != VERSION + b"\n":
        raise AgeError("it is no age file (version 1, not armored)")
    stanzas: list[tuple[bytes, bytes]] = []
    while sum(map(len, lines)) < _MOST_HEADER:
        line = source.readline(1000)
        if line.startswith(b"--- "):
            return b"".join(lines) + b"---", stanzas, _decoded(line[4:-1])
        lines.append(line)
        if line.startswith(b"-> X25519 "):
            lines.append(source.readline(200))
            stanzas.append((_decoded(line[10:-1]), _decoded(lines[-1][:-1])))
        elif not line:
            break
    raise AgeError("its header has no end; take another copy")


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Parts of `size`, each with whether it is the last; an empty source has one empty part."""
    chunk = source.read(size)
    while True:
        following = source.read(size)
        yield chunk, not following
        if not following:
            return
        chunk = following


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), head, "sha256")


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(secret)


def _encoded(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise AgeError("its header is damaged; take another copy") from None


def _key(text: str, kind: str, name: str, shape: str) -> bytes:
    """The 32 bytes of a Bech32 text. https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki"""
    found = re.fullmatch(rf"{kind}1([{_LETTERS}]{{58}})", text)
    values = [_LETTERS.index(letter) for letter in found[1]] if found else []
    if not values or _checksum([*_spread(kind), *values]) != 1:
        raise ConfigError(f"{text[:12]!r}… is no age {name}; expected {shape}")
    number = 0
    for value in values[:52]:
        number = number << 5 | value
    return (number >> 4).to_bytes(32, "big")


def _spread(kind: str) -> list[int]:
    return [ord(char) >> 5 for char in kind] + [0] + [ord(char) & 31 for char in kind]


def _checksum(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> place & 1 else 0
    return check
