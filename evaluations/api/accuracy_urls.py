"""Addresses of factual accuracy and of discussed findings in the API."""

from django.urls import path

from evaluations.api import accuracy as one
from evaluations.api.discussions import Discussions, OneDiscussion

INSPECTION = "inspections/<str:inspection>"
OF = f"{INSPECTION}/factual-accuracy"
COMMENT = f"{OF}/comments/<str:comment>"

urlpatterns = [
    path(OF, one.Accuracy.as_view(), name="api-accuracy"),
    path(f"{OF}/draft", one.AccuracyDraft.as_view(), name="api-accuracy-draft"),
    path(f"{OF}/return", one.AccuracyReturn.as_view(), name="api-accuracy-return"),
    path(f"{OF}/settlement", one.AccuracySettlement.as_view(), name="api-accuracy-settlement"),
    path(f"{OF}/extensions", one.AccuracyExtensions.as_view(), name="api-accuracy-extensions"),
    path(
        f"{OF}/extensions/<str:extension>",
        one.OneAccuracyExtension.as_view(),
        name="api-accuracy-extension",
    ),
    path(f"{OF}/comments", one.AccuracyComments.as_view(), name="api-accuracy-comments"),
    path(COMMENT, one.OneAccuracyComment.as_view(), name="api-accuracy-comment"),
    path(f"{COMMENT}/answer", one.AccuracyAnswers.as_view(), name="api-accuracy-answer"),
    path(f"{COMMENT}/files", one.AccuracyCommentFiles.as_view(), name="api-accuracy-files"),
    path(
        f"{COMMENT}/files/<str:file>",
        one.OneAccuracyCommentFile.as_view(),
        name="api-accuracy-file",
    ),
    path(f"{INSPECTION}/discussions", Discussions.as_view(), name="api-discussions"),
    path(
        f"{INSPECTION}/discussions/<str:discussion>",
        OneDiscussion.as_view(),
        name="api-discussion",
    ),
]
