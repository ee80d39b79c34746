"""Prometheus in the cluster has the alerts that it has elsewhere, on the labels that they expect."""

import runpy
from collections.abc import Mapping

from manifests import Manifests, matches
from rendering import K8S

WRITE = K8S / "components" / "monitoring" / "write_rules.py"


def test_the_rules_are_those_of_the_project() -> None:
    written = WRITE.with_name("rules.yaml").read_text(encoding="utf-8")
    assert written == runpy.run_path(str(WRITE))["prometheus_rule"](), "run `make k8s-rules`"


def test_the_metrics_are_asked_of_a_service_under_the_job_that_the_alerts_name(
    places: Mapping[str, Manifests],
) -> None:
    monitor = next(places["production"].of("ServiceMonitor"))["spec"]
    [service] = [
        each for each in places["production"].of("Service") if matches(monitor["selector"], each["metadata"]["labels"])
    ]
    assert service["metadata"]["labels"][monitor["jobLabel"]] == "slipway"
    assert {each["port"] for each in monitor["endpoints"]} <= {port["name"] for port in service["spec"]["ports"]}
    [rules] = places["production"].of("PrometheusRule")
    assert 'up{job="slipway"}' in str(rules)
