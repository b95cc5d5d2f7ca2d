"""Settings of one running record. docs/settings.md explains each variable of the environment."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from trucewatch.config.home import home_folder, make_private_folder, secret_key

PACKAGE = Path(__file__).resolve().parents[1]
TRUCEWATCH_HOME = make_private_folder(home_folder())


def _flag(name: str, *, default: bool) -> bool:
    """An on/off variable: 1, true, yes and on are on; everything else that is set is off."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


DEBUG = False
SECRET_KEY = os.environ.get("TRUCEWATCH_SECRET_KEY") or secret_key(TRUCEWATCH_HOME)
ALLOWED_HOSTS = _words("TRUCEWATCH_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = _words("TRUCEWATCH_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "trucewatch.ledger",
    "trucewatch.accounts",
    "trucewatch.sources",
    "trucewatch.parties",
    "trucewatch.places",
    "trucewatch.reports",
    "trucewatch.statements",
    "trucewatch.agreements",
    "trucewatch.incidents",
    "trucewatch.intake",
    "trucewatch.cases",
    "trucewatch.talks",
    "trucewatch.desk",
    "trucewatch.bulletins",
    "trucewatch.search",
    "trucewatch.hooks",
    "trucewatch.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # Varies the length of what it compresses, so that no secret can be guessed from it.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trucewatch.web.privacy.PrivacyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "trucewatch.web.second_factor.SecondFactorMiddleware",
    "trucewatch.web.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "trucewatch.config.urls"
WSGI_APPLICATION = "trucewatch.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trucewatch.web.frame.frame",
            ],
        },
    }
]

# --- the database -----------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{TRUCEWATCH_HOME / 'record.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With Django's defaults a transaction that reads first and writes later fails at once when
    # another writer was quicker; IMMEDIATE takes the write lock at the start and waits for it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000"
        ),
    }
    # A file, because threads of a test cannot share a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(TRUCEWATCH_HOME / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- members and sign-in ----------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "situation"
ACCOUNT_ADAPTER = "trucewatch.web.sign_in.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
# Guessing is slowed down per member; a whole duty room behind one address can still sign in.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "5/5m/key,60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Trucewatch"
# A second factor is asked of every member of a real record; a demonstration needs none.
TRUCEWATCH_SECOND_FACTOR = _flag("TRUCEWATCH_SECOND_FACTOR", default=True)

# Whether anybody may send a report without signing in; unset, only a demonstration takes them.
TRUCEWATCH_PUBLIC_FORM = (
    _flag("TRUCEWATCH_PUBLIC_FORM", default=False)
    if "TRUCEWATCH_PUBLIC_FORM" in os.environ
    else None
)

# --- what the public is shown in numbers --------------------------------------------------------

# Counts below this are withheld, and nothing is told before this many days are over.
TRUCEWATCH_PUBLIC_THRESHOLD = int(os.environ.get("TRUCEWATCH_PUBLIC_THRESHOLD", "5"))
TRUCEWATCH_PUBLIC_DELAY_DAYS = int(os.environ.get("TRUCEWATCH_PUBLIC_DELAY_DAYS", "30"))
TRUCEWATCH_PUBLIC_LICENCE = os.environ.get("TRUCEWATCH_PUBLIC_LICENCE", "CC-BY-4.0")
TRUCEWATCH_PUBLIC_LICENCE_ADDRESS = os.environ.get(
    "TRUCEWATCH_PUBLIC_LICENCE_ADDRESS", "https://creativecommons.org/licenses/by/4.0/"
)

# Whether messages about events may go to addresses in private networks, unencrypted too.
TRUCEWATCH_HOOKS_PRIVATE = _flag("TRUCEWATCH_HOOKS_PRIVATE", default=False)

# --- behind a proxy, over TLS -----------------------------------------------------------------

TRUCEWATCH_TLS = _flag("TRUCEWATCH_TLS", default=False)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TRUCEWATCH_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The proxy that ends TLS says whom it speaks for; without one, nobody's word is taken for it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUCEWATCH_TLS else 0
if TRUCEWATCH_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
TRUCEWATCH_MAX_UPLOAD_BYTES = int(os.environ.get("TRUCEWATCH_MAX_UPLOAD_BYTES", "200000000"))

# --- language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Each under its own name: whoever looks for their language may not read the page's.
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("fa", "فارسی"),
]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = _flag("TRUCEWATCH_TLS", default=False)
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# The zone of the place that the record is about; local time is shown first, UTC beside it.
TRUCEWATCH_TIME_ZONE = os.environ.get("TRUCEWATCH_TIME_ZONE", "Asia/Damascus")

# Without a server mail lies as files in the record's folder, where nothing is lost or sent.
EMAIL_HOST = os.environ.get("TRUCEWATCH_SMTP_HOST", "")
_BY = "smtp" if EMAIL_HOST else "filebased"
EMAIL_BACKEND = f"django.core.mail.backends.{_BY}.EmailBackend"
EMAIL_FILE_PATH = str(TRUCEWATCH_HOME / "mail")
EMAIL_PORT = int(os.environ.get("TRUCEWATCH_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("TRUCEWATCH_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TRUCEWATCH_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("TRUCEWATCH_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("TRUCEWATCH_MAIL_FROM", "trucewatch@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"no_tokens": {"()": "trucewatch.config.redaction.NoTokens"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_tokens"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A made-up host is answered with 400; it needs no traceback each time.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
