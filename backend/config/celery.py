"""The Celery application: the bell, the schedule and nothing of the work itself."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
app = Celery("slipway")
app.config_from_object("config.celery_settings")
app.autodiscover_tasks()
# For every thread of this process, the web's request threads among them.
app.set_default()
