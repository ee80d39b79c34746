"""The environment is checked at start, and `.env.example` tells all of it."""

import re
from pathlib import Path

import pytest

from config.env import ROOT, Env, read_env

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of Slipway's variables is set."""
    for name in Env.variables():
        monkeypatch.delenv(name, raising=False)


def test_the_example_has_each_variable_with_its_description_and_no_other() -> None:
    pairs = re.findall(r"^# (.+)\n([A-Z0-9_]+)=", EXAMPLE, re.MULTILINE)
    assert pairs == [(Env.model_fields[field].description, name) for name, field in Env.variables().items()]


def test_the_values_in_the_example_are_the_defaults(clean: None) -> None:
    read = Env(_env_file=ROOT / ".env.example")
    expected = Env(_env_file=None)
    assert (ROOT / read.data_dir).resolve() == expected.data_dir
    assert read.model_dump(exclude={"data_dir"}) == expected.model_dump(exclude={"data_dir"})


def test_an_installation_whose_backups_were_encrypted_with_a_passphrase_starts(
    clean: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLIPWAY_BACKUP_EVERY_HOURS", "24")
    monkeypatch.setenv("SLIPWAY_BACKUP_PASSPHRASE", "correct horse battery")
    assert Env(_env_file=None).backup_every_hours == 24


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLIPWAY_PORT", "eighty"),
        ("SLIPWAY_DEVICE", "gpu"),
        ("SLIPWAY_LOG_LEVEL", "LOUD"),
        ("SLIPWAY_RATE_LIMIT", "many"),
        ("SLIPWAY_WORKER_KINDS", "video"),
        ("SLIPWAY_BACKUP_URL", "ftp://elsewhere"),
        ("FORWARDED_ALLOW_IPS", "proxy.example"),
        ("SLIPWAY_BACKUP_EVERY_HOURS", "24"),
    ],
)
def test_a_wrong_value_ends_the_start_with_a_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"{name} = '{value}' is not valid"):
        read_env()


def test_what_is_no_rate_is_told_how_one_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLIPWAY_SIGN_IN_LIMIT", "5/fortnight")
    with pytest.raises(SystemExit, match="write it as 20/min"):
        read_env()


def test_a_name_in_the_env_file_that_nobody_knows_ends_the_start(
    clean: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("SLIPWAY_PROT=8001\nCOMPOSE_PROJECT_NAME=mine\n", encoding="utf-8")
    monkeypatch.setitem(Env.model_config, "env_file", tmp_path / ".env")
    with pytest.raises(SystemExit, match=r"^SLIPWAY_PROT is not a variable that Slipway knows; see \.env\.example\.$"):
        read_env()


SILLY = [
    ("SLIPWAY_DATA_DIR", "~nobody-of-that-name/x"),
    ("SLIPWAY_BACKUP_URL", "~nobody-of-that-name/x"),
    ("SLIPWAY_BACKUP_IDENTITY", "~nobody-of-that-name/x"),
    ("SLIPWAY_DATASETS_DIR", "~nobody-of-that-name/x"),
    ("DATABASE_URL", "postgres://"),
    ("DATABASE_URL", "postgres://me:pa#ss@host/db"),
    ("DATABASE_URL", "postgres://me:se[cret@host/db"),
    ("REDIS_URL", "redis://:pa#ss@host:6379"),
    ("REDIS_URL", "redis://host/first"),
    ("REDIS_URL", "redis://:secret@host/0?decode_responses=true"),
    ("SLIPWAY_TRUSTED_ORIGINS", "slipway.example"),
    ("SLIPWAY_MAX_BYTES", "9" * 40),
    ("SLIPWAY_MAX_BYTES", "9" * 5000),
    ("SLIPWAY_MAX_SECONDS", "inf"),
    ("SLIPWAY_RATE_LIMIT", "0/min"),
    ("SLIPWAY_SIGN_IN_LIMIT", "٣/min"),
    ("SLIPWAY_DEVICE", "cuda:99999"),
    ("SLIPWAY_THREADS", "999999999999"),
    ("SLIPWAY_WORKER_KINDS", ","),
    ("SLIPWAY_LEASE_SECONDS", "999999999999999"),
    ("SLIPWAY_BATCH_TIMEOUT", "999999999999999"),
    ("SLIPWAY_EVENT_DAYS", "999999999999999"),
    ("SLIPWAY_BACKUP_EVERY_HOURS", "inf"),
    ("SLIPWAY_BACKUP_RECIPIENTS", "AGE-SECRET-KEY-1PASS"),
    ("SLIPWAY_S3_ENDPOINT", "http://["),
    ("SLIPWAY_S3_ENDPOINT", "http://me:secret@a b"),
]


@pytest.mark.parametrize(("name", "value"), SILLY)
def test_a_silly_value_is_refused_in_one_short_sentence_that_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("SLIPWAY_BACKUP_RECIPIENTS", "age1")
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as caught:
        read_env()
    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert "\n" not in sentence
    assert len(sentence) < 300
    assert not any(secret in sentence for secret in ("'pa'", "pa#", "cret", "PASS"))


def test_a_file_with_the_marks_of_windows_is_read_like_any_other(tmp_path: Path, clean: None) -> None:
    file = tmp_path / "env"
    file.write_bytes(b"\xef\xbb\xbfSLIPWAY_PORT=9000\r\nSLIPWAY_HTTPS=true\r\n")
    read = Env(_env_file=file)
    assert (read.port, read.https) == (9000, True)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_bytes("SLIPWAY_ADMIN_USERNAME=Jürgen".encode("latin-1"))
    monkeypatch.setitem(Env.model_config, "env_file", tmp_path / ".env")
    with pytest.raises(SystemExit, match=r"\.env is not written in UTF-8"):
        read_env()


def test_a_variable_that_this_process_was_given_empty_hides_the_one_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clean: None
) -> None:
    file = tmp_path / "env"
    file.write_text("DATABASE_URL=postgres://me:secret@host/mine\nREDIS_URL=redis://mine\n")
    monkeypatch.setenv("DATABASE_URL", "")
    read = Env(_env_file=file)
    assert (read.database_url, read.redis_url) == ("", "redis://mine")


def test_tests_read_no_file_of_the_developers() -> None:
    assert Env.model_config["env_file"] is None


def test_an_unknown_variable_ends_the_start_with_a_sentence_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLIPWAY_PROT", "8000")
    with pytest.raises(SystemExit, match="SLIPWAY_PROT is not a variable that Slipway knows"):
        read_env()


def test_a_relative_data_dir_is_relative_to_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLIPWAY_DATA_DIR", "elsewhere/data")
    monkeypatch.chdir(tmp_path)
    assert read_env().data_dir == ROOT / "elsewhere" / "data"


def test_a_variable_that_is_set_to_nothing_hides_no_secret_that_comes_as_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret_key").write_text("from the file\n")
    monkeypatch.setattr("config.env.SECRETS_DIR", tmp_path)
    monkeypatch.setenv("SECRET_KEY", "")
    assert read_env().secret_key == "from the file"


@pytest.mark.parametrize(
    ("host", "named", "answers"),
    [
        ("127.0.0.1", (), False),
        ("127.0.0.1", ("slipway.example",), False),
        ("0.0.0.0", (), True),
        ("0.0.0.0", ("slipway.example",), False),
        ("::", ("slipway.example",), False),
    ],
)
def test_a_server_answers_by_any_name_only_where_it_listens_everywhere_and_none_was_given(
    clean: None, host: str, named: tuple[str, ...], answers: bool
) -> None:
    hosts = Env(_env_file=None, host=host, allowed_hosts=named).hosts
    assert ("*" in hosts) == answers
    assert answers or {"localhost", host, *named} <= set(hosts)
