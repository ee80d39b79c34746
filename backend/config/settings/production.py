"""Compose and Kubernetes: secrets and services come from outside, and nothing is made up."""

import sys

from config.settings.base import *

_missing = [name for name, value in {"SECRET_KEY": SECRET_KEY, "REDIS_URL": env.redis_url}.items() if not value]
if _missing:
    sys.exit("\n".join(f"{name} is required." for name in _missing))
