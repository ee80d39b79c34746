from django.urls import path

from apps.accounts import api

urlpatterns = [
    path("session", api.SessionView.as_view()),
    path("me", api.MeView.as_view()),
    path("me/password", api.PasswordView.as_view()),
    path("api-keys", api.ApiKeysView.as_view()),
    path("api-keys/<int:key_id>", api.ApiKeyView.as_view()),
    path("ws-tickets", api.TicketsView.as_view()),
]
