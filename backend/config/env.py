"""Every environment variable that Slipway reads, checked once at start.

`.env.example` shows the same list with the same words; a test compares the two.
"""

import os
import re
import sys
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

ROOT = Path(__file__).resolve().parents[2]
# Where Docker and Kubernetes put files that are secrets: `secret_key` is SECRET_KEY. A variable wins over a file.
SECRETS_DIR = Path("/run/secrets")
SECRETS = {
    "aws_access_key_id",
    "aws_secret_access_key",
    "database_url",
    "redis_url",
    "secret_key",
    "secret_key_fallbacks",
    "slipway_admin_password",
    "slipway_backup_passphrase",
}
# Not secrets, but where people put one by mistake.
SECRET_LIKE = {"slipway_backup_recipients", "slipway_s3_endpoint"}
SHOWN = 100
PREFIX = "SLIPWAY_"
KINDS = ("image-classification", "speech-recognition")
# What PostgreSQL, SQLite and clocks can still count.
MOST = 2**63 - 1
DAY, YEAR_HOURS = 24 * 3600, 366 * 24
A_RATE = r"^[1-9][0-9]{0,8}/(s|sec|m|min|h|hour|d|day)$"


def split(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a comma-separated variable."""
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip())


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split)]


class Env(BaseSettings):
    """What Slipway was configured with; `settings.SLIPWAY` is the one of this process.

    A field is named as its variable, in lower case and without SLIPWAY_; those with an alias have no such prefix.
    """

    # A variable that is set to nothing is not set: a copy of .env.example hides no secret that comes as a file.
    model_config = SettingsConfigDict(
        frozen=True,
        env_prefix=PREFIX,
        validate_by_name=True,
        env_file=ROOT / ".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        case_sensitive=False,
    )

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: Any, **named: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What this process was given hides what .env says, even where it is empty: so one can unset it."""
        dotenv = named["dotenv_settings"]
        given = {name.lower() for name in os.environ}
        dotenv.env_vars = {name: value for name, value in dotenv.env_vars.items() if name.lower() not in given}
        return super().settings_customise_sources(settings_cls, *sources, **named)

    @classmethod
    def variable(cls, field: str) -> str:
        """The name of the variable that a field, or its alias, is read from."""
        alias = cls.model_fields[field].validation_alias if field in cls.model_fields else field
        return str(alias) if alias else f"{PREFIX}{field.upper()}"

    @classmethod
    def variables(cls) -> dict[str, str]:
        """The field of each variable, by the variable's name."""
        return {cls.variable(field): field for field in cls.model_fields}

    @property
    def models_dir(self) -> Path:
        """Where bundles lie, or copies of them where they lie in a bucket."""
        return self.data_dir / "models"

    @property
    def own_data_sets_dir(self) -> Path:
        """Data sets that were uploaded, and frozen versions of all; `datasets_dir` holds those that staff may name."""
        return self.data_dir / "datasets"

    @property
    def runs_dir(self) -> Path:
        """Where jobs of training work."""
        return self.data_dir / "runs"

    @property
    def backup_location(self) -> str:
        """A folder, or s3://bucket/prefix."""
        return self.backup_url or str(self.data_dir / "backups")

    data_dir: Path = Field(ROOT / "data", description="All state: database, media, models, broker socket")
    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on")
    admin_username: str = Field("admin", min_length=1, description="First administrator")
    admin_password: str = Field("", description="Its password; empty: random, printed once at first start")
    database_url: str = Field(
        "", validation_alias="DATABASE_URL", description="postgres://...; empty: SQLite under the data dir"
    )
    redis_url: str = Field(
        "", validation_alias="REDIS_URL", description="redis://...; empty: the broker that `make run` starts"
    )
    secret_key: str = Field(
        "",
        validation_alias="SECRET_KEY",
        description="Signs sessions; empty: generated into the data dir by `make run`",
    )
    secret_key_fallbacks: Names = Field(
        (),
        validation_alias="SECRET_KEY_FALLBACKS",
        description="Former SECRET_KEYs that still open sessions, separated by commas",
    )
    allowed_hosts: Names = Field((), description="Further host names of this server, separated by commas")
    trusted_origins: Names = Field(
        (), description="Origins behind a proxy, as https://slipway.example, separated by commas"
    )
    https: bool = Field(False, description="True behind TLS: secure cookies, HSTS, X-Forwarded-Proto is trusted")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level logged")
    max_bytes: int = Field(25 * 1024 * 1024, ge=1, le=MOST, description="Largest file, bytes")
    max_pixels: int = Field(50_000_000, ge=1, le=MOST, description="Largest image, pixels")
    max_seconds: float = Field(600.0, gt=0, le=DAY, description="Longest sound, seconds")
    max_files: int = Field(64, ge=1, le=64, description="Files in one request")
    max_waiting_per_user: int = Field(1000, ge=1, le=MOST, description="Waiting predictions of one user")
    max_waiting: int = Field(10_000, ge=1, le=MOST, description="Waiting predictions in all")
    rate_limit: str = Field("6000/min", pattern=A_RATE, description="Requests of one user")
    sign_in_limit: str = Field("20/min", pattern=A_RATE, description="Sign-in tries of one address")
    device: str = Field("auto", pattern=r"^(auto|cpu|cuda:[0-9]{1,3})$", description="auto, cpu or cuda:N")
    threads: int = Field(0, ge=0, le=1024, description="Compute threads of a worker; 0: one per core")
    worker_kinds: Names = Field(KINDS, description="What a worker serves, separated by commas")
    batch_items: int = Field(32, ge=1, le=1024, description="Most predictions that a worker claims at once")
    lease_seconds: int = Field(
        60, ge=10, le=DAY, description="A worker that is gone this long loses what it had claimed, seconds"
    )
    batch_timeout: int = Field(300, ge=5, le=DAY, description="A batch that runs longer is ended, seconds")
    event_days: int = Field(7, ge=1, le=3660, description="How long events are kept for replay, days")
    backup_url: str = Field(
        "", description="Where backups go: a folder, or s3://bucket/prefix; empty: backups/ in the data dir"
    )
    backup_passphrase: str = Field(
        "", description="Encrypts backups, 12 characters or more; keep it elsewhere than them"
    )
    backup_recipients: Names = Field(
        (), description="Or public keys of age (age1...) that backups are encrypted to, separated by commas"
    )
    backup_identity: str = Field(
        "", description="File with a secret key of age, to open backups made for its public key"
    )
    backup_every_hours: float = Field(
        0, ge=0, le=YEAR_HOURS, description="A backup every so often, a drill weekly, a check daily; 0: none by itself"
    )
    backup_keep: int = Field(14, ge=1, description="How many backups are kept, the newest")
    backup_training: Literal["none", "results", "frozen", "all"] = Field(
        "results",
        description="Of training: none, results, frozen (and data sets), or all (and what was sent, and checkpoints)",
    )
    training: bool = Field(True, description="False where no trainer will ever be: training is not offered")
    max_dataset_bytes: int = Field(4 * 1024**3, ge=1, le=MOST, description="Largest file with a data set, bytes")
    datasets_dir: str = Field(
        "", description="Folder of this server whose folders staff may name as data sets; empty: none"
    )
    storage_url: str = Field(
        "",
        pattern=r"^(s3://[a-z0-9][a-z0-9.-]+[a-z0-9](/[\w./-]*)?)?$",
        description="s3://bucket/prefix for media and models; empty: folders of the data dir",
    )
    s3_endpoint: str = Field("", pattern=r"^(https?://.+)?$", description="https://... of an S3 server that is not AWS")
    s3_region: str = Field("", description="Region of the bucket; empty: as boto3 finds it")
    aws_access_key_id: str = Field(
        "",
        validation_alias="AWS_ACCESS_KEY_ID",
        description="Key for the bucket; empty: as boto3 finds it (a role, a profile)",
    )
    aws_secret_access_key: str = Field("", validation_alias="AWS_SECRET_ACCESS_KEY", description="Its secret")

    @field_validator("database_url")
    @classmethod
    def database_is_postgres(cls, value: str) -> str:
        """Refuse a URL that cannot be read, or of another database."""
        if value and not value.startswith(("postgres://", "postgresql://")):
            raise ValueError("it does not begin with postgres://")
        if value and not (_parts(value) and dj_database_url.parse(value)["NAME"]):
            raise ValueError("it names no database: postgres://user:password@host:5432/name")
        return value

    @field_validator("redis_url")
    @classmethod
    def broker_is_redis(cls, value: str) -> str:
        """Refuse a URL that cannot be read, or of another broker."""
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("it does not begin with redis://")
        if value and _parts(value).path.strip("/") and not value.startswith("unix://"):
            number = _parts(value).path.strip("/")
            if not (number.isascii() and number.isdigit()):
                raise ValueError("what follows the port is no number of a database: redis://:password@host:6379/0")
        return value

    @field_validator("data_dir", "backup_url", "backup_identity", "datasets_dir")
    @classmethod
    def homes_are_known(cls, value: "Path | str") -> "Path | str":
        """Refuse `~somebody` whom this machine does not know."""
        try:
            Path(value).expanduser()
        except RuntimeError:
            raise ValueError("this machine does not know whose home that is") from None
        return value

    @field_validator("trusted_origins")
    @classmethod
    def origins_have_a_scheme(cls, value: Names) -> Names:
        """Refuse a bare host name, which would match nothing: every form would be refused, without a word why."""
        for origin in value:
            if not re.fullmatch(r"https?://[^/\s]+", origin):
                raise ValueError(f"{origin!r} is no origin such as https://slipway.example")
        return value

    @field_validator("s3_endpoint")
    @classmethod
    def endpoint_is_a_url(cls, value: str) -> str:
        """Refuse what boto3 would stumble over later."""
        if value and (not _parts(value).hostname or re.search(r"\s", value)):
            raise ValueError("it names no server")
        return value

    @field_validator("backup_recipients")
    @classmethod
    def recipients_are_public_keys(cls, value: Names) -> Names:
        """Refuse a secret key in their place: it would be shown in messages and lie beside the backups."""
        for recipient in value:
            if not recipient.startswith("age1"):
                raise ValueError("a public key of age begins with age1")
        return value

    @field_validator("backup_url")
    @classmethod
    def backups_go_to_a_folder_or_bucket(cls, value: str) -> str:
        """Refuse what is neither."""
        if "://" in value and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]+[a-z0-9](/[\w./-]*)?", value):
            raise ValueError("it is neither a folder nor s3://bucket/prefix")
        return value

    @field_validator("backup_passphrase")
    @classmethod
    def backups_are_not_opened_by_guessing(cls, value: str) -> str:
        """Refuse a short one: whoever takes a backup has years to try."""
        if 0 < len(value) < 12:
            raise ValueError("it is shorter than 12 characters; `openssl rand -base64 24` makes one")
        return value

    @field_validator("backup_every_hours")
    @classmethod
    def backups_by_themselves_are_encrypted(cls, value: float, info: ValidationInfo) -> float:
        """Refuse a schedule that could only fail: without a key every backup is refused."""
        if value and not (info.data.get("backup_passphrase") or info.data.get("backup_recipients")):
            raise ValueError("it needs SLIPWAY_BACKUP_PASSPHRASE or SLIPWAY_BACKUP_RECIPIENTS too")
        return value

    @field_validator("worker_kinds")
    @classmethod
    def kinds_are_known(cls, value: Names) -> Names:
        """Refuse a kind that no worker knows."""
        for kind in value:
            if kind not in KINDS:
                raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
        if not value:
            raise ValueError(f"it names none of {', '.join(KINDS)}")
        return value


def _parts(url: str) -> SplitResult:
    # Python's own sentence would quote what stands in the place of the port: a part of a password with a # or / in it.
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        raise ValueError("it cannot be read; write signs such as # / @ [ in a password as %23 %2F %40 %5B") from None
    return parts


def read_env() -> Env:
    """Read and check the environment.

    A relative data dir is relative to the checkout, wherever the process starts.
    Exits with one sentence per wrong or unknown variable, so that nobody reads a stack trace for a typing error.
    """
    complaints: list[str] = []
    try:
        complaints += [f"{name} is not a variable that Slipway knows; see .env.example." for name in _unknown()]
        env = Env(_secrets_dir=SECRETS_DIR if SECRETS_DIR.is_dir() else None)
    except ValidationError as error:
        complaints += [_complaint(Env.variable(str(problem["loc"][0])), problem) for problem in error.errors()]
    except UnicodeDecodeError:
        complaints.append(f"{ROOT / '.env'} is not written in UTF-8; save it as that.")
    except SettingsError as error:
        if not isinstance(error.__cause__, OSError):
            raise
        reason = error.__cause__
        complaints.append(f"{reason.filename} cannot be read: {reason.strerror}. Give it to user {os.geteuid()}.")
    if complaints:
        sys.exit("\n".join(complaints))
    return env.model_copy(update={"data_dir": (ROOT / env.data_dir.expanduser()).resolve()})


def _unknown() -> list[str]:
    """Names of the environment and of `.env` that look like Slipway's and are not."""
    file, encoding = Env.model_config["env_file"], Env.model_config["env_file_encoding"]
    written = dotenv_values(file, encoding=encoding) if file else {}  # type: ignore[arg-type]  # it is one path or none
    return sorted(name for name in {*os.environ, *written} if name.startswith(PREFIX) and name not in Env.variables())


def _complaint(name: str, problem: Any) -> str:
    # A wrong secret is still a secret.
    shown = repr(problem["input"])
    value = "" if name.lower() in SECRETS | SECRET_LIKE else f" = {shown[:SHOWN]}{'…' if len(shown) > SHOWN else ''}"
    return f"{name}{value} is not valid: {problem['msg'].removeprefix('Value error, ').rstrip('.')}."
