"""Every record has a list and a page in Django's admin, by as few statements for many rows as for one."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.catalogue.models import Version

pytestmark = pytest.mark.django_db
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
# A list asks for the session, the person, how many there are, the rows, and the choices of its filters.
MOST_STATEMENTS = 20
# Of which there is one: in all, and at work.
ONLY_ONE = {"audit.Head", "backup.BackupRun"}
OF_KIND = {models.DateTimeField: timezone.now(), models.JSONField: {}, models.BooleanField: False}
_numbers = count(1000)


@pytest.fixture
def browser(operator: User) -> Client:
    User.objects.filter(pk=operator.pk).update(is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=operator.pk))
    return client


def a_row(model: type[models.Model]) -> models.Model:
    """A row with something in each field that must be filled, and what it points at."""
    number = next(_numbers)
    values = {field.attname: _value(field, number) for field in model._meta.concrete_fields if _must_be_filled(field)}
    row = model(**values)
    # Past `save`, which may do more than keep.
    return model._default_manager.bulk_create([row])[0]


def _must_be_filled(field: models.Field[Any, Any]) -> bool:
    return not (field.has_default() or field.null or isinstance(field, models.AutoField) or _is_blank(field))


def _is_blank(field: models.Field[Any, Any]) -> bool:
    return field.blank and not field.unique and isinstance(field, models.CharField | models.TextField)


def _value(field: models.Field[Any, Any], number: int) -> object:
    if isinstance(field, models.ForeignKey):
        return a_row(field.related_model).pk
    if field.choices:
        return next(iter(field.flatchoices))[0]
    for kind, value in OF_KIND.items():
        if isinstance(field, kind):
            return value
    is_text = isinstance(field, models.CharField | models.TextField | models.FileField)
    return f"r{number}"[: field.max_length or 100] if is_text else number


def statements(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(asked)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_a_list_and_a_page_for_each_record(model: type[models.Model], browser: Client) -> None:
    prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = a_row(model)
    few = statements(browser, reverse(f"{prefix}_changelist"))
    statements(browser, reverse(f"{prefix}_change", args=[row.pk]))
    assert few <= MOST_STATEMENTS
    if model._meta.label not in ONLY_ONE:
        for _ in range(4):
            a_row(model)
        assert statements(browser, reverse(f"{prefix}_changelist")) <= few + 1
    if admin.site._registry[model].search_fields:
        statements(browser, reverse(f"{prefix}_changelist") + "?q=r1")


def test_a_record_leads_to_where_it_is_worked_with(browser: Client) -> None:
    a_row(Version)
    version = Version.objects.get()
    answer = browser.get(reverse("admin:catalogue_version_change", args=[version.pk]))
    assert f'href="/models/{version.model_id}"' in answer.content.decode()
