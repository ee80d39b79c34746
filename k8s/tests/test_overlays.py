"""What each place promises, beyond what all of them must."""

import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from checks.resources import quantity
from manifests import Manifests
from rendering import K8S, copy, render


def test_local_secrets_are_random_closed_and_never_overwritten(tmp_path: Path) -> None:
    local = copy(tmp_path / "k8s") / "overlays" / "local"
    written = local / "secrets.env"
    first = written.read_text(encoding="utf-8")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    subprocess.run([sys.executable, local / "make_secrets.py"], check=True, capture_output=True)
    assert written.read_text(encoding="utf-8") == first
    written.unlink()
    subprocess.run([sys.executable, local / "make_secrets.py"], check=True, capture_output=True)
    assert written.read_text(encoding="utf-8") != first


def test_the_example_names_the_secrets_that_are_made(tmp_path: Path) -> None:
    local = copy(tmp_path / "k8s") / "overlays" / "local"
    made, example = (
        [line.partition("=")[0] for line in (local / name).read_text(encoding="utf-8").splitlines() if line[0] != "#"]
        for name in ("secrets.env", "secrets.env.example")
    )
    assert made == example


def test_one_host_is_said_once_and_stands_wherever_it_is_needed(tmp_path: Path) -> None:
    production = copy(tmp_path / "k8s") / "overlays" / "production"
    place = production / "place.env"
    place.write_text(
        place.read_text(encoding="utf-8").replace("slipway.example.com", "ki.uni.example"), encoding="utf-8"
    )
    text = render(production)
    assert "slipway.example.com" not in text
    manifests = Manifests.parse(text)
    config = next(manifests.of("ConfigMap"))["data"]
    assert (config["SLIPWAY_ALLOWED_HOSTS"], config["SLIPWAY_TRUSTED_ORIGINS"]) == (
        "ki.uni.example",
        "https://ki.uni.example",
    )
    ingress = next(manifests.of("Ingress"))["spec"]
    assert (ingress["rules"][0]["host"], ingress["tls"][0]["hosts"]) == ("ki.uni.example", ["ki.uni.example"])


def test_the_values_of_the_place_are_not_sent_to_the_cluster(places: Mapping[str, Manifests]) -> None:
    names = [each["metadata"]["name"].rpartition("-")[0] for each in places["production"].of("ConfigMap")]
    assert names == ["slipway-config"]


def test_a_changed_secret_rolls_the_pods_that_read_it(tmp_path: Path) -> None:
    local = copy(tmp_path / "k8s") / "overlays" / "local"
    before = Manifests.parse(render(local)).find("Deployment", "web")
    (local / "secrets.env").unlink()
    subprocess.run([sys.executable, local / "make_secrets.py"], check=True, capture_output=True)
    after = Manifests.parse(render(local)).find("Deployment", "web")
    assert before
    assert after
    assert before["spec"]["template"] != after["spec"]["template"]


def test_who_computes_with_gpus_holds_one_device_with_the_cuda_image(places: Mapping[str, Manifests]) -> None:
    for pod in places["gpu"].pods():
        container = pod.containers[0]
        suffix = {"worker": "-gpu", "trainer": "-train"}.get(container.get("args", [""])[0])
        assert container["resources"]["limits"].get("nvidia.com/gpu") == (1 if suffix else None)
        assert (
            container["image"].endswith(f"/slipway-backend:0.1.0{suffix}")
            if suffix
            else "0.1.0-" not in container["image"]
        )
        if suffix:
            assert {"name": "SLIPWAY_DEVICE", "value": "cuda:0"} in container["env"]
            strategy = pod.owner["spec"]["strategy"]
            # A second pod would wait for a device that the first still holds.
            assert strategy["type"] == "Recreate" or strategy["rollingUpdate"]["maxSurge"] == 0


def test_training_gives_way_to_everything_else(places: Mapping[str, Manifests]) -> None:
    for place in ("production", "training"):
        classes = {each["metadata"]["name"]: each["value"] for each in places[place].of("PriorityClass")}
        priorities = {
            pod.owner["metadata"]["name"]: classes[pod.spec["priorityClassName"]] for pod in places[place].pods()
        }
        trainer = priorities.pop("trainer")
        assert all(trainer < other for other in priorities.values())


def test_edge_fits_on_one_arm_node_of_four_gibibytes(places: Mapping[str, Manifests]) -> None:
    requested = limited = quantity(0)
    for pod in places["edge"].pods():
        assert pod.spec["nodeSelector"] == {"kubernetes.io/arch": "arm64"}
        assert pod.owner["spec"].get("replicas", 1) == 1
        # Who prepares has ended when the others begin.
        running = pod.spec["containers"]
        requested += sum(quantity(each["resources"]["requests"]["memory"]) for each in running)
        if pod.is_long_running:
            limited += sum(quantity(each["resources"]["limits"]["memory"]) for each in running)
    assert requested < quantity("2Gi")
    assert limited < quantity("4Gi")


def test_only_local_places_bring_their_own_stores(places: Mapping[str, Manifests]) -> None:
    with_stores = {place for place, manifests in places.items() if any(manifests.of("StatefulSet"))}
    assert with_stores == {"local", "edge", "to-zero", "training", "second"}


def test_base_knows_no_cloud_no_controller_and_no_operator() -> None:
    for file in (K8S / "base").rglob("*.yaml"):
        for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            group = document["apiVersion"].rpartition("/")[0]
            assert not group.endswith((".sh", ".com")), file
            annotations = document.get("metadata", {}).get("annotations", {})
            assert not annotations, file


def test_a_second_slipway_shares_nothing_with_the_first(places: Mapping[str, Manifests]) -> None:
    both = [
        {(each["kind"], each["metadata"].get("namespace"), each["metadata"]["name"]) for each in places[place].objects}
        for place in ("local", "second")
    ]
    assert not both[0] & both[1]
    assert ".slipway." not in str(places["second"].objects)


def test_the_secrets_of_a_copied_overlay_lead_to_its_own_stores(tmp_path: Path) -> None:
    local = copy(tmp_path / "k8s") / "overlays" / "local"
    kustomization = local / "kustomization.yaml"
    text = kustomization.read_text(encoding="utf-8").replace("namespace: slipway\n", "namespace: slipway-two\n")
    kustomization.write_text(text, encoding="utf-8")
    (local / "secrets.env").unlink()
    subprocess.run([sys.executable, local / "make_secrets.py"], check=True, capture_output=True)
    assert "@postgres.slipway-two.svc:5432/" in (local / "secrets.env").read_text(encoding="utf-8")


def test_with_pgbouncer_the_many_ask_it_and_who_needs_a_session_the_database(places: Mapping[str, Manifests]) -> None:
    asks = {
        f"{pod.owner['metadata']['name']}/{container['name']}": mount["subPath"]
        for pod in places["zones"].pods()
        for container in pod.containers
        for mount in container["volumeMounts"]
        if mount["mountPath"] == "/run/secrets/database_url"
    }
    pooled = {name for name, key in asks.items() if key == "pooled_database_url"}
    assert pooled == {"web/web", "worker-vision/worker", "worker-speech/worker"}
    direct = {
        "scheduler/migrate",
        "scheduler/scheduler",
        "backup/backup",
        "drill/drill",
        "check-integrity/check-integrity",
    }
    assert asks.keys() - pooled == direct
