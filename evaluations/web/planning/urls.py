"""Addresses of the pages of planning: services, people, teams, work, programmes, calendars."""

from django.urls import path

from evaluations.web.planning import (
    allocation,
    calendar,
    postponing,
    profiles,
    programmes,
    services,
    team,
    words,
)

ONE = "inspections/<str:inspection>"
PERSON = "people/<str:person>"

urlpatterns = [
    path("services", services.services, name="services"),
    path("services/adopt", services.adopt, name="services-adopt"),
    path("services/new", services.new, name="service-new"),
    path("services/<str:service>", services.edit, name="service-edit"),
    path("services/<str:service>/remove", services.remove, name="service-remove"),
    path("capacity", programmes.capacity, name="capacity"),
    path("programmes/<str:programme>/words", words.words, name="programme-words"),
    path("programmes/<str:programme>/areas", programmes.areas, name="programme-areas"),
    path("programmes/<str:programme>/timeline", programmes.timeline, name="programme-timeline"),
    path(
        "programmes/<str:programme>/timeline.csv",
        programmes.timeline_csv,
        name="programme-timeline-csv",
    ),
    path("calendar", calendar.calendar, name="calendar"),
    path("calendar/address/end", calendar.end_address, name="calendar-address-end"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar-feed"),
    path(f"{PERSON}/calendar", calendar.person_calendar, name="person-calendar"),
    path("profile", profiles.own, name="own-profile"),
    path(f"{PERSON}/profile", profiles.profile, name="profile"),
    path(f"{PERSON}/profile/edit", profiles.edit, name="profile-edit"),
    path(f"{PERSON}/interests/new", profiles.new_interest, name="interest-new"),
    path(f"{PERSON}/interests/<str:interest>", profiles.edit_interest, name="interest-edit"),
    path(
        f"{PERSON}/interests/<str:interest>/remove",
        profiles.remove_interest,
        name="interest-remove",
    ),
    path(f"{PERSON}/absences/new", profiles.new_absence, name="absence-new"),
    path(f"{PERSON}/absences/<str:absence>/remove", profiles.remove_absence, name="absence-remove"),
    path(f"{ONE}/team", team.team, name="inspection-team"),
    path(f"{ONE}/team/<str:person>/off", team.off_team, name="inspection-team-off"),
    path(f"{ONE}/team/<str:person>/recuse", team.recuse, name="inspection-recuse"),
    path(f"{ONE}/allocation", allocation.allocation, name="allocation"),
    path(f"{ONE}/allocation/cases", allocation.cases, name="allocation-cases"),
    path(f"{ONE}/postponement", postponing.postpone, name="inspection-postpone"),
]
