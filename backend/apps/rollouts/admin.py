"""Rollouts in Django's admin, to look at."""

from django.contrib import admin

from apps.core.admin import RecordAdmin
from apps.rollouts.models import Rollout, RolloutEvent


@admin.register(Rollout)
class RolloutAdmin(RecordAdmin):
    """Each with its plan, who started and ended it, and all figures of its end."""

    list_display = ["model", "candidate", "production", "state", "by", "created_at", "ended_by", "ended_at"]
    list_filter = ["state", "model"]
    list_select_related = ["model", "candidate", "production"]
    search_fields = ["model__slug", "by", "reason", "end_reason"]


@admin.register(RolloutEvent)
class RolloutEventAdmin(RecordAdmin):
    """What happened in them."""

    list_display = ["rollout", "what", "by", "detail", "at"]
    list_filter = ["what"]
    list_select_related = ["rollout__candidate", "rollout__production"]
