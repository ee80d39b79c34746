"""Webhooks of staff are told of versions and names; nobody else's are."""

import json

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from apps.catalogue import aliases
from apps.catalogue.install import install_shipped_bundles
from apps.catalogue.models import Version
from apps.webhooks.models import Delivery, Webhook


def a_webhook(owner: User, *types: str) -> Webhook:
    return Webhook.objects.create(
        owner=owner, name="Ours", url="https://example.com/", types=list(types), created_at=timezone.now()
    )


def told() -> list[tuple[str, str]]:
    return [(row.type, row.subject) for row in Delivery.objects.order_by("created_at", "id")]


@pytest.mark.django_db
def test_a_new_version_and_what_its_name_means_are_told_once(operator: User, owner: User) -> None:
    a_webhook(operator, "version.created", "alias.moved")
    a_webhook(operator, "training.completed")
    a_webhook(owner, "version.created")
    made = {version.model_id: version for version in install_shipped_bundles()}
    assert len(told()) == 2 * len(made)
    version = made["resnet-cifar10"]
    assert ("version.created", f"resnet-cifar10/versions/{version.number}") in told()
    assert ("alias.moved", "resnet-cifar10@production") in told()
    body = json.loads(Delivery.objects.get(type="alias.moved", subject="resnet-cifar10@production").body)
    assert body["data"] == {
        "slug": "resnet-cifar10", "alias": "production", "was": None, "version": version.number, "how": "installed",
        "by": None, "reason": "",
    }  # fmt: skip
    install_shipped_bundles()
    aliases.point("resnet-cifar10", "production", version.number, aliases.Move(by=operator))
    assert len(told()) == 2 * len(made)
    aliases.point("resnet-cifar10", "best", version.number, aliases.Move(by=operator))
    assert told()[-1] == ("alias.moved", "resnet-cifar10@best")
    assert Version.objects.count() == len(made)
