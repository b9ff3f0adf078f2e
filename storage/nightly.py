"""What a night should bring, in this order: verify, forget, checkpoint, back up, rotate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage import backup, checkpoints, retention
from storage.database import Store
from storage.verifying import verify


@dataclass(frozen=True, slots=True)
class Night:
    """`whole` is False when the verification found damage; then nothing else was done. `lines` say it to people."""

    whole: bool
    lines: tuple[str, ...]
    backup: str = ""
    checkpoint: str = ""
    deleted: tuple[str, ...] = ()


def tend(
    store: Store,
    target: Path | None,
    *,
    recipients: Sequence[str],
    keep: int | None,
    witness: Path | None,
    purge: bool,
    actor: str,
) -> Night:
    """Do it. Raises BackupError, NoCheckpoint, StoreError when a step cannot be done; what was done by then stays."""
    checks = verify(store, witness)
    problems = [f"{check.name}: {problem}" for check in checks for problem in check.problems]
    if store.read_only:
        return Night(False, ("damage was found, nothing else was done", *problems))
    lines = [f"verified: {sum(check.counted for check in checks):,} read", *problems]
    if purge:
        lines += _purged(store, actor)
    sign = checkpoints.write(store, witness)
    made = backup.backup(store, target, recipients=recipients)
    gone = backup.rotate(made.parent, keep) if keep else []
    lines += [f"checkpoint {sign}", f"backup {made}", *(f"deleted {one}" for one in gone)]
    return Night(not problems, tuple(lines), str(made), str(sign), tuple(map(str, gone)))


def _purged(store: Store, actor: str) -> list[str]:
    planned = retention.plan(store)
    lines = []
    if planned.listings or planned.leads or planned.captures:
        done = retention.purge(store, planned, actor=actor, reason="past its time, by the nightly schedule")
        lines.append(f"forgot {done.listings:,} listings, {done.leads:,} dismissed leads, {done.captures:,} captures")
    if planned.due:
        shown = ", ".join(map(str, planned.due[:20]))
        lines.append(f"open for a year, to be reviewed: {len(planned.due):,} leads ({shown})")
    return lines
