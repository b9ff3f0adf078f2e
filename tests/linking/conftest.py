from __future__ import annotations

import pytest
from store_house import config

from storage.database import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(config(tmp_path)) as opened:
        yield opened
