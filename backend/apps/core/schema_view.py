"""The OpenAPI document over HTTP."""

from functools import cache

from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.request import Request
from rest_framework.response import Response


# The document describes this view in the library's words.
class SchemaView(SpectacularJSONAPIView):
    def _get_schema_response(self, request: Request) -> Response:
        name = self._get_filename(request, version=None)  # type: ignore[no-untyped-call]
        return Response(_document(), headers={"Content-Disposition": f'inline; filename="{name}"'})


@cache
def _document() -> dict[str, object]:
    """Made once by each process: it takes a seventh of a second, and whoever is not signed in may ask for it."""
    document: dict[str, object] = SchemaView.generator_class().get_schema(request=None, public=True)
    return document
