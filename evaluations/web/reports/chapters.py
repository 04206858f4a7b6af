"""Writing a chapter with its preview beside it; adding, moving and taking out chapters."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.operations import reports as operations
from evaluations.queries.reports import (
    ChapterPage,
    chapter_page,
    chapter_shown,
    preview_of,
    report_page,
)
from evaluations.queries.threads import threads_of_chapter
from evaluations.rules.report_text import LONGEST_CHAPTER
from evaluations.shared.identifiers import reasons_in
from evaluations.web.reports.forms import ChapterForm, NewChapterForm
from evaluations.web.reports.shared import done_or_said, place_in, saved_or_again, version_in
from inspectorate.kernel.web.editing import posted

PAGE = "evaluations/report/chapter.html"


@require_http_methods(["GET", "HEAD", "POST"])
def chapter(request: Any, inspectorate: str, inspection: str, chapter: str) -> HttpResponse:
    """One chapter: its words, how they read, a first text beside them."""
    page = chapter_page(request.actor, inspection, chapter)
    form = ChapterForm(_sent(request, page), initial=_initial(page))
    values = {
        "page": page,
        "inspection_id": inspection,
        "chapter_id": chapter,
        "document": _shown(request, page, form),
        "threads": threads_of_chapter(request.actor, inspection, chapter),
        "unsaved": request.POST.get("do") in {"preview", "insert"},
    }
    if values["unsaved"]:
        return TemplateResponse(request, PAGE, {**values, "form": form})

    def save() -> HttpResponse:
        saved = operations.save_chapter(
            actor=request.actor,
            inspection=inspection,
            chapter=chapter,
            based_on=form.based_on,
            changes=form.changes,
            reasons=reasons_in(request.POST),
        )
        return _saved(request, page, form, saved)

    return saved_or_again(request, form, save, PAGE, **values)


def _initial(page: ChapterPage) -> dict[str, Any]:
    one = page.chapter
    return {"title": one.title, "text": one.text, "version": one.version}


def _sent(request: Any, page: ChapterPage) -> Any:
    """What was typed; with "insert" the first text stands after it, and nothing is replaced."""
    sent = posted(request)
    if sent is None or sent.get("do") != "insert":
        return sent
    data = sent.copy()
    data["text"] = f"{sent.get('text', '').rstrip()}\n\n{page.suggestion.text}".strip()
    return data


def _shown(request: Any, page: ChapterPage, form: ChapterForm) -> dict[str, Any]:
    """The document with this one chapter in it, as it reads with what was typed."""
    text = form["text"].value() or ""
    title = form["title"].value() or page.chapter.title
    return _with_chapter(request, page, str(title), str(text))


def _with_chapter(request: Any, page: ChapterPage, title: str, text: str) -> dict[str, Any]:
    _access, document = preview_of(request.actor, page.inspection_id)
    shown = chapter_shown(page.line.number, title, page.chapter.kind, text[:LONGEST_CHAPTER])
    return {**document, "chapters": [shown]}


def _saved(
    request: Any, page: ChapterPage, form: ChapterForm, saved: dict[str, Any]
) -> HttpResponse:
    if saved["text"] != form.cleaned_data["text"]:
        messages.success(
            request,
            _(
                "Saved. Somebody else had changed other words meanwhile: both stand in the text now."
            ),
        )
    else:
        messages.success(request, _("Saved."))
    following = page.after if "next" in request.POST and page.after else page.line
    return redirect("report-chapter", request.inspectorate.slug, page.inspection_id, following.id)


@require_POST
def preview(request: Any, inspectorate: str, inspection: str, chapter: str) -> HttpResponse:
    """How what is being typed reads: a part of a page, and nothing is kept."""
    page = chapter_page(request.actor, inspection, chapter)
    title = request.POST.get("title", "").strip() or page.chapter.title
    document = _with_chapter(request, page, title, request.POST.get("text", ""))
    return TemplateResponse(request, "evaluations/report/_document.html", {"document": document})


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The chapters: their order, a new one, taking one out."""
    page = report_page(request.actor, inspection)
    page.access.require_writing()
    page.access.begun  # noqa: B018 - there is nothing to arrange before it is begun
    choices = [(one.id, f"{one.number}. {one.title}") for one in page.chapters]
    form = NewChapterForm(posted(request), chapters=choices)

    def save() -> HttpResponse:
        operations.add_chapter(actor=request.actor, inspection=inspection, **form.cleaned_data)
        messages.success(request, _("The chapter is added."))
        return redirect("report-chapters", inspectorate, inspection)

    values = {"page": page, "inspection_id": inspection}
    return saved_or_again(request, form, save, "evaluations/report/chapters.html", **values)


@require_POST
def move(request: Any, inspectorate: str, inspection: str, chapter: str) -> HttpResponse:
    """Put a chapter at another place."""
    to = place_in(request.POST)
    done_or_said(
        request,
        lambda: operations.move_chapter(
            actor=request.actor, inspection=inspection, chapter=chapter, to=to
        ),
    )
    return redirect("report-chapters", inspectorate, inspection)


@require_POST
def remove(request: Any, inspectorate: str, inspection: str, chapter: str) -> HttpResponse:
    """Take a chapter out; its words stay in its history and in kept versions."""
    based_on = version_in(request.POST)
    done_or_said(
        request,
        lambda: operations.remove_chapter(
            actor=request.actor, inspection=inspection, chapter=chapter, based_on=based_on
        ),
        _("The chapter is taken out."),
    )
    return redirect("report-chapters", inspectorate, inspection)
