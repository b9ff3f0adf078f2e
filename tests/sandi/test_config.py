"""Settings: what cannot be a data folder is told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandi.config import load_config
from sandi.errors import ConfigError


@pytest.mark.parametrize("name", ["a" * 300, "nul\0inside", "loop", "file", "file/below"])
def test_a_path_that_can_be_no_folder_is_named_and_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="--data"):
        load_config(tmp_path / name)
