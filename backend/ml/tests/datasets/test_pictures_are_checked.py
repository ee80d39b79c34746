"""What is wrong with a set of pictures is found before anything is trained, and nothing is left out in silence."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from ml.datasets.checks.finding import Finding
from ml.datasets.examine import Examination, examine
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options
from ml.datasets.progress import Watch
from ml.errors import Cancelled, DataSetError
from ml.progress import Progress
from ml.tests.datasets.material import class_folders, picture, picture_bytes, write
from ml.types import Limits
from ml.vision.fingerprint import fingerprint, near_pairs


def examined(tmp_path: Path, files: dict[str, bytes], options: Options | None = None) -> Examination:
    return examine(read_source(write(tmp_path / "in", files), tmp_path / "workspace"), options)


def found(examination: Examination, code: str) -> Finding:
    return next(finding for finding in examination.findings if finding.code == code)


def codes(examination: Examination) -> set[str]:
    return {finding.code for finding in examination.findings}


def test_a_clean_set_has_no_findings(tmp_path: Path) -> None:
    report = examined(tmp_path, class_folders()).report
    assert report.ready
    assert report.findings == ()
    assert report.classes == {"cat": 12, "dog": 12, "owl": 12}
    assert [(bar.least, bar.below, bar.count) for bar in report.sides if bar.count] == [(32, 64, 36)]


def test_an_unreadable_file_stops_the_set_until_it_is_excluded(tmp_path: Path) -> None:
    broken = {"cat/cut.jpg": picture_bytes(5, form="JPEG")[:200], "dog/empty.png": b"", "owl/note.png": b"hello"}
    examination = examined(tmp_path, class_folders() | broken)
    finding = found(examination, "unreadable")
    assert finding.severity == "error"
    assert {case.files[0] for case in finding.cases} == set(broken)
    assert not examination.report.ready
    rest = examination.without(["unreadable"])
    assert rest.report.ready
    assert {exclusion.file for exclusion in rest.excluded} == set(broken)
    assert all(exclusion.reason.startswith("unreadable: The ") for exclusion in rest.excluded)


def test_a_picture_with_too_many_pixels_is_unreadable(tmp_path: Path) -> None:
    examination = examined(tmp_path, class_folders(), Options(limits=Limits(max_pixels=100)))
    assert "limit is 100 pixels" in found(examination, "unreadable").cases[0].note


def test_copies_are_found_and_one_of_each_may_stay(tmp_path: Path) -> None:
    files = class_folders()
    examination = examined(
        tmp_path, files | {"cat/again.png": files["cat/03.png"], "cat/more.png": files["cat/03.png"]}
    )
    finding = found(examination, "duplicates")
    assert finding.severity == "warning"
    assert [sorted(case.files) for case in finding.cases] == [["cat/03.png", "cat/again.png", "cat/more.png"]]
    rest = examination.without(["duplicates"])
    assert len(rest.candidates) == len(files)
    assert rest.excluded[0].reason.startswith("duplicates: cat, as cat/")


def test_the_same_picture_under_two_labels_stops_the_set(tmp_path: Path) -> None:
    files = class_folders()
    examination = examined(tmp_path, files | {"dog/wrong.png": files["cat/03.png"]})
    finding = found(examination, "contradictions")
    assert finding.severity == "error"
    assert finding.cases[0].note == "cat / dog"
    assert examination.without(["contradictions"]).report.ready
    assert len(examination.without(["contradictions"]).candidates) == len(files) - 1


def saved_again(seed: int, change: str) -> bytes:
    image, encoded = picture(seed, 200), io.BytesIO()
    if change == "smaller":
        image = image.resize((150, 150), Image.Resampling.LANCZOS)
    if change == "brighter":
        image = ImageEnhance.Brightness(image).enhance(1.05)
    image.save(encoded, "JPEG", quality=40 if change == "worse" else 85)
    return encoded.getvalue()


@pytest.mark.parametrize("change", ["worse", "smaller", "brighter"])
def test_pictures_that_look_the_same_are_found(tmp_path: Path, change: str) -> None:
    files = class_folders() | {"cat/original.png": picture_bytes(99, 200), "dog/other.jpg": saved_again(99, change)}
    examination = examined(tmp_path, files)
    assert sorted(found(examination, "near-duplicates").cases[0].files) == ["cat/original.png", "dog/other.jpg"]
    assert found(examination, "near-contradictions").severity == "warning"


def test_different_pictures_do_not_look_the_same() -> None:
    prints = [fingerprint(picture(seed)) for seed in range(300)]
    assert list(near_pairs(prints)) == []


def test_plain_pictures_of_different_colours_do_not_look_the_same() -> None:
    prints = [fingerprint(Image.new("RGB", (32, 32), colour)) for colour in ("red", "green", "blue", "black")]
    assert list(near_pairs(prints)) == []


def test_all_pairs_are_found_across_the_blocks_of_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ml.vision.fingerprint.BLOCK", 3)
    prints = [fingerprint(picture(seed % 5)) for seed in range(20)]
    expected = {(left, right) for right in range(20) for left in range(right) if (right - left) % 5 == 0}
    assert set(near_pairs(prints)) == expected


@pytest.mark.parametrize(
    ("per_class", "code", "severity"),
    [(1, "tiny-classes", "error"), (2, "tiny-classes", "error"), (5, "few-pictures", "warning")],
)
def test_a_class_with_few_pictures_is_told(tmp_path: Path, per_class: int, code: str, severity: str) -> None:
    yaks = {f"yak/{number}.png": picture_bytes(9000 + number) for number in range(per_class)}
    examination = examined(tmp_path, class_folders() | yaks)
    finding = found(examination, code)
    assert finding.severity == severity
    assert f"'yak' ({per_class})" in finding.sentence
    assert examination.report.ready == (severity == "warning")


def test_a_single_class_is_nothing_to_learn(tmp_path: Path) -> None:
    assert "one-class" in codes(examined(tmp_path, class_folders(5, ("cat",))))


def test_a_class_that_outnumbers_another_is_told(tmp_path: Path) -> None:
    files = class_folders(40, ("cat",)) | {f"dog/{number}.png": picture_bytes(5000 + number) for number in range(3)}
    assert "'cat' has 40 pictures and 'dog' has 3" in found(examined(tmp_path, files), "lopsided").sentence


def test_a_copy_in_two_splits_of_the_source_is_a_leak(tmp_path: Path) -> None:
    files = {f"{split}/{name}": content for split in ("train", "test") for name, content in class_folders(5).items()}
    files |= {f"train/{name}": content for name, content in class_folders(9).items()}
    examination = examined(tmp_path, files)
    finding = found(examination, "leaks")
    assert finding.severity == "error"
    assert len(finding.cases) == 15
    assert all(name.startswith("train/") for name in finding.leaving)
    anew = examined(tmp_path / "anew", files, Options(splitting="new"))
    assert "leaks" not in codes(anew)


def test_only_what_was_found_can_be_excluded(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="'colour' is nothing to exclude by"):
        examined(tmp_path, class_folders()).without(["colour"])


def test_progress_is_told_and_the_work_can_be_stopped(tmp_path: Path) -> None:
    source = read_source(write(tmp_path / "in", class_folders()), tmp_path / "workspace")
    updates: list[Progress] = []
    examine(source, watch=Watch(updates.append))
    assert Progress(stage="read", done=36, total=36) in updates
    with pytest.raises(Cancelled):
        examine(source, watch=Watch(cancelled=lambda: True))


def test_a_picture_without_a_label_stops_the_set_until_it_is_excluded(tmp_path: Path) -> None:
    table = b"file,label\n" + b"".join(b"cat/%02d.png,%s\n" % (n, b"cat" if n else b" ") for n in range(10))
    examination = examined(tmp_path, class_folders(10) | {"list.csv": table})
    finding = found(examination, "empty-label")
    assert (finding.severity, finding.leaving) == ("error", ["cat/00.png"])
    assert "empty-label" not in codes(examination.without(["empty-label"]))
