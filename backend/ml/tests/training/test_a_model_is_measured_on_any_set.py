"""``python -m ml evaluate`` on a frozen set, and on a folder as it came; runs where torch is installed."""

import csv
import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("torchmetrics")

from ml.__main__ import main
from ml.tests.training.frozen_sets import pictures, sounds, spoken, write_wave

BUNDLES = Path(__file__).parents[2] / "bundles"
SPEECH = str(BUNDLES / "wav2vec2-small")


def listed(folder: Path, columns: tuple[str, ...], *values: str) -> None:
    """Four clips with the table that lists them."""
    for number in range(4):
        write_wave(folder / f"{number}.wav", spoken("A", 1 + number / 10))
    with (folder / "clips.tsv").open("w", newline="") as table:
        csv.writer(table, delimiter="\t").writerows([columns, *((f"{number}.wav", *values) for number in range(4))])


def test_a_frozen_set_is_measured_split_by_split_and_as_a_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data_set = sounds(tmp_path / "letters", counts=(3, 2, 1))
    for split, items in (("train", 3), ("test", 1), ("all", 6)):
        assert main(["evaluate", SPEECH, str(data_set.folder), "--split", split]) == 0
        assert json.loads(capsys.readouterr().out)["items"] == items


def test_a_folder_is_measured_as_it_came_and_stays_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed(tmp_path, ("file", "text"), "a")
    before = sorted(tmp_path.iterdir())
    assert main(["evaluate", SPEECH, str(tmp_path), "--split", "all"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["clips"], found["failed"]) == (4, [])
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_all_called_test_is_measured_as_a_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed(tmp_path, ("file", "text", "split"), "a", "test")
    assert main(["evaluate", SPEECH, str(tmp_path), "--split", "all"]) == 0
    assert json.loads(capsys.readouterr().out)["items"] == 4
    assert main(["evaluate", SPEECH, str(tmp_path)]) == 1
    assert "The source calls all of it test" in capsys.readouterr().err


def test_a_folder_of_another_kind_is_refused_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = pictures(tmp_path / "set").folder / "files"
    assert main(["evaluate", SPEECH, str(files)]) == 1
    assert "Expected is for speech" in capsys.readouterr().err
