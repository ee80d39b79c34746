"""The one-shot that gives a new Slipway under compose its secrets."""

import runpy
from pathlib import Path

import pytest

from config.env import ROOT, SECRETS

script = runpy.run_path(str(ROOT / "docker" / "make_secrets.py"))
main = script["main"]


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "README.md").write_text("How to.")
    (folder / ".gitignore").write_text("*")
    return folder


def made(tmp_path: Path, given: Path) -> dict[str, str]:
    """What lies in the volumes after a start."""
    target = tmp_path / "made"
    main(str(given), str(target))
    return {str(file.relative_to(target)): file.read_text() for file in target.rglob("*") if file.is_file()}


def test_a_first_start_makes_up_what_is_needed_and_no_two_are_the_same(tmp_path: Path, given: Path) -> None:
    first = made(tmp_path, given)
    assert sorted(first) == [
        "backend/database_url",
        "backend/redis_url",
        "backend/secret_key",
        "grafana/grafana_password",
        "postgres/postgres_password",
        "redis/redis.conf",
        "redis/redis_password",
    ]
    password = first["postgres/postgres_password"]
    assert first["backend/database_url"] == f"postgres://slipway:{password}@postgres:5432/slipway"
    assert f'requirepass "{first["redis/redis_password"]}"\n' in first["redis/redis.conf"]
    assert len(first["backend/secret_key"]) >= 50
    assert len(set(first.values())) == len(first)


def test_a_second_start_keeps_every_secret(tmp_path: Path, given: Path) -> None:
    assert made(tmp_path, given) == made(tmp_path, given)


def test_a_secret_that_is_given_as_a_file_wins_also_over_one_that_was_made_up(tmp_path: Path, given: Path) -> None:
    made(tmp_path, given)
    (given / "secret_key").write_text("a secret of our own\n")
    (given / "postgres_password").write_text("p@ss/word\n")
    (given / "slipway_admin_password").write_text("for the administrator\n")
    then = made(tmp_path, given)
    assert then["backend/secret_key"] == "a secret of our own"
    assert then["backend/slipway_admin_password"] == "for the administrator"
    assert then["backend/database_url"] == "postgres://slipway:p%40ss%2Fword@postgres:5432/slipway"
    assert "backend/postgres_password" not in then


def test_the_certificate_goes_to_the_frontend_alone(tmp_path: Path, given: Path) -> None:
    (given / "tls_key").write_text("-----BEGIN PRIVATE KEY-----")
    then = made(tmp_path, given)
    assert [name for name in then if name.endswith("tls_key")] == ["frontend/tls_key"]


def test_where_the_database_runs_elsewhere_its_url_is_taken_as_it_is(tmp_path: Path, given: Path) -> None:
    (given / "database_url").write_text("postgres://us:secret@db.example/slipway")
    assert made(tmp_path, given)["backend/database_url"] == "postgres://us:secret@db.example/slipway"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("secret_kye", "x", "secret_kye is no secret that Slipway knows"),
        ("secret_key", " \n", "secret_key is empty. Write the secret into it or remove it."),
    ],
)
def test_a_wrong_file_ends_the_start_with_a_sentence(
    tmp_path: Path, given: Path, name: str, content: str, sentence: str
) -> None:
    (given / name).write_text(content)
    with pytest.raises(SystemExit, match=sentence):
        main(str(given), str(tmp_path / "made"))


def test_it_knows_the_secrets_that_the_backend_reads() -> None:
    assert script["BACKEND"] == SECRETS
