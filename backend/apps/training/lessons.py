"""What was accepted becomes a data set, and a run begins from the model that was wrong."""

import json
import mimetypes
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from apps.catalogue.models import Kind, Version
from apps.core.errors import Problem, StorageAway
from apps.predictions.models import Prediction
from apps.storage.file_store import media
from apps.training import live, mixing, submit
from apps.training.corrections import corrections
from apps.training.learners import lacking, once_each
from apps.training.models import Correction, DataSet, DataSetVersion, Work
from apps.training.payloads import FollowingRun, FreezePayload
from apps.training.shown import reference
from ml.training.presets import FEW

TABLE = "corrections.jsonl"
LICENCE = "As agreed with those who sent the files"
# What the table of types of this machine may not know.
SUFFIXES = {
    "audio/webm": ".webm", "audio/ogg": ".ogg", "audio/flac": ".flac", "audio/wav": ".wav", "image/webp": ".webp",
}  # fmt: skip


def begin(operator: User, slug: str, parent: Version, beside: DataSetVersion | None) -> DataSet:
    """Make a data set of what was accepted of a model's answers, freeze it, and fine-tune the model on it.

    Args:
        beside: items of this set are mixed in, so that the model does not forget them.

    Raises:
        Problem: 409 where too little was accepted, or the slug is taken; 422 where the model cannot be trained
            further, or `beside` is for another kind.
        StorageAway: a file cannot be read or written.
    """
    submit.refuse_untrainable(parent)
    if beside:
        submit.refuse_gone(beside)
    kind = parent.model.kind
    rows = once_each(corrections(kind, Correction.State.ACCEPTED).filter(version__model=parent.model))
    if not rows:
        raise Problem(409, f"No correction of {parent.model_id} was accepted yet; look them over first.")
    mixed = mixing.items_of(beside, kind, rows) if beside else []
    if reason := lacking(kind, [row.correction.answer for row in rows] + [item.answer for item in mixed]):
        raise Problem(409, reason)
    data_set = DataSet(slug=slug, owner=operator, title=f"Corrections of {parent.model_id}", source=mixing.CORRECTIONS)
    try:
        with transaction.atomic():
            data_set.save(force_insert=True)
            _write(_lines(rows, split=bool(mixed)), mixed, data_set.path)
            live.tell(submit.enqueue(Work.FREEZE, operator, _payload(data_set, parent, beside), data_set=data_set))
    except IntegrityError as error:
        detail = f"There is a data set {slug!r} already; choose another name."
        raise Problem(409, detail, errors=[{"pointer": "/slug", "detail": detail}]) from error
    return data_set


def _payload(data_set: DataSet, parent: Version, beside: DataSetVersion | None) -> FreezePayload:
    kind = parent.model.kind
    mixed_in = f"; mixed in: {beside.manifest['title']}, {beside.manifest['licence']}" if beside else ""
    # People write as they like; the model has letters of its own.
    vocabulary = {} if kind == Kind.IMAGE_CLASSIFICATION else {"model": reference(parent)}
    return FreezePayload(
        title=data_set.title,
        licence=f"{LICENCE}{mixed_in}",
        train=FollowingRun(parent=parent.pk, slug=parent.model_id, recipe=FEW[kind].model_dump(mode="json")),
        **vocabulary,
    )


def _write(lines: Iterable[tuple[Prediction, Mapping[str, str]]], mixed: Iterable[mixing.Mixed], folder: Path) -> None:
    """The files and the table that names the right answer of each."""
    try:
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True)
        with (folder / TABLE).open("w", encoding="utf-8") as table:
            for row, line in lines:
                try:
                    media().fetch(str(row.upload.file.name), folder / line["file"])
                except FileNotFoundError:
                    continue  # its owner deleted it just now
                table.write(json.dumps(line, ensure_ascii=False) + "\n")
            for item in mixed:
                shutil.copyfile(item.path, folder / item.line["file"])
                table.write(json.dumps(item.line, ensure_ascii=False) + "\n")
    except OSError as error:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise StorageAway(f"The corrections cannot be kept: {error.strerror}.") from error


def _lines(rows: Sequence[Prediction], *, split: bool) -> Iterator[tuple[Prediction, dict[str, str]]]:
    """Each correction with its line of the table; `split` where the items beside it have a split of their own."""
    seen: Counter[str] = Counter()
    for row in rows:
        answer = row.correction.answer
        kind = "label" if row.kind == Kind.IMAGE_CLASSIFICATION else "text"
        line = {
            "file": f"{row.pk}{_suffix(row.upload.content_type)}", kind: answer, "speaker": f"user-{row.owner_id}",
        }  # fmt: skip
        stratum = answer if kind == "label" else ""
        yield row, line | ({"split": mixing.split_of(seen[stratum])} if split else {})
        seen[stratum] += 1


def _suffix(content_type: str) -> str:
    return SUFFIXES.get(content_type) or mimetypes.guess_extension(content_type) or ".bin"
