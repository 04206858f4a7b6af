"""Addresses of the pages of discussed findings and factual accuracy."""

from django.urls import path

from evaluations.web.accuracy import commenting, deciding, discussions, pages, working_days

ONE = "inspections/<str:inspection>"
OF = f"{ONE}/factual-accuracy"
COMMENT = f"{OF}/comments/<str:comment>"
ROUND = f"{OF}/rounds/<int:number>"

urlpatterns = [
    path("factual-accuracy", pages.rounds, name="accuracy-rounds"),
    path(OF, pages.accuracy, name="accuracy"),
    path(f"{OF}/send", deciding.send, name="accuracy-send"),
    path(f"{OF}/return", commenting.return_comments, name="accuracy-return"),
    path(f"{OF}/ask-for-time", commenting.ask_time, name="accuracy-ask-time"),
    path(f"{OF}/give-time", deciding.give_time, name="accuracy-give-time"),
    path(f"{OF}/extensions/<str:extension>", deciding.decide_time, name="accuracy-decide-time"),
    path(f"{OF}/settle", deciding.settle, name="accuracy-settle"),
    path(f"{OF}/go-on", deciding.go_on, name="accuracy-go-on"),
    path(f"{OF}/show-changes", deciding.show_changes, name="accuracy-show-changes"),
    path(f"{OF}/comments/new", commenting.new_comment, name="accuracy-comment-new"),
    path(COMMENT, commenting.comment, name="accuracy-comment"),
    path(f"{COMMENT}/withdraw", commenting.withdraw, name="accuracy-comment-withdraw"),
    path(f"{COMMENT}/answer", deciding.answer, name="accuracy-answer"),
    path(
        f"{COMMENT}/files/<str:file>", commenting.remove_file, name="accuracy-comment-file-remove"
    ),
    path(ROUND, pages.accuracy, name="accuracy-round"),
    path(f"{ROUND}/answers", pages.answers, name="accuracy-answers"),
    path(f"{ROUND}/answers.csv", pages.answers_csv, name="accuracy-answers-csv"),
    path(f"{ROUND}/changes", pages.redline, name="accuracy-redline"),
    path("working-days", working_days.working_days, name="working-days"),
    path("working-days/edit", working_days.working_days_edit, name="working-days-edit"),
    path("working-days/holidays", working_days.holidays_new, name="holidays-new"),
    path("working-days/holidays/<str:holiday>", working_days.holiday_remove, name="holiday-remove"),
    path(f"{ONE}/discussions", discussions.discussions, name="discussions"),
    path(f"{ONE}/discussions/new", discussions.new_discussion, name="discussion-new"),
    path(f"{ONE}/discussions/<str:discussion>", discussions.discussion, name="discussion"),
]
