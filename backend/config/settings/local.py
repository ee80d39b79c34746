"""`make run`: everything on one machine, state under the data dir, nothing to configure."""

import os
import secrets

from config.settings.base import *

# The admin's files are served from the packages where they lie: to collect and compress them takes a minute.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
# Outermost, so that what is compressed is the whole answer.
MIDDLEWARE = ["apps.core.compression.CompressReading", *MIDDLEWARE]

# What else than 127.0.0.1 is listened on is this computer's own; in a container it would be the container's.
LISTENS_TO_NETWORK = env.listens_everywhere

for _folder in (DATA_DIR, DATA_DIR / "incoming", DATA_DIR / "media", DATA_DIR / "static", DATA_DIR / "models"):
    _folder.mkdir(parents=True, exist_ok=True)

if not env.secret_key:
    _file = DATA_DIR / "secret-key"
    if not _file.exists():
        # O_EXCL: of two processes that start at once one writes, and both read the same key.
        try:
            with os.fdopen(os.open(_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as _out:
                _out.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
    SECRET_KEY = _file.read_text(encoding="utf-8")
