"""Content-Security-Policy and Permissions-Policy on every answer, and that the API's are not kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PAGE = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; script-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# Django's admin (unfold, Alpine.js) and the API's Swagger page evaluate expressions and carry inline scripts.
WITH_INLINE = PAGE.replace("script-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'")
INLINE_PATHS = ("/admin/", "/api/v1/docs")


class SecurityHeadersMiddleware:
    """Adds the headers that Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = WITH_INLINE if request.path.startswith(INLINE_PATHS) else PAGE
        response.setdefault("Content-Security-Policy", policy)
        response.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
        if request.path.startswith("/api/"):
            # What is read here is somebody's own: nothing of it stays on a computer that others use.
            response.setdefault("Cache-Control", "no-store")
        return response
