"""Addresses of the pages of pre-inspection returns."""

from django.urls import path

from evaluations.web.returns import asking, writing

OF = "inspections/<str:inspection>/return"
SECTION = f"{OF}/sections/<str:section>"

urlpatterns = [
    path("returns", writing.returns, name="returns"),
    path(OF, writing.one_return, name="return"),
    path(f"{OF}/ask", asking.ask, name="return-ask"),
    path(f"{OF}/due", asking.due, name="return-due"),
    path(f"{OF}/send-back", asking.send_back, name="return-send-back"),
    path(f"{OF}/send", writing.send, name="return-send"),
    path(f"{OF}/accept", asking.accept, name="return-accept"),
    path(SECTION, writing.section, name="return-section"),
    path(f"{SECTION}/files/<str:file>", writing.remove_file, name="return-file-remove"),
    path("programmes/<str:programme>/return", asking.questions, name="return-questions"),
]
