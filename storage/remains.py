"""Copies in the data folder that a purge does not reach: backups, databases set aside by a restore, packs."""

from __future__ import annotations

from dataclasses import dataclass

from sandi.config import Config


@dataclass(frozen=True, slots=True)
class Remains:
    """Paths, the oldest first by name. Copies that were taken elsewhere are known to who took them alone."""

    backups: tuple[str, ...]
    packs: tuple[str, ...]


def of(config: Config) -> Remains:
    """What still holds what was forgotten."""
    kept = config.data / "backups"
    backups = [*kept.glob("*.db"), *kept.glob("*.age"), *config.data.glob(f"{config.database.name}.before-*")]
    packs = (config.data / "exports").glob("*.zip")
    return Remains(tuple(sorted(map(str, backups))), tuple(sorted(map(str, packs))))
