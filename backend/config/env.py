"""Every environment variable that Slipway reads, checked once at start.

`.env.example` shows the same list with the same words; a test compares the two.
"""

import os
import sys
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("image-classification", "speech-recognition")


class Env(BaseSettings):
    """Field names are the variables' names in lower case, with the prefix where they have one."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", case_sensitive=False)

    slipway_data_dir: Path = Field(ROOT / "data", description="All state: database, media, models, broker socket")
    slipway_host: str = Field("127.0.0.1", description="Address to listen on")
    slipway_port: int = Field(8000, ge=1, le=65535, description="Port to listen on")
    slipway_admin_username: str = Field("admin", min_length=1, description="First administrator")
    slipway_admin_password: str = Field("", description="Its password; empty: random, printed once at first start")
    database_url: str = Field("", description="postgres://...; empty: SQLite under the data dir")
    redis_url: str = Field("", description="redis://...; empty: the broker that `make run` starts")
    secret_key: str = Field("", description="Signs sessions; empty: generated into the data dir by `make run`")
    slipway_allowed_hosts: str = Field("", description="Further host names of this server, separated by commas")
    slipway_trusted_origins: str = Field(
        "", description="Origins behind a proxy, as https://slipway.example, separated by commas"
    )
    slipway_https: bool = Field(
        False, description="True behind TLS: secure cookies, HSTS, X-Forwarded-Proto is trusted"
    )
    slipway_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level logged")
    slipway_max_bytes: int = Field(25 * 1024 * 1024, ge=1, description="Largest file, bytes")
    slipway_max_pixels: int = Field(50_000_000, ge=1, description="Largest image, pixels")
    slipway_max_seconds: float = Field(600.0, gt=0, description="Longest sound, seconds")
    slipway_max_files: int = Field(64, ge=1, le=64, description="Files in one request")
    slipway_max_waiting_per_user: int = Field(1000, ge=1, description="Waiting predictions of one user")
    slipway_max_waiting: int = Field(10_000, ge=1, description="Waiting predictions in all")
    slipway_rate_limit: str = Field(
        "6000/min", pattern=r"^\d+/(s|sec|m|min|h|hour|d|day)$", description="Requests of one user"
    )
    slipway_sign_in_limit: str = Field(
        "20/min", pattern=r"^\d+/(s|sec|m|min|h|hour|d|day)$", description="Sign-in tries of one address"
    )
    slipway_device: str = Field("auto", pattern=r"^(auto|cpu|cuda:\d+)$", description="auto, cpu or cuda:N")
    slipway_threads: int = Field(0, ge=0, description="Compute threads of a worker; 0: one per core")
    slipway_worker_kinds: str = Field(",".join(KINDS), description="What a worker serves, separated by commas")
    slipway_batch_items: int = Field(32, ge=1, le=1024, description="Most predictions that a worker claims at once")
    slipway_lease_seconds: int = Field(360, ge=10, description="After this a claimed prediction is taken back")
    slipway_batch_timeout: int = Field(300, ge=5, description="A batch that runs longer is ended, seconds")
    slipway_event_days: int = Field(7, ge=1, description="How long events are kept for replay, days")

    @field_validator("slipway_worker_kinds")
    @classmethod
    def kinds_are_known(cls, value: str) -> str:
        """Refuse a kind that no worker knows."""
        for kind in split(value):
            if kind not in KINDS:
                raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
        return value


def split(value: str) -> list[str]:
    """The parts of a comma-separated variable."""
    return [part.strip() for part in value.split(",") if part.strip()]


def read_env() -> Env:
    """Read and check the environment.

    A relative data dir is relative to the checkout, wherever the process starts.
    Exits with one sentence per wrong or unknown variable, so that nobody reads a stack trace for a typing error.
    """
    unknown = sorted(
        name for name in os.environ if name.startswith("SLIPWAY_") and name.lower() not in Env.model_fields
    )
    complaints = [f"{name} is not a variable that Slipway knows; see .env.example." for name in unknown]
    try:
        env = Env()
    except ValidationError as error:
        complaints += [
            f"{str(problem['loc'][0]).upper()} = {problem['input']!r} is not valid: {problem['msg']}."
            for problem in error.errors()
        ]
    if complaints:
        sys.exit("\n".join(complaints))
    return env.model_copy(update={"slipway_data_dir": (ROOT / env.slipway_data_dir.expanduser()).resolve()})
