"""Labels are read from the files that people have of them."""

import pytest

from ml.adopt.labels import labels_of
from ml.errors import AdoptError


@pytest.mark.parametrize(
    "text",
    [
        "cat\n dog \n\nowl\n",
        '["cat", "dog", "owl"]',
        '[\n  "cat",\n  "dog",\n  "owl"\n]\n',
        '{"0": "cat", "2": "owl", "1": "dog"}',
        '{"cat": 0, "dog": 1, "owl": 2}',
        "{0: 'cat',\n 1: 'dog',\n 2: 'owl'}",
        "cat, dog, owl",
        "\ufeffcat\r\ndog\r\nowl",
    ],
)
def test_labels_in_the_forms_that_there_are(text: str) -> None:
    assert labels_of(text) == ("cat", "dog", "owl")


def test_labels_that_share_a_name_are_told_apart() -> None:
    assert labels_of("crane\ncat\ncrane") == ("crane", "cat", "crane (2)")


@pytest.mark.parametrize(
    ("text", "words"),
    [('{"0": "cat", "2": "dog"}', "without gaps"), ("[1, 2]", "no list of texts"), ('["cat", ', "begin as JSON")],
)
def test_what_is_no_list_of_labels_is_refused(text: str, words: str) -> None:
    with pytest.raises(AdoptError, match=words):
        labels_of(text)
