"""Nothing is collected before it is settled who answers for it and for what purpose."""

from __future__ import annotations

import pytest
from store_house import config

from sandi.errors import ConfigError
from storage import audit, controller
from storage.database import Store

WHO = {"controller": "Yayasan Contoh, Ibu Ani", "purpose": "Finding signs of trafficking in public adverts."}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"controller": ""}, "SANDI_CONTROLLER"),
        ({"controller": "  "}, "SANDI_CONTROLLER"),
        ({"purpose": ""}, "SANDI_PURPOSE"),
        ({"purpose": "test"}, "SANDI_PURPOSE"),
    ],
)
def test_who_and_what_for_must_be_said(tmp_path, change, told) -> None:
    with pytest.raises(ConfigError, match=told):
        controller.settled(config(tmp_path).model_copy(update=WHO | change))


def test_it_is_written_down_when_it_is_new_and_when_it_changes(tmp_path) -> None:
    settings = config(tmp_path).model_copy(update=WHO)
    for _ in range(2):
        with Store.open(settings) as store:
            controller.note(store, actor="ani")
    with Store.open(settings.model_copy(update={"purpose": "Something else altogether."})) as store:
        controller.note(store, actor="ani")
        rows = [row for row in audit.entries(store) if row.action == "controller.settle"]
        assert [row.detail["purpose"] for row in rows] == [WHO["purpose"], "Something else altogether."]
