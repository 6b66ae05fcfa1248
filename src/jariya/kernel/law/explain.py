"""A due date in sentences that a citizen can check with a wall calendar. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jariya.kernel.law.dates import say_day, say_days, say_value
from jariya.kernel.law.due import Due
from jariya.kernel.law.words import catalogue

Step = Mapping[str, Any]


def explain(due: Due | Mapping[str, Any], lang: str) -> list[str]:
    """Say how `due` (or its stored trace) was counted: a list of sentences in `lang` (kk, ru or en).

    The first sentences name the term and its ground, the middle ones each day that was passed over and why, the last
    ones the result and the editions it stands on.
    """
    trace = due.trace if isinstance(due, Due) else due
    return [*_term(trace, lang), *_counting(trace, lang), *_result(trace, lang)]


def _term(trace: Mapping[str, Any], lang: str) -> list[str]:
    _ = catalogue(lang).gettext
    norm = trace["norm"]
    term = say_value(Decimal(norm["value"]), norm["unit"], lang)
    said = [_("Term: %(term)s – %(title)s.") % {"term": term, "title": _words(norm["title"], lang, norm["key"])}]
    if norm["standing"] == "house":
        return [*said, _("This is a rule that the platform itself has published, not a term set by law.")]
    act, article = _words(norm["act_title"], lang, norm["act"] or ""), norm["article"]
    if not act:
        said.append(_("The act it rests on is to be confirmed."))
    elif article is None:
        said.append(_("Ground: %(act)s; the article is to be confirmed.") % {"act": act})
    elif article.isdigit():
        said.append(_("Ground: %(act)s, article %(article)s.") % {"act": act, "article": article})
    else:
        said.append(_("Ground: %(act)s, articles or parts %(article)s.") % {"act": act, "article": article})
    if norm["standing"] == "secondary":
        said.append(_("Unconfirmed: the term is taken from a secondary source, not from the text of the act."))
    if norm["standing"] == "assumed":
        said.append(_("Unconfirmed: the term is an assumption until a lawyer confirms it."))
    return said


def _counting(trace: Mapping[str, Any], lang: str) -> list[str]:
    _ = catalogue(lang).gettext
    back = trace["direction"] == "before"
    start = say_day(date.fromisoformat(trace["start"]), lang)
    if back:
        said = [
            _("Day zero: %(day)s. The day of the event is not counted; the count goes back from it.") % {"day": start}
        ]
    else:
        said = [_("Day zero: %(day)s. The day of the event is not counted.") % {"day": start}]
    counted = [step for step in trace["steps"] if step["as"] == "counted"]
    if counted:
        said.append(_("Day one: %(day)s.") % {"day": _day(counted[0], lang)})
    plain = [step for step in trace["steps"] if step["as"] == "skipped" and step["kind"] == "weekend"]
    if plain:
        days = say_days((date.fromisoformat(step["day"]) for step in plain), lang)
        said.append(_("Ordinary weekend days not counted: %(days)s.") % {"days": days})
    for step in trace["steps"]:
        if step["as"] == "skipped" and step["kind"] != "weekend":
            said.append(_("Not counted: %(day)s – %(why)s.") % {"day": _day(step, lang), "why": why(step, lang)})
        elif step["as"] == "counted" and step.get("kind") == "swap_work":
            said.append(_("Counted: %(day)s – %(why)s.") % {"day": _day(step, lang), "why": why(step, lang)})
    return said


def _result(trace: Mapping[str, Any], lang: str) -> list[str]:
    _ = catalogue(lang).gettext
    back = trace["direction"] == "before"
    said: list[str] = []
    for step in trace["steps"]:
        if step["as"] == "reached" and step["same_number"]:
            said.append(_("The day of the same number: %(day)s.") % {"day": _day(step, lang)})
        elif step["as"] == "reached":
            said.append(
                _("That month has no such number, so its last day is taken: %(day)s.") % {"day": _day(step, lang)}
            )
    counted = [step for step in trace["steps"] if step["as"] == "counted"]
    if counted:
        facts = {"n": counted[-1]["n"], "day": _day(counted[-1], lang)}
        said.append(_("Day number %(n)s, the last one: %(day)s.") % facts)
    rolled = [step for step in trace["steps"] if step["as"] == "rolled"]
    for step in rolled:
        said.append(_("Day off: %(day)s – %(why)s.") % {"day": _day(step, lang), "why": why(step, lang)})
    if rolled and back:
        said.append(_("A day off gives way to the working day before it."))
    elif rolled:
        said.append(_("A term that ends on a day off ends on the next working day."))
    hours, minutes = divmod(abs(trace["offset_minutes"]), 60)
    zone = f"UTC{'-' if trace['offset_minutes'] < 0 else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")
    facts = {"day": say_day(date.fromisoformat(trace["ends"]), lang), "zone": zone}
    if back:
        said.append(_("In time until the end of this day at the latest: %(day)s (%(zone)s).") % facts)
    else:
        said.append(_("The term ends at the end of this day: %(day)s (%(zone)s).") % facts)
    if any(step.get("estimated") for step in trace["steps"]):
        said.append(_("The date of one of these days off is an estimate; when it is fixed, the term is counted anew."))
    facts = {"calendar": trace["calendar_edition"], "norms": trace["norm"]["edition"]}
    return [*said, _("Counted by edition %(calendar)s of the calendar and edition %(norms)s of the norms.") % facts]


def why(step: Step, lang: str) -> str:
    """Say why a day of a trace is off, or worked although it is a weekend, in `lang`."""
    _ = catalogue(lang).gettext
    kind = step.get("kind", "working")
    name = _words(step.get("name", {}), lang, "")
    other = say_day(date.fromisoformat(step["instead_of"]), lang, weekday=False) if "instead_of" in step else "?"
    if kind == "weekend":
        return _("a weekend day")
    if kind == "holiday" and step.get("estimated"):
        return _("holiday: %(name)s, the date is an estimate") % {"name": name}
    if kind == "holiday":
        return _("holiday: %(name)s") % {"name": name}
    if kind == "moved":
        return _("day off moved from %(other)s: %(name)s") % {"other": other, "name": name}
    if kind == "swap_off":
        return _("day off, worked on %(other)s instead") % {"other": other}
    if kind == "swap_work":
        return _("a working day instead of %(other)s") % {"other": other}
    return _("a working day")


def _day(step: Step, lang: str) -> str:
    return say_day(date.fromisoformat(step["day"]), lang)


def _words(words: Mapping[str, str], lang: str, otherwise: str) -> str:
    """Take the words in `lang`, else in the first language there is."""
    return words.get(lang) or next((words[other] for other in ("kk", "ru", "en") if words.get(other)), otherwise)
