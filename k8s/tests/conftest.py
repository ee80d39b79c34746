"""Every place, rendered once."""

from collections.abc import Mapping

import pytest

from manifests import Manifests
from rendering import PLACES, copy, kubectl, render


def pytest_sessionstart() -> None:
    """A laptop without kubectl is told so, and that is all: whoever submits has it."""
    if kubectl() is None:
        pytest.exit("There is no kubectl on this machine, nor a wheel of it: the manifests were not checked.", 0)


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """By place, the YAML that an apply would send."""
    folder = copy(tmp_path_factory.mktemp("manifests") / "k8s")
    return {place: render(folder / "overlays" / place) for place in PLACES}


@pytest.fixture(scope="session")
def places(texts: Mapping[str, str]) -> Mapping[str, Manifests]:
    """By place, what an apply would send."""
    return {place: Manifests.parse(text) for place, text in texts.items()}


@pytest.fixture
def manifests(request: pytest.FixtureRequest, texts: Mapping[str, str]) -> Manifests:
    """A fresh copy of one place (the parameter, else `production`), to be spoilt."""
    return Manifests.parse(texts[getattr(request, "param", "production")])
