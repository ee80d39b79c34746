"""The environment is checked at start, and `.env.example` tells all of it."""

import re
from pathlib import Path

import pytest

from config.env import ROOT, Env, read_env

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def test_the_example_has_each_variable_with_its_description_and_no_other() -> None:
    pairs = re.findall(r"^# (.+)\n([A-Z0-9_]+)=", EXAMPLE, re.MULTILINE)
    assert pairs == [(field.description, name.upper()) for name, field in Env.model_fields.items()]


def test_the_values_in_the_example_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Env.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    read = Env(_env_file=ROOT / ".env.example")
    expected = Env(_env_file=None)
    assert (ROOT / read.slipway_data_dir).resolve() == expected.slipway_data_dir
    assert read.model_dump(exclude={"slipway_data_dir"}) == expected.model_dump(exclude={"slipway_data_dir"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLIPWAY_PORT", "eighty"),
        ("SLIPWAY_DEVICE", "gpu"),
        ("SLIPWAY_LOG_LEVEL", "LOUD"),
        ("SLIPWAY_RATE_LIMIT", "many"),
        ("SLIPWAY_WORKER_KINDS", "video"),
        ("SLIPWAY_BACKUP_URL", "ftp://elsewhere"),
        ("SLIPWAY_BACKUP_EVERY_HOURS", "24"),
    ],
)
def test_a_wrong_value_ends_the_start_with_a_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"{name} = '{value}' is not valid"):
        read_env()


def test_an_unknown_variable_ends_the_start_with_a_sentence_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLIPWAY_PROT", "8000")
    with pytest.raises(SystemExit, match="SLIPWAY_PROT is not a variable that Slipway knows"):
        read_env()


def test_a_relative_data_dir_is_relative_to_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLIPWAY_DATA_DIR", "elsewhere/data")
    monkeypatch.chdir(tmp_path)
    assert read_env().slipway_data_dir == ROOT / "elsewhere" / "data"


def test_a_variable_that_is_set_to_nothing_hides_no_secret_that_comes_as_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret_key").write_text("from the file\n")
    monkeypatch.setattr("config.env.SECRETS_DIR", tmp_path)
    monkeypatch.setenv("SECRET_KEY", "")
    assert read_env().secret_key == "from the file"
