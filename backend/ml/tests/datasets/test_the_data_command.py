"""`python -m ml data` in a process of its own: sentences, exit codes, and no trace."""

import json
import subprocess
import sys
from pathlib import Path

from ml.datasets.frozen import DataSet
from ml.tests.datasets.material import class_folders, spoken, tarred, write, zipped

BACKEND = Path(__file__).parents[3]
ABOUT = ("--slug", "pets", "--title", "Pets", "--licence", "CC0")


def ml(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ml", *map(str, words)]
    return subprocess.run(command, cwd=BACKEND, capture_output=True, text=True, check=False)


def test_check_reports_and_changes_nothing(tmp_path: Path) -> None:
    answer = ml("data", "check", write(tmp_path / "pets", class_folders()))
    assert answer.returncode == 0
    assert "36 files: pictures in a folder per class" in answer.stdout
    assert answer.stdout.endswith("Ready.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["pets"]


def test_the_whole_report_can_be_had_as_json(tmp_path: Path) -> None:
    files = spoken(4) | {"1/10/1-10-0000.wav": b"no sound"}
    answer = ml("data", "check", "--json", tarred(tmp_path / "voices.tar.gz", files))
    report = json.loads(answer.stdout)
    assert answer.returncode == 1
    assert not report["ready"]
    assert report["findings"][0]["code"] == "unreadable"
    assert report["findings"][0]["cases"][0]["files"] == ["1/10/1-10-0000.wav"]


def test_freeze_writes_a_set_and_says_its_version(tmp_path: Path) -> None:
    files = class_folders() | {"cat/broken.png": b"x"}
    source = zipped(tmp_path / "pets.zip", files)
    answer = ml("data", "freeze", source, tmp_path / "sets" / "pets", *ABOUT, "--exclude", "unreadable", "--seed", 5)
    assert answer.returncode == 0
    data_set = DataSet.open(tmp_path / "sets" / "pets")
    assert data_set.digest in answer.stdout
    assert data_set.manifest.seed == 5
    assert data_set.manifest.source == "pets.zip"
    assert [path.name for path in (tmp_path / "sets").iterdir()] == ["pets"]


def test_what_is_wrong_is_one_sentence(tmp_path: Path) -> None:
    refused = zipped(tmp_path / "bad.zip", {"../x.png": b"1"})
    for words in (
        ("data", "check", refused),
        ("data", "check", tmp_path / "nowhere"),
        ("data", "freeze", refused, tmp_path / "out", *ABOUT),
        ("data", "check", tmp_path, "--bundle", tmp_path),
        ("data", "freeze", tmp_path / "pets", "/dev/null/sets", *ABOUT),
        ("data", "check", write(tmp_path / "pets", class_folders(3)), "--test", "0.9"),
    ):
        answer = ml(*words)
        assert answer.returncode == 1
        assert answer.stderr.startswith("data: ")
        assert answer.stderr.count("\n") == 1
        assert "Traceback" not in answer.stderr
    assert not (tmp_path / "out").exists()


def test_a_speech_model_says_which_characters_are_known(tmp_path: Path) -> None:
    folder = write(tmp_path / "voices", spoken(4))
    (folder / "1" / "10" / "1-10.trans.txt").write_text("1-10-0000 Grüße\n")
    answer = ml("data", "check", folder, "--bundle", BACKEND / "ml" / "bundles" / "wav2vec2-small", "--case", "upper")
    assert "'Ü' (1)" in answer.stdout


def test_an_unknown_step_lists_the_steps() -> None:
    answer = ml("dance")
    assert answer.returncode == 2
    assert "data" in answer.stderr
