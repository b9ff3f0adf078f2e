"""Source files that operators edit in the workbench: which file holds a source, and writing it whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

from review.rule_files import CannotWrite, write
from sandi.config import Config
from sandi.errors import InputError
from sandi.strict_yaml import load_file, load_text

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
NEW = """\
id: my-source
title: TODO what it is, in words
purpose: TODO why it is watched; kept with every run
adapter: pages
start: https://www.example.org/jual
kind: product
language: id
items: auto
follow: auto
schedule: {every: 6h, jitter: 15m}
timezone: WIB
"""


def file_of(config: Config, source: str) -> Path | None:
    """The file in the seeds folder that holds `source` alone; None when there is none, or it holds several."""
    for path in sorted(config.seeds.rglob("*.yaml")):
        try:
            documents = load_file(path)
        except InputError:
            continue
        if len(documents) == 1 and isinstance(documents[0].data, dict) and documents[0].data.get("id") == source:
            return path
    return None


def id_in(text: str) -> str:
    """The id that a source's text names. Raises CannotWrite."""
    try:
        documents = load_text(text, "source")
    except InputError as error:
        raise CannotWrite(str(error)) from None
    data = documents[0].data if len(documents) == 1 else None
    found = data.get("id") if isinstance(data, dict) else None
    if not isinstance(found, str) or not _ID.match(found) or len(found) > 60:
        raise CannotWrite("a file holds one source, whose id is small letters, figures and hyphens")
    return found


def save(config: Config, text: str, *, opened: str, base_sha256: str) -> Path:
    """Write `text` as the file of its source. `opened` is the source that was being edited, empty for a new one.

    Raises CannotWrite, also when the file is not the one with `base_sha256` any more.
    """
    source = id_in(text)
    if opened and source != opened:
        raise CannotWrite(f"the id is {source!r} now; a source keeps its id, because its listings hang on it")
    path = file_of(config, source)
    if path is None and opened:
        raise CannotWrite(f"no file of its own holds {source}; edit it where it is written")
    if path is not None and not opened:
        raise CannotWrite(f"{path.name} holds a source {source} already; open that one")
    target = path or config.seeds / f"{source}.yaml"
    write(target, text, base_sha256)
    return target
