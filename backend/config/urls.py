"""Every address. What none of these takes belongs to the page, whose router answers it in the browser."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.permissions import AllowAny

# Tell the OpenAPI generator about keys and links; only here, since a worker describes nothing.
from apps.accounts import openapi  # noqa: F401
from apps.accounts.admin_doors import to_account, to_sign_in
from apps.core import health
from apps.core.page import page
from apps.core.problems import api_not_found
from apps.core.schema_view import SchemaView
from apps.monitoring.metrics import metrics
from apps.sharing import openapi as links_openapi  # noqa: F401

# Where programs look: a page with status 200 would be a lie to them. docker/nginx/templates has the same words.
OF_PROGRAMS = (
    # Not last: Django wants a pattern that ends with $ to match all of an address.
    r"^[^/]+\.(?:json|ya?ml)$"
    r"|^(?:healthz|readyz|metrics)/"
    r"|^(?:api|v1|v2|ws|admin|static|assets|docs|redoc|swagger|livez|health|ping|graphql|\.well-known)(?:/|$)"
)

api: list[URLPattern | URLResolver] = [
    # Most often asked for, and addresses are tried in their order.
    path("", include("apps.predictions.urls")),
    path("", include("apps.accounts.urls")),
    path("", include("apps.uploads.urls")),
    path("", include("apps.catalogue.urls")),
    path("", include("apps.sharing.urls")),
    path("", include("apps.webhooks.urls")),
    path("", include("apps.lessons.urls")),
    path("", include("apps.drift.urls")),
    path("", include("apps.rollouts.urls")),
    path("", include("apps.shadows.urls")),
    path("", include("apps.explanations.urls")),
    path("", include("apps.training.urls")),
    path("", include("apps.monitoring.urls")),
    path("", include("apps.backup.urls")),
    path("", include("apps.audit.urls")),
    path("", include("apps.alerts.urls")),
    path("schema", SchemaView.as_view(permission_classes=[AllowAny]), name="schema"),
    path("docs", SpectacularSwaggerView.as_view(permission_classes=[AllowAny], url_name="schema"), name="docs"),
]

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics),
    # One door for passwords: that of the page.
    path("admin/login/", to_sign_in),
    path("admin/password_change/", to_account),
    path("admin/", admin.site.urls),
    path("api/v1/", include(api)),
    re_path(OF_PROGRAMS, api_not_found),
    re_path(r"", page),
]

handler400 = "apps.core.problems.bad_request"
handler403 = "apps.core.problems.permission_denied"
handler404 = "apps.core.problems.not_found"
handler500 = "apps.core.problems.server_error"
