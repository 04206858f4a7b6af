"""Addresses of the pages of an inspection's case sample."""

from django.urls import path

from evaluations.web.samples import cases, keys, participation, sample

ONE = "inspections/<str:inspection>"
CASE = f"{ONE}/cases/<str:case>"
COUNT = f"{ONE}/participation/<str:group>/<str:category>"

urlpatterns = [
    path(f"{ONE}/sample", sample.sample, name="sample"),
    path(f"{ONE}/sample/download", sample.download, name="sample-download"),
    path(f"{ONE}/sample/draw", sample.draw, name="sample-draw"),
    path(f"{ONE}/sample/share", sample.share, name="sample-share"),
    path(f"{ONE}/sample/plan/<str:category>", sample.plan, name="sample-plan"),
    path(CASE, cases.case, name="case"),
    path(f"{CASE}/read", cases.reading, name="case-read"),
    path(
        f"{CASE}/readings/<str:reading>/take-back", cases.take_back, name="case-reading-take-back"
    ),
    path(f"{CASE}/reader", cases.reader, name="case-reader"),
    path(f"{CASE}/second-reader", cases.second_reader, name="case-second-reader"),
    path(
        f"{CASE}/second-reader/<str:person>/off",
        cases.second_reader_off,
        name="case-second-reader-off",
    ),
    path(f"{CASE}/withdraw", cases.withdraw, name="case-withdraw"),
    path(f"{CASE}/key", keys.key, name="case-key"),
    path(f"{CASE}/key/enter", keys.enter, name="case-key-enter"),
    path(f"{CASE}/key/forget", keys.forget, name="case-key-forget"),
    path(f"{ONE}/participation", participation.participation, name="participation"),
    path(COUNT, participation.count, name="participation-count"),
]
