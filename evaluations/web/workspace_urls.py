"""Addresses of the offline workspace: its page, its data, and the page of devices."""

from django.urls import path

from evaluations.web import workspace, workspace_shell

urlpatterns = [
    path("workspace", workspace_shell.workspace, name="workspace"),
    path("service-worker.js", workspace_shell.service_worker, name="service-worker"),
    path("manifest.webmanifest", workspace_shell.manifest, name="manifest"),
    path("workspace/status", workspace.status, name="workspace-status"),
    path("workspace/devices", workspace.list_devices, name="workspace-devices"),
    path("workspace/devices/<str:device>/wiped", workspace.wiped, name="workspace-wiped"),
    path("workspace/devices/<str:device>/revoke", workspace.revoke, name="workspace-revoke"),
    path("workspace/inspections", workspace.inspections, name="workspace-inspections"),
    path(
        "workspace/inspections/<str:inspection>",
        workspace.inspection,
        name="workspace-inspection",
    ),
    path(
        "workspace/inspections/<str:inspection>/evidence",
        workspace.evidence,
        name="workspace-evidence",
    ),
    path("workspace/operations", workspace.operations, name="workspace-operations"),
    path("workspace/notices/<str:notice>", workspace.notice_seen, name="workspace-notice"),
]
