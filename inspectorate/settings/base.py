"""Settings every environment shares. Values come from the environment; nothing secret lives here."""

import logging
from datetime import timedelta
from pathlib import Path

import environ
import structlog
from django.utils.csp import CSP

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEMONSTRATION_SIGN_IN = False
"""Sign in as one of the cast by a click. Only settings.demo turns it on; production refuses to start."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "axes",
    "inspectorate.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_structlog",
    "inspectorate.tenancy",
    "inspectorate.kernel",
    "areas",
    "indicators",
    "evaluations",
    "followthrough",
    "inspectorate.national",
    "inspectorate.events",
    "inspectorate.start",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "inspectorate.kernel.web.keeping.NotKept",
    "inspectorate.kernel.web.public_site.WithoutCookies",
    "django_structlog.middlewares.RequestMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "inspectorate.accounts.middleware.SignInRequired",
    "inspectorate.accounts.middleware.FrontDoor",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "inspectorate.urls"
WSGI_APPLICATION = "inspectorate.wsgi.application"
ASGI_APPLICATION = "inspectorate.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "inspectorate" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "inspectorate.kernel.templatetags.ins"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inspectorate.kernel.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# --- the database: two roles, one database ---------------------------------------------------
# "default" connects as a role that owns nothing and bypasses nothing. "owner" exists only where
# migrations are run; see docs/decisions/0001-three-walls.md.
_COMMON_DATABASE = {
    "ATOMIC_REQUESTS": False,
    "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=600),
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
DATABASES = {"default": env.db("DATABASE_URL") | _COMMON_DATABASE}
if env.str("DATABASE_OWNER_URL", default=""):
    DATABASES["owner"] = env.db("DATABASE_OWNER_URL") | _COMMON_DATABASE
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
}

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: says no to who is locked out
    "django.contrib.auth.backends.ModelBackend",  # people are found by their e-mail address
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "inspectorate.accounts.adapters.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login": None}  # failed passwords are counted by the lock-out, see AXES_
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation that was sent to it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "inspectorate.accounts.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Inspectorate"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "inspectorate.accounts.sign_in_providers.ProviderAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link, not a form: form-action keeps forms on this site
SIGN_IN_PROVIDERS_OVER_HTTP = False
"""Providers must be reached by https; tests have one on this machine."""
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter decides, by membership
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "oidc"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "inspectorate.accounts.lockout.name_tried"
AXES_CLIENT_IP_CALLABLE = "inspectorate.accounts.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "inspectorate.accounts.lockout.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
PROXIES = env.int("PROXIES", default=0)
"""How many proxies of ours stand before the web process; so many of the last hops of
X-Forwarded-For are believed."""
SESSION_ENGINE = "inspectorate.accounts.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "inspectorate.accounts.web.typed.out_of_date"

# --- the API ---------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["inspectorate.kernel.api.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["inspectorate.kernel.api.parsing.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "inspectorate.kernel.api.rendering.OnlyJSON",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "inspectorate.accounts.api.authentication.TokenAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": ["inspectorate.kernel.api.permissions.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["inspectorate.kernel.api.throttling.PerToken"],
    "EXCEPTION_HANDLER": "inspectorate.kernel.api.problems.handle",
    "DEFAULT_SCHEMA_CLASS": "inspectorate.kernel.api.description.EndpointSchema",
    "UNAUTHENTICATED_USER": None,
    "NUM_PROXIES": 0,
}
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=1200)
SPECTACULAR_SETTINGS = {
    "TITLE": "Inspectorate API",
    "DESCRIPTION": "Evaluations of how well services protect children, main points for action, "
    "and national summaries. Every address is inside one inspectorate.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "CaseCategory": "evaluations.terms.CaseCategory",
        "ChapterKind": "evaluations.terms.ChapterKind",
        "CommentAbout": "evaluations.terms.CommentAbout",
        "ImportKind": "inspectorate.imports.terms.ImportKind",
        "InspectionKind": "evaluations.terms.InspectionKind",
        "InspectionStatus": "evaluations.terms.InspectionStatus",
        "JobState": "inspectorate.kernel.terms.JobState",
        "MoveName": "evaluations.terms.MoveName",
        "ParticipantGroup": "evaluations.terms.ParticipantGroup",
        "PointDecision": "followthrough.terms.PointDecision",
        "PointStatus": "followthrough.terms.PointStatus",
        "ReminderAbout": "followthrough.terms.ReminderAbout",
        "ReminderTo": "followthrough.terms.ReminderTo",
        "TeamRole": "evaluations.terms.TeamRole",
        "ThreadState": "evaluations.terms.ThreadState",
    },
}

# --- jobs ------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
JOB_PACE_SECONDS = env.float("JOB_PACE_SECONDS", default=0.0)
"""A pause between the steps of a job, so that a person can watch the bar of a demonstration."""
JOB_SILENCE_SECONDS = env.int("JOB_SILENCE_SECONDS", default=60)
"""A running job that has not reported for so long is taken to have lost its worker and starts again."""

# --- pages -----------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg"), ("gd", "Gàidhlig")]
LOCALE_PATHS = [BASE_DIR / "inspectorate" / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "inspectorate" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file that people bring; what each file may hold is in evaluations/rules/files.py."""
FILE_UPLOAD_HANDLERS = [
    "inspectorate.kernel.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MALWARE_SCANNER = env.str("MALWARE_SCANNER", default="")
"""The callable that looks at files people bring, for instance inspectorate.kernel.clamd.scan; without
one, files say that they were not scanned."""
CLAMD = env.str("CLAMD", default="tcp://127.0.0.1:3310")
"""Where a ClamAV daemon listens: tcp://host:port or unix:/path."""
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MAILERS: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
"""Where people open the product, for links in mail that no request asked for."""
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="inspectorate@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "inspectorate.kernel.web.keeping.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # What django.request would say of a refusal, the line of its request says.
    "loggers": {"axes": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
# One line of JSON for each request, when it is answered, through the handler that keeps secrets out.
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # its own idea of who is calling; see accounts.lockout

from inspectorate.schedule import BEAT_SCHEDULE  # noqa: E402

CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
