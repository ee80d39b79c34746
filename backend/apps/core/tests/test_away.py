"""While the database is away, requests end with an answer."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

pytestmark = pytest.mark.django_db


def broken(_request: object) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [path("page", broken)]
handler500 = "apps.core.problems.server_error"


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_without_its_database_is_503_and_not_a_bug() -> None:
    answer = Client(raise_request_exception=False).get("/page")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "5", "unavailable")
