"""Load both demonstration inspectorates and have the worker compile their national summaries."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspectorate.accounts.people import system_actor
from inspectorate.demo import loading
from inspectorate.kernel import jobs
from inspectorate.kernel.models import Job
from inspectorate.kernel.terms import JobState
from inspectorate.national import access, queries
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

PATIENCE_SECONDS = 180
BAR = 30


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--wait", action="store_true", help="show the worker's progress until it has compiled"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        loading.load(self.stdout.write)
        asked = loading.ask_for_summaries()
        if options["wait"]:
            for demonstration, job in asked:
                self.watch(demonstration, job)
            for demonstration in loading.ALL:
                self.brief(demonstration)

    def watch(self, demonstration: loading.Demonstration, job: Job) -> None:
        """Draw the job's bar until it has ended."""
        inspectorate = Inspectorate.objects.get(slug=demonstration.slug)
        until = time.monotonic() + PATIENCE_SECONDS
        shown = ""
        while time.monotonic() < until:
            with scope(inspectorate.pk):
                now = jobs.job_of(job.pk)
            line = self.bar(demonstration, now)
            if line != shown:
                self.stdout.write(line)
                shown = line
            if now.state == JobState.DONE:
                return
            if now.state == JobState.FAILED:
                raise CommandError(
                    f"The worker could not compile {demonstration.slug}: {now.error}"
                )
            time.sleep(0.2)
        raise CommandError(
            f"No worker has compiled {demonstration.slug} within {PATIENCE_SECONDS} seconds. "
            "Is one running?"
        )

    @staticmethod
    def bar(demonstration: loading.Demonstration, job: Job) -> str:
        full = BAR * job.done // job.total if job.total else 0
        if job.state == JobState.DONE:
            full = BAR
        drawn = "#" * full + "." * (BAR - full)
        return f"Compiling {demonstration.slug:8} [{drawn}] {job.step or job.get_state_display()}"

    def brief(self, demonstration: loading.Demonstration) -> None:
        """The newest summary in a few lines."""
        inspectorate = Inspectorate.objects.get(slug=demonstration.slug)
        actor = system_actor(inspectorate.pk)
        with scope(inspectorate.pk):
            programme = access.programme_by_code(actor, demonstration.programme)
            summary = access.newest_summary(actor, programme.pk)
            if summary is None:
                raise CommandError(f"{demonstration.slug} has no national summary.")
            document = queries.document_of(summary)
        self.stdout.write(
            f"\n{demonstration.name}: version {document['version']}, as at {document['as_at']}"
        )
        inspections = document["inspections"]
        self.stdout.write(
            f"  {inspections['counted']} inspections counted, "
            f"left out: {inspections['excluded'] or 'none'}"
        )
        for indicator in document["indicators"]:
            counts = ", ".join(f"{n} {code}" for code, n in indicator["counts"].items())
            finding = f"  [{indicator['finding']}]" if indicator["finding"] else ""
            self.stdout.write(f"  {indicator['code']:24} {counts}{finding}")
        for key in ("positive_reports", "follow_through"):
            if document[key]:
                plain = {k: v for k, v in document[key].items() if not isinstance(v, list)}
                self.stdout.write(f"  {key.replace('_', ' ')}: {plain}")
