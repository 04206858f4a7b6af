"""News of evaluations for the apps above: one signal a fact, sent inside the transaction."""

from django.dispatch import Signal

report_published = Signal()
"""A version of an inspection's report was published. Arguments: ``inspection`` (the record) and
``version`` (the PublishedVersion, whose content holds the report's main points)."""
