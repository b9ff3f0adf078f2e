"""Passwords as argon2id sums in PHC form. Never kept, logged or told in any other form."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from sandi.errors import SandiError

LEAST, MOST = 12, 256


@dataclass(frozen=True, slots=True)
class Cost:
    """What one sum costs: memory in KiB, passes over it, lanes. The default is the second choice of RFC 9106."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4


COST = Cost()
_AT_ONCE = threading.BoundedSemaphore(2)
"""Sums under way: each takes 64 MiB, and many people who sign in at once must not take the memory of the machine."""


class BadPassword(SandiError):
    """A password that is too short, too long or too simple; the text says which."""


def check(password: str, name: str) -> None:
    """Raises BadPassword when `password` may not be that of `name`."""
    if not LEAST <= len(password) <= MOST:
        raise BadPassword(f"a password has {LEAST} to {MOST} characters; this one has {len(password)}")
    if len(set(password.casefold())) < 5 or name.casefold() in password.casefold():
        raise BadPassword("this password is easily guessed: it repeats few characters or holds the name of the account")


def summed(password: str) -> str:
    """The sum of a password with a salt of its own."""
    kdf = Argon2id(
        salt=os.urandom(16), length=32, iterations=COST.passes, lanes=COST.lanes, memory_cost=COST.memory_kib
    )
    with _AT_ONCE:
        return kdf.derive_phc_encoded(_bytes(password))


def fits(password: str, phc: str) -> bool:
    """Whether `password` is the one of a sum. Takes as long when it is not."""
    with _AT_ONCE:
        try:
            Argon2id.verify_phc_encoded(_bytes(password), phc)
        except InvalidKey:
            return False
    return True


@cache
def nobodys() -> str:
    """A sum that no password fits, to spend the same time on names that there are not."""
    return summed(os.urandom(24).hex())


def _bytes(password: str) -> bytes:
    return password[: MOST + 1].encode("utf-8", "surrogatepass")
