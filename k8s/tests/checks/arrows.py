"""Which connections the NetworkPolicies let through, by the rules of Kubernetes, as many of them as are used here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from manifests import Manifests, Object, matches

NAMESPACE = "kubernetes.io/metadata.name"
HOME = "slipway"


@dataclass(frozen=True)
class Place:
    """Somewhere a connection begins or ends: a pod of ours, of somebody else, or an address outside."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    namespace: str = HOME
    address: str = ""
    ports: tuple[int, ...] = ()

    @property
    def is_ours(self) -> bool:
        """Only pods in the namespace have policies."""
        return self.namespace == HOME and not self.address


def of_pods(manifests: Manifests) -> Iterator[Place]:
    """Our own."""
    for pod in manifests.pods():
        ports = tuple(port["containerPort"] for each in pod.containers for port in each.get("ports", []))
        yield Place(pod.owner["metadata"]["name"], pod.labels, ports=ports)


def allowed(manifests: Manifests, places: list[Place]) -> set[tuple[str, str, int]]:
    """Every arrow (from, to, port) that neither end refuses."""
    policies = list(manifests.of("NetworkPolicy"))
    return {
        (source.name, target.name, port)
        for source in places
        for target in places
        for port in target.ports
        if source is not target
        and (source.is_ours or target.is_ours)
        and _lets(policies, "Egress", source, target, port)
        and _lets(policies, "Ingress", target, source, port)
    }


def _lets(policies: list[Object], direction: str, at: Place, other: Place, port: int) -> bool:
    if not at.is_ours:
        return True
    mine = [
        policy["spec"]
        for policy in policies
        if direction in policy["spec"]["policyTypes"] and matches(policy["spec"]["podSelector"], at.labels)
    ]
    rules = [rule for spec in mine for rule in spec.get(direction.lower(), [])]
    # Whom no policy selects may do anything.
    return not mine or any(_takes(rule, direction, other, port) for rule in rules)


def _takes(rule: Object, direction: str, other: Place, port: int) -> bool:
    peers = rule.get("to" if direction == "Egress" else "from")
    ports = rule.get("ports")
    return (ports is None or any(each["port"] == port for each in ports)) and (
        peers is None or any(_is(peer, other) for peer in peers)
    )


def _is(peer: Object, other: Place) -> bool:
    if "ipBlock" in peer:
        return bool(other.address) and _within(peer["ipBlock"], other.address)
    if other.address:
        return False
    if "namespaceSelector" in peer:
        at_home = matches(peer["namespaceSelector"], {NAMESPACE: other.namespace})
    else:
        at_home = other.namespace == HOME
    return at_home and matches(peer.get("podSelector"), other.labels)


def _within(block: Object, address: str) -> bool:
    there = ip_address(address)
    return there in ip_network(block["cidr"]) and not any(there in ip_network(each) for each in block.get("except", []))
