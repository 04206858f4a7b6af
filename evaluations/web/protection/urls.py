"""Addresses of concerns, of reading for a reason, and of what was read."""

from django.urls import path

from evaluations.web.protection import case_keys, concerns, places, purpose, read_log, recipients

ONE = "inspections/<str:inspection>"

urlpatterns = [
    path("child-at-risk", concerns.child_at_risk, name="child-at-risk"),
    path("concerns", concerns.concerns, name="concerns"),
    path("concerns/recipients", recipients.recipients, name="concern-recipients"),
    path("concerns/advice", recipients.advice, name="concern-advice"),
    path(
        "concerns/recipients/<str:recipient>/off",
        recipients.recipient_off,
        name="concern-recipient-off",
    ),
    path("concerns/<str:concern>", concerns.concern, name="concern"),
    path("concerns/<str:concern>/acknowledge", concerns.acknowledge, name="concern-acknowledge"),
    path("concerns/<str:concern>/close", concerns.close, name="concern-close"),
    path("concerns/<str:concern>/reopen", concerns.reopen, name="concern-reopen"),
    path(f"{ONE}/purpose", purpose.purpose, name="inspection-purpose"),
    path("read-log", read_log.everywhere, name="read-log"),
    path("read-log/download", read_log.download, name="read-log-download"),
    path(f"{ONE}/read-log", read_log.of_inspection, name="inspection-read-log"),
    path(
        f"{ONE}/read-log/download",
        read_log.download_of_inspection,
        name="inspection-read-log-download",
    ),
    path("kept-identifiers", read_log.kept, name="kept-identifiers"),
    path(
        f"{ONE}/kept-identifiers",
        read_log.kept_of_inspection,
        name="inspection-kept-identifiers",
    ),
    path("kept-identifiers/download", read_log.kept_download, name="kept-identifiers-download"),
    path(
        f"{ONE}/kept-identifiers/download",
        read_log.kept_download_of_inspection,
        name="inspection-kept-identifiers-download",
    ),
    path(f"{ONE}/kept-identifiers/<str:finding>/why", places.settle, name="kept-identifier-settle"),
    path("case-keys", case_keys.keys_to_forget, name="case-keys-to-forget"),
    path(f"{ONE}/case-keys/forget", case_keys.forget, name="inspection-keys-forget"),
]
