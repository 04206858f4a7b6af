"""The components, rendered by Django's own engine; no database."""

import gzip
import hashlib
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from inspectorate.kernel.web import charts, icons
from inspectorate.kernel.web.forms import Form
from tests.web.scales import SIX, Sample, Step

STATIC = Path(settings.BASE_DIR) / "inspectorate" / "static" / "inspectorate"
PALETTE_SIZES = range(2, 21)


def draw(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def page(request: HttpRequest | None = None, template: str = "base.html", **values: object) -> str:
    return render_to_string(template, values, request)


# ---------- the page ----------


def test_a_page_without_an_inspectorate_still_makes_sense():
    text = page()
    assert "<title> - Inspectorate</title>" in text
    assert "ins_here" not in text
    assert "ins_demo" not in text


def test_the_notice_and_the_attribution_are_on_every_page():
    whose = SimpleNamespace(
        name="HM <Inspectorate>",
        slug="hmie",
        notice="Areas are fictional.",
        demonstration=True,
        attribution="Open Government Licence",
        time_zone="Europe/London",
    )
    for template in (
        "base.html",
        "plain.html",
        "public_base.html",
        "404.html",
        "403.html",
        "429.html",
    ):
        text = page(template=template, inspectorate=whose, retry_after=3)
        assert "Areas are fictional." in text, template
        assert "Open Government Licence" in text, template
        assert "HM &lt;Inspectorate&gt;</title>" in text, template


def test_the_page_one_is_on_is_marked_and_signing_out_is_a_post():
    request = RequestFactory().get("/hmie/areas/")
    text = page(
        request,
        actor=SimpleNamespace(display_name="Isla Drummond"),
        navigation=[
            {"label": "Areas", "url": "/hmie/areas/", "current": True},
            {"label": "National", "url": "/hmie/national/", "current": False},
        ],
    )
    assert text.count("aria-current") == 1
    assert re.search(
        r'<form method="post" action="/accounts/logout/"><input type="hidden" name="csrf', text
    )


def test_no_page_has_script_or_style_of_its_own():
    for path in (Path(settings.BASE_DIR) / "inspectorate" / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style", text), path
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), path


def test_the_page_for_a_broken_server_needs_nothing():
    text = (Path(settings.BASE_DIR) / "inspectorate" / "templates" / "500.html").read_text()
    assert "{%" not in text
    assert "{{" not in text
    for address in re.findall(r'href="/static/inspectorate/([^"]+)"', text):
        assert (STATIC / address).is_file()


# ---------- static files ----------


def test_vendored_files_are_as_they_came():
    listed = re.findall(
        r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (STATIC / "vendor/VENDORED.md").read_text()
    )
    there = {
        str(path.relative_to(STATIC / "vendor"))
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.name != "VENDORED.md"
    }
    assert {name for name, _ in listed} == there
    for name, digest in listed:
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest


def test_every_icon_is_in_the_sprite_and_the_other_way_round():
    sprite = (STATIC / "ins-icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == set(icons.TONES)


def test_the_style_sheet_stays_small_and_asks_for_nothing_elsewhere():
    text = (STATIC / "inspectorate.css").read_text()
    sent = len(gzip.compress(text.encode(), mtime=0))
    assert sent <= 15 * 1024, "compressed as it is sent: a quarter of what a first visit may fetch"
    assert "url(" not in text
    assert "@import" not in text


def test_every_static_file_can_be_stored_under_its_digest(tmp_path, settings):
    from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
    from django.core.files.storage import FileSystemStorage

    shutil.copytree(STATIC, tmp_path / "inspectorate")
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(location=STATIC.parent)
    names = [str(p.relative_to(STATIC.parent)) for p in STATIC.rglob("*") if p.is_file()]
    files = {name: (source, name) for name in names}
    faults = [
        (name, done) for name, _, done in storage.post_process(files) if isinstance(done, Exception)
    ]
    assert faults == []


# ---------- levels ----------


@pytest.mark.parametrize(
    ("size", "fills"),
    [(2, [1, 6]), (3, [1, 3, 6]), (4, [1, 2, 5, 6]), (5, [1, 2, 3, 5, 6]), (6, [1, 2, 3, 4, 5, 6])],
)
def test_short_scales_take_their_colours_from_the_outside_in(size, fills):
    assert [charts.shade(rank, size).fill for rank in range(1, size + 1)] == fills


@pytest.mark.parametrize("size", PALETTE_SIZES)
def test_every_level_of_a_scale_looks_different_and_the_fills_keep_the_order(size):
    looks = [charts.shade(rank, size) for rank in range(1, size + 1)]
    assert len(set(looks)) == size
    assert [one.fill for one in looks] == sorted(one.fill for one in looks)
    assert {1, 6} <= {one.fill for one in looks}
    assert all(0 <= one.overlay <= 3 for one in looks)


@pytest.mark.parametrize("rank", [0, 5])
def test_a_rank_that_is_not_on_the_scale_is_refused(rank):
    with pytest.raises(ValueError, match="scale of 4"):
        charts.shade(rank, 4)


def test_a_level_without_a_number_shows_its_initials():
    assert charts.mark(Step("ri", 2, None, "requires improvement")) == "RI"
    assert charts.mark(Step("o", 4, 1, "Outstanding")) == "1"


def test_values_in_words():
    levels = {"levels": SIX, "reasons": [SimpleNamespace(code="ng", label="not graded")]}
    source = "{% evaluated value levels reasons %}"
    assert "satisfactory" in draw(source, value=SimpleNamespace(ranks={3}), **levels)
    assert "unsatisfactory or weak" in draw(source, value=SimpleNamespace(ranks={2, 1}), **levels)
    assert "not graded" in draw(source, value=SimpleNamespace(code="ng"), **levels)
    assert "no level yet" in draw(source, value=None, **levels)


def test_what_people_wrote_is_escaped():
    nasty = '<b onclick="x">'
    for source in (
        "{% status 'agreed' nasty %}",
        "{% fact nasty nasty %}",
        "{% crumb '/' nasty %}",
        "{% tab '/' nasty %}",
        "{% figure nasty nasty nasty %}",
        "{% menu_item '/' nasty nasty %}",
        "{% section nasty note=nasty %}x{% endsection %}",
        "{% scroll nasty %}x{% endscroll %}",
        "{% event 'flag' nasty nasty %}{{ nasty }}{% endevent %}",
        "{% notice %}{{ nasty }}{% endnotice %}",
        "{% icon 'flag' label=nasty %}",
        "{% tabs nasty %}{% endtabs %}",
    ):
        assert nasty not in draw(source, nasty=nasty), source


# ---------- bars ----------

SUMMARY = {
    "unsatisfactory": 2,
    "weak": 11,
    "satisfactory": 11,
    "good": 6,
    "very-good": 0,
    "excellent": 0,
}


def test_a_bar_says_and_draws_its_counts_lowest_first():
    bar = charts.stacked("3.3", SUMMARY, SIX, unit="areas")
    assert bar.sentence == "3.3: unsatisfactory 2, weak 11, satisfactory 11, good 6, of 30 areas"
    assert [one.text for one in bar.segments] == ["2", "11", "11", "6"]
    assert [one.width for one in bar.segments] == ["6.667%", "36.667%", "36.667%", "20.000%"]
    drawn = draw("{% stacked_bar '3.3' counts levels %}", counts=SUMMARY, levels=SIX)
    assert drawn.count("url(#pat") == 3
    assert f'aria-label="{bar.sentence.removesuffix(" areas")}"' in drawn


def test_a_narrow_piece_has_no_figure_inside_but_keeps_its_title():
    bar = charts.stacked("x", {"weak": 1, "good": 99}, SIX)
    assert [one.text for one in bar.segments] == ["", "99"]
    assert bar.segments[0].title == "weak 1"


def test_what_is_known_only_as_a_set_is_drawn_once_between_its_levels():
    counts = {**SUMMARY, "unsatisfactory": {"min": 2, "max": 3}, "weak": {"min": 10, "max": 11}}
    bar = charts.stacked("3.3", counts, SIX, total=30)
    assert [one.shade is None for one in bar.segments] == [False, True, False, False, False]
    assert bar.segments[1].title == (
        "1 known only as unsatisfactory or weak "
        "(unsatisfactory between 2 and 3, weak between 10 and 11)"
    )
    assert "pat-set" in draw("{% stacked_bar 'x' c levels 30 %}", c=counts, levels=SIX)


def test_sets_in_two_places_are_drawn_in_both():
    counts = {
        "weak": {"min": 1, "max": 2},
        "satisfactory": {"min": 1, "max": 2},
        "very-good": {"min": 3, "max": 5},
        "excellent": {"min": 0, "max": 2},
    }
    bar = charts.stacked("x", counts, SIX, total=8)
    assert [(one.text, one.shade is None) for one in bar.segments] == [
        ("1", False),
        ("1", True),
        ("1", False),
        ("3", False),
        ("2", True),
    ]


def test_more_at_the_levels_than_there_are_is_refused():
    with pytest.raises(ValueError, match="30 at a level, of only 29"):
        charts.stacked("3.3", SUMMARY, SIX, total=29)


def test_nothing_graded_is_said_and_drawn_empty():
    bar = charts.stacked("x", {}, SIX, total=0, not_graded=2)
    assert bar.sentence == "x: none graded; 2 not graded and not in the bar"
    assert "ins_bar__none" in draw("{% stacked_bar 'x' c levels 0 %}", c={}, levels=SIX)


# ---------- forms ----------


def test_every_kind_of_field_ties_label_hint_error_and_control_together():
    form = Sample({"agreed": ""})
    form.is_valid()
    text = draw("{{ form }}", form=form)
    for name in ("name", "kind", "agreed", "on"):
        assert f'for="id_{name}"' in text
        control = re.search(rf'<(?:input|select|textarea)[^>]*id="id_{name}"[^>]*>', text)
        assert control
        assert (
            f'aria-describedby="{"id_name_helptext " if name == "name" else ""}id_{name}_error"'
            in control[0]
        )
        assert 'aria-invalid="true"' in control[0]
        assert f'id="id_{name}_error"' in text
    for name in ("way", "who"):
        assert f'<fieldset aria-describedby="id_{name}_error">' in text
    assert text.count("<legend") == 2
    assert text.count("optional") == 1
    assert '<input type="hidden" name="ticket"' in text
    ids = re.findall(r" id=\"([^\"]+)\"", text)
    assert len(ids) == len(set(ids))


def test_the_error_summary_leads_to_each_field():
    form = Sample({})
    assert "ds_error-summary" in draw("{% error_summary form %}", form=form)
    text = draw("{% error_summary form %}{{ form }}", form=form)
    anchors = re.findall(r'href="#([^"]+)"', text)
    assert len(anchors) == 6
    assert all(f'id="{anchor}"' in text for anchor in anchors)
    assert "ds_error-summary" not in draw("{% error_summary form %}", form=Sample())


def test_a_refusal_is_shown_by_its_field_or_above_the_form():
    form = Sample({})
    form.full_clean()
    form.take_faults({"name": ["Taken; choose another."], "elsewhere": ["Somebody else is here."]})
    text = draw("{% error_summary form %}", form=form)
    assert "Name: Taken; choose another." in text
    assert "Somebody else is here." in form.non_field_errors()


def test_text_is_trimmed_and_what_cannot_be_kept_is_refused():
    sent = {
        "name": "  A  ",
        "kind": "a",
        "way": "x",
        "who": ["h"],
        "agreed": "on",
        "on": "2 April 2026",
    }
    form = Sample({**sent, "text": " one\r\ntwo "})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["name"], form.cleaned_data["text"]) == ("A", "one\ntwo")
    assert form.cleaned_data["on"].isoformat() == "2026-04-02"
    for bad in ("a\x00b", "a\ud800b"):
        form = Sample({**sent, "text": bad})
        assert not form.is_valid()
        assert set(form.errors) == {"text"}
    form = Sample({**sent, "on": "31/2/2026"})
    assert form.errors["on"] == ["Give a date that exists, for example 2 April 2026."]


def test_the_scale_as_a_choice_offers_reasons_for_no_level_too():
    class Choice(Form):
        level = forms.ChoiceField(
            choices=[(one.code, one.label) for one in SIX] + [("ng", "not graded")]
        )

    text = draw(
        "{% level_choice form.level levels reasons %}",
        form=Choice(initial={"level": "weak"}),
        levels=SIX,
        reasons=[SimpleNamespace(code="ng", label="not graded", meaning="too little evidence")],
    )
    assert text.count('type="radio"') == 7
    assert re.findall(r'value="([^"]+)" checked', text) == ["weak"]


def test_usual_faults_say_what_to_do_and_a_field_may_say_it_better():
    class Own(Sample):
        name = forms.CharField(
            label="Name", max_length=3, error_messages={"required": "Write the name of the area."}
        )

    form = Own({"name": "", "text": ""})
    assert form.errors["name"] == ["Write the name of the area."]
    assert form.errors["way"] == ["Choose one."]
    assert form.errors["who"] == ["Choose at least one."]
    assert form.errors["agreed"] == ["Tick this to go on."]
    assert Own({"name": "Area"}).errors["name"] == ["Use at most 3 characters; this has 4."]


# ---------- jobs and lists ----------


def job(state: str, **more: object) -> SimpleNamespace:
    return SimpleNamespace(
        **{"state": state, "step": "counting", "done": 3, "total": 6, "error": "", **more}
    )


def test_a_job_shows_how_far_it_is_and_stops_asking_when_it_has_ended():
    source = "{% job one 'Compiling version 4' '/j/1' done_url='/s/4' %}"
    running = draw(source, one=job("running"))
    assert 'data-progress="/j/1"' in running
    assert 'value="50"' in running
    assert "counting, 3 of 6" in running
    waiting = draw(source, one=job("queued", total=0))
    assert "waiting for a worker" in waiting
    assert "value=" not in waiting
    assert "/s/4" in draw(source, one=job("done"))
    failed = draw(source, one=job("failed", error="No inspections counted."))
    assert "No inspections counted." in failed
    assert "data-progress=" not in failed


def test_pages_are_linked_only_where_there_are_any():
    assert draw("{% pages None None %}").strip() == ""
    assert 'rel="next"' in draw("{% pages None '?after=x' %}")
    assert 'rel="prev"' not in draw("{% pages None '?after=x' %}")


def test_a_mistake_in_a_template_is_an_error():
    with pytest.raises(ValueError, match="No icon"):
        draw("{% icon 'unicorn' %}")
    with pytest.raises(ValueError, match="good, warn or bad"):
        draw("{% notice 'pink' %}x{% endnotice %}")
