from __future__ import annotations

import pytest

from .worker import Worker


@pytest.fixture
def worker(tmp_path):
    made = Worker(tmp_path)
    yield made
    made.close()
