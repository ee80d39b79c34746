"""Rendered manifests as the checks read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Object = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Pod:
    """A pod template, wherever it is nested."""

    owner: Object
    spec: Object
    labels: Mapping[str, str]
    annotations: Mapping[str, str]

    @property
    def name(self) -> str:
        """As in a complaint: `Deployment web`."""
        return title(self.owner)

    @property
    def containers(self) -> list[Object]:
        """All of them, those that only prepare last."""
        return [*self.spec["containers"], *self.spec.get("initContainers", [])]

    @property
    def is_long_running(self) -> bool:
        """It is to stay, so it is probed."""
        return self.owner["kind"] in {"Deployment", "StatefulSet"}


@dataclass(frozen=True)
class Manifests:
    """Everything that one apply would send."""

    objects: list[Object] = field(default_factory=list)

    @classmethod
    def parse(cls, text: str) -> "Manifests":
        """From a stream of YAML documents."""
        return cls([document for document in yaml.load_all(text, Loader=yaml.CSafeLoader) if document])

    def of(self, *kinds: str) -> Iterator[Object]:
        """Those of these kinds."""
        return (each for each in self.objects if each["kind"] in kinds)

    def find(self, kind: str, name: str) -> Object | None:
        """By name, or nothing."""
        return next((each for each in self.of(kind) if each["metadata"]["name"] == name), None)

    def pods(self) -> Iterator[Pod]:
        """Every pod template."""
        for owner in self.of("Deployment", "StatefulSet", "CronJob"):
            outer = owner["spec"]["jobTemplate"]["spec"] if owner["kind"] == "CronJob" else owner["spec"]
            template = outer["template"]
            about = template["metadata"]
            yield Pod(owner, template["spec"], about["labels"], about.get("annotations", {}))

    def config(self, name: str) -> Mapping[str, str]:
        """The values of a ConfigMap, or none."""
        found = self.find("ConfigMap", name)
        return found.get("data", {}) if found else {}


def title(each: Object) -> str:
    """Kind and name."""
    return f"{each['kind']} {each['metadata']['name']}"


def matches(selector: Object | None, labels: Mapping[str, str]) -> bool:
    """Whether a label selector takes these labels; an empty one takes all. Expressions are not used here."""
    selector = selector or {}
    assert "matchExpressions" not in selector, "matchExpressions are not understood by these checks"
    return all(labels.get(name) == value for name, value in selector.get("matchLabels", {}).items())
