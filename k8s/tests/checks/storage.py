"""Which files two pods have in common."""

from collections.abc import Iterator
from itertools import product
from pathlib import PurePosixPath

from manifests import Manifests, Pod

# config/settings/base.py: what web receives, shows and removes while a trainer works in it.
SHARED = ("/data/datasets", "/data/runs")


def training_shares_its_files(manifests: Manifests) -> Iterator[str]:
    """A trainer finds data sets and runs in the same place of the same volume as web."""
    pods = list(manifests.pods())
    webs, trainers = ([pod for pod in pods if pod.containers[0].get("args") == [role]] for role in ("web", "trainer"))
    for web, trainer, path in product(webs, trainers, SHARED):
        theirs, ours = whereabouts(trainer, path), whereabouts(web, path)
        if not theirs or theirs != ours:
            yield f"{trainer.name} has {path} in {theirs or 'itself'}, {web.name} in {ours or 'itself'}"


def whereabouts(pod: Pod, path: str) -> str:
    """CLAIM:FOLDER that a path of the pod leads to; empty where it is on no claim, and so goes with the pod."""
    place = PurePosixPath(path)
    mounts = [mount for mount in pod.containers[0]["volumeMounts"] if place.is_relative_to(mount["mountPath"])]
    if not mounts:
        return ""
    mount = max(mounts, key=lambda each: len(each["mountPath"]))
    for volume in pod.spec.get("volumes", []):
        if volume["name"] == mount["name"] and "persistentVolumeClaim" in volume:
            inside = PurePosixPath(mount.get("subPath", "")) / place.relative_to(mount["mountPath"])
            return f"{volume['persistentVolumeClaim']['claimName']}:{inside}"
    return ""
