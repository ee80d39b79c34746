"""What its owner does with a webhook: make, change, pause, test, delete it, and send something again."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import ApiKey
from apps.core import audit
from apps.core.errors import Problem
from apps.webhooks import addresses, bell, outbox
from apps.webhooks.event_types import TEST
from apps.webhooks.models import Delivery, Status, Webhook
from apps.webhooks.selectors import find, find_delivery, shape_of
from apps.webhooks.signing import rotated

# Nobody can tell more apart.
MOST_WEBHOOKS = 50
OF_REQUESTS = "By request"


def make(owner: User, *, name: str, url: str, types: Sequence[str], keys: Sequence[int]) -> Webhook:
    """A new webhook, with its first secret.

    Raises:
        Problem: 400 for a key that is not theirs, or a type for staff; 409 where they have too many.
    """
    addresses.check(url, "/url")
    _check(owner, types, keys)
    if owner.webhooks.count() >= MOST_WEBHOOKS:
        raise Problem(409, f"You have {MOST_WEBHOOKS} webhooks; delete one that is not used any more.")
    now = timezone.now()
    with transaction.atomic():
        row = Webhook.objects.create(
            owner=owner, name=name, url=url, types=list(types), secrets=rotated([], now), created_at=now
        )
        _tell_of_keys(row, keys)
        audit.note("webhook_made", by=owner, webhook=row.pk, name=name, url=url)
    return row


def change(owner: User, webhook_id: UUID, changes: dict[str, Any]) -> Webhook:
    """Change `name`, `url`, `types`, `keys`, or `paused`; what is left out stays.

    Raises:
        Problem: 400 as of `make`; 404; 409 for all but `paused` of the one of requests.
    """
    with transaction.atomic():
        row = _locked(owner, webhook_id)
        if not row.url and set(changes) - {"paused"}:
            raise Problem(409, "Requests name its addresses; it can only be paused, or have a new secret.")
        _check(owner, changes.get("types", ()), changes.get("keys", ()))
        if "url" in changes:
            addresses.check(changes["url"], "/url")
        for name in {"name", "url", "types"} & set(changes):
            setattr(row, name, changes[name])
        if "paused" in changes:
            _pause(row, paused=changes["paused"])
        row.save()
        if "keys" in changes:
            _tell_of_keys(row, changes["keys"])
        audit.note("webhook_changed", by=owner, webhook=row.pk, name=row.name, changes=sorted(changes))
    return row


def _pause(row: Webhook, *, paused: bool) -> None:
    row.paused_at, row.paused_because = timezone.now() if paused else None, ""
    row.failures, row.failing_since, row.held_until = 0, None, None
    transaction.on_commit(bell.ring)


def renew_secret(owner: User, webhook_id: UUID) -> Webhook:
    """A new secret, the first of `secrets`; until tomorrow the former one signs beside it. Raises Problem 404."""
    with transaction.atomic():
        row = _locked(owner, webhook_id)
        row.secrets = rotated(row.secrets, timezone.now())
        row.save(update_fields=["secrets"])
        audit.note("webhook_secret_made", by=owner, webhook=row.pk, name=row.name)
    return row


def delete(owner: User, webhook_id: UUID) -> None:
    """Delete a webhook and its log; what waits is not sent any more. Raises Problem 404."""
    row = find(owner, webhook_id)
    with transaction.atomic():
        ApiKey.objects.filter(webhook=row.pk).update(webhook=None)
        row.delete()
        audit.note("webhook_deleted", by=owner, webhook=webhook_id, name=row.name)


def test(owner: User, webhook_id: UUID) -> Delivery:
    """Send it one event, once, though it be paused.

    Raises:
        Problem: 404; 409 for the one of requests, which has no address.
    """
    row = find(owner, webhook_id)
    if not row.url:
        raise Problem(409, "Requests name its addresses; send a file with `webhook_url` to try one.")
    with transaction.atomic():
        (delivery,) = outbox.put([outbox.Message.to(row, TEST, str(row.pk), shape_of(row))])
    return Delivery.objects.select_related("webhook").get(pk=delivery.pk)


def send_again(owner: User, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """Send a delivery now, with as many tries as a new one; its `webhook-id` stays.

    Raises:
        Problem: 404; 409 while it is being sent.
    """
    row = find_delivery(owner, webhook_id, delivery_id)
    now = timezone.now()
    with transaction.atomic():
        found = Delivery.objects.filter(pk=row.pk).exclude(status=Status.PROCESSING)
        if not found.update(status=Status.QUEUED, tries=0, due_at=now):
            raise Problem(409, "It is being sent at this moment.")
        transaction.on_commit(bell.ring)
    return find_delivery(owner, webhook_id, delivery_id)


def send_failed_again(owner: User, webhook_id: UUID) -> int:
    """Send all of its log that was given up now, each as `send_again` does. Returns how many. Raises Problem 404."""
    row = find(owner, webhook_id)
    failed = Delivery.objects.filter(webhook=row, status=Status.FAILED)
    with transaction.atomic():
        count = failed.update(status=Status.QUEUED, tries=0, due_at=timezone.now())
        transaction.on_commit(bell.ring)
    return count


def of_request(owner: User, url: str) -> outbox.Target:
    """Who is told of what a request sends that names an address. Raises Problem 400 for one that may not be told."""
    addresses.check(url, "/webhook_url")
    now = timezone.now()
    row, _ = Webhook.objects.get_or_create(
        owner=owner, url="", defaults={"name": OF_REQUESTS, "secrets": rotated([], now), "created_at": now}
    )
    return outbox.Target(webhook=str(row.pk), url=url)


def _locked(owner: User, webhook_id: UUID) -> Webhook:
    find(owner, webhook_id)
    return Webhook.objects.select_for_update().get(pk=webhook_id)


def _check(owner: User, types: Collection[str], keys: Collection[int]) -> None:
    if types and not owner.is_staff:
        _refuse("/types", "Only staff may be told of training and versions.")
    if ApiKey.objects.filter(user=owner, pk__in=keys).count() < len(set(keys)):
        _refuse("/keys", "One of these is not a key of yours.")


def _refuse(pointer: str, detail: str) -> None:
    raise Problem(400, detail, errors=[{"pointer": pointer, "detail": detail}])


def _tell_of_keys(row: Webhook, keys: Collection[int]) -> None:
    """These keys and no others; one that told another webhook tells this one from now on."""
    ApiKey.objects.filter(webhook=row.pk).exclude(pk__in=keys).update(webhook=None)
    ApiKey.objects.filter(user=row.owner_id, pk__in=keys).update(webhook=row.pk)
