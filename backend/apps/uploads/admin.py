"""Uploads in Django's admin: what was sent, by whom. The bytes stay the owner's."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from unfold.decorators import display

from apps.core.admin import RecordAdmin
from apps.uploads.models import Upload


@admin.register(Upload)
class UploadAdmin(RecordAdmin):
    """Files with what was read from them before they were accepted."""

    list_display = ["name", "owner", "kind", "content_type", "bytes", "duration", "created_at"]
    list_filter = ["kind", "content_type"]
    list_select_related = ["owner"]
    search_fields = ["name", "owner__username", "sha256"]
    exclude = ["thumbnail", "peaks", "file"]

    @display(description="size", ordering="size")  # type: ignore[untyped-decorator]
    def bytes(self, upload: Upload) -> str:
        """Size, readable."""
        return filesizeformat(upload.size)
