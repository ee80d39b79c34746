"""Who scales what."""

from collections.abc import Iterator

from manifests import Manifests, Object, Pod, title

SCALERS = ("HorizontalPodAutoscaler", "ScaledObject")
# KEDA's PostgreSQL scaler: what its documentation names and what we use of it. The CRD takes any word here.
POSTGRESQL = {"query", "targetQueryValue", "activationTargetQueryValue"}
ZONE = "topology.kubernetes.io/zone"
AUTOSCALER = "cluster-autoscaler.kubernetes.io"


def scalers_have_one_target_each(manifests: Manifests) -> Iterator[str]:
    """The target exists, is scaled by this one only, and leaves the number to it."""
    seen: set[str] = set()
    for scaler in manifests.of(*SCALERS):
        name = scaler["spec"]["scaleTargetRef"]["name"]
        target = manifests.find("Deployment", name)
        if not target:
            yield f"{title(scaler)} scales {name}, which is not there"
        elif "replicas" in target["spec"]:
            yield f"{title(scaler)}: an apply would set {name} back to {target['spec']['replicas']}"
        if name in seen:
            yield f"{title(scaler)}: {name} is scaled by another one too"
        seen.add(name)
        low, high = _range(scaler["spec"])
        if not low <= high:
            yield f"{title(scaler)} scales from {low} to {high}"


def _range(spec: Object) -> tuple[int, int]:
    low: int = spec["minReplicaCount"] if "minReplicaCount" in spec else spec["minReplicas"]
    high: int = spec["maxReplicaCount"] if "maxReplicaCount" in spec else spec["maxReplicas"]
    return low, high


def nobody_is_taken_from_a_training(manifests: Manifests) -> Iterator[str]:
    """Trainers go together, when nothing is left to do: of several, the one that is at work could be chosen."""
    for scaler in manifests.of("ScaledObject"):
        target = manifests.find("Deployment", scaler["spec"]["scaleTargetRef"]["name"])
        if not target or target["spec"]["template"]["spec"]["containers"][0].get("args") != ["trainer"]:
            continue
        behavior = scaler["spec"].get("advanced", {}).get("horizontalPodAutoscalerConfig", {}).get("behavior", {})
        if scaler["spec"]["minReplicaCount"] or behavior.get("scaleDown", {}).get("selectPolicy") != "Disabled":
            yield f"{title(scaler)} may take a trainer away from its work"


def triggers_can_ask(manifests: Manifests) -> Iterator[str]:
    """A trigger has a query, a number to compare with, and a Secret with the database's address."""
    for scaler in manifests.of("ScaledObject"):
        for trigger in scaler["spec"]["triggers"]:
            if trigger["type"] != "postgresql" or set(trigger["metadata"]) != POSTGRESQL:
                yield f"{title(scaler)}: the trigger is not one of PostgreSQL as it should be"
            yield from (f"{title(scaler)}: {words}" for words in _connection(manifests, trigger))


def _connection(manifests: Manifests, trigger: Object) -> Iterator[str]:
    name = trigger.get("authenticationRef", {}).get("name", "")
    authentication = manifests.find("TriggerAuthentication", name)
    if not authentication:
        yield f"the TriggerAuthentication {name} is not there"
        return
    for reference in authentication["spec"]["secretTargetRef"]:
        secret = manifests.find("Secret", reference["name"])
        if reference["parameter"] != "connection" or not secret or reference["key"] not in secret["data"]:
            yield f"{name} does not lead to the database's address"


def nodes_are_given_back(manifests: Manifests) -> Iterator[str]:
    """The cluster autoscaler gives back a node whose scratch space is named, and none with work that must end."""
    for pod in manifests.pods():
        stays = pod.annotations.get(f"{AUTOSCALER}/safe-to-evict") == "false"
        if stays != _must_end(pod):
            yield f"{pod.name} {'keeps its node for ever' if stays else 'is broken off to save a node'}"
        named = pod.annotations.get(f"{AUTOSCALER}/safe-to-evict-local-volumes", "").split(",")
        scratch = [each["name"] for each in pod.spec.get("volumes", []) if "emptyDir" in each]
        if not stays and not set(scratch) <= set(named):
            yield f"{pod.name} keeps its node for {', '.join(sorted(set(scratch) - set(named)))}"


def _must_end(pod: Pod) -> bool:
    return not pod.is_long_running or pod.containers[0].get("args") == ["trainer"]


def a_zone_may_fail(manifests: Manifests) -> Iterator[str]:
    """Where replicas are held in separate zones, all that people notice are, and there is more than one of each."""
    spread = {
        pod: [each["whenUnsatisfiable"] for each in constraints if each["topologyKey"] == ZONE]
        for pod in manifests.pods()
        if (constraints := pod.spec.get("topologySpreadConstraints"))
    }
    if not any("DoNotSchedule" in found for found in spread.values()):
        return
    least = {each["spec"]["scaleTargetRef"]["name"]: _range(each["spec"])[0] for each in manifests.of(*SCALERS)}
    for pod, found in spread.items():
        if found != ["DoNotSchedule"]:
            yield f"{pod.name} may be in one zone alone"
        if least.get(pod.owner["metadata"]["name"], pod.owner["spec"].get("replicas", 1)) < 2:
            yield f"{pod.name} is gone with its zone"
