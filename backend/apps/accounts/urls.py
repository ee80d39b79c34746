from django.urls import path

from apps.accounts import api
from apps.accounts.people import api as people_api

urlpatterns = [
    path("session", api.SessionView.as_view()),
    path("me", api.MeView.as_view()),
    path("me/password", api.PasswordView.as_view()),
    path("invitations", people_api.InvitationsView.as_view()),
    path("people", people_api.PeopleView.as_view()),
    path("people/<number:user_id>", people_api.PersonView.as_view()),
    path("people/<number:user_id>/invitation", people_api.InvitationView.as_view()),
    path("api-keys", api.ApiKeysView.as_view()),
    path("api-keys/<int:key_id>", api.ApiKeyView.as_view()),
    path("ws-tickets", api.TicketsView.as_view()),
]
