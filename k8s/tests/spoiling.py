"""One spoilt manifest per check and per thing that it should find."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checks import environment, lifecycle, references, resources, scaling, security, storage
from checks.all import Check
from manifests import Manifests, Object


@dataclass(frozen=True)
class Spoilt:
    """`check` complains in these `words` once `spoil` was at the manifests of production."""

    check: Check
    words: str
    spoil: Callable[[Manifests], None]


def at(kind: str, name: str, path: str, value: Any) -> Callable[[Manifests], None]:
    """Set what is at the dotted path; `...` as the value removes it."""

    def spoil(manifests: Manifests) -> None:
        *way, last = path.split(".")
        inner: Any = named(manifests, kind, name)
        for step in way:
            inner = inner[_key(step)]
        if value is ...:
            del inner[_key(last)]
        else:
            inner[_key(last)] = value

    return spoil


def _key(step: str) -> int | str:
    return int(step) if step.isdigit() else step


def named(manifests: Manifests, kind: str, name: str) -> Object:
    """By the beginning of its name: some end in a hash."""
    return next(each for each in manifests.of(kind) if each["metadata"]["name"].startswith(name))


def without(kind: str, name: str) -> Callable[[Manifests], None]:
    """Take it away."""
    return lambda manifests: manifests.objects.remove(named(manifests, kind, name))


POD = "spec.template.spec"
CONTAINER = f"{POD}.containers.0"
MIGRATE = f"{POD}.initContainers.0"
ANNOTATIONS = "spec.template.metadata.annotations"
CRON = "spec.jobTemplate.spec.template.spec"

SPOILT = [
    Spoilt(
        references.selectors_match,
        "selects the pods of []",
        at("Deployment", "web", "spec.selector.matchLabels", {"a": "b"}),
    ),
    Spoilt(references.selectors_match, "Service web selects no pod", at("Service", "web", "spec.selector", {"a": "b"})),
    Spoilt(
        references.selectors_match,
        "slipway-to-storage selects no pod",
        at("NetworkPolicy", "slipway-to-storage", "spec.podSelector.matchLabels", {"a": "b"}),
    ),
    Spoilt(
        references.selectors_match,
        "not its own",
        at("Deployment", "web", f"{POD}.topologySpreadConstraints.0.labelSelector.matchLabels", {"a": "b"}),
    ),
    Spoilt(references.ports_exist, "has no port 81", at("Service", "web", "spec.ports.0.targetPort", 81)),
    Spoilt(
        references.ports_exist,
        "Ingress slipway leads to front",
        at("Ingress", "slipway", "spec.rules.0.http.paths.0.backend.service.name", "front"),
    ),
    Spoilt(
        references.probes_use_ports_that_exist,
        "asks port htpp",
        at("Deployment", "web", f"{CONTAINER}.livenessProbe.httpGet.port", "htpp"),
    ),
    Spoilt(
        references.probes_use_ports_that_exist,
        "has no startupProbe",
        at("Deployment", "web", f"{CONTAINER}.startupProbe", ...),
    ),
    Spoilt(
        references.probes_use_ports_that_exist,
        "asks for worker",
        at("Deployment", "worker-vision", f"{CONTAINER}.args", ["web"]),
    ),
    Spoilt(references.names_exist, "service account", at("Deployment", "web", f"{POD}.serviceAccountName", "wbe")),
    Spoilt(references.names_exist, "priority", without("PriorityClass", "slipway-work")),
    Spoilt(references.names_exist, "is no volume", at("Deployment", "web", f"{CONTAINER}.volumeMounts.0.name", "date")),
    Spoilt(references.names_exist, "nowhere", at("Deployment", "web", f"{CONTAINER}.volumeMounts", [])),
    Spoilt(
        references.names_exist,
        "the claim lost",
        at("Deployment", "web", f"{POD}.volumes.0", {"name": "data", "persistentVolumeClaim": {"claimName": "lost"}}),
    ),
    Spoilt(references.keys_exist, "is not there", without("ConfigMap", "slipway-config")),
    Spoilt(references.keys_exist, "no such key", at("Secret", "slipway-secrets", "data.redis_url", ...)),
    Spoilt(references.secret_keys_are_used, "nobody reads spare", at("Secret", "slipway-secrets", "data.spare", "")),
    Spoilt(
        references.everything_is_in_the_namespace,
        "is in the namespace default",
        at("Service", "web", "metadata.namespace", "default"),
    ),
    Spoilt(
        resources.limits_hold_requests,
        "requests 4 of cpu",
        at("Deployment", "web", f"{CONTAINER}.resources.requests.cpu", "4"),
    ),
    Spoilt(
        resources.limits_hold_requests,
        "is no quantity",
        at("Deployment", "web", f"{CONTAINER}.resources.limits.memory", "1GiB"),
    ),
    Spoilt(
        resources.limits_hold_requests,
        "no memory",
        at("CronJob", "drill", f"{CRON}.containers.0.resources.limits.memory", ...),
    ),
    Spoilt(resources.scratch_space_fits, "has no size", at("Deployment", "web", f"{POD}.volumes.0.emptyDir", {})),
    Spoilt(
        resources.scratch_space_fits, "hold more", at("Deployment", "web", f"{POD}.volumes.0.emptyDir.sizeLimit", "1Ti")
    ),
    Spoilt(
        resources.images_are_pinned,
        "not pinned",
        at("Deployment", "web", f"{CONTAINER}.image", "a.example:5000/slipway-backend"),
    ),
    Spoilt(
        resources.images_are_pinned,
        "not pinned",
        at("Deployment", "web", f"{CONTAINER}.image", "slipway-backend:latest"),
    ),
    Spoilt(
        resources.images_are_pinned,
        "not that of version",
        at("Deployment", "scheduler", f"{MIGRATE}.image", "slipway-backend:9.9.9"),
    ),
    Spoilt(
        environment.variables_are_known,
        "SLIPWAY_PROT is not a variable",
        at("ConfigMap", "slipway-config", "data.SLIPWAY_PROT", "1"),
    ),
    Spoilt(
        environment.variables_are_known,
        "SLIPWAY_WORKER_KINDS",
        at("Deployment", "worker-vision", f"{CONTAINER}.env.0.value", "video"),
    ),
    Spoilt(
        environment.variables_are_known,
        "REDIS_URL is missing",
        at("Deployment", "scheduler", f"{CONTAINER}.volumeMounts.4.mountPath", "/run/secrets/slipway_admin_password"),
    ),
    Spoilt(
        environment.variables_are_known,
        "DJANGO_SETTINGS_MODULE",
        at("ConfigMap", "slipway-config", "data.DJANGO_SETTINGS_MODULE", "config.settings.local"),
    ),
    Spoilt(security.pods_are_restricted, "enforce", at("Namespace", "slipway", "metadata.labels", {})),
    Spoilt(security.pods_are_restricted, "as root", at("Deployment", "web", f"{POD}.securityContext.runAsUser", 0)),
    Spoilt(
        security.pods_are_restricted,
        "not filtered",
        at("Deployment", "web", f"{POD}.securityContext.seccompProfile", {}),
    ),
    Spoilt(security.pods_are_restricted, "hostPID", at("Deployment", "web", f"{POD}.hostPID", True)),
    Spoilt(
        security.pods_are_restricted,
        "a folder of the node",
        at("Deployment", "web", f"{POD}.volumes.0", {"name": "data", "hostPath": {}}),
    ),
    Spoilt(
        security.pods_are_restricted,
        "gain",
        at("Deployment", "scheduler", f"{MIGRATE}.securityContext.allowPrivilegeEscalation", True),
    ),
    Spoilt(
        security.pods_are_restricted,
        "its own programs",
        at("Deployment", "scheduler", f"{MIGRATE}.securityContext.readOnlyRootFilesystem", ...),
    ),
    Spoilt(
        security.pods_are_restricted,
        "keeps capabilities",
        at("Deployment", "scheduler", f"{MIGRATE}.securityContext.capabilities", {}),
    ),
    Spoilt(
        security.nobody_knows_the_cluster,
        "gets a token",
        at("Deployment", "web", f"{POD}.automountServiceAccountToken", ...),
    ),
    Spoilt(
        security.nobody_knows_the_cluster,
        "for each Service",
        at("CronJob", "drill", f"{CRON}.enableServiceLinks", True),
    ),
    Spoilt(
        security.nobody_knows_the_cluster,
        "hands out",
        at("ServiceAccount", "web", "automountServiceAccountToken", True),
    ),
    Spoilt(
        security.secrets_are_closed, "are open", at("Deployment", "web", f"{POD}.volumes.2.secret.defaultMode", 0o444)
    ),
    Spoilt(
        security.secrets_are_closed, "could not read", at("Deployment", "web", f"{POD}.securityContext.fsGroup", ...)
    ),
    Spoilt(
        security.secrets_are_closed,
        "among its variables",
        at("Deployment", "web", f"{CONTAINER}.env", [{"name": "SECRET_KEY", "valueFrom": {"secretKeyRef": {}}}]),
    ),
    Spoilt(
        lifecycle.ends_are_patient,
        "a batch may take 360 s",
        at("Deployment", "worker-speech", f"{POD}.terminationGracePeriodSeconds", 360),
    ),
    Spoilt(
        lifecycle.ends_are_patient,
        "a batch may take 660 s",
        at("ConfigMap", "slipway-config", "data.SLIPWAY_BATCH_TIMEOUT", "600"),
    ),
    Spoilt(
        lifecycle.ends_are_patient,
        "a checkpoint may take 300 s",
        at("Deployment", "trainer", f"{POD}.terminationGracePeriodSeconds", 60),
    ),
    Spoilt(lifecycle.ends_are_patient, "before everybody knows", at("Deployment", "web", f"{CONTAINER}.lifecycle", {})),
    Spoilt(
        lifecycle.servers_roll_without_a_gap,
        "its successor",
        at("Deployment", "web", "spec.strategy.rollingUpdate.maxUnavailable", 1),
    ),
    Spoilt(
        lifecycle.the_migration_precedes, "not just one pod", at("Deployment", "scheduler", f"{MIGRATE}.args", ["web"])
    ),
    Spoilt(lifecycle.the_migration_precedes, "twice at once", at("Deployment", "scheduler", "spec.replicas", 2)),
    Spoilt(
        lifecycle.the_migration_precedes,
        "away while it migrates",
        at("Deployment", "scheduler", "spec.strategy.rollingUpdate.maxUnavailable", 1),
    ),
    Spoilt(
        lifecycle.the_migration_precedes,
        "Job migrate cannot be changed",
        lambda manifests: manifests.objects.append({"kind": "Job", "metadata": {"name": "migrate"}}),
    ),
    Spoilt(
        lifecycle.drains_are_possible,
        "is about []",
        at("PodDisruptionBudget", "web", "spec.selector.matchLabels", {"a": "b"}),
    ),
    Spoilt(
        lifecycle.drains_are_possible,
        "blocks",
        at("PodDisruptionBudget", "web", "spec", {"minAvailable": 1, "selector": {}}),
    ),
    Spoilt(lifecycle.schedules_are_valid, "is no schedule", at("CronJob", "backup", "spec.schedule", "15 25 * * *")),
    Spoilt(lifecycle.schedules_are_valid, "is no schedule", at("CronJob", "backup", "spec.schedule", "0 0 31 2 *")),
    Spoilt(lifecycle.schedules_are_valid, "is no time zone", at("CronJob", "backup", "spec.timeZone", "Mars/Olympus")),
    Spoilt(lifecycle.schedules_are_valid, "twice at once", at("CronJob", "backup", "spec.concurrencyPolicy", "Allow")),
    Spoilt(
        scaling.scalers_have_one_target_each,
        "not there",
        at("HorizontalPodAutoscaler", "web", "spec.scaleTargetRef.name", "wbe"),
    ),
    Spoilt(scaling.scalers_have_one_target_each, "back to 3", at("Deployment", "web", "spec.replicas", 3)),
    Spoilt(
        scaling.scalers_have_one_target_each,
        "another one too",
        at("ScaledObject", "worker-vision", "spec.scaleTargetRef.name", "worker-speech"),
    ),
    Spoilt(
        scaling.scalers_have_one_target_each, "from 9 to 8", at("HorizontalPodAutoscaler", "web", "spec.minReplicas", 9)
    ),
    Spoilt(
        scaling.nobody_is_taken_from_a_training,
        "from its work",
        at("ScaledObject", "trainer", "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown", {}),
    ),
    Spoilt(
        scaling.nobody_is_taken_from_a_training,
        "from its work",
        at("ScaledObject", "trainer", "spec.minReplicaCount", 1),
    ),
    Spoilt(
        scaling.triggers_can_ask,
        "not one of PostgreSQL",
        at("ScaledObject", "worker-vision", "spec.triggers.0.type", "redis"),
    ),
    Spoilt(
        scaling.triggers_can_ask,
        "not one of PostgreSQL",
        at("ScaledObject", "worker-vision", "spec.triggers.0.metadata.queri", ""),
    ),
    Spoilt(
        scaling.triggers_can_ask,
        "the TriggerAuthentication slipway-database is not there",
        without("TriggerAuthentication", "slipway"),
    ),
    Spoilt(
        scaling.triggers_can_ask,
        "does not lead",
        at("TriggerAuthentication", "slipway", "spec.secretTargetRef.0.key", "databaseurl"),
    ),
    Spoilt(
        scaling.nodes_are_given_back,
        "worker-vision keeps its node for tmp",
        at("Deployment", "worker-vision", ANNOTATIONS, {f"{scaling.AUTOSCALER}/safe-to-evict-local-volumes": "data"}),
    ),
    Spoilt(
        scaling.nodes_are_given_back,
        "worker-vision keeps its node for ever",
        at("Deployment", "worker-vision", ANNOTATIONS, {f"{scaling.AUTOSCALER}/safe-to-evict": "false"}),
    ),
    Spoilt(scaling.nodes_are_given_back, "trainer is broken off", at("Deployment", "trainer", ANNOTATIONS, {})),
    Spoilt(
        scaling.a_zone_may_fail,
        "Deployment frontend may be in one zone alone",
        at("Deployment", "web", f"{POD}.topologySpreadConstraints.1.whenUnsatisfiable", "DoNotSchedule"),
    ),
    Spoilt(
        scaling.a_zone_may_fail,
        "Deployment worker-vision is gone with its zone",
        at("Deployment", "web", f"{POD}.topologySpreadConstraints.1.whenUnsatisfiable", "DoNotSchedule"),
    ),
    Spoilt(
        storage.training_shares_its_files,
        "has /data/runs in slipway-training:runs, Deployment web in slipway-training:elsewhere",
        at("Deployment", "web", f"{CONTAINER}.volumeMounts.7.subPath", "elsewhere"),
    ),
    Spoilt(
        storage.training_shares_its_files,
        "web in itself",
        at("Deployment", "web", f"{CONTAINER}.volumeMounts.7.name", "data"),
    ),
    Spoilt(
        storage.training_shares_its_files,
        "CronJob backup in itself",
        at("CronJob", "backup", f"{CRON}.containers.0.volumeMounts.5.name", "data"),
    ),
    Spoilt(
        storage.training_shares_its_files,
        "Deployment worker-vision in slipway-training:elsewhere",
        at("Deployment", "worker-vision", f"{CONTAINER}.volumeMounts.5.subPath", "elsewhere"),
    ),
    Spoilt(
        storage.training_is_offered_where_it_is_done,
        "offers training: True, and there is a trainer: False",
        without("Deployment", "trainer"),
    ),
]
