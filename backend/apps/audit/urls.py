"""Addresses below /api/v1/."""

from django.urls import path

from apps.audit import api

urlpatterns = [
    path("operations/audit", api.AuditView.as_view()),
    path("operations/audit/verification", api.AuditVerificationView.as_view()),
    path("operations/audit/export", api.AuditExportView.as_view()),
]
