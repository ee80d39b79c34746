"""Let the owner know how a lesson stands."""

from apps.lessons.models import Lesson
from apps.lessons.schemas import LessonSchema
from apps.live import events
from apps.live.models import Event

TYPE: events.Type = "lesson.updated"


def notify(lesson: Lesson) -> None:
    """Record a lesson as it is, in the running transaction; only the latest is kept for a replay."""
    Event.objects.filter(subject=lesson.pk, type=TYPE).delete()
    data = LessonSchema.of(lesson).to_json()
    events.record([events.News.whole(lesson.owner_id, TYPE, lesson.pk, data)])
