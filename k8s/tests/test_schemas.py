"""Against the schemas of Kubernetes and of the operators, strictly: a misspelt field is an error."""

from collections.abc import Mapping
from typing import Any

import kubernetes_validate
import pytest
from cloudcoil.models.keda import v1alpha1 as keda
from cloudcoil.models.prometheus_operator import v1 as prometheus
from jsonschema import Draft202012Validator

from manifests import Manifests, Object, title
from rendering import PLACES

KUBERNETES = "1.32.0"
# Made from the CustomResourceDefinitions of KEDA 2.16 and of the Prometheus Operator 0.80.
OPERATORS: dict[str, Any] = {
    "ScaledObject": keda.ScaledObject,
    "TriggerAuthentication": keda.TriggerAuthentication,
    "ServiceMonitor": prometheus.ServiceMonitor,
    "PrometheusRule": prometheus.PrometheusRule,
}


def complaint(each: Object) -> str:
    """What is wrong with one manifest; empty where nothing is."""
    if each["kind"] in OPERATORS:
        schema = closed(OPERATORS[each["kind"]].model_json_schema(by_alias=True))
        problems = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(each)]
        return "; ".join(problems)
    try:
        kubernetes_validate.validate(each, KUBERNETES, strict=True)
    except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
        return f"{title(each)}: {error}"
    return ""


def closed(schema: Any) -> Any:
    """The same schema, in which what is not named is not allowed."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    return parts | {"additionalProperties": False} if "properties" in parts else parts


@pytest.mark.parametrize("place", PLACES)
def test_every_manifest_is_what_its_schema_asks_for(places: Mapping[str, Manifests], place: str) -> None:
    assert [words for each in places[place].objects if (words := complaint(each))] == []


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("Deployment", ("spec", "replica"), 2),
        ("Deployment", ("spec", "template", "spec", "terminationGracePeriodSeconds"), "long"),
        ("NetworkPolicy", ("spec", "egres"), []),
        ("ScaledObject", ("spec", "minReplicas"), 1),
        ("ScaledObject", ("spec", "minReplicaCount"), "one"),
        ("TriggerAuthentication", ("spec", "secretTargetRefs"), []),
        ("ServiceMonitor", ("spec", "endpoint"), []),
        ("PrometheusRule", ("spec", "groups"), "all"),
    ],
)
def test_a_misspelt_field_or_a_wrong_type_is_found(
    manifests: Manifests, kind: str, path: tuple[str, ...], value: object
) -> None:
    each = next(manifests.of(kind))
    inner = each
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    assert complaint(each)
