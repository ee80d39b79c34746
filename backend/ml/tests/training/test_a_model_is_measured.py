"""The figures that people rely on, against hand-made answers."""

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torchmetrics")

from ml.datasets.frozen import DataItem  # noqa: E402
from ml.errors import TrainingError  # noqa: E402
from ml.progress import Progress  # noqa: E402
from ml.speech.score import score as score_sounds  # noqa: E402
from ml.types import Between, Classification, LabelScore, Transcript  # noqa: E402
from ml.vision.score import score as score_images  # noqa: E402

LABELS = ("cat", "dog", "fox")


def picture(number: int, label: str) -> DataItem:
    return DataItem(f"files/{number}.jpg", f"{number}.jpg", "", "test", label=label)


def classified(*scores: float) -> Classification:
    ordered = sorted(range(len(scores)), key=lambda index: -scores[index])
    return Classification(tuple(LabelScore(LABELS[index], index, scores[index]) for index in ordered))


def clip(number: int, text: str) -> DataItem:
    return DataItem(f"files/{number}.wav", f"{number}.wav", "", "test", text=text, speaker="anna", seconds=1.0)


def transcript(text: str) -> Transcript:
    return Transcript(text, (), 1.0)


def test_accuracy_confusion_and_the_surest_mistakes() -> None:
    items = [picture(0, "cat"), picture(1, "cat"), picture(2, "dog"), picture(3, "dog")]
    answers = [classified(0.9, 0.1, 0), classified(0.3, 0.7, 0), classified(0.8, 0.2, 0), classified(0.2, 0.8, 0)]
    found = score_images(items, answers, LABELS)
    assert found["top1"] == 0.5
    assert found["top1_interval"][0] < 0.5 < found["top1_interval"][1]
    assert found["per_class"] == {"cat": 0.5, "dog": 0.5}
    assert (found["confusion_labels"], found["confusion"]) == (["cat", "dog"], [[1, 1], [1, 1]])
    assert sorted(found["confusions"]) == [("cat", "dog", 1), ("dog", "cat", 1)]
    assert [(item["name"], item["truth"], item["answer"]) for item in found["worst"]] == [
        ("2.jpg", "dog", "cat"),
        ("1.jpg", "cat", "dog"),
    ]


def test_a_label_without_pictures_is_in_the_matrix_only_where_it_was_answered() -> None:
    labels = (*LABELS, "owl")
    found = score_images([picture(0, "cat"), picture(1, "cat")], [classified(0.9, 0.1, 0), classified(0, 0, 1)], labels)
    assert (found["labels"], found["per_class"]) == (list(labels), {"cat": 0.5})
    assert (found["confusion_labels"], found["confusion"]) == (["cat", "fox"], [[1, 1], [0, 0]])
    assert found["confusions"] == [("cat", "fox", 1)]


def test_a_picture_without_an_answer_counts_as_wrong() -> None:
    found = score_images([picture(0, "fox"), picture(1, "fox")], [classified(0, 0, 1), None], LABELS)
    assert found["top1"] == 0.5


def test_a_label_that_the_model_does_not_know_is_named() -> None:
    with pytest.raises(TrainingError, match="wolf"):
        score_images([picture(0, "wolf")], [classified(1, 0, 0)], LABELS)


def test_the_five_best_count_where_there_are_more_labels_than_five() -> None:
    labels = tuple("abcdefg")
    scores = tuple(LabelScore(label, index, 0.3 - 0.04 * index) for index, label in enumerate(labels))
    items = [picture(0, "a"), picture(1, "e"), picture(2, "f")]
    assert score_images(items, [Classification(scores)] * 3, labels)["top5"] == 0.6667
    assert "top5" not in score_images([picture(0, "cat")], [classified(1, 0, 0)], LABELS)


def test_word_and_character_errors_are_over_all_clips() -> None:
    items = [clip(0, "ONE TWO"), clip(1, "THREE"), clip(2, "FOUR FIVE SIX")]
    found = score_sounds(items, [transcript("ONE TOO"), None, transcript("FOUR FIVE SIX")])
    assert (found["clips"], found["words"]) == (3, 6)
    assert found["wer"] == round(2 / 6, 4)
    assert found["cer"] == round((1 + 5) / 25, 4)
    assert found["wer_interval"][0] <= found["wer"] <= found["wer_interval"][1]
    assert (found["substitutions"], found["deletions"], found["insertions"]) == (1, 1, 0)
    assert [(item["name"], item["wer"]) for item in found["worst"]] == [("1.wav", 1.0), ("0.wav", 0.5)]


def test_words_where_nothing_was_said_are_insertions() -> None:
    found = score_sounds([clip(0, ""), clip(1, "YES")], [transcript("UH OH"), transcript("YES")])
    assert found["insertions"] == 2
    assert found["wer"] == 2.0


def test_what_a_version_says_of_its_doubt_stands_beside_the_truth() -> None:
    few, many = Between(0.0, 0.1), Between(0.2, 1.0)

    def told(text: str, familiar: float, estimate: Between) -> Transcript:
        outside = familiar <= 0.05
        return replace(transcript(text), familiar=familiar, outside=outside, estimated_wer=estimate)

    items = [clip(0, "ONE TWO"), clip(1, "THREE"), clip(2, "FOUR"), clip(3, "FIVE")]
    found = score_sounds(
        items, [told("ONE TWO", 0.5, few), told("TREE", 0.01, many), told("FOUR", 0.02, many), told("FIVE", 0.9, few)]
    )
    assert (found["outside"], found["outside_right"]) == (0.5, round(1 / 3, 4))
    assert [(one["low"], one["clips"], one["words"], one["wer"]) for one in found["estimates"]] == [
        (0.0, 2, 3, 0.0),
        (0.2, 2, 2, 0.5),
    ]
    assert "outside" not in score_sounds(items, [transcript("ONE TWO")] * 4)


def test_a_bundle_is_measured_on_a_split_by_the_code_that_serves(tmp_path: Path) -> None:
    from ml.bundle import Bundle
    from ml.tests.training.frozen_sets import pictures, sounds
    from ml.training.evaluate import evaluate
    from ml.training.run import run
    from ml.vision.recipe import VisionRecipe

    data_set = pictures(tmp_path / "set", (20, 6, 0))
    bundle = Bundle.load(run(VisionRecipe(epochs=1, batch_size=10), data_set, tmp_path / "run", lambda _: None))
    assert "top1" not in bundle.manifest.metrics
    steps: list[Progress] = []
    found = evaluate(bundle, data_set, "validation", callback=steps.append)
    assert found.items == 6
    assert found.failed == []
    assert steps == [Progress(stage="measure", done=6, total=6)]
    with pytest.raises(TrainingError, match="no test split"):
        evaluate(bundle, data_set, "test")
    with pytest.raises(TrainingError, match="speech-recognition"):
        evaluate(bundle, sounds(tmp_path / "sounds", (2, 1, 1)), "test")
    (tmp_path / "set/files/validation-000.png").write_bytes(b"")
    assert len(evaluate(bundle, data_set, "validation").failed) == 1
