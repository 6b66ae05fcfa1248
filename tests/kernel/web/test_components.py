"""Components with odd content: nothing, one thing, hostile text, text of another language, forms that were refused."""

import datetime as dt

import html5lib
import pytest
from django import forms
from django.template import engines
from django.utils import translation

pytestmark = pytest.mark.urls("tests.kernel.web.addresses")
HOSTILE = '"><script>alert(1)</script>'


def made(source, language="kk", **context):
    """The HTML of a template line, strictly parsed on the way."""
    template = engines["jinja2"].env.from_string('{% import "web/ui.html" as ui %}' + source)
    with translation.override(language):
        html = template.render(**context)
    html5lib.HTMLParser(strict=True).parseFragment(html)
    return html


@pytest.mark.parametrize(
    "source",
    [
        'ui.bars("a", [], ["b", "c"])',
        'ui.bars("a", [("x", none)], ["b", "c"])',
        'ui.bars("a", [("x", 0)], ["b", "c"])',
        'ui.lines("a", ["1"], [("x", [5])], "m")',
        'ui.lines("a", ["1", "2"], [("x", [none, none])], "m")',
        'ui.lines("a", ["1", "2", "3"], [("x", [0, none, 0])], "m")',
        'ui.tiles("a", [], ["b", "c"])',
        'ui.tiles("a", [(1, 1, "x", "xx", 3, none), (1, 2, "y", "yy", 3, none)], ["b", "c"])',
        'ui.table("a", ["b"], [])',
        "ui.timeline([])",
        "ui.facts([])",
        "ui.error_summary([])",
        "ui.pager()",
    ],
)
def test_a_component_without_content_is_still_valid_html(source):
    made("{{ " + source + " }}")


@pytest.mark.parametrize(
    "source",
    [
        'ui.text("n", t, value=t, hint=t, error=t)',
        'ui.textarea("n", t, value=t)',
        'ui.select("n", t, [(t, t)], value=t)',
        'ui.radios("n", t, [(t, t, t)])',
        "ui.table(t, [t], [[t]], numeric=[0])",
        "ui.bars(t, [(t, 1, t)], [t, t])",
        "ui.tiles(t, [(1, 1, t, t, 1, none)], [t, t])",
        "ui.lines(t, [t, t], [(t, [1, 2])], t)",
        "ui.breadcrumbs([(t, t), (none, t)])",
        "ui.button(t, href=t)",
        "ui.coupon(t, when, t, [(t, t)], digest=t)",
        'ui.text_with_lang(t, "ru")',
    ],
)
def test_what_people_wrote_never_becomes_markup(source):
    html = made("{{ " + source + " }}", t=HOSTILE, when=dt.datetime(2026, 3, 18, tzinfo=dt.UTC))
    assert "<script>" not in html


def test_a_line_has_a_gap_where_a_value_is_unknown():
    html = made('{{ ui.lines("a", ["1", "2", "3"], [("x", [2, none, 1])], "m") }}')
    assert 'd="M0.0 0.0M600.0 100.0"' in html


def test_an_unknown_value_reads_as_unknown_and_not_as_zero():
    html = made('{{ ui.facts([("Address", none)]) }}{{ ui.stat(none, "x", n=7) }}', language="en")
    assert "not known, source needed" in html
    assert "too few to say" in html
    assert ">0<" not in html


@pytest.mark.parametrize(
    ("language", "days", "said"),
    [
        ("kk", 1, "1 жұмыс күні қалды"),
        ("kk", 12, "12 жұмыс күні қалды"),
        ("ru", 1, "Остался 1 рабочий день"),
        ("ru", 3, "Осталось 3 рабочих дня"),
        ("ru", 12, "Осталось 12 рабочих дней"),
        ("ru", 21, "Остался 21 рабочий день"),
        ("en", 1, "1 working day left"),
        ("kk", 0, "Мерзімі бүгін"),
    ],
)
def test_the_days_left_are_said_as_the_language_says_them(language, days, said):
    assert said in made('{{ ui.countdown(due, "running", days) }}', language, due=dt.date(2026, 4, 13), days=days)


def test_a_countdown_has_one_dot_for_each_day_of_the_term():
    html = made('{{ ui.countdown(due, "running", 12, total=15) }}', due=dt.date(2026, 4, 13))
    assert html.count("<circle") == 15
    assert html.count('class="gone"') == 3


class Question(forms.Form):
    subject = forms.CharField(label="Subject", max_length=20)
    text = forms.CharField(label="Text", widget=forms.Textarea, max_length=4000)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    region = forms.ChoiceField(label="Region", choices=[("1", "One")])
    mail = forms.EmailField(label="Mail", required=False)
    agree = forms.BooleanField(label="Agree")
    key = forms.CharField(widget=forms.HiddenInput)


FORM = "{{ ui.form_errors(form) }}{% for bound in form %}{{ ui.form_field(bound) }}{% endfor %}"


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong_where_it_is_wrong():
    typed = {"subject": "x" * 30, "text": "Су неге жоқ?", "kind": "b", "mail": "not-an-address", "key": "k1"}
    html = made(FORM, form=Question(typed))
    for kept in ("x" * 30, "Су неге жоқ?", 'value="b" checked', 'value="not-an-address"', 'name="key" value="k1"'):
        assert kept in html
    for broken in ("subject", "mail", "agree", "region"):
        assert f'href="#f-{broken}"' in html
        assert f'id="f-{broken}"' in html
        assert f'id="f-{broken}-error"' in html
    assert 'aria-invalid="true"' in html


def test_a_fresh_form_has_no_errors_and_marks_what_may_stay_empty():
    html = made(FORM, language="en", form=Question())
    assert "error" not in html
    assert html.count("(not required)") == 1
