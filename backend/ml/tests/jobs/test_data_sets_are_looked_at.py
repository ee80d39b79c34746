"""A check and a freeze as a trainer orders them: what is unpacked, numbered, left out and rewritten."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ml.datasets.freeze import About
from ml.datasets.frozen import DataSet
from ml.errors import Cancelled, DataSetError
from ml.jobs import check, freeze
from ml.jobs.messages import Update
from ml.jobs.orders import CheckOptions, CheckOrder, Examination, FreezeOrder
from ml.jobs.report import CASES, EXAMPLES, FILES, ReportFinding, ShortReport
from ml.progress import Progress
from ml.tests.datasets.material import class_folders, picture_bytes, spoken, write, zipped

BUNDLES = Path(__file__).parents[2] / "bundles"
ABOUT = About("pets", "Pets", "CC0", "pets.zip")
Order = Callable[..., Examination]


@pytest.fixture
def examination(tmp_path: Path) -> Order:
    """How a source is looked at: beside it lie the workspace and the index."""

    def of(source: Path, **options: object) -> Examination:
        return Examination(
            source=source, workspace=tmp_path / "unpacked", index=tmp_path / "items.jsonl",
            options=CheckOptions.model_validate(options),
        )  # fmt: skip

    return of


def silent(_: Update) -> None:
    """Nobody listens."""


def looked_at(order: Examination) -> ShortReport:
    return check.run(CheckOrder(examination=order), silent).report


def found(report: ShortReport, code: str) -> ReportFinding:
    return next(one for one in report.findings if one.code == code)


def test_what_was_unpacked_stays_for_those_who_look_at_it(tmp_path: Path, examination: Order) -> None:
    report = looked_at(examination(zipped(tmp_path / "pets.zip", class_folders())))
    paths = [Path(json.loads(line)["path"]) for line in (tmp_path / "items.jsonl").read_text().splitlines()]
    assert (report.ready, report.items, len(paths)) == (True, 36, 36)
    assert all(path.is_relative_to(tmp_path / "unpacked") and path.is_file() for path in paths)


def test_what_an_earlier_check_unpacked_gives_way(tmp_path: Path, examination: Order) -> None:
    stale = write(tmp_path / "unpacked", {"stale.txt": b"of before"})
    looked_at(examination(zipped(tmp_path / "pets.zip", class_folders())))
    assert not (stale / "stale.txt").exists()


@pytest.mark.parametrize("content", [{"readme.txt": b"no pictures"}, {"../out.png": b"x"}])
def test_of_a_source_that_is_refused_nothing_stays(
    tmp_path: Path, examination: Order, content: dict[str, bytes]
) -> None:
    with pytest.raises(DataSetError):
        looked_at(examination(zipped(tmp_path / "pets.zip", content)))
    assert not (tmp_path / "unpacked").exists()


def test_of_a_check_that_is_stopped_nothing_stays(tmp_path: Path, examination: Order) -> None:
    def stop(update: Update) -> None:
        if isinstance(update, Progress) and update.stage == "read":
            raise Cancelled("It was stopped.")

    order = CheckOrder(examination=examination(zipped(tmp_path / "pets.zip", class_folders())))
    with pytest.raises(Cancelled):
        check.run(order, stop)
    assert not (tmp_path / "unpacked").exists()


def test_without_an_index_no_file_has_a_number(tmp_path: Path, examination: Order) -> None:
    order = examination(write(tmp_path / "pets", class_folders())).model_copy(update={"index": None})
    assert {item.number for item in looked_at(order).examples} == {None}
    assert not (tmp_path / "items.jsonl").exists()


def test_the_examples_are_few_and_spread_over_the_set(tmp_path: Path, examination: Order) -> None:
    examples = looked_at(examination(write(tmp_path / "pets", class_folders(20)))).examples
    assert len(examples) <= EXAMPLES
    assert {item.answer for item in examples} == {"cat", "dog", "owl"}


def test_of_many_cases_the_first_are_shown_and_all_are_counted(tmp_path: Path, examination: Order) -> None:
    broken = {f"cat/broken-{number:02d}.png": b"no picture" for number in range(CASES + 5)}
    finding = found(looked_at(examination(write(tmp_path / "pets", class_folders() | broken))), "unreadable")
    assert (len(finding.cases), finding.cases_total, finding.leaving) == (CASES, CASES + 5, CASES + 5)
    assert finding.cases[0].files[0].answer == "cat"
    assert finding.cases[0].files[0].number is not None


def test_of_many_copies_the_first_files_are_shown(tmp_path: Path, examination: Order) -> None:
    copies = {f"cat/copy-{number}.png": picture_bytes(7777) for number in range(FILES + 3)}
    report = looked_at(examination(write(tmp_path / "pets", class_folders() | copies)))
    finding = next(one for one in report.findings if "duplicate" in one.code)
    assert len(finding.cases[0].files) == FILES
    assert finding.leaving == FILES + 2


def test_what_is_excluded_is_out_of_the_figures_and_stays_numbered(tmp_path: Path, examination: Order) -> None:
    source = write(tmp_path / "pets", class_folders() | {"cat/broken.png": b"no picture"})
    report = looked_at(examination(source, exclude=["unreadable"]))
    assert (report.ready, report.items, [one.code for one in report.findings]) == (True, 36, [])
    assert len((tmp_path / "items.jsonl").read_text().splitlines()) == 37


def test_a_code_that_nobody_knows_is_refused(tmp_path: Path, examination: Order) -> None:
    with pytest.raises(DataSetError, match="'ugly' is nothing to exclude by"):
        looked_at(examination(write(tmp_path / "pets", class_folders()), exclude=["ugly"]))


def test_a_kind_that_was_asked_for_refuses_the_other(tmp_path: Path, examination: Order) -> None:
    order = examination(write(tmp_path / "pets", class_folders())).model_copy(update={"kind": "speech-recognition"})
    with pytest.raises(DataSetError, match="speech"):
        looked_at(order)


def test_another_seed_makes_another_split_of_the_same_sizes(tmp_path: Path, examination: Order) -> None:
    source = write(tmp_path / "pets", class_folders())
    orders = [
        FreezeOrder(
            examination=examination(source, seed=seed, splitting="new"), folder=tmp_path / str(seed), about=ABOUT
        )
        for seed in (1, 2)
    ]
    one, two = (freeze.run(order, silent).manifest for order in orders)
    sets = [DataSet.open(tmp_path / str(seed)) for seed in (1, 2)]
    assert one.counts == two.counts
    assert {item.name for item in sets[0].items("test")} != {item.name for item in sets[1].items("test")}


def test_a_freeze_is_what_its_check_has_shown(tmp_path: Path, examination: Order) -> None:
    source = write(tmp_path / "pets", class_folders())
    order = FreezeOrder(examination=examination(source), folder=tmp_path / "1", about=ABOUT)
    result = freeze.run(order, silent)
    data_set = DataSet.open(tmp_path / "1")
    data_set.verify()
    assert result.report == looked_at(examination(source))
    assert (result.digest, result.manifest) == (data_set.digest, data_set.manifest)
    assert (data_set.manifest.title, data_set.manifest.licence, data_set.manifest.source) == ("Pets", "CC0", "pets.zip")


def test_a_set_with_a_fault_is_not_frozen_and_leaves_no_folder(tmp_path: Path, examination: Order) -> None:
    source = write(tmp_path / "pets", class_folders() | {"cat/broken.png": b"no picture"})
    with pytest.raises(DataSetError):
        freeze.run(FreezeOrder(examination=examination(source), folder=tmp_path / "1", about=ABOUT), silent)
    assert not (tmp_path / "1").exists()


@pytest.mark.parametrize(
    ("options", "characters"),
    [({"case": "lower"}, str.islower), ({"case": "upper"}, str.isupper)],
)
def test_texts_are_rewritten_as_was_chosen(
    tmp_path: Path, examination: Order, options: dict[str, str], characters: Callable[[str], bool]
) -> None:
    report = looked_at(examination(write(tmp_path / "voices", spoken()), **options))
    letters = "".join(sign for sign in report.characters if sign.isalpha())
    assert letters
    assert characters(letters)


def test_texts_are_compared_with_what_a_model_writes(tmp_path: Path, examination: Order) -> None:
    files = {name: data.replace(b"SAYS", "SÄYS".encode()) for name, data in spoken().items()}
    source = write(tmp_path / "voices", files)
    order = examination(source).model_copy(update={"vocabulary": BUNDLES / "wav2vec2-small"})
    assert "Ä" in found(looked_at(order), "unknown-characters").sentence
    with pytest.raises(DataSetError):
        looked_at(order.model_copy(update={"vocabulary": BUNDLES / "resnet-cifar10"}))


def test_the_stages_are_told_in_order(tmp_path: Path, examination: Order) -> None:
    stages: list[str] = []

    def hear(update: Update) -> None:
        if isinstance(update, Progress) and update.stage not in stages:
            stages.append(update.stage)

    source = zipped(tmp_path / "pets.zip", class_folders())
    freeze.run(FreezeOrder(examination=examination(source), folder=tmp_path / "1", about=ABOUT), hear)
    assert stages[:3] == ["unpack", "read", "compare"]
    assert len(stages) == 4


def test_each_class_has_an_example_however_small_it_is(tmp_path: Path, examination: Order) -> None:
    files = class_folders(60, ("cat", "dog")) | {f"owl/{n}.png": picture_bytes(9000 + n) for n in range(3)}
    assert {item.answer for item in looked_at(examination(write(tmp_path / "pets", files))).examples} == {
        "cat",
        "dog",
        "owl",
    }
