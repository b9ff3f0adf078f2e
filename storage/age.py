"""Files in the age format (https://age-encryption.org/v1): what is encrypted here opens with the `age` program, and the
other way round. Backups and escrowed keys leave the machine in it.

Whoever has the recipient (`age1…`, from `age-keygen`) can encrypt; only the identity file, kept elsewhere, opens.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pyrage  # type: ignore[import-untyped]
from pyrage.x25519 import Identity, Recipient  # type: ignore[import-untyped]

from sandi.errors import ConfigError, SandiError

__all__ = ["AgeError", "Identity", "Recipient", "decrypt", "encrypt", "identity", "recipient"]


class AgeError(SandiError):
    """A file that is no age file, is damaged, or is not for this identity."""


def recipient(text: str) -> Recipient:
    """A recipient as `age-keygen` prints it. Raises ConfigError."""
    try:
        return Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise ConfigError(f"{text[:12]!r}… is no age recipient; expected age1…, from age-keygen") from None


def identity(path: Path) -> list[Identity]:
    """The identities of a file that `age-keygen` wrote. Raises ConfigError."""
    try:
        lines = path.read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{path} cannot be read; name the file that age-keygen wrote") from None
    found = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    if not found:
        raise ConfigError(f"{path} holds no AGE-SECRET-KEY-1…; name the file that age-keygen wrote")
    try:
        return [Identity.from_str(line) for line in found]
    except pyrage.IdentityError:
        raise ConfigError(f"{path} holds no age identity that can be read; take it from its copy") from None


def encrypt(source: BinaryIO, target: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Write `source` to `target` so that each of `recipients` can open it."""
    pyrage.encrypt_io(source, target, recipients)


def decrypt(source: BinaryIO, target: BinaryIO, identities: Sequence[Identity]) -> None:
    """Write what `source` holds to `target`. Raises AgeError; what was written by then is not to be used."""
    try:
        pyrage.decrypt_io(source, target, identities)
    except (pyrage.DecryptError, OSError) as error:
        if "No matching keys" in str(error):
            raise AgeError("it was encrypted for somebody else; name the identity file of its recipient") from None
        raise AgeError(f"it is no age file, or damaged or cut off ({error}); take another copy") from None
