"""What a file is, is read from its bytes; its name and its header count for nothing."""

from pathlib import Path

import pytest

from apps.core.errors import Problem
from apps.uploads.tests.files import photo, sound
from apps.uploads.validate import inspect
from conftest import Configure


def on_disk(folder: Path, content: bytes) -> Path:
    file = folder / "arrived"
    file.write_bytes(content)
    return file


def refusal(folder: Path, content: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        inspect(on_disk(folder, content), "mine.bin")
    return caught.value


def test_a_picture_is_described_as_a_person_sees_it(tmp_path: Path) -> None:
    found = inspect(on_disk(tmp_path, photo(size=(400, 300)).read()), "cat.png")
    assert (found.medium, found.content_type) == ("image", "image/png")
    assert (found.width, found.height, found.duration, found.peaks) == (400, 300, None, None)


def test_a_sound_is_described_with_its_length_and_its_outline(tmp_path: Path) -> None:
    found = inspect(on_disk(tmp_path, sound(seconds=1.5).read()), "seven.wav")
    assert (found.medium, found.content_type) == ("sound", "audio/wav")
    assert (found.duration, found.sample_rate, found.width) == (1.5, 16_000, None)
    assert found.peaks
    assert len(found.peaks) == 200
    assert max(found.peaks) == pytest.approx(8000 / 32768, abs=0.01)


@pytest.mark.parametrize("name", ["song.mp3", "page.html", "no-ending"])
def test_the_senders_name_does_not_change_what_the_bytes_are(tmp_path: Path, name: str) -> None:
    assert inspect(on_disk(tmp_path, photo().read()), name).content_type == "image/png"


@pytest.mark.parametrize("content", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7\n" * 9])
def test_what_is_neither_picture_nor_sound_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    problem = refusal(tmp_path, content)
    assert (problem.status, problem.code) == (415, "unsupported_media_type")
    assert problem.detail.startswith("mine.bin: ")


@pytest.mark.parametrize("content", [photo(size=(300, 300)).read()[:-40], sound().read()[:-9000]])
def test_a_file_that_is_cut_off_is_not_taken_for_a_whole_one(tmp_path: Path, content: bytes) -> None:
    problem = refusal(tmp_path, content)
    assert (problem.status, problem.code) == (422, "invalid_media")


def test_a_picture_of_just_the_limit_is_taken_and_one_pixel_more_is_not(tmp_path: Path, configure: Configure) -> None:
    configure(max_pixels=40 * 30)
    assert inspect(on_disk(tmp_path, photo(size=(40, 30)).read()), "fits.png").width == 40
    problem = refusal(tmp_path, photo(size=(1201, 1)).read())
    assert (problem.status, problem.code) == (413, "too_large")
    assert "1,200" in problem.detail


def test_a_sound_of_just_the_limit_is_taken_and_a_longer_one_is_not(tmp_path: Path, configure: Configure) -> None:
    configure(max_seconds=1.0)
    assert inspect(on_disk(tmp_path, sound(seconds=1.0).read()), "fits.wav").duration == 1.0
    problem = refusal(tmp_path, sound(seconds=1.1).read())
    assert (problem.status, problem.code) == (413, "too_large")
