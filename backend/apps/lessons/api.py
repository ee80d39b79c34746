"""Lessons over HTTP: parse, call one function, answer."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.core.errors import Problem
from apps.core.schemas import answer
from apps.lessons import actions, forms, selectors, submit
from apps.lessons.models import Lesson
from apps.lessons.schemas import AddedSchema, LessonListSchema, LessonSchema, PhotoListSchema, PhotoSchema
from apps.predictions.media import MediaView
from apps.uploads.attachment import ASK_AGAIN
from apps.uploads.forms import FilesParser
from apps.uploads.thumbnails import thumbnail_of
from ml.errors import BadInput

FORM = {"multipart/form-data": forms.PhotosForm}


def _answer(lesson: Lesson, status: int = 200) -> Response:
    return answer(LessonSchema.of(lesson), status=status)


class LessonsView(APIView):
    """All of mine."""

    @extend_schema(operation_id="lessons_list", responses=LessonListSchema)
    def get(self, request: Request) -> Response:
        """My lessons, newest first."""
        rows = selectors.owned(user_of(request))
        return answer(LessonListSchema(results=[LessonSchema.of(row) for row in rows]))

    @extend_schema(operation_id="lessons_create", request=forms.LessonForm, responses={201: LessonSchema})
    def post(self, request: Request) -> Response:
        """Begin a lesson: photos come into it, and a version is learned from them within seconds."""
        form = forms.LessonForm(data=request.data)
        form.is_valid(raise_exception=True)
        return _answer(submit.begin(user_of(request), form.validated_data["title"]), 201)


class LessonView(APIView):
    """One of mine."""

    @extend_schema(operation_id="lessons_retrieve", responses=LessonSchema)
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """One lesson, with what was learned from it last."""
        return _answer(selectors.find(user_of(request), lesson_id))

    @extend_schema(operation_id="lessons_destroy", responses={204: None})
    def delete(self, request: Request, lesson_id: UUID) -> Response:
        """Delete a lesson and its photos. The model stays: its versions are deleted by themselves."""
        actions.delete(user_of(request), lesson_id)
        return Response(status=204)


class LearnView(APIView):
    """Learn it."""

    @extend_schema(operation_id="lessons_learn", request=None, responses={202: LessonSchema})
    def post(self, request: Request, lesson_id: UUID) -> Response:
        """Learn a version from the photos as they are now; 409 with fewer than two labels of five photos each."""
        return _answer(actions.learn(user_of(request), lesson_id), 202)


class CancelView(APIView):
    """End it early."""

    @extend_schema(operation_id="lessons_cancel", request=None, responses=LessonSchema)
    def post(self, request: Request, lesson_id: UUID) -> Response:
        """Stop learning; the photos stay."""
        return _answer(actions.cancel(user_of(request), lesson_id))


class RenameView(APIView):
    """Call a kind otherwise."""

    @extend_schema(operation_id="lessons_rename", request=forms.RenameForm, responses=LessonSchema)
    def post(self, request: Request, lesson_id: UUID) -> Response:
        """Give a label another name; 409 where the lesson has that one already."""
        form = forms.RenameForm(data=request.data)
        form.is_valid(raise_exception=True)
        return _answer(actions.rename(user_of(request), lesson_id, **form.validated_data))


class PhotosView(APIView):
    """The photos of one of mine."""

    parser_classes = [FilesParser]

    @extend_schema(operation_id="lesson_photos_list", responses=PhotoListSchema)
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """All photos, in the order in which they came."""
        lesson = selectors.find(user_of(request), lesson_id)
        return answer(PhotoListSchema(results=[PhotoSchema.of(row) for row in selectors.photos(lesson)]))

    @extend_schema(operation_id="lesson_photos_create", request=FORM, responses={201: AddedSchema})
    def post(self, request: Request, lesson_id: UUID) -> Response:
        """Add 1 to 64 photos of one label: files, or pictures of predictions. What is broken is named in `left_out`."""
        form = forms.PhotosForm(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        files, predictions = given.get("file", []), given.get("prediction", [])
        if not files and not predictions:
            detail = "Send at least one file or prediction."
            raise Problem(400, detail, errors=[{"pointer": "/file", "detail": detail}])
        added = submit.add(user_of(request), lesson_id, given["label"], files, predictions)
        return answer(AddedSchema.of(added.photos, added.left_out), status=201)


class PhotoView(APIView):
    """One photo."""

    @extend_schema(operation_id="lesson_photos_update", request=forms.PhotoForm, responses=PhotoSchema)
    def patch(self, request: Request, lesson_id: UUID, photo_id: UUID) -> Response:
        """Say what it shows, or put it into the trash: it is in no list, and deleted after a minute."""
        form = forms.PhotoForm(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        photo = actions.change(user_of(request), lesson_id, photo_id, given.get("label"), given.get("trashed"))
        return answer(PhotoSchema.of(photo))

    @extend_schema(operation_id="lesson_photos_destroy", responses={204: None})
    def delete(self, request: Request, lesson_id: UUID, photo_id: UUID) -> Response:
        """Delete it at once."""
        actions.remove(user_of(request), lesson_id, photo_id)
        return Response(status=204)


class PhotoThumbnailView(MediaView):
    """The small picture."""

    @extend_schema(
        operation_id="lesson_photos_thumbnail",
        responses=dict.fromkeys([(200, "application/octet-stream"), (200, "image/webp")], OpenApiTypes.BINARY),
    )
    def get(self, request: Request, lesson_id: UUID, photo_id: UUID) -> HttpResponse:
        """A WebP of at most 256 px."""
        photo = selectors.photos(selectors.find(user_of(request), lesson_id)).filter(pk=photo_id).first()
        if photo is None:
            raise Problem(404, "There is no such photo.")
        try:
            picture = thumbnail_of(photo.upload)
        except FileNotFoundError as error:
            raise Problem(404, "The file is no longer in storage.") from error
        except BadInput as error:
            raise Problem(404, f"No small picture can be made: {error.detail}") from error
        headers = {
            "Cache-Control": ASK_AGAIN,
            "ETag": f'"{photo.upload.sha256}-small"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(picture, content_type="image/webp", headers=headers)
