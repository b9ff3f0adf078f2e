from __future__ import annotations

import pytest
from store_house import config

from storage.database import Store
from tests.linking.link_house import emptied


@pytest.fixture(scope="session")
def opened_store(tmp_path_factory):
    with Store.open(config(tmp_path_factory.mktemp("links"))) as opened:
        yield opened


@pytest.fixture
def store(opened_store):
    """An empty store; making a database for every test takes longer than most of them."""
    return emptied(opened_store)
