"""The options of a request: checked where they come in, read leniently where they are answered."""

import pytest
from pydantic import Field

from ml.errors import BadInput
from ml.options import OptionsError, RequestOptions, check, json_schema, read
from ml.vision import options
from ml.vision.options import ImageOptions

PICTURES, SPEECH = "image-classification", "speech-recognition"


class NewerOptions(ImageOptions):
    """What a newer Slipway might let choose."""

    words: list[str] = Field(default_factory=list, max_length=3, description="Which labels are answered.")


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "OPTIONS", NewerOptions)


def faults(kind: str, **chosen: object) -> list[tuple[str, str]]:
    with pytest.raises(OptionsError) as caught:
        check(kind, chosen)
    return [(fault.name, fault.sentence) for fault in caught.value.faults]


def test_an_option_that_the_kind_does_not_have_is_named_with_the_kind() -> None:
    assert faults(SPEECH, top_k=3) == [("top_k", "speech-recognition has no option 'top_k'.")]


def test_every_fault_is_named_and_unknown_options_come_first() -> None:
    assert [name for name, _ in faults(PICTURES, top_k=0, speed=2)] == ["speed", "top_k"]


@pytest.mark.parametrize("value", ["5", 5.0, True, None, [5]])
def test_a_value_of_another_type_is_not_made_fit(value: object) -> None:
    ((name, sentence),) = faults(PICTURES, top_k=value)
    assert name == "top_k"
    assert sentence.startswith("top_k: ")


@pytest.mark.usefixtures("newer")
def test_an_entry_of_a_list_is_named_by_its_place() -> None:
    assert [name for name, _ in faults(PICTURES, words=["cat", 7])] == ["words/1"]


def test_a_worker_leaves_out_what_it_does_not_know_and_keeps_the_rest() -> None:
    assert read(PICTURES, {"top_k": 3, "words": ["cat"], "another": 1}) == (ImageOptions(top_k=3), ["another", "words"])


def test_a_worker_refuses_a_value_that_is_out_of_its_bounds() -> None:
    with pytest.raises(BadInput) as caught:
        read(PICTURES, {"top_k": 101})
    assert caught.value.code == "invalid_options"


@pytest.mark.usefixtures("newer")
def test_what_is_declared_is_described_for_a_form() -> None:
    described = json_schema(PICTURES)["properties"]
    assert isinstance(described, dict)
    assert list(described) == ["top_k", "words"]


def test_options_never_change_once_they_are_read() -> None:
    found: RequestOptions = check(PICTURES, {})
    with pytest.raises(ValueError, match="frozen"):
        found.top_k = 3  # type: ignore[attr-defined]
