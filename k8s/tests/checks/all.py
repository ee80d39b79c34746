"""The checks that every place must pass, by name."""

from collections.abc import Callable, Iterator

from checks import environment, lifecycle, references, resources, scaling, security, storage
from manifests import Manifests

Check = Callable[[Manifests], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    references.selectors_match,
    references.ports_exist,
    references.probes_use_ports_that_exist,
    references.names_exist,
    references.keys_exist,
    references.secret_keys_are_used,
    references.everything_is_in_the_namespace,
    resources.limits_hold_requests,
    resources.scratch_space_fits,
    resources.images_are_pinned,
    environment.variables_are_known,
    security.pods_are_restricted,
    security.nobody_knows_the_cluster,
    security.secrets_are_closed,
    lifecycle.ends_are_patient,
    lifecycle.servers_roll_without_a_gap,
    lifecycle.the_migration_precedes,
    lifecycle.drains_are_possible,
    lifecycle.schedules_are_valid,
    scaling.scalers_have_one_target_each,
    scaling.nobody_is_taken_from_a_training,
    scaling.triggers_can_ask,
    scaling.nodes_are_given_back,
    scaling.a_zone_may_fail,
    storage.training_shares_its_files,
    storage.training_is_offered_where_it_is_done,
)
