"""Secrets of a Slipway under Docker Compose: given as files, kept from the last start, or made up now.

    make_secrets.py GIVEN TARGET

GIVEN holds the files that somebody put there (docker/secrets/README.md). TARGET holds a volume for each reader, so that
PostgreSQL does not see what signs sessions. What is in a volume stays as it is until a file that is given differs.

It needs Python alone and none of Slipway's images: Compose makes a container anew when one that it waits for is, and a
new version of Slipway shall not take the database down.
"""

import json
import secrets
import sys
from pathlib import Path
from urllib.parse import quote

# What the backend reads; a test compares it with config/env.py.
BACKEND = {
    "aws_access_key_id",
    "aws_secret_access_key",
    "database_url",
    "redis_url",
    "secret_key",
    "secret_key_fallbacks",
    "slipway_admin_password",
    "slipway_backup_identity",
    "slipway_backup_passphrase",
    "slipway_smtp_url",
}
# What is not the backend's.
TLS = {"tls_certificate", "tls_key"}
PASSWORDS = {"postgres_password", "redis_password", "grafana_password"}
KNOWN = BACKEND | PASSWORDS | TLS
# The table is the queue, so Redis keeps nothing; it refuses to write rather than to forget.
REDIS = """\
requirepass {password}
save ""
appendonly no
maxmemory 128mb
maxmemory-policy noeviction
"""


def make(given: Path, target: Path) -> list[str]:
    """Write what is missing or was given anew; returns the names of the given ones.

    Raises:
        ValueError: a given file is empty, or has a name that nothing reads.
    """
    files = read_given(given)

    def choose(reader: str, name: str, length: int) -> str:
        kept = target / reader / name
        return files.get(name) or (kept.read_text() if kept.exists() else secrets.token_urlsafe(length))

    postgres = choose("postgres", "postgres_password", 24)
    redis = choose("redis", "redis_password", 24)
    urls = {
        "database_url": f"postgres://slipway:{quote(postgres, safe='')}@postgres:5432/slipway",
        "redis_url": f"redis://:{quote(redis, safe='')}@redis:6379/0",
    }
    backend = {"secret_key": choose("backend", "secret_key", 50), **urls}
    backend |= {name: value for name, value in files.items() if name in BACKEND}
    write(target / "backend", backend)
    write(target / "postgres", {"postgres_password": postgres})
    # Redis reads a quoted word as JSON does.
    quoted = json.dumps(redis, ensure_ascii=False)
    write(target / "redis", {"redis_password": redis, "redis.conf": REDIS.format(password=quoted)})
    write(target / "frontend", {name: value for name, value in files.items() if name in TLS})
    write(target / "grafana", {"grafana_password": choose("grafana", "grafana_password", 18)})
    return sorted(files)


def read_given(folder: Path) -> dict[str, str]:
    """The given secrets by name."""
    files: dict[str, str] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix == ".md" or file.name.startswith("."):
            continue
        if file.name not in KNOWN:
            raise ValueError(f"{file.name} is no secret that Slipway knows. It knows: {', '.join(sorted(KNOWN))}.")
        files[file.name] = file.read_text(encoding="utf-8").strip()
        if not files[file.name]:
            raise ValueError(f"{file.name} is empty. Write the secret into it or remove it.")
    return files


def write(folder: Path, values: dict[str, str]) -> None:
    """The `values` as files; one that is the same already is not touched, and none is ever half there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in values.items():
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != value:
            # Readable by whatever user the reader runs as; it is the volume that nobody else has.
            part = folder / f".{name}"
            part.write_text(value, encoding="utf-8")
            part.chmod(0o444)
            part.rename(file)


def main(given: str, target: str) -> None:
    """Exit with a sentence when a file is wrong."""
    try:
        names = make(Path(given), Path(target))
    except (ValueError, OSError) as error:
        sys.exit(f"docker/secrets: {error}")
    print(f"Secrets are ready. Given as files: {', '.join(names) or 'none'}.")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
