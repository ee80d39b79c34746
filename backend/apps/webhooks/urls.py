"""Addresses below /api/v1/."""

from django.urls import path

from apps.webhooks import api

urlpatterns = [
    path("webhooks", api.WebhooksView.as_view()),
    path("webhooks/<id:webhook_id>", api.WebhookView.as_view()),
    path("webhooks/<id:webhook_id>/secret", api.SecretView.as_view()),
    path("webhooks/<id:webhook_id>/test", api.TestView.as_view()),
    path("webhooks/<id:webhook_id>/deliveries", api.DeliveriesView.as_view()),
    path("webhooks/<id:webhook_id>/send-failed", api.SendFailedView.as_view()),
    path("webhooks/<id:webhook_id>/deliveries/<id:delivery_id>", api.DeliveryView.as_view()),
    path("webhooks/<id:webhook_id>/deliveries/<id:delivery_id>/send", api.SendAgainView.as_view()),
]
