"""Settings of the TEST identity service alone; the site's own are in `jariya.project.settings`."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from jariya.kernel.signing.testidp.key import private_key

PORT = int(os.environ.get("JARIYA_IDENTITY_PORT", "8009"))
ISSUER = f"http://localhost:{PORT}"
SITE = os.environ.get("JARIYA_PUBLIC_URL", "http://localhost:8000").rstrip("/")
"""The site that may ask: its addresses are the only ones people are sent back to."""
CLIENT_ID = os.environ.get("OIDC_EGOV_CLIENT_ID", "jariya-demo")
CLIENT_SECRET = os.environ.get("OIDC_EGOV_CLIENT_SECRET", "")
FOLDER = Path(os.environ.get("JARIYA_VAR") or Path(__file__).resolve().parents[5] / "var") / "testidp"
_pem = private_key(FOLDER)

SECRET_KEY = hashlib.sha256(b"test identity service " + _pem.encode()).hexdigest()
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
]
MIDDLEWARE = [
    "jariya.kernel.signing.testidp.pages.Shown",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "jariya.kernel.signing.testidp.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "people.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).parent / "pages"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "jariya.kernel.signing.testidp.words.environment",
            "context_processors": ["jariya.kernel.signing.testidp.pages.context"],
        },
    },
]
# Cookies do not tell ports apart: other names than the site's.
SESSION_COOKIE_NAME = "test_identity"
CSRF_COOKIE_NAME = "test_identity_csrf"
SESSION_COOKIE_AGE = 3600
LOGIN_URL = "/enter/"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
USE_TZ = True
# Only the site's secret is hashed, and it is random: a slow hash would protect nothing and take a second a sign-in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_EMAIL_VERIFICATION = "none"
IDP_OIDC_ADAPTER = "jariya.kernel.signing.testidp.adapter.Adapter"
IDP_OIDC_PRIVATE_KEY = _pem
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 300
IDP_OIDC_ID_TOKEN_EXPIRES_IN = 300
LOGGING_CONFIG = None
