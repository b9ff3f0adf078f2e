"""Files for age recipients: they open with Debian's `age`, its files open here, and a changed byte is found."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from sandi.errors import ConfigError
from storage import age

IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
"""A pair of age's own test suite (https://c2sp.org/CCTV/age)."""
CHUNK = 64 * 1024
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK)
there = pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text(f"# created: today\n# public key: {RECIPIENT}\n{IDENTITY}\n")
    return path


def sealed(body: bytes) -> bytes:
    target = io.BytesIO()
    age.encrypt(io.BytesIO(body), target, [age.recipient(RECIPIENT)])
    return target.getvalue()


def opened(raw: bytes, own: Path) -> bytes:
    target = io.BytesIO()
    age.decrypt(io.BytesIO(raw), target, age.identity(own))
    return target.getvalue()


def body_of(size: int) -> bytes:
    return (bytes(range(256)) * (size // 256 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_what_is_encrypted_opens(own: Path, size: int) -> None:
    assert opened(sealed(body_of(size)), own) == body_of(size)


def test_the_pair_belongs_together(own: Path) -> None:
    (identity,) = age.identity(own)
    assert str(identity.to_public()) == str(age.recipient(RECIPIENT)) == RECIPIENT


@there
@pytest.mark.parametrize("size", SIZES)
def test_it_opens_with_age(own: Path, size: int) -> None:
    done = subprocess.run(["age", "-d", "-i", str(own)], input=sealed(body_of(size)), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, body_of(size)), done.stderr


@there
@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_age_opens_here(own: Path, size: int) -> None:
    done = subprocess.run(["age", "-r", RECIPIENT], input=body_of(size), capture_output=True, check=True)
    assert opened(done.stdout, own) == body_of(size)


def test_any_changed_or_missing_byte_is_found(own: Path) -> None:
    raw = sealed(body_of(2000))
    for place in range(0, len(raw), 7):
        changed = raw[:place] + bytes([raw[place] ^ 4]) + raw[place + 1 :]
        with pytest.raises(age.AgeError):
            opened(changed, own)
    for length in (0, 10, 100, 250, len(raw) - 1):
        with pytest.raises(age.AgeError):
            opened(raw[:length], own)


def test_a_whole_missing_chunk_is_found(own: Path) -> None:
    raw = sealed(body_of(2 * CHUNK))
    with pytest.raises(age.AgeError, match="cut off"):
        opened(raw[: -(CHUNK + 16)], own)


def test_another_identity_opens_nothing(tmp_path: Path, own: Path) -> None:
    raw = sealed(b"x")
    own.write_text("AGE-SECRET-KEY-1QQPQZ")
    with pytest.raises(ConfigError, match="no age identity"):
        age.identity(own)
    target = io.BytesIO()
    with pytest.raises(age.AgeError, match="somebody else"):
        age.decrypt(io.BytesIO(raw), target, [age.Identity.generate()])
    assert target.getvalue() == b""


@pytest.mark.parametrize("text", ["", "age1", RECIPIENT[:-1] + "q", "ssh-ed25519 AAAA", IDENTITY])
def test_what_is_no_recipient_is_named(text: str) -> None:
    with pytest.raises(ConfigError, match="no age recipient"):
        age.recipient(text)
