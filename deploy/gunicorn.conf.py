"""How gunicorn serves an office: python -m gunicorn -c deploy/gunicorn.conf.py coopunion.wsgi"""

import multiprocessing

bind = "127.0.0.1:8000"  # the proxy that holds the certificate asks here
workers = 2 * multiprocessing.cpu_count() + 1
worker_class = "gthread"
threads = 2
timeout = 60
control_socket_disable = True
# One line of JSON an answer, as every other line of the log; neither the visitor's address nor what they searched for.
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(M)s ms"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "coopunion.site.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["console"]},
    "loggers": {
        name: {"qualname": name, "level": "INFO", "handlers": ["console"], "propagate": False}
        for name in ("gunicorn.error", "gunicorn.access")
    },
}
