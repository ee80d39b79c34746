"""Write `rules.yaml` beside this file: the alerts of `observability/rules` as the Prometheus Operator takes them.

kustomize can put a file into a ConfigMap, but not into a resource of another kind; so this is written and committed,
and a test compares the two. `make k8s-rules` runs it.
"""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "observability" / "rules"
TARGET = Path(__file__).with_name("rules.yaml")
HEAD = "# Written by `make k8s-rules` from observability/rules: change them there.\n"


def prometheus_rule() -> str:
    """All groups of all files, in one resource."""
    groups = [
        group
        for file in sorted(RULES.glob("*.yml"))
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]
    ]
    resource = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "slipway"},
        "spec": {"groups": groups},
    }
    return HEAD + yaml.safe_dump(resource, sort_keys=False, width=120, allow_unicode=True)


if __name__ == "__main__":
    TARGET.write_text(prometheus_rule(), encoding="utf-8")
