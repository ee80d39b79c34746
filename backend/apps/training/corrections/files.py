"""The folder of a data set that is made of corrections: its files, and the table of the right answers."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from apps.core.errors import StorageAway
from apps.predictions.models import Prediction
from apps.storage.file_store import media
from apps.training.corrections.rehearsal import Mixed, split_of
from ml.formats import format_of_type
from ml.kinds import kind_of

TABLE = "corrections.jsonl"


def write(table: Iterable[tuple[Prediction, Mapping[str, str]]], mixed: Iterable[Mixed], folder: Path) -> None:
    """The files and the table that names the right answer of each."""
    try:
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True)
        with (folder / TABLE).open("w", encoding="utf-8") as file:
            for row, line in table:
                try:
                    media().fetch(str(row.upload.file.name), folder / line["file"])
                except FileNotFoundError:
                    continue  # its owner deleted it just now
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            for item in mixed:
                shutil.copyfile(item.path, folder / item.line["file"])
                file.write(json.dumps(item.line, ensure_ascii=False) + "\n")
    except OSError as error:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise StorageAway(f"The corrections cannot be kept: {error.strerror}.") from error


def lines(rows: Sequence[Prediction], *, split: bool) -> Iterator[tuple[Prediction, dict[str, str]]]:
    """Each correction with its line of the table; `split` where the items beside it have a split of their own."""
    seen: Counter[str] = Counter()
    for row in rows:
        answer = row.correction.answer
        kind = kind_of(row.kind).answer
        line = {
            "file": f"{row.pk}{_suffix(row.upload.content_type)}", kind: answer, "speaker": f"user-{row.owner_id}",
        }  # fmt: skip
        stratum = answer if kind == "label" else ""
        yield row, line | ({"split": split_of(seen[stratum])} if split else {})
        seen[stratum] += 1


def _suffix(content_type: str) -> str:
    found = format_of_type(content_type)
    return found.suffixes[0] if found else ".bin"
