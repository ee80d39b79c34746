"""Every place passes every check."""

from collections.abc import Mapping

import pytest

from checks.all import CHECKS, Check
from manifests import Manifests
from rendering import PLACES


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("place", PLACES)
def test_in_every_place(places: Mapping[str, Manifests], place: str, check: Check) -> None:
    assert list(check(places[place])) == []
