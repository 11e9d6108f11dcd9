"""The one settings file. Every value an office may change comes from the environment (.env.example)."""

import tomllib
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import bootstrap_wrapper
import environ

BASE_DIR = Path(__file__).resolve().parent.parent
# Shown in the foot of every page and in the health answer.
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# A demonstration: a banner on every page, and the demo accounts may sign in.
DEMO = env.bool("DEMO", default=False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="demo-2020")

# Keys of personal ID numbers: the first encrypts, all decrypt (coopunion/encryption.py). A demonstration, whose ID
# numbers are fictitious, derives one from SECRET_KEY.
DATA_KEYS = env.list("DATA_KEYS", default=[])
if DEMO and not DATA_KEYS:
    DATA_KEYS = [urlsafe_b64encode(sha256(SECRET_KEY.encode()).digest()).decode()]
# How many years after its last event a household's personal data may still be kept.
RETENTION_YEARS = env.int("RETENTION_YEARS", default=10)

INSTALLED_APPS = [
    "coopunion",
    "cooperatives",
    "ocop",
    "poverty",
    "programs",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "import_export",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "coopunion.site.middleware.RequestIdMiddleware",  # the first four apply to responses of all others, errors too
    "coopunion.site.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coopunion.site.middleware.SessionLimitMiddleware",
    "coopunion.site.middleware.PermissionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "coopunion.site.middleware.WrongMethodMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it makes the response to a locked sign-in
]

ROOT_URLCONF = "coopunion.urls"
WSGI_APPLICATION = "coopunion.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["coopunion.templatetags.formats"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coopunion.site.context_processors.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for the writer, and a writer takes its lock at BEGIN: with the default deferred
    # transactions two people saving at once get "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling the dashboard's statements takes PostgreSQL ten times as long as answering them.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "coopunion.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "coopunion.accounts.authentication.PortalBackend"]
# Locks are by account and address together: nobody can lock a colleague out from elsewhere. The address is the
# connection's own; a forged X-Forwarded-For has no effect.
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("SIGN_IN_LOCK_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "coopunion.accounts.authentication.address_of"
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]
# Proxies whose X-Forwarded-For is believed (addresses); none: the connection itself is the client.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# Signed out after half an hour without a request, and after twelve hours in any case.
SESSION_COOKIE_AGE = 60 * env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_MAX_HOURS = env.int("SESSION_MAX_HOURS", default=12)
OTP_TOTP_ISSUER = "Cổng theo dõi chương trình"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "reports:dashboard"
LOGOUT_REDIRECT_URL = "sign-in"
# ASVS 5, 6.2: length, no common or guessable words, and no rule about which characters.
PASSWORD_MIN_LENGTH = env.int("PASSWORD_MIN_LENGTH", default=14)
PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR = env.int("PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR", default=8)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": "coopunion.accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "coopunion.accounts.passwords.OfficeWordsValidator"},
]
# How long a password set by an administrator is valid; it opens only the page that changes it.
TEMPORARY_PASSWORD_DAYS = env.int("TEMPORARY_PASSWORD_DAYS", default=7)

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["coopunion.formats"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
# Built by `manage.py prepare_assets` from installed packages: fonts cut down to what the portal uses.
ASSETS_ROOT = BASE_DIR / "var" / "assets"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", Path(bootstrap_wrapper.get_bootstrap_dir()) / "css"),
    *([ASSETS_ROOT] if ASSETS_ROOT.is_dir() else []),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))

# An office serves the portal over HTTPS. Only a portal on one's own machine turns this off.
HTTPS = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Everything is logged to stderr, where the server keeps its log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "coopunion.site.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},  # without a handler Python writes to stderr as plain text
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "coopunion": {"level": "INFO"},
        # Would write names and addresses; coopunion.accounts.authentication logs in its place.
        "axes": {"handlers": ["nowhere"], "propagate": False},
    },
}

# The public address of the portal without a trailing slash: for links in e-mails and on printed reports.
PORTAL_URL = env.str("PORTAL_URL", default=f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else "")

# Mail is sent only where an office names its server (EMAIL_URL=smtp+tls://user:password@host:587).
MAIL_IS_SET_UP = bool(env.str("EMAIL_URL", default=""))
if MAIL_IS_SET_UP:
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="portal@localhost")

# Nothing inline, nothing from anywhere else.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
