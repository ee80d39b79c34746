"""Which bytes a `Range` header means."""

import pytest

from apps.core.errors import Problem
from apps.uploads.byte_range import byte_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=10-", (10, 100)),
        ("bytes=-30", (70, 100)),
        ("bytes=-300", (0, 100)),
        ("bytes=90-500", (90, 100)),
        ("bytes=99-99", (99, 100)),
    ],
)
def test_one_range_is_understood(header: str, part: tuple[int, int]) -> None:
    assert byte_range(header, 100) == part


@pytest.mark.parametrize("header", ["", "bytes=-", "bytes=5-2", "bytes=0-1,5-6", "pages=1-2", "bytes=a-b"])
def test_what_is_no_plain_range_means_everything(header: str) -> None:
    assert byte_range(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=400-500", "bytes=-0"])
def test_a_range_outside_of_the_file_is_refused(header: str) -> None:
    with pytest.raises(Problem) as caught:
        byte_range(header, 100)
    assert caught.value.status == 416
