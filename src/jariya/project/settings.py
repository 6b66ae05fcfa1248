"""Settings, all from the environment; see docs/operators.md for the table of variables.

Modes (`JARIYA_MODE`): demo (./run), test (the gate), production (the default for a bare WSGI import).
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from jariya.kernel.signing.identity import kek

SOURCE = Path(__file__).resolve().parents[1]
ROOT = SOURCE.parents[1]
VAR = Path(os.environ.get("JARIYA_VAR", ROOT / "var"))

_running_tests = "pytest" in sys.modules
MODE = os.environ.get("JARIYA_MODE") or ("test" if _running_tests else "production")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured("JARIYA_MODE must be demo, test or production")
DEMO = MODE in {"demo", "test"}
"""Invented data, demo sign-in, TEST anchors: never in production."""

DEBUG = False
SECRET_KEY = os.environ.get("JARIYA_SECRET_KEY", "" if MODE == "production" else "not-secret-and-for-demo-only")
if MODE == "production" and len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("JARIYA_SECRET_KEY must be set to at least 40 random characters in production")
SECRET_KEY_FALLBACKS = os.environ.get("JARIYA_SECRET_KEY_FALLBACKS", "").split()
"""Earlier secret keys, divided by spaces: they only open, until what they sealed is sealed anew. docs/threats.md."""
if MODE == "production" and any(len(one) < 40 for one in SECRET_KEY_FALLBACKS):
    raise ImproperlyConfigured("JARIYA_SECRET_KEY_FALLBACKS: earlier keys of at least 40 characters, divided by spaces")

KEK = os.environ.get("JARIYA_KEK", "" if MODE == "production" else kek.DEMO)
"""Key-encryption keys, `2:base64,1:base64`; see docs/operators.md. They wrap the keys of purposes."""
try:
    kek.parse(KEK, production=MODE == "production")
except kek.KekError as error:
    raise ImproperlyConfigured(f"JARIYA_KEK: {error}. Each key is VERSION: and 32 random bytes in base64.") from None

PUBLIC_URL = os.environ.get("JARIYA_PUBLIC_URL", "http://localhost:8000").rstrip("/")
if MODE == "production" and not PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("JARIYA_PUBLIC_URL must be the https:// address of the site in production")
ALLOWED_HOSTS = (
    [urlsplit(PUBLIC_URL).hostname or "localhost", *filter(None, os.environ.get("JARIYA_HOSTS", "").split(","))]
    if MODE == "production"
    else ["*"]
)

JURISDICTION = os.environ.get("JARIYA_JURISDICTION", "kz")
JURISDICTION_DIR = SOURCE / "jurisdictions" / JURISDICTION

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules.apps.AutodiscoverRulesConfig",
    "jariya.kernel.web",
    "jariya.kernel.record",
    "jariya.kernel.law",
    "jariya.kernel.bodies",
    "jariya.kernel.people",
    "jariya.kernel.signing",
    "jariya.kernel.lifecycle",
    "jariya.kernel.files",
    "jariya.kernel.correspondence",
    "jariya.kernel.correspondence.cosigners",
    "jariya.kernel.discussion",
    "jariya.kernel.notices",
    "jariya.kernel.search",
    "jariya.portals.dialogue",
    "jariya.portals.dialogue.appeals",
    "jariya.portals.dialogue.blog",
    "jariya.portals.dialogue.conference",
    "jariya.portals.dialogue.survey",
    "jariya.portals.dialogue.alike",
    "jariya.portals.requests",
    "jariya.portals.requests.editorial",
    "jariya.portals.requests.report",
    "jariya.portals.requests.monitoring",
    "jariya.portals.requests.officers",
    "jariya.portals.requests.commission",
    "jariya.portals.requests.learning",
    "jariya.portals.budgets",
    "jariya.portals.opendata",
    "jariya.portals.opendata.desk",
    "jariya.portals.opendata.reading",
    "jariya.portals.opendata.showcase",
    "jariya.portals.opendata.planning",
    "jariya.portals.opendata.wanted",
    "jariya.portals.opendata.harvesting",
    "jariya.portals.budgets.drafts",
    "jariya.portals.budgets.asking",
    "jariya.portals.petitions",
    "jariya.portals.petitions.collecting",
    "jariya.portals.petitions.consideration",
    "jariya.portals.petitions.public",
    "jariya.pages",
    "jariya.office",
    "jariya.office.filing",
    "jariya.office.reception",
    "jariya.office.systems",
    "jariya.api",
    "jariya.project",
]
# The house is built floor by floor: an app whose folder is not there yet is left out.
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("jariya.") or (SOURCE / app.removeprefix("jariya.").replace(".", "/") / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jariya.project.middleware.SaneRequest",
    "jariya.kernel.web.hot.HotPages",
    "jariya.project.middleware.CompressPublic",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "jariya.project.middleware.SitePath",
    "jariya.kernel.web.middleware.ViewMode",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "jariya.project.urls"
WSGI_APPLICATION = "jariya.project.wsgi.application"
CSRF_FAILURE_VIEW = "jariya.project.problems.csrf_failure"
APPEND_SLASH = True


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "jariya",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # PgBouncer in transaction mode: no prepared statements, no server-side cursors.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"connect_timeout": 3, "prepare_threshold": None, "tcp_user_timeout": 3000},
    }


_url = os.environ.get("DATABASE_URL", "")
if not _url and MODE == "production":
    raise ImproperlyConfigured("DATABASE_URL must be set in production")
DATABASES = {"default": _database(_url or "postgresql://jariya@127.0.0.1:5432/jariya")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "jariya.kernel.people.session_store"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "production"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MODE == "production" else None
SECURE_HSTS_SECONDS = 31536000 if MODE == "production" else 0
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "jariya.kernel.files.handler.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(str(p) for p in SOURCE.glob("*/**/jinja2") if p.is_dir()),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "jariya.project.jinja.environment",
            "context_processors": ["jariya.project.jinja.site"],
        },
    },
    # Libraries only: pages of the house are Jinja2.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "APP_DIRS": True, "OPTIONS": {}},
]

LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_CODE = "kk"
LANGUAGE_COOKIE_NAME = "lang"
LOCALE_PATHS = [str(SOURCE / "project" / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Where the files were gathered (./run and production do it), they are served compressed under names that never change.
_gathered = MODE == "production" or (STATIC_ROOT / "staticfiles.json").exists()
_gathered = _gathered or os.environ.get("JARIYA_GATHER") == "1"
WHITENOISE_USE_FINDERS = not _gathered
WHITENOISE_AUTOREFRESH = False
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _gathered
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
HOT_SECONDS = float(os.environ.get("JARIYA_HOT_SECONDS", "0" if MODE == "test" else "2"))
"""How long a process hands out one rendering of a page that a crowd reads; 0: each is rendered."""
MEDIA_ROOT = VAR / "files"
BUDGETS_DOWNLOADS = VAR / "budgets"
OPENDATA_STORE = VAR / "opendata"
OPENDATA_OWN_BODY = os.environ.get("JARIYA_OPENDATA_OWN_BODY", "ulgi-ministry" if DEMO else "").strip()
"""Address word of the body that keeps this platform: its sets are the tables of the platform's own records. Empty: none
are published. In a demonstration it is the invented ministry: a real body publishes only what it published."""
OPENDATA_NEIGHBOURS = os.environ.get("JARIYA_OPENDATA_NEIGHBOURS", "") == "1"
if OPENDATA_NEIGHBOURS and MODE == "production":
    raise ImproperlyConfigured("JARIYA_OPENDATA_NEIGHBOURS is for tests: production fetches nothing of its own network")
"""Where downloads of budget releases are kept that are made once; each machine may have its own, it fills itself."""

# The public record: files of logs in a folder, or in any Django storage (S3); keys and the signer's memory beside it.
STORAGES["record"] = {
    "BACKEND": os.environ.get("JARIYA_LOG_STORAGE", "jariya.kernel.record.storage.TileFolder"),
    "OPTIONS": json.loads(os.environ.get("JARIYA_LOG_STORAGE_OPTIONS", "null"))
    or {"location": str(VAR / "record" / "logs")},
}
# Files of cases: a folder, or any Django storage (S3 through django-storages); see docs/operators.md.
STORAGES["files"] = {
    "BACKEND": os.environ.get("JARIYA_FILES_STORAGE", "jariya.kernel.files.storage.Folder"),
    "OPTIONS": json.loads(os.environ.get("JARIYA_FILES_STORAGE_OPTIONS", "null")) or {"location": str(VAR / "files")},
}
CLAMD = os.environ.get("JARIYA_CLAMD", "")
"""The virus scanner: host:port or a socket's path, see docs/adapters/clamd.md. Empty: pages say "not scanned"."""
CLAMD_SECONDS = int(os.environ.get("JARIYA_CLAMD_SECONDS", "300"))
TRANSFERS_URL = os.environ.get("JARIYA_TRANSFERS_URL", "").rstrip("/")
"""Address of the listener for slow things where no proxy stands before both; empty: the same address as the pages."""
LOG_KEY_DIR = Path(os.environ.get("JARIYA_LOG_KEY_DIR", VAR / "record" / "keys"))
LOG_KEYS = os.environ.get("JARIYA_LOG_KEYS", "").split()
"""Secret key lines (`PRIVATE+KEY+...`) of logs, where they are not files of LOG_KEY_DIR."""
WITNESSES = os.environ.get("JARIYA_WITNESSES", "")
"""Witnesses asked to cosign: `<vkey> <address>`, divided by semicolons."""

_NONE, _SELF = "'none'", "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [_NONE],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF, "data:"],
        "font-src": [_SELF],
        "connect-src": [_SELF, *([TRANSFERS_URL] if TRANSFERS_URL else [])],
        "form-action": [_SELF, *([TRANSFERS_URL] if TRANSFERS_URL else [])],
        "base-uri": [_NONE],
        "frame-ancestors": [_NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("JARIYA_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("JARIYA_SMTP_PORT", "1025"))
EMAIL_HOST_USER = os.environ.get("JARIYA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("JARIYA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("JARIYA_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("JARIYA_MAIL_FROM", "Jariya <no-reply@localhost>")
MAIL_DOMAIN = os.environ.get("JARIYA_MAIL_DOMAIN", "").strip().lower()
"""Domain of reply addresses and return paths; docs/adapters/mail.md. Empty: no mail is taken, letters carry none."""
MAIL_BORDER = os.environ.get("JARIYA_MAIL_BORDER", "").strip()
"""Name by which the border server signs its Authentication-Results; empty: no such header is believed."""
MAIL_IN_BIGGEST = int(os.environ.get("JARIYA_MAIL_IN_BIGGEST", "15000000"))
MAIL_IN_PEERS = [
    one.strip() for one in os.environ.get("JARIYA_MAIL_IN_PEERS", "127.0.0.1,::1").split(",") if one.strip()
]
"""Addresses of border servers that may deliver."""
APPEALS_URL = os.environ.get("JARIYA_APPEALS_URL", "").strip()
"""Address of the state's system for appeals; contract in docs/adapters/appeals.md. Empty: appeals say so."""
APPEALS_TOKEN = os.environ.get("JARIYA_APPEALS_TOKEN", "")
SMS_URL = os.environ.get("JARIYA_SMS_URL", "")
"""Address of the SMS gateway; contract in docs/adapters/sms.md. Empty: sign-in by telephone says it is unavailable."""

VAPID_KEY = os.environ.get("JARIYA_VAPID_KEY", "")
"""Private key of web push (`jariya push key`). Empty: off in production; elsewhere one is made in var/."""
if VAPID_KEY and not re.fullmatch(r"[A-Za-z0-9_-]{43}", VAPID_KEY):
    raise ImproperlyConfigured("JARIYA_VAPID_KEY must be what `jariya push key` prints: 43 characters")
PUSH_HOSTS = [one.strip().lower() for one in os.environ.get("JARIYA_PUSH_HOSTS", "").split(",") if one.strip()]
"""Push services that may be called, subdomains included; empty: every public https address."""
PUSH_CA_FILE = os.environ.get("JARIYA_PUSH_CA_FILE", "")
PUSH_NEIGHBOURS = os.environ.get("JARIYA_PUSH_NEIGHBOURS", "") == "1"
"""Push services on this very machine may be called: for tests and simulators."""
if PUSH_NEIGHBOURS and MODE == "production":
    raise ImproperlyConfigured("JARIYA_PUSH_NEIGHBOURS is for tests: production calls no address of its own network")

EDS_PROFILE = os.environ.get("EDS_PROFILE", "prod" if MODE == "production" else "test")
"""Which certification centre signatures are checked against. `test`: a centre of our own, without legal force."""
if EDS_PROFILE not in {"test", "prod"} or (MODE == "production" and EDS_PROFILE != "prod"):
    raise ImproperlyConfigured("EDS_PROFILE must be prod in production, test or prod elsewhere")
EDS_TRUST_DIR = Path(os.environ.get("EDS_TRUST_DIR", VAR / "testca" / "trust"))
EDS_OCSP_URL = os.environ.get("EDS_OCSP_URL", "")
EDS_CRL_URLS = [one for one in os.environ.get("EDS_CRL_URLS", "").split(",") if one]
EDS_TSP_URL = os.environ.get("EDS_TSP_URL", "")
EDS_NCALAYER_URL = os.environ.get(
    "EDS_NCALAYER_URL", "wss://127.0.0.1:13579" if EDS_PROFILE == "prod" else "ws://127.0.0.1:13579"
)
EGOV_MOBILE_URL = os.environ.get("EGOV_MOBILE_URL", "https://m.egov.kz/mobileSign/")
"""Opens the application on a telephone; in a demonstration `./run` names the soft one's page."""
SIGNER_VIEW = os.environ.get("JARIYA_SIGNER_VIEW", "") if EDS_PROFILE == "test" else ""
"""Address of the TEST NCALayer's window; empty where there is none."""
EGOV_QR_ORGANISATION_BIN = os.environ.get("EGOV_QR_ORGANISATION_BIN", "")

OIDC_EGOV_ISSUER = os.environ.get("OIDC_EGOV_ISSUER", "").rstrip("/")
"""The state's identity service; contract in docs/adapters/oidc.md. Empty: this way to sign in is not offered."""
OIDC_EGOV_CLIENT_ID = os.environ.get("OIDC_EGOV_CLIENT_ID", "")
OIDC_EGOV_CLIENT_SECRET = os.environ.get("OIDC_EGOV_CLIENT_SECRET", "")
OIDC_EGOV_SCOPES = os.environ.get("OIDC_EGOV_SCOPES", "openid iin").split()
OIDC_EGOV_CLAIM = os.environ.get("OIDC_EGOV_CLAIM", "iin")
OIDC_EGOV_SUB_SUFFICES = os.environ.get("OIDC_EGOV_SUB_SUFFICES", "") == "1"
if MODE == "production" and OIDC_EGOV_ISSUER and not OIDC_EGOV_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_EGOV_ISSUER must be an https:// address in production")
# Of allauth only the OpenID Connect client is used, see docs/decisions/0008-oidc.md; no address of it is mounted.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ADAPTER = "jariya.kernel.signing.sign_in.oidc.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "jariya.project.logs.Plain", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("JARIYA_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
