"""Pages in quarantine: held after the second time, listed without their address, let free by id."""

from __future__ import annotations

import json

from click.testing import CliRunner

from sandi.cli import main
from storage import quarantine
from tests.crawler_schedule.schedule_town import Town

URL = "https://toko.example/iklan/0812-0000-1234"


def test_held_listed_and_released(town: Town) -> None:
    assert quarantine.note(town.store, "pasar", URL, run="r1", reason="it took longer than 5 s", capture=None) == 1
    assert not quarantine.known(town.store, "pasar").holds(URL)
    assert quarantine.note(town.store, "pasar", URL, run="r2", reason="it took longer than 5 s", capture=None) == 2
    assert quarantine.known(town.store, "pasar").holds(URL)
    assert not quarantine.known(town.store, "pasar").holds(URL + "5")
    environment = {"SANDI_DATA": str(town.config.data), "SANDI_KEYS": str(town.config.keys)}

    def sandi(*args: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["schedule", "quarantine", *args], env=environment)
        return done.exit_code, done.output

    status, out = sandi("--json")
    (page,) = json.loads(out)
    assert (status, page["kills"], page["held"], page["site"]) == (0, 2, True, "toko.example")
    assert "1234" not in out + sandi()[1]
    assert sandi("--release", "nothing")[0] == 1
    assert sandi("--release", page["id"])[0] == 0
    assert not quarantine.known(town.store, "pasar").holds(URL)
    assert "no page" in sandi()[1]
