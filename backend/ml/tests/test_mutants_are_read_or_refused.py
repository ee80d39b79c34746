"""Whatever bytes come: they are read, or refused with a reason. `make fuzz` looks at thousands."""

from pathlib import Path

from ml import media
from ml.errors import BadInput
from ml.inspector import Inspectors
from ml.speech.decode import read_sound
from ml.tests.mutants import mutants, seeds
from ml.types import Limits
from ml.vision.decode import read_picture

LIMITS = Limits(max_pixels=4_000_000, max_seconds=20)


def test_three_hundred_mutants_are_read_or_refused_in_the_web_and_in_the_worker(tmp_path: Path) -> None:
    inspectors, files, refused = Inspectors(1), seeds(tmp_path), []
    for mutant in mutants(1, 300, files):
        (tmp_path / "sent").write_bytes(mutant.content)
        try:
            found = media.inspect_plain(tmp_path / "sent", LIMITS) or inspectors.inspect(tmp_path / "sent", LIMITS)
            if found.medium == "image":
                read_picture(tmp_path / "sent", LIMITS.max_pixels, 128)
            else:
                for _ in read_sound(tmp_path / "sent"):
                    pass
        except BadInput as error:
            refused.append(error.detail)
    inspectors.close()
    assert 50 < len(refused) < 250
    assert not [detail for detail in refused if "crash" in detail]
