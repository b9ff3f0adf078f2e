from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from store_house import config

from sandi.config import Config
from storage.database import Store


@pytest.fixture(scope="session")
def empty(tmp_path_factory) -> Config:
    """An empty database and its key file, made once: to make one takes longer than most tests."""
    settings = config(tmp_path_factory.mktemp("empty"))
    Store.open(settings).close()
    return settings


@pytest.fixture
def store(tmp_path, empty: Config) -> Iterator[Store]:
    settings = config(tmp_path)
    shutil.copytree(empty.data, settings.data)
    settings.data.chmod(0o700)
    settings.key_file.parent.mkdir(mode=0o700)
    shutil.copy2(empty.key_file, settings.key_file)
    with Store.open(settings) as opened:
        yield opened
