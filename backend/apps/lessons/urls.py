"""Addresses below /api/v1/."""

from django.urls import path

from apps.lessons import api

urlpatterns = [
    path("lessons", api.LessonsView.as_view()),
    path("lessons/<id:lesson_id>", api.LessonView.as_view()),
    path("lessons/<id:lesson_id>/learn", api.LearnView.as_view()),
    path("lessons/<id:lesson_id>/cancel", api.CancelView.as_view()),
    path("lessons/<id:lesson_id>/rename", api.RenameView.as_view()),
    path("lessons/<id:lesson_id>/photos", api.PhotosView.as_view()),
    path("lessons/<id:lesson_id>/photos/<id:photo_id>", api.PhotoView.as_view()),
    path("lessons/<id:lesson_id>/photos/<id:photo_id>/thumbnail", api.PhotoThumbnailView.as_view()),
]
