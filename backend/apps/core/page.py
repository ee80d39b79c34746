"""The built page for every address that is not the API's; its own router takes over from there."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from apps.core.errors import Problem
from apps.core.problems import not_found, problem_response


@csrf_exempt
def page(request: HttpRequest) -> HttpResponseBase:
    """`index.html`, never cached, so that a new build is seen at once; whoever sends has the wrong address."""
    if request.method not in ("GET", "HEAD"):
        return not_found(request)
    index = Path(settings.FRONTEND_DIST) / "index.html"
    if not index.is_file():
        return problem_response(Problem(404, "The page is not built here; `make run` builds it."), request.path)
    return FileResponse(index.open("rb"), content_type="text/html", headers={"Cache-Control": "no-cache"})
