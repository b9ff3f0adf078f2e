"""Where an author may write rules, and writing one: whole or not at all, never over a file that somebody else changed.

Only the pack folders of the installation (SANDI_PACKS) are written to; the rules that come with sandi belong to its
repository and are edited there.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from rules.loader import PACKS
from rules.schema import Rule
from sandi.errors import SandiError

_REVISION = re.compile(r"^revision:[ \t]*\d+", re.MULTILINE)
_MODIFIED = re.compile(r"^modified:[ \t]*\d{4}-\d\d-\d\d", re.MULTILINE)
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")


class CannotWrite(SandiError):
    """A rule that cannot be written there; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """The file an edit goes to, and what stands in it now; both texts are empty when there is no such file."""

    path: Path
    base_sha256: str
    base_text: str


def folders(packs: Sequence[Path]) -> tuple[Path, ...]:
    """The pack folders that this installation may write to."""
    return tuple(pack for pack in packs if pack.is_dir() and os.access(pack, os.W_OK) and not _at_home(pack))


def target_of(packs: Sequence[Path], rule: Rule, today: Rule | None, chosen: str = "") -> Target:
    """Where `rule` goes: the file that holds the rule of this id, else a new file under its tactic in the folder called
    `chosen` (the first when empty). Raises CannotWrite.
    """
    open_ = folders(packs)
    if today is not None:
        path = Path(today.where).resolve()
        if _at_home(path):
            raise CannotWrite(
                f"{rule.id} comes with sandi; give the rule an id of its own, with `related: {{{rule.id}: derived}}`"
            )
        folder = next((one for one in open_ if path.is_relative_to(one.resolve())), None)
        if folder is None:
            raise CannotWrite(f"the folder of {path.name} cannot be written by this program")
        return Target(path, digest(path), today.text)
    if not open_:
        raise CannotWrite("no folder for own rules: make one, name it in SANDI_PACKS, and start the workbench again")
    if not _ID.match(rule.id):
        raise CannotWrite(f"{rule.id!r} is no id; write small letters, figures and hyphens")
    folder = next((one for one in open_ if str(one) == chosen), open_[0])
    path = (folder / rule.tactic / f"{rule.id}.yaml").resolve()
    if not path.is_relative_to(folder.resolve()):
        raise CannotWrite(f"{path} lies outside of {folder}")
    if path.exists():
        raise CannotWrite(f"{path} is there already, and holds no rule that can be read; mend or remove it first")
    return Target(path, "", "")


def revised(text: str, today: Rule | None, when: date) -> str:
    """`text` with the revision after that of `today`, and the day of the change; a new rule keeps its own."""
    if today is None:
        return text
    text = _REVISION.sub(f"revision: {today.revision + 1}", text, count=1)
    return _MODIFIED.sub(f"modified: {when.isoformat()}", text, count=1)


def write(target: Path, text: str, base_sha256: str) -> None:
    """Put `text` in place of the file, if it still is the one with `base_sha256`. Raises CannotWrite."""
    if digest(target) != base_sha256:
        raise CannotWrite(
            f"{target.name} was changed by somebody else meanwhile; open the rule again and repeat the edit there"
        )
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text if text.endswith("\n") else text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(target)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise CannotWrite(f"{target} cannot be written: {error.strerror}") from None


def digest(path: Path) -> str:
    """The SHA-256 of a file, empty when there is none."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _at_home(path: Path) -> bool:
    return path.resolve().is_relative_to(PACKS)
