"""The least that Django can do with an upload: receive the form, answer what came, as JSON. Nothing is kept."""

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="only the bench", MIDDLEWARE=[])  # noqa: S106


async def predict(request: HttpRequest) -> JsonResponse:
    """How large the file is."""
    file = request.FILES["file"]
    if not isinstance(file, UploadedFile):
        raise TypeError("one file is wanted")
    return JsonResponse({"name": file.name, "size": len(file.read())})


async def healthz(_: HttpRequest) -> JsonResponse:
    """It answers."""
    return JsonResponse({"status": "ok"})


urlpatterns = [path("predict", predict), path("healthz", healthz)]
app = get_asgi_application()
