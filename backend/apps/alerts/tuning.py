"""The rules as staff want them here: other thresholds, other times, or off. What is not changed is as it is shipped."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.alerts.models import RuleChange
from apps.alerts.rules import BOUNDS, RULES, Rule
from apps.core import audit
from apps.core.errors import Problem


class Change(TypedDict, total=False):
    """What is to be different."""

    threshold: float
    seconds: float
    is_on: bool


@dataclass(frozen=True, slots=True)
class Tuned:
    """A rule in force, and as it is shipped."""

    rule: Rule
    default: Rule
    is_on: bool
    changed_at: datetime | None
    changed_by: str


def tuned_rules() -> list[Tuned]:
    """All of them, by one statement."""
    changes = {change.rule: change for change in RuleChange.objects.select_related("changed_by")}
    return [_tuned(rule, changes.get(rule.key)) for rule in RULES]


def change(by: User, key: str, wanted: Change) -> Tuned:
    """Change a rule; what is left out stays. One that is then as it is shipped counts as not changed.

    Raises:
        Problem: 404; 400 for a threshold that makes no sense, or of a rule that has none to move.
    """
    default = _shipped(key)
    if "threshold" in wanted:
        _check(default, wanted["threshold"])
    with transaction.atomic():
        now = timezone.now()
        as_shipped = {"threshold": default.threshold, "seconds": default.seconds, "changed_at": now}
        row, _ = RuleChange.objects.select_for_update().get_or_create(rule=key, defaults=as_shipped)
        for name, value in wanted.items():
            setattr(row, name, value)
        row.changed_by, row.changed_at = by, now
        if (row.threshold, row.seconds, row.is_on) == (default.threshold, default.seconds, True):
            reset(by, key)
            return _tuned(default, None)
        row.save()
        audit.note("alert_rule_changed", by=by, rule=key, **wanted)
    return _tuned(default, row)


def reset(by: User, key: str) -> None:
    """A rule is as it is shipped again. Raises Problem 404."""
    _shipped(key)
    with transaction.atomic():
        count, _ = RuleChange.objects.filter(rule=key).delete()
        if count:
            audit.note("alert_rule_reset", by=by, rule=key)


def _shipped(key: str) -> Rule:
    for rule in RULES:
        if rule.key == key:
            return rule
    raise Problem(404, "There is no such rule.")


def _tuned(default: Rule, row: RuleChange | None) -> Tuned:
    if row is None:
        return Tuned(default, default, is_on=True, changed_at=None, changed_by="")
    rule = replace(default, threshold=row.threshold, seconds=row.seconds)
    by = row.changed_by.get_username() if row.changed_by else ""
    return Tuned(rule, default, row.is_on, row.changed_at, by)


def _check(rule: Rule, threshold: float) -> None:
    if rule.unit is None:
        _refuse("This rule has no threshold: it is a matter of yes or no.")
    else:
        least, most = BOUNDS[rule.unit]
        # So written that no number at all is refused, too.
        if not least <= threshold <= most:
            _refuse(f"The threshold is between {least:g} and {most:g}.")


def _refuse(detail: str) -> None:
    raise Problem(400, detail, errors=[{"pointer": "/threshold", "detail": detail}])
