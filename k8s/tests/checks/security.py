"""Restricted pods that know nothing of the cluster."""

from collections.abc import Iterator

from manifests import Manifests, Object, Pod, title

UNPRIVILEGED = 1  # the first user that is not root


def pods_are_restricted(manifests: Manifests) -> Iterator[str]:
    """What the restricted profile asks for, and a read-only root file system besides."""
    for namespace in manifests.of("Namespace"):
        if namespace["metadata"]["labels"].get("pod-security.kubernetes.io/enforce") != "restricted":
            yield f"{title(namespace)} does not enforce restricted pods"
    for pod in manifests.pods():
        yield from (f"{pod.name}: {words}" for words in _of_pod(pod))
        for container in pod.containers:
            yield from (f"{pod.name}: {words}" for words in _of_container(container))


def _of_pod(pod: Pod) -> Iterator[str]:
    context = pod.spec.get("securityContext", {})
    if context.get("runAsNonRoot") is not True or context.get("runAsUser", 0) < UNPRIVILEGED:
        yield "it may run as root"
    if context.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "its system calls are not filtered"
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.spec.get(field):
            yield f"it shares the node's {field}"
    if any("hostPath" in volume for volume in pod.spec.get("volumes", [])):
        yield "it mounts a folder of the node"


def _of_container(container: Object) -> Iterator[str]:
    context = container.get("securityContext", {})
    if context.get("allowPrivilegeEscalation") is not False:
        yield "it may gain privileges"
    if context.get("readOnlyRootFilesystem") is not True:
        yield "it may change its own programs"
    if context.get("capabilities") != {"drop": ["ALL"]}:
        yield "it keeps capabilities"


def nobody_knows_the_cluster(manifests: Manifests) -> Iterator[str]:
    """No token of the Kubernetes API, and no SLIPWAY_... variables that a Service of such a name would inject."""
    for pod in manifests.pods():
        if pod.spec.get("automountServiceAccountToken") is not False:
            yield f"{pod.name} gets a token"
        if pod.spec.get("enableServiceLinks") is not False:
            yield f"{pod.name} gets variables for each Service"
    for account in manifests.of("ServiceAccount"):
        if account.get("automountServiceAccountToken") is not False:
            yield f"ServiceAccount {account['metadata']['name']} hands out tokens"


def secrets_are_closed(manifests: Manifests) -> Iterator[str]:
    """Files that only this user's group may read, never variables, which every child process inherits."""
    for pod in manifests.pods():
        for volume in pod.spec.get("volumes", []):
            if "secret" in volume and volume["secret"].get("defaultMode") != 0o440:
                yield f"{pod.name}: the files of {volume['name']} are open"
            if "secret" in volume and "fsGroup" not in pod.spec["securityContext"]:
                yield f"{pod.name} could not read {volume['name']}"
        for container in pod.containers:
            given = [*container.get("env", []), *container.get("envFrom", [])]
            if any("secretKeyRef" in each.get("valueFrom", {}) or "secretRef" in each for each in given):
                yield f"{pod.name} has a secret among its variables"
