"""Gzip for the answers of `make run`, which has no nginx before it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

LEAST_BYTES = 1024


class CompressReading(GZipMiddleware):
    """What is read as JSON goes compressed, as nginx does it elsewhere: a page of the history is a tenth then.

    What is sent to POST and PUT is answered as it is: those answers are short, and a secret that is shown once is among
    them. Files are streamed and mostly compressed already; the page's own were compressed when it was built.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave alone what is not worth the time."""
        is_read = request.method == "GET" and "json" in response.headers.get("Content-Type", "")
        # What is streamed is no HttpResponse.
        if is_read and isinstance(response, HttpResponse) and len(response.content) >= LEAST_BYTES:
            return super().process_response(request, response)
        return response
