"""Files among the rules that are no rules: told by name, never a traceback, never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rules.loader import load_rules
from sandi.errors import InputError


@pytest.mark.parametrize("kind", ["folder", "pipe", "lost link", "huge"])
def test_what_is_no_rule_file_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "fake-job" / "odd.yaml"
    path.parent.mkdir()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "lost link":
        path.symlink_to(tmp_path / "nowhere")
    else:
        with path.open("wb") as stream:
            stream.truncate(1 << 33)
    with pytest.raises(InputError) as caught:
        load_rules((tmp_path,))
    assert "odd" in str(caught.value) or "nowhere" in str(caught.value)
