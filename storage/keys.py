"""The key file, the keys derived from it, and sealing: a fresh AES-256-GCM key per record, wrapped by the key file.

The key file lies outside the data folder, so a copied data folder opens nothing. Erasing a record's wrapped key
erases the record, wherever copies of the body lie.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import secrets
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sandi.errors import ConfigError, SandiError

MAGIC = "sandi-key-1:"
NONCE = 12
SQUEEZE = 3
"""The level of zlib: on pages 10 % larger than by the usual 6, in a third of the time."""


class SealBroken(SandiError):
    """A sealed record that does not open: it was changed, or sealed with another key file."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed record: `nonce` and `body` of AES-256-GCM, and its key wrapped by the key file."""

    nonce: bytes
    body: bytes
    wrapped_key: bytes


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys derived from one key file by HKDF-SHA256. Never shown, never stored."""

    wrap: bytes = field(repr=False)
    contact: bytes = field(repr=False)
    content: bytes = field(repr=False)
    check: str
    sign: bytes = field(repr=False)

    def contact_key(self, text: str) -> str:
        """The keyed HMAC of a contact: plain hashes of phone numbers reverse in minutes, this does not."""
        return hmac.digest(self.contact, text.encode(), "sha256").hex()

    def content_key(self, data: bytes) -> str:
        """The keyed HMAC of an address or a content, for telling same from other."""
        return hmac.digest(self.content, data, "sha256").hex()[:40]

    def signature(self, data: bytes) -> bytes:
        """The Ed25519 signature of this installation over `data`, 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.sign).sign(data)

    def public_key(self) -> bytes:
        """The public key that verifies `signature`, as PEM."""
        public = Ed25519PrivateKey.from_private_bytes(self.sign).public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def seal(self, plain: bytes, about: str) -> Sealed:
        """Compress and seal. `about` names the record; it is bound in, so a body cannot be moved to another row."""
        key, nonce, outer = AESGCM.generate_key(256), secrets.token_bytes(NONCE), secrets.token_bytes(NONCE)
        bound = about.encode()
        body = AESGCM(key).encrypt(nonce, zlib.compress(plain, SQUEEZE), bound)
        return Sealed(nonce, body, outer + AESGCM(self.wrap).encrypt(outer, key, bound))

    def unseal(self, sealed: Sealed, about: str) -> bytes:
        """The record. Raises SealBroken."""
        bound, wrapped = about.encode(), sealed.wrapped_key
        try:
            key = AESGCM(self.wrap).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
            return zlib.decompress(AESGCM(key).decrypt(sealed.nonce, sealed.body, bound))
        except (InvalidTag, ValueError, zlib.error):
            raise SealBroken(
                f"the sealed record {about} does not open: it was changed on disk. Restore it from a backup"
            ) from None


def rewrapped(old: Keys, new: Keys, wrapped: bytes, about: str) -> bytes:
    """The wrapped key of a record, wrapped by other keys; its body stays. Raises SealBroken."""
    bound, outer = about.encode(), secrets.token_bytes(NONCE)
    try:
        key = AESGCM(old.wrap).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
    except InvalidTag:
        raise SealBroken(
            f"the key of {about} does not open: it was changed on disk. Restore it from a backup"
        ) from None
    return outer + AESGCM(new.wrap).encrypt(outer, key, bound)


def load(path: Path) -> Keys:
    """The keys of a key file. Raises ConfigError naming the file and the mend."""
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        raise ConfigError(
            f"the key file {path} is missing, and without it nothing in the database opens. "
            "Put it back from your backup, or name its folder in SANDI_KEYS"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ConfigError(f"the key file {path} cannot be read: {reason}. Restore it from your backup") from None
    return derive(_secret(text, path))


def create(path: Path) -> Keys:
    """A new key file, mode 0600 in a folder of mode 0700. Never replaces one. Raises ConfigError."""
    secret = secrets.token_bytes(32)
    text = MAGIC + base64.b64encode(secret).decode() + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_whole(path, text)
    except OSError as error:
        raise ConfigError(
            f"the key file {path} cannot be made: {error.strerror}. Name a folder you may write in SANDI_KEYS"
        ) from None
    return derive(secret)


def place(path: Path, text: str) -> None:
    """Put back a key file that was kept elsewhere. Never replaces one. Raises ConfigError when it is none."""
    _secret(text, path)
    try:
        _write_whole(path, text)
    except OSError as error:
        raise ConfigError(f"the key file {path} cannot be written: {error.strerror}") from None


def _write_whole(path: Path, text: str) -> None:
    """Written aside and linked in, so that a crash leaves a whole key file or none, and none is ever replaced."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(aside, path)
    finally:
        aside.unlink()
    sync_folder(path.parent)


def derive(secret: bytes) -> Keys:
    """All keys of one secret of 32 bytes."""

    def key(purpose: str) -> bytes:
        return HKDF(hashes.SHA256(), 32, None, f"sandi/1/{purpose}".encode()).derive(secret)

    return Keys(key("wrap"), key("contact"), key("content"), key("check").hex()[:16], key("sign"))


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _secret(text: str, path: Path) -> bytes:
    try:
        secret = base64.b64decode(text.strip().removeprefix(MAGIC), validate=True)
    except binascii.Error:
        secret = b""
    if not text.startswith(MAGIC) or len(secret) != 32:
        raise ConfigError(
            f"the key file {path} is damaged: expected one line starting with {MAGIC}. Restore it from your backup"
        )
    return secret
