"""Collects and compresses the static files of the admin and of the API's page; the first argument is where to.

Names the packages that have such files instead of reading Slipway's settings, so that a change of code does not
compress a thousand files again. A test compares the list with INSTALLED_APPS.
"""

import sys
from pathlib import Path

# In the order of INSTALLED_APPS: the first that has a file of some name wins.
# Not REST framework: its browsable API is off.
PACKAGES = ["unfold", "django.contrib.admin", "drf_spectacular_sidecar"]
STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def collect(target: Path) -> None:
    """Write every file, its name with a hash in it, both compressed, and the list of names to `target`."""
    import django  # noqa: PLC0415 - the test reads the list without this set-up
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    needed = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.staticfiles"]
    settings.configure(
        INSTALLED_APPS=[*PACKAGES, *needed],
        STATIC_URL="/static/",
        STATIC_ROOT=target.resolve(),
        STORAGES={"staticfiles": {"BACKEND": STORAGE}},
        # Every template and style sheet asks for the name with the hash.
        WHITENOISE_KEEP_ONLY_HASHED_FILES=True,
    )
    django.setup()
    # The API's page is Swagger's, as one bundle; the package has more.
    call_command("collectstatic", interactive=False, ignore_patterns=["redoc*", "swagger-ui-es-*"])


if __name__ == "__main__":
    collect(Path(sys.argv[1]))
