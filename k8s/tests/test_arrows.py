"""The drawing of docs/kubernetes.md as a table: these connections are let through, and no others."""

from collections.abc import Mapping

import pytest

from checks.arrows import Place, allowed, of_pods
from manifests import Manifests

DNS = Place("dns", {"k8s-app": "kube-dns"}, namespace="kube-system", ports=(53,))
NGINX = Place("ingress", {"app.kubernetes.io/name": "ingress-nginx"}, namespace="ingress-nginx")
TRAEFIK = Place("ingress", {"app.kubernetes.io/name": "traefik"}, namespace="traefik")
TRAEFIK_OF_K3S = Place("ingress", {"app.kubernetes.io/name": "traefik"}, namespace="kube-system")
CONTROLLERS = {"edge": TRAEFIK_OF_K3S, "to-zero": NGINX, "training": NGINX}
PROMETHEUS = Place("prometheus", {"app.kubernetes.io/name": "prometheus"}, namespace="monitoring")
KEDA = Place("keda", {"app": "keda-operator"}, namespace="keda")
STRANGER = Place("stranger", {"app.kubernetes.io/name": "web"}, namespace="default", ports=(80, 443, 5432, 6379, 8000))
OUTSIDE = [
    Place("database", address="192.0.2.10", ports=(5432, 443)),
    Place("broker", address="192.0.2.11", ports=(6379, 443)),
    Place("bucket", address="203.0.113.7", ports=(443, 80)),
    Place("node", address="10.0.0.4", ports=(443, 10250)),
    Place("metadata", address="169.254.169.254", ports=(80, 443)),
]
WORKERS = {"worker-vision", "worker-speech"}
RUNNING = {"web", "scheduler"} | WORKERS
TRAINER = {"trainer"}
CRON = {"backup", "drill", "check-integrity"}

Arrows = set[tuple[str, str, int]]


def arrows(sources: set[str], target: str, port: int) -> Arrows:
    """From each of these to one."""
    return {(source, target, port) for source in sources}


PAGE = {("frontend", "web", 8000), ("ingress", "frontend", 8080)}
NAMES = arrows(RUNNING | {"frontend"}, "dns", 53)
STORES = arrows(RUNNING, "postgres", 5432) | arrows(RUNNING, "redis", 6379) | arrows({"postgres", "redis"}, "dns", 53)
MANAGED = arrows(RUNNING | CRON, "database", 5432) | arrows(RUNNING, "broker", 6379) | arrows(CRON, "dns", 53)
STORAGE = {
    arrow
    for place in ("bucket", "database", "broker")  # by address nobody can tell what is a bucket
    for arrow in arrows(WORKERS | CRON | TRAINER | {"web", "scheduler"}, place, 443)
}
HUB = {arrow for place in ("bucket", "database", "broker") for arrow in arrows(TRAINER, place, 443)}
WEBHOOKS = {arrow for place in ("bucket", "database", "broker") for arrow in arrows({"scheduler"}, place, 443)}
# A trainer is reached by nobody, and without object storage or a hub reaches nothing but these.
TRAINING = arrows(TRAINER, "dns", 53)
TRAINING_WITH_STORES = TRAINING | arrows(TRAINER, "postgres", 5432) | arrows(TRAINER, "redis", 6379)
TRAINING_WITH_MANAGED = TRAINING | arrows(TRAINER, "database", 5432) | arrows(TRAINER, "broker", 6379)
EXPECTED: dict[str, Arrows] = {
    # Which controller is in a local cluster is not known, so whoever is in it may see the page.
    "local": PAGE | NAMES | STORES | arrows({"stranger", "keda", "prometheus", "dns"}, "frontend", 8080),
    "edge": PAGE | NAMES | STORES,
    "production": PAGE | NAMES | MANAGED | STORAGE | TRAINING_WITH_MANAGED | {("prometheus", "web", 8000)},
    "gpu": PAGE | NAMES | MANAGED | STORAGE | TRAINING_WITH_MANAGED | {("prometheus", "web", 8000)},
    "training": PAGE | NAMES | STORES | TRAINING_WITH_STORES | HUB | WEBHOOKS,
    "to-zero": PAGE | NAMES | STORES | {("keda", "postgres", 5432)},
}


@pytest.mark.parametrize("place", EXPECTED)
def test_only_the_arrows_that_exist_are_let_through(places: Mapping[str, Manifests], place: str) -> None:
    everybody = [*of_pods(places[place]), CONTROLLERS.get(place, TRAEFIK), DNS, KEDA, PROMETHEUS, STRANGER, *OUTSIDE]
    assert allowed(places[place], everybody) == EXPECTED[place]


def test_without_the_default_deny_strangers_reach_what_no_other_policy_selects(manifests: Manifests) -> None:
    manifests.objects[:] = [each for each in manifests.objects if each["metadata"]["name"] != "default-deny"]
    assert ("stranger", "frontend", 8080) not in allowed(manifests, [*of_pods(manifests), STRANGER])
    assert ("scheduler", "stranger", 443) not in allowed(manifests, [*of_pods(manifests), STRANGER])
    lonely = Place("lonely", {"app.kubernetes.io/name": "lonely"}, ports=(80,))
    assert ("stranger", "lonely", 80) in allowed(manifests, [*of_pods(manifests), STRANGER, lonely])


def test_an_arrow_that_only_one_end_lets_through_is_none(manifests: Manifests) -> None:
    manifests.objects[:] = [each for each in manifests.objects if each["metadata"]["name"] != "web-from-frontend"]
    assert ("frontend", "web", 8000) not in allowed(manifests, list(of_pods(manifests)))


@pytest.mark.parametrize("manifests", ["training"], indirect=True)
def test_without_the_arrow_to_a_hub_a_trainer_reaches_nothing_outside(manifests: Manifests) -> None:
    manifests.objects[:] = [each for each in manifests.objects if each["metadata"]["name"] != "trainer-to-hub"]
    assert not allowed(manifests, [*of_pods(manifests), *OUTSIDE]) & HUB
