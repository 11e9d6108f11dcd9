"""The settings of the tests: the portal's own, on known values and never those of someone's .env.

A settings module and not conftest.py, since pytest-django reads the settings before it reads any conftest.
"""

import os

os.environ.update(
    SECRET_KEY="for-the-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",  # noqa: S106
    DEBUG="false",
    HTTPS="false",
    ALLOWED_HOSTS="testserver,localhost",
    CSRF_TRUSTED_ORIGINS="",
    MEDIA_ROOT="var/test-media",
    DATA_KEYS="MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    RETENTION_YEARS="5",
    PORTAL_URL="http://testserver",
    EMAIL_URL="",
    DEMO="false",
    DEMO_PASSWORD="demo-2020",  # noqa: S106 - the published password of the demonstration
)
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from coopunion.settings import *  # noqa: F403

# Static files straight from the source tree: nothing waits for collectstatic.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow by design
