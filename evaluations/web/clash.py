"""Two people changed the same field: before, yours and theirs side by side, and a choice.

A text may keep both changes where they do not touch. A level is never chosen beforehand.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.operations.recording import TEXTS, Changes, Clash
from evaluations.queries.authors import authors_of
from evaluations.queries.recording import RecordingPage
from evaluations.rules.merge3 import marks, merged
from evaluations.rules.values import Chosen
from evaluations.web.choices import choice_in, said, token_of
from inspectorate.kernel import ids

LABELS = {
    "rationale": gettext_lazy("Rationale"),
    "single_source_reason": gettext_lazy("Why one kind of source is enough"),
}


def settled(sent: Any, changes: Changes) -> Changes:
    """The changes after a choice on the page below: "theirs" leaves a field as it is; "both" and
    "mine" take the text in the box when it was edited, and otherwise the text that was chosen."""
    if "settling" not in sent:
        return changes
    kept = changes._asdict()
    if sent.get("keep_value") == "theirs":
        kept["value"] = None
    for name in TEXTS:
        choice = sent.get(f"keep_{name}")
        if choice == "theirs":
            kept[name] = None
        elif choice in {"both", "mine"} and kept[name] == sent.get(f"offered_{name}", "").replace(
            "\r\n", "\n"
        ):
            kept[name] = sent.get(f"{choice}_{name}", "").replace("\r\n", "\n")
    return Changes(**kept)


def undecided(sent: Any) -> bool:
    """Whether a choice was left open; then the page is shown again."""
    return any(f"keep_{name}" not in sent for name in sent.getlist("asked"))


def settle_page(request: Any, page: RecordingPage, clash: Clash) -> HttpResponse:
    """The page of the clash; nothing has been saved."""
    if {**clash.mine, "version": 0} == {**clash.current, "version": 0}:
        messages.success(request, _("Somebody else had saved the same already."))
        return redirect(request.get_full_path())
    based_on = clash.base["version"] if clash.base else 0
    authors = authors_of(clash.current["id"], (based_on, clash.current["version"]))
    theirs = authors.get(clash.current["version"])
    return TemplateResponse(
        request,
        "evaluations/clash.html",
        {
            "page": page,
            "inspection_id": ids.encode("inspection", page.inspection.pk),
            "who": theirs.name if theirs and theirs.name else _("somebody else"),
            "authors": {"base": authors.get(based_on), "theirs": theirs},
            "value": _value(page, clash),
            "texts": [_text(name, clash) for name in TEXTS],
            "version": clash.current["version"],
            "based_on": based_on,
            "undecided": undecided(request.POST),
        },
        status=409,
    )


def _value(page: RecordingPage, clash: Clash) -> dict[str, Any]:
    """The three values in words and as a form sends them, and whether one must be chosen."""
    sides = {"base": clash.base, "mine": clash.mine, "theirs": clash.current}
    choices = {name: choice_in(one) if one else Chosen() for name, one in sides.items()}
    return {
        "clashes": "value" in clash.fields,
        "changed": choices["mine"] not in (choices["base"], choices["theirs"]),
        "token": token_of(choices["mine"]),
        **{name: said(page.edition, one) for name, one in choices.items()},
    }


def _text(name: str, clash: Clash) -> dict[str, Any]:
    """One text: the three versions with their changes marked, and both together where they fit."""
    base = clash.base[name] if clash.base else ""
    mine, theirs = clash.mine[name], clash.current[name]
    both = merged(base, mine, theirs) if clash.base else None
    return {
        "name": name,
        "label": LABELS[name],
        "clashes": name in clash.fields,
        "changed": mine not in (base, theirs),
        "base": base,
        "mine": mine,
        "theirs": theirs,
        "both": both,
        "mine_marks": marks(base, mine),
        "theirs_marks": marks(base, theirs),
        "offered": both if both is not None else mine,
    }
