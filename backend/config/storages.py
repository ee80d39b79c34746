"""Where media and bundles lie: Django's STORAGES entries for SLIPWAY_STORAGE_URL."""

from pathlib import Path
from urllib.parse import urlsplit

from config.env import ROOT, Env


def storage_of(env: Env, part: str) -> dict[str, object]:
    """The entry of `media` or `models`: a folder of the data dir, or what lies below that name in the bucket."""
    if not env.storage_url:
        folder = env.data_dir / part
        return {"BACKEND": "apps.storage.folder.FolderStorage", "OPTIONS": {"location": folder}}
    return bucket(env, env.storage_url, part)


def backups_of(env: Env) -> dict[str, object]:
    """The entry for backups; a relative folder is relative to the checkout, as the data dir is."""
    if env.backup_url.startswith("s3://"):
        return bucket(env, env.backup_url, "")
    folder = ROOT / Path(env.backup_url).expanduser() if env.backup_url else env.data_dir / "backups"
    return {"BACKEND": "apps.storage.folder.FolderStorage", "OPTIONS": {"location": folder}}


def bucket(env: Env, url: str, part: str) -> dict[str, object]:
    """The entry for `url` (`s3://bucket/prefix`). Without keys boto3 looks where it always does: a role, a profile."""
    place = urlsplit(url)
    options = {
        "bucket_name": place.netloc,
        "location": f"{place.path.strip('/')}/{part}".strip("/"),
        "endpoint_url": env.s3_endpoint,
        "region_name": env.s3_region,
        "access_key": env.aws_access_key_id,
        "secret_key": env.aws_secret_access_key,
    }
    given = {name: value for name, value in options.items() if value}
    # A request waits while its file is stored.
    return {"BACKEND": "apps.storage.bucket.BucketStorage", "OPTIONS": {"hurried": part == "media", **given}}
