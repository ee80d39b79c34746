"""Addresses below /api/v1/."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from apps.catalogue import api


class NumberConverter(IntConverter):
    """A version number that fits into the column."""

    regex = "[0-9]{1,9}"


register_converter(NumberConverter, "number")

urlpatterns = [
    path("models", api.ModelsView.as_view()),
    path("models/<slug:slug>", api.ModelView.as_view()),
    path("models/<slug:slug>/aliases/<slug:name>", api.AliasView.as_view()),
    path("models/<slug:slug>/versions/<number:number>", api.VersionView.as_view()),
]
