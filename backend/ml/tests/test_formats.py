"""The table of formats: each file name and each type belongs to one row."""

import pytest

from ml.formats import FORMATS, Format, format_of_suffix, format_of_type


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_a_name_and_a_type_mean_one_format(one: Format) -> None:
    assert {format_of_suffix(suffix.upper()) for suffix in one.suffixes} == {one}
    assert format_of_type(one.mime) == one


def test_what_is_not_read_has_no_format() -> None:
    assert format_of_suffix(".svg") is None
    assert format_of_type("image/svg+xml") is None
