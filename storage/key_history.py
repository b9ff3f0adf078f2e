"""The public keys that this installation has signed with: what was signed before a rotation can still be checked."""

from __future__ import annotations

import sqlite3

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from storage.keys import Keys

NAME = "earlier_signers"


def add(conn: sqlite3.Connection, keys: Keys) -> None:
    """Remember the public key of `keys`, inside a writer."""
    known = earlier(conn) | {keys.check: keys.public_key().decode()}
    conn.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (NAME, orjson.dumps(known).decode()),
    )


def earlier(conn: sqlite3.Connection) -> dict[str, str]:
    """Public keys (PEM) by the mark of their key file."""
    row = conn.execute("SELECT value FROM settings WHERE name = ?", (NAME,)).fetchone()
    return orjson.loads(row[0]) if row else {}


def signed_by(pem: str, signature: bytes, data: bytes) -> bool:
    """Whether the owner of a public key signed `data`."""
    public = load_pem_public_key(pem.encode())
    if not isinstance(public, Ed25519PublicKey):
        return False
    try:
        public.verify(signature, data)
    except InvalidSignature:
        return False
    return True
