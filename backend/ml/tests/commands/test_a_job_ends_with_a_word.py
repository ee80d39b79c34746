"""Whatever goes wrong in a job, its last word is a sentence for a person."""

import errno
import os
from pathlib import Path

import pytest

from ml.commands import job
from ml.datasets.freeze import About
from ml.errors import Cancelled, DataSetError
from ml.jobs.messages import CheckResult, Emit, Ending, Refused, Stopped
from ml.jobs.orders import CheckOrder, Examination, FreezeOrder, Order
from ml.tests.datasets.material import class_folders, write


@pytest.fixture
def order(tmp_path: Path) -> CheckOrder:
    source = write(tmp_path / "pets", class_folders(4))
    return CheckOrder(examination=Examination(source=source, workspace=tmp_path / "unpacked"))


def ended(folder: Path, order: Order) -> Ending:
    """The last word of a job."""
    folder.mkdir(exist_ok=True)
    (folder / "job.json").write_text(order.model_dump_json())
    return job.ending_of(folder / "job.json", lambda _: None)


def test_work_that_is_done_ends_with_its_result(tmp_path: Path, order: CheckOrder) -> None:
    assert isinstance(ended(tmp_path / "job", order), CheckResult)


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (Cancelled("It was stopped."), Stopped(reason="It was stopped.")),
        (DataSetError("There is nothing in it."), Refused(reason="There is nothing in it.")),
        (MemoryError(), Refused(reason="There was too little memory; make the batch smaller.")),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/full/file"),
            Refused(reason="No space left on device (/full/file). Put that right, then try again."),
        ),
        (
            KeyError("label"),
            Refused(reason="Something unexpected went wrong, KeyError: 'label'. The trainer's log has it."),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_goes_wrong_is_said(
    tmp_path: Path, order: CheckOrder, error: Exception, ending: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_order: Order, _emit: Emit) -> Ending:
        raise error

    monkeypatch.setattr(job, "run", fails)
    assert ended(tmp_path / "job", order) == ending


def test_a_stack_trace_is_for_the_log_alone(
    tmp_path: Path, order: CheckOrder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(job, "WORKS", {**job.WORKS, "check": "ml.no_such_module"})
    last = ended(tmp_path / "job", order)
    assert isinstance(last, Refused)
    assert "Traceback" not in last.reason
    output = capsys.readouterr()
    assert (output.out, "Traceback" in output.err) == ("", True)


def test_an_order_that_is_not_there_is_said(tmp_path: Path) -> None:
    last = job.ending_of(tmp_path / "nowhere" / "job.json", lambda _: None)
    assert isinstance(last, Refused)
    assert last.reason.endswith("Put that right, then try again.")


def test_each_order_has_its_work(tmp_path: Path, order: CheckOrder) -> None:
    freezing = FreezeOrder(
        examination=order.examination, folder=tmp_path / "1", about=About("pets", "Pets", "CC0", "pets")
    )
    assert job.run(freezing, lambda _: None).type == "frozen"
    assert job.run(order, lambda _: None).type == "checked"


def test_told_to_end_work_without_a_better_way_is_stopped() -> None:
    with pytest.raises(Cancelled, match="It was stopped"):
        job.stop()
