"""docs/kubernetes.md names what is there, and all of it that can be chosen."""

import re

from config.env import ROOT
from rendering import K8S, OVERLAYS

TEXT = (ROOT / "docs" / "kubernetes.md").read_text(encoding="utf-8")


def test_every_path_in_it_exists() -> None:
    paths = re.findall(r"\b((?:k8s|docs|overlays|components)/[\w./-]+\w)", TEXT)
    assert len(paths) > 10
    missing = [path for path in paths if not (ROOT / path).exists() and not (K8S / path).exists()]
    assert missing == []


def test_it_tells_of_every_component_and_overlay() -> None:
    names = [folder.name for folder in (K8S / "components").iterdir()]
    assert [name for name in [*names, *OVERLAYS] if f"`{name}`" not in TEXT and f"/{name}`" not in TEXT] == []


def test_the_overlays_are_all_rendered() -> None:
    assert {folder.name for folder in (K8S / "overlays").iterdir()} == set(OVERLAYS)
