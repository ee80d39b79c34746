"""What the processes are told: only what `config/env.py` knows, and only values that it takes."""

import base64
import os
from collections.abc import Iterator

from pydantic import ValidationError

from config.env import Env
from manifests import Manifests, Object, Pod

SECRETS = "/run/secrets/"
# Read by Django itself before anything else.
DJANGO = "DJANGO_SETTINGS_MODULE"
# Read by what Slipway is made of: the hub's library.
OTHERS = {"HF_ENDPOINT"}


def variables_are_known(manifests: Manifests) -> Iterator[str]:
    """No variable and no secret of the backend is a typing error, and their values pass its check at start."""
    for pod in manifests.pods():
        for container in pod.containers:
            if "slipway-backend" in container["image"]:
                given = environment(manifests, pod, container)
                yield from (f"{pod.name}: {words}" for words in _complaints(given))


def environment(manifests: Manifests, pod: Pod, container: Object) -> dict[str, str]:
    """All that `config/env.py` will find, by the variable's name: from the ConfigMap, the container and the secrets."""
    given: dict[str, str] = {}
    for each in container.get("envFrom", []):
        given |= manifests.config(each.get("configMapRef", {}).get("name", ""))
    for each in container.get("env", []):
        # The limits of the container, as Kubernetes puts them in: whole processors.
        given[each["name"]] = each.get("value", "1")
    secrets = {volume["name"]: volume["secret"]["secretName"] for volume in pod.spec["volumes"] if "secret" in volume}
    for mount in container["volumeMounts"]:
        if mount["mountPath"].startswith(SECRETS):
            found = manifests.find("Secret", secrets[mount["name"]]) or {"data": {}}
            value = found["data"].get(mount["subPath"], "")
            given[mount["mountPath"].removeprefix(SECRETS).upper()] = base64.b64decode(value).decode()
    return given


def _complaints(given: dict[str, str]) -> Iterator[str]:
    if given.pop(DJANGO, "") != "config.settings.production":
        yield f"{DJANGO} is not config.settings.production"
    unknown = [name for name in given if name not in Env.variables() and name not in OTHERS]
    yield from (f"{name} is not a variable that Slipway knows" for name in unknown)
    for needed in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL"):
        if not given.get(needed):
            yield f"{needed} is missing"
    before = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(given)
        Env(_env_file=None)
    except ValidationError as error:
        yield from (f"{Env.variable(str(each['loc'][0]))}: {each['msg']}" for each in error.errors())
    finally:
        os.environ.clear()
        os.environ.update(before)
