"""Celery's settings; the reasons are the traps of Celery on Redis: doubled tasks, deaf workers, prefetching."""

from django.conf import settings
from kombu import Exchange, Queue

_url: str = settings.REDIS_URL
broker_url = _url.replace("unix://", "redis+socket://", 1)
result_backend = None
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]
enable_utc = True

# The table is the queue: a lost or doubled bell harms nothing, so bells are acknowledged early and never redelivered
# to a second worker while the first still works.
task_acks_late = False
worker_prefetch_multiplier = 1
task_time_limit = settings.SLIPWAY.batch_timeout + 60
task_soft_time_limit = settings.SLIPWAY.batch_timeout + 30
broker_transport_options = {
    "visibility_timeout": settings.SLIPWAY.batch_timeout + 600,
    "socket_keepalive": True,
    "health_check_interval": 10,
    # Web answers 503 at once when the broker is away, rather than hanging in a retry loop.
    "socket_connect_timeout": 2,
}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
task_publish_retry = False

worker_hijack_root_logger = False
worker_send_task_events = False
worker_enable_remote_control = False
task_create_missing_queues = True
task_default_queue = "slipway"
# A worker without -Q hears the bells of the kinds that it serves, of their shadows, of lessons and explanations
# if it serves pictures, and the schedule.
# Each has an exchange of its own name: with Celery's default they would share one key, and every bell ring in all.
_heard = ["slipway", *settings.SLIPWAY.worker_kinds]
if "image-classification" in settings.SLIPWAY.worker_kinds:
    _heard += ["lessons", "explanations"]
_heard += [f"shadows-{kind}" for kind in settings.SLIPWAY.worker_kinds]
task_queues = [Queue(name, Exchange(name), routing_key=name) for name in _heard]
# Loading and warming the models happens while a child starts.
worker_proc_alive_timeout = 120

beat_schedule: dict[str, object] = {
    "sweep": {"task": "predictions.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "training": {"task": "training.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "lessons": {"task": "lessons.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "rollouts": {"task": "rollouts.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "shadows": {"task": "shadows.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "explanations": {"task": "explanations.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "tidy": {"task": "predictions.tidy", "schedule": 3600.0, "options": {"expires": 600}},
}
if settings.SLIPWAY.prediction_days:
    beat_schedule["remove"] = {"task": "predictions.remove_old", "schedule": 60.0, "options": {"expires": 50}}
if settings.SLIPWAY.backup_every_hours:
    beat_schedule["look"] = {"task": "backup.look", "schedule": 300.0, "options": {"expires": 200}}
beat_schedule_filename = str(settings.DATA_DIR / "beat-schedule")
