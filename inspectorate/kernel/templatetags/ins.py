"""The components of every page as template tags; `docs/pages.md` shows each with an example.

A tag that needs something it was not given raises, so that a mistake in a template fails its first
test; what people sent or stored never does. Block tags (``{% notice %}...{% endnotice %}``) wrap
their content; the others stand alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from inspectorate.kernel.web import charts, icons
from inspectorate.kernel.web.charts import Amount, LevelLike
from inspectorate.kernel.web.forms import anchor, draw

register = template.Library()

Size = int | Sequence[Any]
"""The number of levels of a scale, or the levels themselves."""


def _size(scale: Size) -> int:
    return scale if isinstance(scale, int) else len(scale)


def _block(part: str, content: str, **values: Any) -> SafeString:
    return render_to_string(f"components/{part}.html", {"content": content, **values})


# ---------- small parts ----------


@register.simple_tag
def icon(name: str, *, size: str = "", tone: str = "", label: str = "") -> SafeString:
    """A shape of the sprite; silent to screen readers unless ``label`` says what it stands for."""
    sprite = static("inspectorate/ins-icons.svg")
    said = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="ins_icon{}{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        " ins_icon--s" if size == "s" else "",
        f" ins_i-{tone}" if tone else "",
        said,
        sprite,
        icons.known(name),
    )


@register.simple_tag
def status(name: str, words: str, *, tone: str | None = None) -> SafeString:
    """A status word with its icon. The tone follows from the icon unless given."""
    colour = icons.TONES[icons.known(name)] if tone is None else tone
    css = f" ins_state--{colour}" if colour else ""
    return format_html('<span class="ins_state{}">{}<span>{}</span></span>', css, icon(name), words)


@register.simple_tag
def level(one: LevelLike | None, scale: Size, *, words: bool = True, why: str = "") -> SafeString:
    """A level as its box and word. None is a dashed box with the reason ``why``."""
    if one is None:
        said = why or _("no level yet")
        return format_html(
            '<span class="ins_level"><span class="ins_level__n ins_l0" aria-hidden="true">–</span>'
            '<span class="{}">{}</span></span>',
            "" if words else "visually-hidden",
            said,
        )
    return format_html(
        '<span class="ins_level">{}<span class="{}">{}</span></span>',
        level_box(one, scale),
        "" if words else "visually-hidden",
        one.label,
    )


@register.simple_tag
def level_box(one: LevelLike, scale: Size) -> SafeString:
    """Only the coloured box of a level, for where its word stands beside it anyway."""
    look = charts.shade(one.rank, _size(scale))
    return format_html(
        '<span class="ins_level__n ins_l{}{}" aria-hidden="true">{}</span>',
        look.fill,
        f" ins_o{look.overlay}" if look.overlay else "",
        charts.mark(one),
    )


@register.simple_tag
def evaluated(
    value: Any, levels: Sequence[LevelLike], non_grades: Iterable[Any] = ()
) -> SafeString:
    """An evaluation's value: a level, a set of levels ("either ... or ..."), or a recorded reason
    for none. ``value`` has ``ranks`` (what it may be) or ``code`` (of a non-grade), or is None."""
    if value is None:
        return level(None, levels)
    ranks = getattr(value, "ranks", None)
    if ranks is None:
        labels = {one.code: one.label for one in non_grades}
        return level(None, levels, why=labels.get(value.code, value.code))
    chosen = sorted((one for one in levels if one.rank in ranks), key=lambda one: one.rank)
    if len(chosen) == 1:
        return level(chosen[0], levels)
    boxes = format_html_join("", "{}", ((level_box(one, levels),) for one in chosen))
    words = _(" or ").join(one.label for one in chosen)
    return format_html(
        '<span class="ins_level ins_level--set"><span class="ins_level__set">{}</span>'
        "<span>{}</span></span>",
        boxes,
        words,
    )


# ---------- charts ----------


@register.inclusion_tag("components/patterns.html")
def chart_patterns() -> dict[str, Any]:
    """The patterns charts refer to; once a page, before the first chart."""
    return {}


@register.inclusion_tag("components/stacked_bar.html")
def stacked_bar(
    name: str,
    counts: Mapping[str, Amount],
    levels: Sequence[LevelLike],
    total: int | None = None,
    *,
    unit: str = "",
    not_graded: int = 0,
) -> dict[str, Any]:
    """A bar of counts by level code, see `charts.stacked`; its sentence is the bar's label."""
    return {
        "bar": charts.stacked(name, counts, levels, total=total, unit=unit, not_graded=not_graded)
    }


@register.inclusion_tag("components/axis.html")
def chart_axis() -> dict[str, Any]:
    """0% to 100% over a column of bars."""
    ends = {0: "start", 100: "end"}
    return {"ticks": [(f"{at}%", ends.get(at, "middle")) for at in (0, 25, 50, 75, 100)]}


@register.inclusion_tag("components/legend.html")
def legend(levels: Sequence[LevelLike], *, undecided: bool = False) -> dict[str, Any]:
    """What each fill means, lowest first; ``undecided`` adds the hatching of sets."""
    ordered = sorted(levels, key=lambda one: one.rank)
    return {
        "entries": [(one, charts.shade(one.rank, len(ordered))) for one in ordered],
        "undecided": undecided,
    }


@register.inclusion_tag("components/scale.html")
def scale_definition(levels: Sequence[LevelLike]) -> dict[str, Any]:
    """The scale with each level's meaning, definition and what it asks of services."""
    return {"levels": levels}


# ---------- lists and places ----------


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    """Around ``{% crumb %}``s: the pages above this one."""
    return _block("breadcrumbs", content)


@register.simple_tag
def crumb(url: str, label: str) -> SafeString:
    return format_html(
        '<li class="ds_breadcrumbs__item"><a class="ds_breadcrumbs__link" href="{}">{}</a></li>',
        url,
        label,
    )


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """Around ``{% tab %}``s: views of one list, each its own address."""
    return _block("tabs", content, label=label)


@register.simple_tag
def tab(url: str, label: str, count: int | None = None, *, current: bool = False) -> SafeString:
    here = SafeString(' aria-current="page"') if current else ""
    number = "" if count is None else format_html(" <b>{}</b>", count)
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, here, label, number)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """Around ``{% fact %}``s: short facts, term beside value."""
    return format_html('<dl class="ins_facts">{}</dl>', content)


@register.simple_tag
def fact(term: str, value: Any) -> SafeString:
    return format_html("<dt>{}</dt><dd>{}</dd>", term, value)


@register.simple_block_tag
def tally(content: str) -> SafeString:
    """Around ``{% figure %}``s: the few numbers a page is about."""
    return format_html('<dl class="ins_tally">{}</dl>', content)


@register.simple_tag
def figure(label: str, number: Any, unit: str = "") -> SafeString:
    small = format_html(" <small>{}</small>", unit) if unit else ""
    return format_html("<div><dt>{}</dt><dd>{}{}</dd></div>", label, number, small)


@register.simple_block_tag
def menu(content: str, label: str, *, shape: str = "down", secondary: bool = False) -> SafeString:
    """Around ``{% menu_item %}``s: a button that opens a list of links, without JavaScript too."""
    return _block("menu", content, label=label, shape=shape, secondary=secondary)


@register.simple_tag
def menu_item(url: str, label: str, note: str = "") -> SafeString:
    small = format_html("<span>{}</span>", note) if note else ""
    return format_html('<li><a href="{}">{}{}</a></li>', url, label, small)


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """Around ``{% event %}``s: what happened, in order."""
    return format_html('<ol class="ins_line">{}</ol>', content)


@register.simple_block_tag
def event(content: str, name: str, title: str, when: Any = "", *, tone: str = "") -> SafeString:
    return format_html(
        '<li>{}<b>{}</b><span class="ins_meta">{}</span><div>{}</div></li>',
        icon(name, tone=tone or icons.TONES[name]),
        title,
        when,
        content,
    )


@register.inclusion_tag("components/pages.html")
def pages(previous: str | None, following: str | None, *, label: str = "") -> dict[str, Any]:
    """Links to the page before and after; nothing when there is neither."""
    return {"previous": previous, "following": following, "label": label}


# ---------- boxes ----------


@register.simple_block_tag
def section(
    content: str, title: str, *, note: str = "", url: str = "", id: str = "", rank: int = 2
) -> SafeString:
    """A part of a page under a ruled heading; ``note`` stands at the right, linked if ``url``."""
    name = id or slugify(title) or "section"
    return _block("section", content, title=title, note=note, url=url, name=name, rank=rank)


@register.simple_block_tag
def side(content: str, title: str, *, id: str = "") -> SafeString:
    """A box beside the work."""
    return _block("side", content, title=title, name=id or slugify(title) or "side")


@register.simple_block_tag
def notice(content: str, tone: str = "") -> SafeString:
    """Something to know before going on; ``tone`` is empty, good, warn or bad."""
    if tone not in {"", "good", "warn", "bad"}:
        raise ValueError(f"A notice is good, warn or bad, not {tone!r}.")
    return format_html(
        '<div class="ins_notice{}">{}</div>', f" ins_notice--{tone}" if tone else "", content
    )


@register.simple_block_tag
def nothing_here(content: str) -> SafeString:
    """An empty list: one sentence on what belongs here and the first action."""
    return format_html('<div class="ins_empty">{}</div>', content)


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """Around a wide table: it scrolls by itself, with the keyboard too, not the page."""
    return format_html(
        '<div class="ins_scroll" tabindex="0" role="region" aria-label="{}">{}</div>',
        label,
        content,
    )


@register.simple_block_tag
def version_line(content: str) -> SafeString:
    """Which version of a published thing this is."""
    return format_html('<div class="ins_version">{}</div>', content)


@register.inclusion_tag("components/job.html")
def job(one: Any, title: str, url: str, *, done_url: str = "", note: str = "") -> dict[str, Any]:
    """Work in the background. ``one`` has ``state``, ``step``, ``done``, ``total``, ``error``.

    ``url`` answers with this same component; it is also where "Refresh" leads without JavaScript
    (give a page there for a plain GET). ``done_url`` is linked when the work is done.
    """
    share = round(100 * one.done / one.total) if one.total else 0
    return {
        "job": one,
        "title": title,
        "url": url,
        "done_url": done_url,
        "note": note,
        "percent": min(share, 100),
        "running": one.state in {"queued", "running"},
    }


# ---------- forms ----------


@register.simple_tag
def field(
    bound: BoundField, *, width: str = "", hint: str = "", hide_label: bool = False
) -> SafeString:
    """A form's field as a question: label, hint, error, control, tied together for every reader.

    ``width`` is one of the design system's: fixed-2 to fixed-20, one-quarter, one-half, two-thirds.
    """
    return draw(bound, width=width, hint=hint, hide_label=hide_label)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Above a form that was refused: each fault, linked to its field. Nothing when there is none."""
    faults = [
        (anchor(bound), bound.label, fault)
        for bound in form.visible_fields()
        for fault in bound.errors
    ]
    return {"faults": faults, "others": form.non_field_errors() if form.is_bound else ()}


@register.inclusion_tag("components/level_choice.html")
def level_choice(
    bound: BoundField,
    levels: Sequence[LevelLike],
    non_grades: Iterable[Any] = (),
    *,
    legend: str = "",
) -> dict[str, Any]:
    """A choice field of level and non-grade codes as the scale, best first, meanings beside."""
    return {
        "field": bound,
        "levels": levels,
        "non_grades": list(non_grades),
        "legend": legend or bound.label,
        "chosen": bound.value(),
        "size": len(levels),
    }
