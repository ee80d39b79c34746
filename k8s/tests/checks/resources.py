"""Requests, limits, volumes' sizes and images."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal

from config.env import ROOT
from manifests import Manifests, Object, Pod

QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(m|k|[KMGT]i?)?")
FACTORS = {"m": Decimal("0.001"), "k": Decimal(1000)} | {
    letter + suffix: Decimal(base) ** power
    for power, letter in enumerate("KMGT", start=1)
    for suffix, base in (("i", 1024), ("", 1000))
}
NEEDED = ("cpu", "memory", "ephemeral-storage")


def quantity(text: str | int) -> Decimal:
    """A Kubernetes quantity as a number. Raises ValueError where it is none."""
    found = QUANTITY.fullmatch(str(text))
    if not found:
        raise ValueError(f"{text!r} is no quantity")
    return Decimal(found[1]) * FACTORS.get(found[2] or "", Decimal(1))


def limits_hold_requests(manifests: Manifests) -> Iterator[str]:
    """Each container says what it needs and what it may take, and the second is not less than the first."""
    for pod in manifests.pods():
        for container in pod.containers:
            yield from (f"{pod.name}: {words}" for words in _limits(container["resources"]))


def _limits(resources: Object) -> Iterator[str]:
    requests, limits = resources.get("requests", {}), resources.get("limits", {})
    yield from (f"no {name} in requests or in limits" for name in NEEDED if name not in requests or name not in limits)
    for name in {*requests, *limits}:
        try:
            # What is only limited is requested just so: a GPU.
            if quantity(requests.get(name, limits.get(name, 0))) > quantity(limits.get(name, requests.get(name, 0))):
                yield f"requests {requests[name]} of {name} and is limited to {limits[name]}"
        except ValueError as error:
            yield f"{name}: {error}"


def scratch_space_fits(manifests: Manifests) -> Iterator[str]:
    """An emptyDir has a size, and the container's limit has room for it: else the pod is evicted before it is full."""
    for pod in manifests.pods():
        for volume in pod.spec.get("volumes", []):
            if "emptyDir" in volume and "sizeLimit" not in volume["emptyDir"]:
                yield f"{pod.name}: the emptyDir {volume['name']} has no size"
        limits = pod.containers[0]["resources"]["limits"]
        for resource, medium in (("ephemeral-storage", ""), ("memory", "Memory")):
            if _scratch(pod, medium) > quantity(limits.get(resource, 0)):
                yield f"{pod.name}: its emptyDirs hold more than its limit of {resource}"


def _scratch(pod: Pod, medium: str) -> Decimal:
    scratch = [volume["emptyDir"] for volume in pod.spec.get("volumes", []) if "emptyDir" in volume]
    return sum((quantity(each.get("sizeLimit", 0)) for each in scratch if each.get("medium", "") == medium), Decimal(0))


def images_are_pinned(manifests: Manifests) -> Iterator[str]:
    """A tag that says which, and for Slipway's own images the version of this very project."""
    for pod in manifests.pods():
        for container in pod.containers:
            image, _, tag = container["image"].rpartition(":")
            if not image or "/" in tag or not re.match(r"\d+\.\d+", tag):
                yield f"{pod.name}: the image {container['image']} is not pinned"
            elif "slipway-" in image and re.sub("-(gpu|train)$", "", tag) != version():
                yield f"{pod.name}: the image {container['image']} is not that of version {version()}"


def version() -> str:
    """As the project states it."""
    project = tomllib.loads((ROOT / "backend" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
