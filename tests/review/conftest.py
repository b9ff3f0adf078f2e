"""A store with a handful of leads, the workbench over it in this process, and as a program with a real browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_house import ROLES, Bench, baby, client_of, cry, job, keep, served

from review.session import Sessions
from sandi.config import Config
from storage import passwords
from storage.database import Store


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums of passwords that cost a thousandth, made the same way."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(memory_kib=64, passes=1, lanes=1))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The data that `store` begins with, made once."""
    folder = tmp_path_factory.mktemp("made")
    config = Config(data=folder / "data", keys=folder / "keys", user="rani")
    with Store.open(config) as opened:
        keep(opened, job(1, score=83), job(2, score=71), job(3, score=55), baby(), cry())
    return config


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path / "data", keys=tmp_path / "keys", user="rani")


@pytest.fixture
def store(config: Config, made: Config) -> Iterator[Store]:
    """Three adverts of falling score, one of the child lane, one call for help."""
    shutil.copytree(made.data, config.data)
    config.key_file.parent.mkdir(mode=0o700)
    shutil.copy2(made.key_file, config.key_file)
    with Store.open(config) as opened:
        yield opened


@pytest.fixture
def bench(store: Store) -> Iterator[Bench]:
    sessions = Sessions()
    client = client_of(store, sessions)
    client.get("/enter", params={"key": sessions.link("rani", ROLES)}, follow_redirects=False)
    yield Bench(client, sessions, store)
    client.close()


@pytest.fixture
def link(store: Store) -> Iterator[str]:
    """A one-time link to the workbench over `store`."""
    with served(store) as (base, sessions):
        yield f"{base}/enter?key={sessions.link('rani', ROLES)}"


@pytest.fixture
def printed_link(store: Store, config: Config) -> Iterator[str]:
    """The one-time link that `sandi review` printed; the program runs until the test ends, and must end well."""
    environment = os.environ | {"SANDI_DATA": str(config.data), "SANDI_KEYS": str(config.keys), "SANDI_USER": "rani"}
    command = [sys.executable, "-m", "sandi.cli", "review", "--no-open"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield found[0]
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=300)
    assert (process.returncode, rest.strip()) == (0, "The workbench has stopped.")
