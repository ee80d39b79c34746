"""The first start makes an administrator."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from apps.accounts.first_admin import ensure_admin
from conftest import Configure


def command() -> str:
    out = StringIO()
    call_command("ensure_admin", stdout=out)
    return out.getvalue()


def test_a_random_password_is_printed_once_and_works(db: None) -> None:
    printed = command()
    password = printed.split("password ")[1].strip()
    admin = User.objects.get()
    assert (admin.username, admin.is_superuser, admin.is_staff) == ("admin", True, True)
    assert admin.check_password(password)
    assert command() == ""
    assert User.objects.count() == 1


def test_a_given_password_is_used_and_not_printed(db: None, configure: Configure) -> None:
    configure(admin_username="harbour", admin_password="given by the person")
    assert command() == ""
    assert User.objects.get(username="harbour").check_password("given by the person")


def test_no_second_administrator_is_made_under_another_name(operator: User) -> None:
    assert ensure_admin("admin", "whatever").username == "operator"
    assert User.objects.count() == 1


def test_an_ordinary_person_of_that_name_is_not_made_administrator(owner: User, configure: Configure) -> None:
    configure(admin_username="owner")
    with pytest.raises(CommandError, match="owner is taken"):
        command()
    owner.refresh_from_db()
    assert not owner.is_superuser
