"""Addresses below /api/v1/."""

from django.urls import path

from apps.sharing import api
from apps.sharing.guests import api as guests_api

urlpatterns = [
    path("models/<slug:slug>/links", api.LinksView.as_view()),
    path("models/<slug:slug>/links/<number:number>", api.LinkView.as_view()),
    path("guest", guests_api.GuestView.as_view()),
    path("guest/predictions/<id:prediction_id>", guests_api.GuestPredictionView.as_view()),
]
