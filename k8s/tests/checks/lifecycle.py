"""Roll-outs, drains and the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from checks.environment import environment
from config.env import Env
from manifests import Manifests, Pod, matches, title

# config/celery_settings.py: a task ends by force this much after the time that a batch may take.
FORCE_SECONDS = 60
# How long a run may take to end its step or its validation and to write a checkpoint. Other work is made to end after
# 60 s (apps/training/jobs/process.py).
CHECKPOINT_SECONDS = 300
# processes/serve: how long web lets requests in flight end.
DRAIN_SECONDS = 20


def ends_are_patient(manifests: Manifests) -> Iterator[str]:
    """A worker gets the time of its longest batch, a trainer that of a checkpoint, a server that of its requests."""
    for pod in manifests.pods():
        grace = pod.spec.get("terminationGracePeriodSeconds", 30)
        for container in pod.spec["containers"]:
            if container.get("args") == ["worker"]:
                configured = environment(manifests, pod, container).get("SLIPWAY_BATCH_TIMEOUT")
                longest = int(configured or Env.model_fields["slipway_batch_timeout"].default) + FORCE_SECONDS
                if grace <= longest:
                    yield f"{pod.name} is killed after {grace} s, a batch may take {longest} s"
            elif container.get("args") == ["trainer"]:
                if grace <= CHECKPOINT_SECONDS:
                    yield f"{pod.name} is killed after {grace} s, a checkpoint may take {CHECKPOINT_SECONDS} s"
            elif _is_behind_a_service(manifests, pod) and pod.owner["kind"] == "Deployment":
                sleeps = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
                if not sleeps or grace < sleeps + DRAIN_SECONDS:
                    yield f"{pod.name} leaves before everybody knows, or before its requests have ended"


def _is_behind_a_service(manifests: Manifests, pod: Pod) -> bool:
    return any(matches({"matchLabels": each["spec"]["selector"]}, pod.labels) for each in manifests.of("Service"))


def servers_roll_without_a_gap(manifests: Manifests) -> Iterator[str]:
    """Who answers requests is replaced before it goes."""
    for pod in manifests.pods():
        if pod.owner["kind"] != "Deployment":
            continue
        strategy = pod.owner["spec"].get("strategy", {})
        if _is_behind_a_service(manifests, pod) and strategy.get("rollingUpdate", {}).get("maxUnavailable") != 0:
            yield f"{pod.name} is taken away before its successor answers"


def the_migration_precedes(manifests: Manifests) -> Iterator[str]:
    """One pod migrates before it begins, while the old one goes on; there is no Job, which could not be changed."""
    preparing = [
        pod
        for pod in manifests.pods()
        for container in pod.spec.get("initContainers", [])
        if container.get("args") == ["migrate"]
    ]
    if len(preparing) != 1:
        yield "there is not just one pod that migrates"
    for pod in preparing:
        rolling = pod.owner["spec"].get("strategy", {}).get("rollingUpdate", {})
        if pod.owner["spec"].get("replicas") != 1 or rolling.get("maxSurge") != 1:
            yield f"{pod.name} may migrate twice at once"
        if rolling.get("maxUnavailable") != 0:
            yield f"{pod.name} is away while it migrates"
    yield from (f"{title(each)} cannot be changed by the next roll-out" for each in manifests.of("Job"))


def drains_are_possible(manifests: Manifests) -> Iterator[str]:
    """Each PodDisruptionBudget is of one workload and lets at least one pod go."""
    for budget in manifests.of("PodDisruptionBudget"):
        chosen = [pod.name for pod in manifests.pods() if matches(budget["spec"]["selector"], pod.labels)]
        if len(chosen) != 1:
            yield f"{title(budget)} is about {chosen}"
        if budget["spec"].get("maxUnavailable", 0) in {0, "0%"}:
            yield f"{title(budget)} blocks the drain of a node"


def schedules_are_valid(manifests: Manifests) -> Iterator[str]:
    """Cron expressions that come true, in a time zone that exists, and no two at once."""
    for each in manifests.of("CronJob"):
        spec = each["spec"]
        try:
            ZoneInfo(spec.get("timeZone", ""))
        except (ZoneInfoNotFoundError, ValueError):
            yield f"{title(each)}: {spec.get('timeZone')} is no time zone"
        if not _is_cron(spec["schedule"]):
            yield f"{title(each)}: {spec['schedule']} is no schedule"
        if spec.get("concurrencyPolicy") != "Forbid":
            yield f"{title(each)} may run twice at once"


def _is_cron(expression: str) -> bool:
    try:
        return bool(next(CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC))))
    except (CronSimError, StopIteration):
        return False
