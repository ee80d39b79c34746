"""The environment of every program of `make run`."""

import os
from urllib.parse import quote

from config.env import Env
from processes.laptop.broker_socket import broker_socket


def environment(env: Env) -> dict[str, str]:
    """What every program gets: this environment, and the embedded broker where no other is named."""
    broker = env.redis_url or f"unix://{quote(str(broker_socket(env.data_dir)))}"
    return {
        **os.environ,
        "SLIPWAY_DATA_DIR": str(env.data_dir),
        "REDIS_URL": broker,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.local"),
        "PYTHONUNBUFFERED": "1",
    }
