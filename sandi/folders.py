"""Folders of an installation: for the user who runs it, and nobody else."""

from __future__ import annotations

from pathlib import Path


def private(folder: Path) -> None:
    """Make a folder and all that is missing above it with mode 0700; those there are stay as they are. Raises OSError.

    `mkdir(parents=True)` gives its mode to the last folder alone.
    """
    for one in (*reversed(folder.parents), folder):
        if not one.exists():
            one.mkdir(exist_ok=True, mode=0o700)
