"""Every environment variable that Slipway reads, checked once at start.

`.env.example` shows the same list with the same words; a test compares the two.
"""

import os
import sys
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from config.values import (
    DAY,
    MOST,
    YEAR_HOURS,
    BackupUrl,
    BrokerUrl,
    DatabaseUrl,
    EndpointUrl,
    Folder,
    Kinds,
    MailAddresses,
    MailUrl,
    MaybePath,
    Names,
    Networks,
    Origins,
    Proxies,
    Rate,
    Recipients,
    StorageUrl,
    SyslogUrl,
)
from ml.kinds import KINDS

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
    "slipway_backup_identity",
    "slipway_backup_passphrase",
    "slipway_smtp_url",
}
# Not secrets, but where people put one by mistake.
SECRET_LIKE = {"slipway_backup_recipients", "slipway_s3_endpoint"}
SHOWN = 100
PREFIX = "SLIPWAY_"


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
        cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What this process was given hides what .env says, even where it is empty: so one can unset it."""
        given, dotenv = {name.lower() for name in os.environ}, named["dotenv_settings"]
        if isinstance(dotenv, DotEnvSettingsSource):
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
    def listens_everywhere(self) -> bool:
        """Whether it listens to all that reach this machine, not to one address."""
        return self.host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound

    @property
    def hosts(self) -> list[str]:
        """The names by which this server answers; any, where it listens everywhere and none was given."""
        if self.listens_everywhere and not self.allowed_hosts:
            return ["*"]
        return ["localhost", "127.0.0.1", "[::1]", self.host, *self.allowed_hosts]

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

    data_dir: Folder = Field(ROOT / "data", description="All state: database, media, models, broker socket")
    host: str = Field("127.0.0.1", description="Address to listen on; empty: 127.0.0.1")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on; empty: 8000, with Docker Compose 8080")
    admin_username: str = Field("admin", min_length=1, description="First administrator")
    admin_password: str = Field("", description="Its password; empty: random, printed once at first start")
    database_url: DatabaseUrl = Field(
        "", validation_alias="DATABASE_URL", description="postgres://...; empty: SQLite under the data dir"
    )
    redis_url: BrokerUrl = Field(
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
    allowed_hosts: Names = Field(
        (),
        description="Names of this server besides localhost, separated by commas; empty at host 0.0.0.0: any",
    )
    trusted_proxies: Proxies = Field(
        (),
        validation_alias="FORWARDED_ALLOW_IPS",
        description="Addresses and networks of proxies whose X-Forwarded-For is believed, separated by commas; *: all",
    )
    trusted_origins: Origins = Field(
        (), description="Origins behind a proxy, as https://slipway.example, separated by commas"
    )
    cors_origins: Origins = Field(
        (), description="Origins whose pages may call the API with a key (CORS), separated by commas; empty: none"
    )
    https: bool = Field(False, description="True behind TLS: secure cookies, HSTS, X-Forwarded-Proto is trusted")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level logged")
    max_bytes: int = Field(25 * 1024 * 1024, ge=1, le=MOST, description="Largest file, bytes")
    max_pixels: int = Field(50_000_000, ge=1, le=MOST, description="Largest image, pixels")
    max_seconds: float = Field(600.0, gt=0, le=DAY, description="Longest sound, seconds")
    max_files: int = Field(64, ge=1, le=64, description="Files in one request")
    max_waiting_per_user: int = Field(1000, ge=1, le=MOST, description="Waiting predictions of one user")
    max_waiting: int = Field(10_000, ge=1, le=MOST, description="Waiting predictions in all")
    max_user_files: int = Field(0, ge=0, le=MOST, description="Files that one user may keep; 0: any number")
    max_user_bytes: int = Field(0, ge=0, le=MOST, description="Bytes of files that one user may keep; 0: any number")
    rate_limit: Rate = Field("6000/min", description="Requests of one user")
    sign_in_limit: Rate = Field("20/min", description="Passwords tried from one address; ten times that for one name")
    web_threads: int = Field(10, ge=1, le=1000, description="Requests that a web works on at once; as many connections")
    device: str = Field("auto", pattern=r"^(auto|cpu|cuda:[0-9]{1,3})$", description="auto, cpu or cuda:N")
    threads: int = Field(0, ge=0, le=1024, description="Compute threads of a worker; 0: one per core, or as calibrated")
    worker_kinds: Kinds = Field(tuple(KINDS), description="What a worker serves, separated by commas")
    batch_items: int = Field(32, ge=1, le=1024, description="Most predictions that a worker claims at once")
    lease_seconds: int = Field(
        60, ge=10, le=DAY, description="A worker that is gone this long loses what it had claimed, seconds"
    )
    batch_timeout: int = Field(300, ge=5, le=DAY, description="A batch that runs longer is ended, seconds")
    cache_seconds: int = Field(
        0, ge=0, le=3660 * DAY,
        description="How long an answer counts for the same file of its owner, seconds; 0: each file is computed",
    )  # fmt: skip
    prediction_days: int = Field(
        0, ge=0, le=3660, description="How long predictions and their files are kept after their end, days; 0: for ever"
    )
    event_days: int = Field(7, ge=1, le=3660, description="How long events are kept for replay, days")
    audit_days: int = Field(0, ge=0, le=36600, description="How long it is kept who did what, days; 0: for ever")
    syslog: SyslogUrl = Field(
        "", description="Where who did what is sent too: udp://host:514, tcp://host:514, or a socket as /dev/log"
    )
    traces: EndpointUrl = Field(
        "", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT",
        description="Where traces go (OpenTelemetry, OTLP over HTTP), as http://collector:4318; empty: nowhere",
    )  # fmt: skip
    smtp_url: MailUrl = Field(
        "",
        description="Server that takes mail, as smtp://user:password@host:587 or smtps://...:465; empty: none",
    )
    mail_from: str = Field("slipway@localhost", pattern=r"^[^@\s]+@[^@\s]+$", description="Whom mail is from")
    alert_mail_to: MailAddresses = Field((), description="Who gets alerts by mail, separated by commas; empty: nobody")
    outgoing_networks: Networks = Field(
        (), description="Private networks that webhooks may be sent to, as 10.0.0.0/8, separated by commas; empty: none"
    )
    backup_url: BackupUrl = Field(
        "", description="Where backups go: a folder, or s3://bucket/prefix; empty: backups/ in the data dir"
    )
    backup_recipients: Recipients = Field(
        (), description="Public keys of age (age1...) that backups are encrypted to, separated by commas"
    )
    backup_identity: MaybePath = Field(
        "", description="Secret key of age that opens them, or a file of such keys: for drills and restores"
    )
    backup_passphrase: str = Field("", description="Opens backups that were encrypted with it; new ones are not")
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
    datasets_dir: MaybePath = Field(
        "", description="Folder of this server whose folders staff may name as data sets; empty: none"
    )
    storage_url: StorageUrl = Field(
        "",
        description="s3://bucket/prefix for media and models; empty: folders of the data dir",
    )
    s3_endpoint: EndpointUrl = Field("", description="https://... of an S3 server that is not AWS")
    s3_region: str = Field("", description="Region of the bucket; empty: as boto3 finds it")
    aws_access_key_id: str = Field(
        "",
        validation_alias="AWS_ACCESS_KEY_ID",
        description="Key for the bucket; empty: as boto3 finds it (a role, a profile)",
    )
    aws_secret_access_key: str = Field("", validation_alias="AWS_SECRET_ACCESS_KEY", description="Its secret")

    @field_validator("backup_every_hours")
    @classmethod
    def backups_by_themselves_are_encrypted(cls, value: float, info: ValidationInfo) -> float:
        """Refuse a schedule that could only fail: without a key every backup is refused.

        One that was made for a passphrase, as by the first version, may start: its backups fail, and are seen to.
        """
        if value and not info.data.get("backup_recipients") and not info.data.get("backup_passphrase"):
            raise ValueError("it needs SLIPWAY_BACKUP_RECIPIENTS too, made by `python -m apps.backup.new_key`")
        return value


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


def _complaint(name: str, problem: ErrorDetails) -> str:
    # A wrong secret is still a secret.
    shown = repr(problem["input"])
    value = "" if name.lower() in SECRETS | SECRET_LIKE else f" = {shown[:SHOWN]}{'…' if len(shown) > SHOWN else ''}"
    return f"{name}{value} is not valid: {problem['msg'].removeprefix('Value error, ').rstrip('.')}."
