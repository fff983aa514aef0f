from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.webhooks.around import Place, open_place


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "harbour.db"


@pytest_asyncio.fixture
async def place(database: Path) -> AsyncIterator[Place]:
    async with open_place(database) as place:
        yield place
