"""Which files pods have in common."""

from collections.abc import Iterator
from itertools import product
from pathlib import PurePosixPath

from checks.environment import environment
from manifests import Manifests, Pod

# config/settings/base.py: what web receives, shows and removes while a trainer works in it.
SHARED = ("/data/datasets", "/data/runs")
# Who makes backups and checks what is there, by the clock or when asked in the page.
READERS = (["worker"], ["python", "manage.py", "backup"], ["python", "manage.py", "check_integrity"])


def training_shares_its_files(manifests: Manifests) -> Iterator[str]:
    """A trainer finds data sets and runs in the same place of the same volume as web, and as who backs them up."""
    pods = list(manifests.pods())
    trainers = [pod for pod in pods if does(pod) == ["trainer"]]
    others = [pod for pod in pods if does(pod) == ["web"] or does(pod) in READERS]
    for other, trainer, path in product(others, trainers, SHARED):
        theirs, ours = whereabouts(trainer, path), whereabouts(other, path)
        if not theirs or theirs != ours:
            yield f"{trainer.name} has {path} in {theirs or 'itself'}, {other.name} in {ours or 'itself'}"


def training_is_offered_where_it_is_done(manifests: Manifests) -> Iterator[str]:
    """Without a trainer data sets would be taken that nobody checks; without the word the trainer would get nothing."""
    trainers = any(does(pod) == ["trainer"] for pod in manifests.pods())
    for pod in manifests.pods():
        if does(pod) == ["web"]:
            offered = environment(manifests, pod, pod.containers[0]).get("SLIPWAY_TRAINING", "true") == "true"
            if offered != trainers:
                yield f"{pod.name} offers training: {offered}, and there is a trainer: {trainers}"


def does(pod: Pod) -> list[str]:
    """What its container runs: a role of the image, or a command."""
    container = pod.containers[0]
    words: list[str] = container.get("command") or container.get("args") or []
    return words


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
