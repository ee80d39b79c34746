"""Alerts by mail: kept when one opens and when it is over, and sent by the scheduler until they are taken."""

import logging
import smtplib
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from apps.alerts.models import Alert, Letter, Status

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 15
# Whoever sends one keeps others from it for so long.
LEASE = timedelta(minutes=2)
# After so many attempts it is given up: by then somebody has looked.
DELAYS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6)]
STARTTLS_PORTS = {587}


def is_configured() -> bool:
    """Whether anybody is told by mail."""
    return bool(settings.SLIPWAY.smtp_url and settings.SLIPWAY.alert_mail_to)


def put(alert: Alert) -> None:
    """Keep a letter in the transaction of the change; none where nobody is told."""
    if not is_configured():
        return
    now = timezone.now()
    state = "is over" if alert.status == Status.RESOLVED else "has opened"
    text = (
        f"{alert} ({alert.get_severity_display().lower()}) {state}.\n\n"
        f"Figure: {alert.value:g}, threshold: {alert.threshold:g}.\n"
        f"Since: {alert.since:%Y-%m-%d %H:%M:%S} UTC.\n\n"
        "What it means and what to do stands in Slipway under Operations, Alerts.\n"
    )
    Letter.objects.create(
        alert=alert, subject=f"[Slipway] {alert} {state}", text=text, created_at=now, due_at=now
    )  # fmt: skip


def send_due() -> None:
    """Send what is due, the oldest first. One that is refused is tried again later, up to six times."""
    now = timezone.now()
    for letter in Letter.objects.filter(due_at__lte=now).order_by("due_at") if is_configured() else ():
        # Of two schedulers one has it.
        if Letter.objects.filter(pk=letter.pk, due_at=letter.due_at).update(due_at=now + LEASE):
            _send(letter)


def _send(letter: Letter) -> None:
    letter.tries += 1
    try:
        sender, to = settings.SLIPWAY.mail_from, settings.SLIPWAY.alert_mail_to
        message = EmailMessage(letter.subject, letter.text, sender, to, connection=_server())
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        letter.error, letter.due_at = f"{type(error).__name__}: {error}", _next_try(letter.tries, timezone.now())
        logger.warning("an alert could not be mailed: %s", letter.error)
    else:
        letter.error, letter.due_at, letter.sent_at = "", None, timezone.now()
    letter.save(update_fields=["tries", "error", "due_at", "sent_at"])


def _next_try(tries: int, now: datetime) -> datetime | None:
    return now + DELAYS[tries - 1] if tries <= len(DELAYS) else None


def _server() -> EmailBackend:
    parts = urlsplit(settings.SLIPWAY.smtp_url)
    is_tls = parts.scheme == "smtps"
    port = parts.port or (465 if is_tls else 25)
    return EmailBackend(
        host=parts.hostname, port=port, username=unquote(parts.username or ""), password=unquote(parts.password or ""),
        use_ssl=is_tls, use_tls=port in STARTTLS_PORTS and not is_tls, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
