import os

import pytest

# What the tests start imports the package hundreds of times, and would compile it each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = ("pytest_jupyter.jupyter_server",)


@pytest.fixture
def jp_server_config(jp_server_config):
    return {
        "ServerApp": {
            "jpserver_extensions": {"kalette": True},
            "allow_unauthenticated_access": False,
        }
    }
