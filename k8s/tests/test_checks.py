"""Each check finds what it is there for: a check that cannot fail proves nothing."""

import pytest

from checks.all import CHECKS
from checks.resources import quantity
from manifests import Manifests
from spoiling import SPOILT, Spoilt


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda each: f"{each.check.__name__}: {each.words}")
def test_a_spoilt_manifest_is_found(manifests: Manifests, spoilt: Spoilt) -> None:
    assert list(spoilt.check(manifests)) == []
    spoilt.spoil(manifests)
    assert [words for words in spoilt.check(manifests) if spoilt.words in words]


def test_every_check_is_shown_to_fail() -> None:
    assert {spoilt.check for spoilt in SPOILT} == set(CHECKS)


@pytest.mark.parametrize(
    ("less", "more"), [("999m", "1"), ("900Mi", "1Gi"), ("1G", "1Gi"), ("1.5", "2"), ("1023Mi", "1Gi"), ("64Ki", "1M")]
)
def test_quantities_are_compared_as_kubernetes_does(less: str, more: str) -> None:
    assert quantity(less) < quantity(more)


@pytest.mark.parametrize("text", ["1GiB", "half", "", "1,5", "-1", "2 Gi"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no quantity"):
        quantity(text)
