from django.urls import path

from apps.uploads import api

urlpatterns = [path("me/storage", api.StorageView.as_view())]
