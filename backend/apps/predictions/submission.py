"""The form of a submission, read."""

from json import JSONDecodeError
from typing import cast

from django.conf import settings
from django.http import QueryDict
from rest_framework.request import Request as HttpRequest

from apps.accounts.authentication import user_of
from apps.accounts.models import ApiKey
from apps.core.errors import Problem
from apps.core.parsing import refuse_unknown, strict_json
from apps.predictions import headers, submit
from apps.uploads.incoming import ArrivedFile
from apps.webhooks.actions import of_request
from apps.webhooks.outbox import Target


def submission_of(request: HttpRequest, most: int | None = None) -> submit.Request:
    """The form of a submission. Raises Problem 400."""
    most = most or int(settings.SLIPWAY.max_files)
    form = cast("QueryDict", request.data)
    refuse_unknown([*form, *request.FILES], "file", "model", "options", "webhook_url", what="field")
    refuse_unknown(request.query_params, what="parameter")
    files = cast("list[ArrivedFile]", request.FILES.getlist("file"))
    if not 1 <= len(files) <= most:
        wanted = "one file" if most == 1 else f"1 to {most} files"
        detail = f"Send {wanted} in the field 'file'; there are {len(files)}."
        raise Problem(400, detail, errors=[{"pointer": "/file", "detail": detail}])
    for name in {"model", "webhook_url"} & set(request.FILES):
        detail = f"{name} is a word; it was sent as a file."
        raise Problem(400, detail, errors=[{"pointer": f"/{name}", "detail": detail}])
    model = headers.pinned(request.headers) or form.get("model") or None
    return submit.Request(
        files, model, options_of(request), headers.max_age(request.headers),
        webhook=webhook_of(request, form.get("webhook_url")),
    )  # fmt: skip


def webhook_of(request: HttpRequest, url: str | None = None) -> Target | None:
    """Who is told when it has ended: the address of the request, else the webhook of its key. Raises Problem 400."""
    if url:
        return of_request(user_of(request), url)
    key = request.auth.webhook if isinstance(request.auth, ApiKey) else None
    return Target(webhook=str(key), url="") if key else None


def options_of(request: HttpRequest) -> dict[str, object]:
    """The options of a form, not yet checked; none where it has none. Raises Problem 400."""
    # Some programs send whatever has a type of its own as a file.
    as_file = request.FILES.get("options")
    return _options(as_file.read() if as_file else cast("QueryDict", request.data).get("options"))


def _options(text: str | bytes | None) -> dict[str, object]:
    detail = "options is not a JSON object."
    try:
        options = strict_json(text) if text else {}
    except (JSONDecodeError, TypeError):
        options = None
    except ValueError as error:
        options, detail = None, f"options cannot be read: {error}."
    if not isinstance(options, dict):
        raise Problem(400, detail, errors=[{"pointer": "/options", "detail": detail}])
    return options
