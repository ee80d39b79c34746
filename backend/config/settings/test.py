"""Tests: a data dir of their own, SQLite unless DATABASE_URL says otherwise, no broker unless a test starts one."""

import atexit
import os
import shutil
import tempfile

_scratch = tempfile.mkdtemp(prefix="slipway-test-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("SLIPWAY_")]:
    del os.environ[_name]
os.environ["SLIPWAY_DATA_DIR"] = _scratch

from config.env import Env  # noqa: E402 - reads what was just set

# What a developer has written into the checkout's .env is for `make run`.
Env.model_config["env_file"] = None

from config.settings.base import *  # noqa: E402

if not env.database_url:
    # A file and not memory: there, threads that share a database do not wait for each other but fail.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
SECRET_KEY = "only-for-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["*"]
for _folder in ("incoming", "media", "models", "static"):
    (DATA_DIR / _folder).mkdir(parents=True, exist_ok=True)
