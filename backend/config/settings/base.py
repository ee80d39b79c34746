"""Settings that hold everywhere. What differs comes from the environment or from the sibling file."""

import os
import warnings
from pathlib import Path
from typing import Any

import dj_database_url

from config.env import ROOT, read_env
from config.storages import backups_of, storage_of

# ONNX Runtime since 1.29 reports to its makers, unless it is told not to before it is imported. Children inherit it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
env = read_env()
DATA_DIR = env.data_dir
BACKEND_DIR = ROOT / "backend"
FRONTEND_DIST = ROOT / "frontend" / "dist"

SECRET_KEY = env.secret_key
SECRET_KEY_FALLBACKS = list(env.secret_key_fallbacks)
DEBUG = False
ALLOWED_HOSTS = env.hosts
CSRF_TRUSTED_ORIGINS = list(env.trusted_origins)
# Whether others reach the port that is listened on, and by no other way: see `local`.
LISTENS_TO_NETWORK = False

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "apps.core",
    "apps.queueing",
    "apps.storage",
    "apps.accounts",
    "apps.audit",
    "apps.uploads",
    "apps.catalogue",
    "apps.engines",
    "apps.live",
    "apps.webhooks",
    "apps.predictions",
    "apps.sharing",
    "apps.lessons",
    "apps.drift",
    "apps.rollouts",
    "apps.shadows",
    "apps.explanations",
    "apps.training",
    "apps.backup",
    "apps.monitoring",
    "apps.alerts",
]

MIDDLEWARE = [
    "apps.core.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "apps.core.security_headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "apps.core.known_host.KnownHostMiddleware",
    "apps.core.admission.AdmissionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "apps.accounts.sessions.SessionUserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

if env.cors_origins:
    MIDDLEWARE.insert(1, "corsheaders.middleware.CorsMiddleware")

TRACES = env.traces
if TRACES:
    MIDDLEWARE.insert(1, "apps.core.traces.TraceMiddleware")

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

SQLITE_OPTIONS = {
    # A claim reads, then writes: IMMEDIATE takes the write lock at once, so that two workers never claim the same row.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
}


def database(url: str, sqlite: Path) -> dict[str, object]:
    """Django's DATABASES entry for a URL, or SQLite at `sqlite` where it is empty."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": sqlite, "OPTIONS": SQLITE_OPTIONS}
    entry = dj_database_url.parse(url, conn_max_age=0, conn_health_checks=True)
    # An address that swallows packets shall not hold a request for minutes.
    entry["OPTIONS"] = {"connect_timeout": 5, **entry.get("OPTIONS", {})}
    return {**entry}


DATABASES = {"default": database(env.database_url, DATA_DIR / "slipway.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
] + [{"NAME": "apps.accounts.password_rules.NameIsNotInIt"}]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": storage_of(env, "media"),
    "bundles": storage_of(env, "models"),
    "backups": backups_of(env),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# WhiteNoise reads its files in a thread, which is right for small files and makes Django warn.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
# The built page: Vite puts a hash into every name below assets/, so those may be cached for ever.
WHITENOISE_ROOT = FRONTEND_DIST if FRONTEND_DIST.is_dir() else None
WHITENOISE_INDEX_FILE = True
# Everything else is asked for again, so that a new build is seen at once; an unchanged file answers 304.
WHITENOISE_MAX_AGE = 0
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/(assets/.+-[\w-]{8}|static/.+\.[0-9a-f]{12})\."

# Broker: Celery's bell, and what is published to the pages.
REDIS_URL = env.redis_url or f"unix://{DATA_DIR / 'broker.sock'}"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.https
SECURE_HSTS_SECONDS = 31_536_000 if env.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "apps.core.problems.csrf_failed"

# Files go to disk as they arrive (apps/uploads/receive.py); only the small form fields are held in memory.
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# Pages of other origins call the API with a key, never with a person's session: no cookie is let through.
CORS_ALLOWED_ORIGINS = list(env.cors_origins)
CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_HEADERS = ["accept", "authorization", "cache-control", "content-type", "idempotency-key", "if-none-match"]
CORS_ALLOW_HEADERS += ["if-range", "prefer", "range", "slipway-version", "x-request-id"]
CORS_EXPOSE_HEADERS = ["Accept-Ranges", "Content-Disposition", "Content-Range", "ETag", "Location"]
CORS_EXPOSE_HEADERS += ["Preference-Applied", "Retry-After", "X-Request-ID"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First, since its challenge (WWW-Authenticate) makes an anonymous request 401 and not 403.
        "apps.accounts.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.accounts.permissions.SignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "apps.core.openapi_operations.OperationSchema",
    "DEFAULT_THROTTLE_CLASSES": ["apps.accounts.throttling.PerUserThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.rate_limit},
    "EXCEPTION_HANDLER": "apps.core.problems.handle_exception",
    # Whoever guesses passwords does not get to name their own address: X-Forwarded-For is the web server's to judge.
    "NUM_PROXIES": 0,
    "DEFAULT_VERSIONING_CLASS": None,
    # `format` is a parameter of our own (transcripts).
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DATETIME_FORMAT": "%Y-%m-%dT%H:%M:%S.%fZ",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Slipway",
    "DESCRIPTION": (
        "Photos and speech in, labels and text out. Errors are application/problem+json (RFC 9457). "
        "What no schema tells (waiting, the websocket, order, limits, what `v1` promises) is in docs/api.md."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVERS": [{"url": "/", "description": "This Slipway"}],
    "PATH_CONVERTER_OVERRIDES": {
        "id": {"type": "string", "format": "uuid"},
        "number": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    },
    "ENUM_NAME_OVERRIDES": {
        "Code": "apps.core.errors.codes",
        "PredictionStatus": "apps.predictions.models.Status",
        "Kind": "apps.catalogue.models.kinds",
        "Job": "apps.backup.models.Operation",
        "AskableJob": "apps.backup.models.Startable",
        "RunState": "apps.backup.models.Status",
        "Work": "apps.training.states.Work",
        "JobStatus": "apps.training.states.Status",
        "GuardMode": "apps.rollouts.plan.modes",
        "DeliveryStatus": "apps.webhooks.models.Status",
        "AlertSeverity": ["critical", "warning"],
        "VariantStep": "ml.optimise.techniques.TECHNIQUES",
    },
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "apps.core.request_id.RequestIdFilter"},
        "not_away": {"()": "apps.core.logs.NotAway"},
    },
    "formatters": {
        "line": {
            "()": "apps.core.logs.Lines",
            "fmt": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        },
        "json": {"()": "apps.core.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": env.log_level},
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["not_away"]},
        "django.channels.server": {"level": "WARNING"},
        # Whatever SLIPWAY_LOG_LEVEL is.
        "slipway.audit": {"level": "INFO"},
        # A heartbeat every few seconds would bury what matters.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # How a child of a worker ended is said by billiard, whose lines do not go on to the root.
        "multiprocessing": {"handlers": ["console"]},
        # It names every address that a webhook is sent to.
        "httpx2": {"level": "WARNING"},
        # While the database is away each request says so; its attempts every second need not.
        "psycopg.pool": {"level": "ERROR"},
    },
}

UNFOLD = {"SITE_TITLE": "Slipway", "SITE_HEADER": "Slipway records", "SITE_URL": "/operations", "SHOW_HISTORY": True}

# What Slipway itself reads.
SLIPWAY = env
SHIPPED_BUNDLES_DIR = BACKEND_DIR / "ml" / "bundles"
