"""What runs by itself, and how often (seconds). Static on purpose: it is reviewed like code."""

BEAT_SCHEDULE = {
    "deliver-outbox": {"task": "kernel.deliver_outbox", "schedule": 5.0},
    "tidy": {"task": "kernel.tidy", "schedule": 3600.0},
    "widen-concerns": {"task": "evaluations.widen_concerns", "schedule": 60.0},
    "remind-of-returns": {"task": "evaluations.remind_of_returns", "schedule": 3600.0},
    "send-digests": {"task": "accounts.send_digests", "schedule": 900.0},
    "remind-of-drafts": {"task": "evaluations.remind_of_drafts", "schedule": 3600.0},
    "remind-of-points": {"task": "followthrough.remind_of_points", "schedule": 3600.0},
    "release-reports": {"task": "evaluations.release_due", "schedule": 15.0},
    "scan-waiting": {"task": "evaluations.scan_waiting", "schedule": 60.0},
    "recover-jobs": {"task": "kernel.recover_jobs", "schedule": 15.0},
}
