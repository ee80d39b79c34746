"""Names that one manifest uses and another must have."""

from collections.abc import Iterator

from manifests import Manifests, Object, Pod, matches, title

TEMPLATES = ("Deployment", "StatefulSet")
OF_THE_CLUSTER = {"slipway-interactive", "slipway-work", "slipway-training"}


def selectors_match(manifests: Manifests) -> Iterator[str]:
    """Who selects pods selects some, and a workload its own and nobody else's."""
    pods = list(manifests.pods())
    for workload in manifests.of(*TEMPLATES):
        chosen = [pod.name for pod in pods if matches(workload["spec"]["selector"], pod.labels)]
        if chosen != [title(workload)]:
            yield f"{title(workload)} selects the pods of {chosen}"
    for each in manifests.of("PodDisruptionBudget", "NetworkPolicy", "Service"):
        spec = each["spec"]
        selector = {"matchLabels": spec["selector"]} if each["kind"] == "Service" else spec.get("selector")
        if not any(matches(selector or spec.get("podSelector"), pod.labels) for pod in pods):
            yield f"{title(each)} selects no pod"
    for pod in pods:
        for spread in pod.spec.get("topologySpreadConstraints", []):
            if not matches(spread["labelSelector"], pod.labels):
                yield f"{pod.name} is spread over pods that are not its own"


def ports_exist(manifests: Manifests) -> Iterator[str]:
    """A Service leads to a port that its pods have, an Ingress to one that the Service has."""
    for service in manifests.of("Service"):
        chosen = [pod for pod in manifests.pods() if matches({"matchLabels": service["spec"]["selector"]}, pod.labels)]
        for port in service["spec"]["ports"]:
            target = port.get("targetPort", port["port"])
            yield from (
                f"{title(service)}: {pod.name} has no port {target}" for pod in chosen if not has_port(pod, target)
            )
    for ingress in manifests.of("Ingress"):
        paths = [path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]
        for backend in (path["backend"]["service"] for path in paths):
            found = manifests.find("Service", backend["name"])
            wanted = backend["port"]
            if not found or not any(
                wanted.items() <= {**port, "number": port["port"]}.items() for port in found["spec"]["ports"]
            ):
                yield f"{title(ingress)} leads to {backend['name']} {wanted}, which is not there"


def has_port(pod: Pod, port: int | str) -> bool:
    """By number or by name."""
    declared = [each for container in pod.containers for each in container.get("ports", [])]
    return any(port in {each["containerPort"], each.get("name")} for each in declared)


def probes_use_ports_that_exist(manifests: Manifests) -> Iterator[str]:
    """Each program that is to stay has all three probes, and they ask where it listens."""
    for pod in manifests.pods():
        for container in pod.spec["containers"]:
            for name in ("startupProbe", "readinessProbe", "livenessProbe"):
                probe = container.get(name)
                if not probe:
                    if pod.is_long_running:
                        yield f"{pod.name} has no {name}"
                    continue
                check = probe.get("httpGet") or probe.get("tcpSocket")
                if check and not has_port(pod, check["port"]):
                    yield f"{pod.name}: {name} asks port {check['port']}, which is not there"
                role = probe.get("exec", {}).get("command", [])
                if "processes.probe" in role and role[-1:] != container.get("args"):
                    yield f"{pod.name}: {name} asks for {role[-1]}, but it is {container.get('args')}"


def names_exist(manifests: Manifests) -> Iterator[str]:
    """Service accounts, priorities, volumes, claims, and the Services of StatefulSets."""
    # All of them, or none: then another Slipway in the cluster has brought them.
    priorities = {each["metadata"]["name"] for each in manifests.of("PriorityClass")} or OF_THE_CLUSTER
    for pod in manifests.pods():
        if not manifests.find("ServiceAccount", pod.spec.get("serviceAccountName", "")):
            yield f"{pod.name} runs as a service account that is not there"
        if pod.spec.get("priorityClassName") not in priorities:
            yield f"{pod.name} has a priority that is not there"
        claims = {each["metadata"]["name"] for each in pod.owner["spec"].get("volumeClaimTemplates", [])}
        volumes = {volume["name"] for volume in pod.spec.get("volumes", [])} | claims
        mounted = {mount["name"] for container in pod.containers for mount in container.get("volumeMounts", [])}
        yield from (f"{pod.name} mounts {name}, which is no volume" for name in sorted(mounted - volumes))
        yield from (f"{pod.name} mounts its volume {name} nowhere" for name in sorted(volumes - mounted))
        for volume in pod.spec.get("volumes", []):
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            if claim and not manifests.find("PersistentVolumeClaim", claim):
                yield f"{pod.name} wants the claim {claim}, which is not there"
    for each in manifests.of("StatefulSet"):
        if not manifests.find("Service", each["spec"]["serviceName"]):
            yield f"{title(each)} has no Service"


def keys_exist(manifests: Manifests) -> Iterator[str]:
    """Every key that a pod mounts or reads is in its Secret or ConfigMap."""
    for pod in manifests.pods():
        sources = {volume["name"]: _source(volume) for volume in pod.spec.get("volumes", [])}
        wanted: list[tuple[str, str, str | None]] = [(kind, name, None) for kind, name in sources.values() if kind]
        for container in pod.containers:
            for mount in container.get("volumeMounts", []):
                kind, name = sources.get(mount["name"], ("", ""))
                if kind and "subPath" in mount:
                    wanted.append((kind, name, mount["subPath"]))
            wanted += _keys_of_environment(container)
        for kind, name, key in wanted:
            found = manifests.find(kind, name)
            if not found:
                yield f"{pod.name} reads the {kind} {name}, which is not there"
            elif key is not None and key not in found.get("data", {}):
                yield f"{pod.name} reads {key} of the {kind} {name}, which has no such key"


def _source(volume: Object) -> tuple[str, str]:
    if "secret" in volume:
        return "Secret", volume["secret"]["secretName"]
    if "configMap" in volume:
        return "ConfigMap", volume["configMap"]["name"]
    return "", ""


def _keys_of_environment(container: Object) -> list[tuple[str, str, str | None]]:
    wanted: list[tuple[str, str, str | None]] = []
    for each in container.get("envFrom", []):
        for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            wanted += [(kind, each[field]["name"], None)] if field in each else []
    for each in container.get("env", []):
        for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
            found = each.get("valueFrom", {}).get(field)
            if found:
                # What is optional may be missing, but not the whole of what it would be in.
                wanted.append((kind, found["name"], None if found.get("optional") else found["key"]))
    return wanted


def secret_keys_are_used(manifests: Manifests) -> Iterator[str]:
    """A secret that nobody reads is one too many to keep."""
    used = {
        mount.get("subPath")
        for pod in manifests.pods()
        for container in pod.containers
        for mount in container.get("volumeMounts", [])
    }
    for secret in manifests.of("Secret"):
        yield from (f"{title(secret)}: nobody reads {key}" for key in secret["data"] if key not in used)


def everything_is_in_the_namespace(manifests: Manifests) -> Iterator[str]:
    """Nothing lands in whichever namespace is current."""
    everywhere = {"Namespace", "PriorityClass"}
    [home] = [each["metadata"]["name"] for each in manifests.of("Namespace")]
    for each in manifests.objects:
        namespace = each["metadata"].get("namespace")
        if each["kind"] not in everywhere and namespace != home:
            yield f"{title(each)} is in the namespace {namespace}"
