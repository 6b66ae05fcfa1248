"""A small living installation in which every sealed column holds a secret: for tests that walk all addresses.

A secret is a word that stands nowhere else. What is told in public is written without any.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from jariya.kernel.language.beside import Words
from jariya.project.registers import Made

NOW = dt.datetime(2026, 5, 20, 5, 0, tzinfo=dt.UTC)
"""Wednesday 20 May 2026, 10:00 in Almaty."""
MARCH = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
PHONE = "+77015550142"
IIN = "880101300127"


class Secrets(dict[str, str]):
    """Secrets by what they are: `secrets("reason of a seal")` makes one."""

    def __call__(self, what: str) -> str:
        assert what not in self
        self[what] = f"qupiya{len(self) + 1:02d}zx"
        return self[what]

    def keep(self, what: str, value: str) -> str:
        """Remember a secret that something else made."""
        self[what] = value
        return value


@dataclass
class World:
    """What was made, and the secrets in it."""

    made: Made
    secrets: Secrets
    cases: dict[str, str]
    """Public ids by what became of the case."""
    hidden: set[str] = field(default_factory=set)
    """Names in `cases` of those whose number, too, is nobody's business."""


def build() -> World:
    """Make everything, through the actions. Needs the ground of tests/conftest.py and an open transaction."""
    return _Builder().build()


class _Builder:
    def __init__(self) -> None:
        from jariya.kernel.bodies.models import Body
        from jariya.kernel.people.models import Person
        from jariya.portals.dialogue import actions

        self.say = Secrets()
        self.act = actions
        self.people = {p.handle.removeprefix("demo-"): p for p in Person.objects.filter(handle__startswith="demo-")}
        self.bodies = {b.slug: b for b in Body.objects.filter(invented=True)}
        self.ministry = self.bodies["ulgi-ministry"]
        self.cases: dict[str, Any] = {}

    def build(self) -> World:
        self.persons()
        self.published()
        self.unpublished()
        self.hidden()
        self.moved()
        self.complaints()
        parts = (
            self.requested,
            self.budgets,
            self.discussed,
            self.asked,
            self.filed,
            self.spoken,
            self.appealed,
            self.informed,
            self.petitioned,
            self.petitions_checked,
            self.petitions_signed,
            self.reported,
            self.channelled,
            self.open_data,
            self.data_asked,
        )
        made = self.rest()
        for part in parts:
            made = replace(made, **part())
        ids = {name: case.public_id for name, case in self.cases.items()}
        return World(made, self.say, ids, {"private", "sealed", "sealed part", "private request", "embargoed request"})

    def requested(self) -> dict[str, str]:
        """Requests of citizen 1 in all states a page shows; what was taken out of the public copies is secret."""
        from jariya.portals.requests import actions as act
        from jariya.portals.requests.decisions import Decided
        from jariya.portals.requests.models import Track

        officer, head, supervisor = (self.people[name] for name in ("officer-1", "head", "supervisor"))
        citizen, day = self.people["citizen-1"], dt.timedelta(days=1)

        def file(name: str, **changed: Any) -> Any:
            given: dict[str, Any] = {
                "by": citizen,
                "body": self.ministry,
                "title": f"Жол {self.say(f'title of the {name} request')}",
                "points": [f"Жол {self.say(f'text of the {name} request')} {PHONE} {IIN}", "Екінші тармақ"],
                "language": "kk",
                "identity": "phone",
                "subject": "transport",
                "now": NOW - 20 * day,
            }
            case = act.ask(**{**given, **changed}).case
            self.cases[f"{name} request"] = case
            return case

        def decide(name: str, case: Any, now: dt.datetime) -> None:
            withheld = Decided(
                "refused",
                f"Жоқ {self.say(f'answer of the {name} request')}",
                ground="personal_data",
                harm=self.say(f"harm of the {name} request"),
                whole=self.say(f"why no part of the {name} request"),
            )
            severed = self.say(f"severed from the {name} request")
            partly = Decided("partly", "Кесте", ground="personal_data", severed=severed, harm="Зиян")
            act.accept(case=case, by=officer, now=now)
            act.draft_answer(case=case, decisions={1: withheld, 2: partly}, by=officer, now=now)
            act.sign_answer(case=case, confirmed=True, level="staff", by=head, now=now)

        published = file("published")
        decide("published", published, NOW - 10 * day)
        texts = {("title", 0): "Жол туралы", ("point", 1): "█", ("point", 2): "Екінші тармақ", ("answer", 1): "Жоқ",
                 ("answer", 2): "Кесте", ("harm", 1): "Зиян", ("whole", 1): "Бір адам туралы", ("severed", 2): "█",
                 ("harm", 2): "Зиян"}  # fmt: skip
        act.publish(case=published, texts=texts, checked=True, by=officer, now=NOW - 9 * day)
        running = file("running", now=NOW - 3 * day)
        act.ask_to_clarify(case=running, reason=self.say("question to the person"), by=officer, now=NOW - 2 * day)
        silent = file("silent", now=NOW - 40 * day)
        upheld = file("upheld", now=NOW - 30 * day)
        decide("upheld", upheld, NOW - 25 * day)
        act.complain(case=upheld, reason=self.say("complaint about a refusal"), by=citizen, now=NOW - 20 * day)
        act.pass_on(case=upheld, reason=self.say("position of the body"), by=officer, now=NOW - 19 * day)
        act.let_stand(case=upheld, reason=self.say("reason why a refusal stands"), by=supervisor, now=NOW - 18 * day)
        court = file("court", now=NOW - 35 * day)
        decide("court", court, NOW - 34 * day)
        act.complain(case=court, reason="Келіспеймін", by=citizen, now=NOW - 33 * day)
        act.let_stand(case=court, reason="Дұрыс", by=supervisor, now=NOW - 32 * day)
        act.note_court(case=court, note=self.say("note of a court"), by=citizen, now=NOW - 31 * day)
        hidden = file("private", track=Track.CLOSED)
        decide("private", hidden, NOW - 15 * day)
        waits = dt.date(2026, 6, 10)
        file("embargoed", track=Track.EMBARGO, embargo_until=waits)
        sent = act.ask_many(
            by=citizen, bodies=[self.ministry, self.bodies["akimat-ulgi-synaq"]], key="many-secret-1",
            title=self.say("title of a request to many"), points=[self.say("text of a request to many")],
            language="kk", identity="phone", now=NOW - 4 * day,
        )  # fmt: skip
        act.save_draft(
            person=citizen, body=self.bodies["ulgi-office-health"], key="abcdefgh87654321", language="kk",
            title=self.say("title of an unsent request"), points=[self.say("text of an unsent request")], now=NOW,
        )  # fmt: skip
        return {
            "request": published.public_id,
            "request_running": running.public_id,
            "request_silent": silent.public_id,
            "request_upheld": upheld.public_id,
            "request_batch": sent.batch.public_id,
        }

    def filed(self) -> dict[str, str]:
        """Files of the published question, of which public copies were made; one of the running question, marked."""
        from django.core.files.uploadedfile import SimpleUploadedFile
        from tests.kernel.files.conftest import letter, pdf, photograph, workbook

        from jariya.kernel.files import actions as files
        from jariya.kernel.files import checking, publishing, queries, uploads
        from jariya.kernel.files.models import Attachment, File, Upload

        one, officer = self.people["citizen-1"], self.people["officer-1"]

        def sent(content: bytes, kind: str) -> Upload:
            name = f"{self.say(f'name of a file, {kind} {len(self.say)}')}.{kind}"
            return uploads.take_whole(name=name, content=SimpleUploadedFile(name, content), by=one, now=NOW)

        def attached(content: bytes, kind: str, case: str) -> Attachment:
            (row,) = files.attach(case=self.cases[case], uploads=[sent(content, kind)], role="letter", by=one, now=NOW)
            for waiting in File.objects.running():
                assert checking.check(waiting.pk, now=lambda: NOW) == "ready"
            checking.prepare(row.pk, now=NOW)
            return row

        hidden, author = self.say("hidden row of a workbook"), self.say("author of a workbook")
        for content, kind, way in (
            (photograph(secret=self.say("place in a photograph")), "jpg", "cleaned"),
            (workbook(hidden=hidden, author=author), "xlsx", "bare"),
            (pdf("A plan.", author=self.say("author of a PDF")), "pdf", "cleaned"),
        ):
            shown = attached(content, kind, "published")
            publishing.prepare(attachment=shown, way=way, by=officer, now=NOW)
            publishing.publish(attachment=shown, title="Жоспар", language="kk", looked=True, by=officer, now=NOW)
        attached(letter(self.say("text of a file that is not public")), "txt", "published")
        marked = attached(pdf(f"Secret {self.say('text of a file that is being blackened')}"), "pdf", "running")
        publishing.begin_blackening(attachment=marked, by=officer, now=NOW)
        waiting = sent(letter(self.say("text of a file that no case has")), "txt")
        view = queries.one(shown.public_id, None)
        assert view is not None
        return {
            "file": shown.public_id,
            "file_name": view.name,
            "file_marked": marked.public_id,
            "upload": waiting.token,
        }

    def discussed(self) -> dict[str, str]:
        """A draft programme in discussion; comments of which something was hidden, blackened, taken back."""
        from decimal import Decimal

        from jariya.kernel.discussion import actions as talk
        from jariya.kernel.discussion.models import Comment, Review
        from jariya.portals.budgets.drafts import actions as drafts
        from jariya.portals.budgets.drafts.content import Content, Measured

        officer, day = self.people["officer-1"], dt.timedelta(days=1)

        def content(words: str) -> Content:
            measured = Measured(1, f"Ауыл {words}", f"Село {words}", "дана", Decimal(3), Decimal(13))
            texts = (f"Автобус {words}", f"Автобус {words}", f"Алынады {words}", f"Купят {words}", "Мақсат", "Цель")
            return Content(*texts, amounts=((2027, 125_000_000),), indicators=(measured,))

        common: dict[str, Any] = {"body": self.ministry, "year": 2027, "by": officer}
        secret = self.say("texts of a draft that is being prepared")
        prepared = drafts.prepare(code="002", content=content(secret), now=NOW - 7 * day, **common).case
        case = drafts.prepare(code="001", content=content("қыркүйекте"), now=NOW - 6 * day, **common).case
        case = drafts.publish(case=case, by=officer, now=NOW - 6 * day).case
        case = drafts.open_discussion(case=case, by=None, now=NOW - 5 * day).case
        case = drafts.change(
            case=case,
            content=content("тамызда"),
            changed_kk="Мерзімі",
            changed_ru="Срок",
            by=officer,
            now=NOW - 2 * day,
        ).case

        def speak(text: str, who: str = "citizen-1", **more: Any) -> Comment:
            given: dict[str, Any] = {"case": case, "language": "kk", "identity": "phone", "now": NOW - day}
            return talk.post(text=text, by=self.people[who], **{**given, **more})

        def claimed(comment: Comment, who: str = "moderator") -> Review:
            look = Review.objects.select_related("comment__case").get(comment=comment, decided_at=None)
            return talk.claim(review=look, by=self.people[who], now=NOW)

        comment = speak("Автобус аз.", version=2, element="goal")
        speak("Келісемін.", "citizen-3", parent=comment)
        talk.answer(parent=comment, text="Тағы аламыз.", language="kk", by=officer, identity="staff", now=NOW - day)
        letter = "Біздің ауылға мектеп автобусын беріңіздер, балалар {} шақырым жаяу жүреді."
        alike = [speak(letter.format(way), f"citizen-{2 + way % 2}") for way in range(4)]
        said: dict[str, Any] = {"text": "Қыркүйекте.", "language": "kk", "by": officer, "identity": "staff"}
        shared = talk.answer_together(comments=alike[:2], now=NOW - day, **said)
        long = speak(("Қанағаттандырылмағандықтарыңыздан " * 200)[:4000].strip())
        waiting = speak("Жолаушы көп.", "citizen-2")
        claimed(waiting)
        moderator: dict[str, Any] = {"by": self.people["moderator"], "now": NOW}
        hidden = speak(f"Дөрекі {self.say('text of a hidden comment')}")
        ground, reason = "discussion.ground.insult", self.say("reason of hiding a comment")
        talk.hide(review=claimed(hidden), ground=ground, reason=reason, **moderator)
        gone = speak(f"Кетті {self.say('text of a withdrawn comment')}")
        talk.withdraw(comment=gone, by=self.people["citizen-1"], now=NOW)
        number = self.say("blackened piece of a comment")
        black = speak(f"Нөмірім {number}")
        talk.redact(review=claimed(black), public=f"Нөмірім {'█' * len(number)}", **moderator)
        appealed = speak(f"Сын {self.say('text of an appealed comment')}")
        talk.hide(review=claimed(appealed), ground=ground, reason=self.say("reason that is appealed"), **moderator)
        talk.appeal(comment=appealed, reason=self.say("appeal about a comment"), by=self.people["citizen-1"], now=NOW)
        return {
            "draft": case.public_id,
            "draft_prepared": prepared.public_id,
            "comment": comment.public_id,
            "comment_hidden": hidden.public_id,
            "comment_waiting": waiting.public_id,
            "comment_long": long.public_id,
            "comment_alike": alike[2].public_id,
            "comment_shared": shared.public_id,
        }

    def spoken(self) -> dict[str, str]:
        """What the ministry says of itself: posts, a conference, surveys; and the side paths of questions."""
        from jariya.kernel.discussion import actions as talk
        from jariya.portals.dialogue.alike.refreshing import refresh
        from jariya.portals.dialogue.blog import actions as blog
        from jariya.portals.dialogue.conference import actions as conferences
        from jariya.portals.dialogue.survey import actions as surveys

        officer, head, day = self.people["officer-1"], self.people["head"], dt.timedelta(days=1)
        made: dict[str, str] = {}
        returned = self.ask("returned", now=NOW)
        reason = self.say("reason of a return")
        self.act.return_to_asker(case=returned, ground="question.return.unclear", reason=reason, by=officer, now=NOW)
        first, merged = self.ask("same, first", now=NOW - day), self.ask("merged", now=NOW)
        self.act.merge(case=merged, into=first.public_id, reason=self.say("reason of a merge"), by=officer, now=NOW)
        made |= {"returned": returned.public_id, "merged": merged.public_id}

        def words(text: str) -> blog.Words:
            return Words(f"Жол {text}", f"Дорога {text}", f"Жөнделеді {text}", f"Починят {text}")

        def post(text: str) -> Any:
            return blog.prepare(body=self.ministry, words=words(text), by=officer, now=NOW - 3 * day).case

        made["post_prepared"] = post(self.say("text of a post that is being prepared")).public_id
        case = blog.publish(case=post("ескі"), by=head, now=NOW - 2 * day).case
        blog.correct(case=case, words=words("жаңа"), corrected_kk="Күні", corrected_ru="День", by=head, now=NOW - day)
        gone = blog.publish(case=post(self.say("text of a withdrawn post")), by=head, now=NOW - 2 * day).case
        blog.withdraw(case=gone, reason_kk="Қате дерек", reason_ru="Неверные данные", by=head, now=NOW - day)
        made |= {"post": case.public_id, "post_withdrawn": gone.public_id}
        starts = dt.datetime(2026, 12, 10, 10, tzinfo=dt.UTC)

        def conference(text: str) -> Any:
            texts = (f"Тікелей {text}", f"Эфир {text}", f"Жолдар туралы {text}", f"О дорогах {text}")
            plan = conferences.Plan(*texts, starts, starts + dt.timedelta(hours=2))
            return conferences.prepare(body=self.ministry, plan=plan, by=officer, now=NOW - 3 * day).case

        made["conference_prepared"] = conference(self.say("text of a conference that is being prepared")).public_id
        case = conferences.announce(case=conference("желтоқсанда"), by=head, now=NOW - 2 * day).case
        said: dict[str, Any] = {"language": "kk", "identity": "phone", "by": self.people["citizen-1"], "now": NOW - day}
        talk.post(case=case, text="Жол қашан жөнделеді?", **said)
        made["conference"] = case.public_id

        def survey(closes_on: dt.date) -> Any:
            items = (
                surveys.Asked("single", "Қай бағыт?", "Какой маршрут?", (("Бірінші", "Первый"), ("Екінші", "Второй"))),
                surveys.Asked("open", "Тағы не?", "Что ещё?"),
            )
            content = surveys.Content("Бағыттар", "Маршруты", "Айтыңыз.", "Скажите.", closes_on, items)
            case = surveys.prepare(body=self.ministry, content=content, by=officer, now=NOW - 30 * day).case
            return surveys.publish(case=case, by=head, now=NOW - 30 * day).case

        made["survey"] = survey(dt.date(2027, 1, 31)).public_id
        over = survey((NOW - 10 * day).date())
        surveys.answer(
            survey=over.survey,
            chosen={1: [1]},
            texts={2: self.say("own words in a survey")},
            language="kk",
            by=self.people["citizen-1"],
            now=NOW - 20 * day,
        )
        surveys.close_when_over(now=NOW)
        made["survey_over"] = over.public_id
        self.alike()
        refresh(now=NOW)
        return made

    def alike(self) -> None:
        """Three published questions with one and the same answer."""
        text = "Сұрағыңыз қаралды, жұмыс жоспарға сай жүріп жатыр, қаржы бөлінген соң қосымша хабарлаймыз."
        for number in range(3):
            case = self.ask(f"answered alike, {number}")
            self.publish(case, self.answer(case, text), title=f"Су {number}", point="Су қашан?", answer=text)

    def budgets(self) -> dict[str, str]:
        """The invented oblast's reports, through the importer."""
        from jariya.portals.budgets.simulate import small

        before, last = small.make(now=NOW)[0].made
        return {"budget": last.budget.slug, "budget_release": last.key, "budget_before": before.key}

    def asked(self) -> dict[str, str]:
        """Questions to a line of the invented oblast: answered, hidden, waiting."""
        from jariya.kernel.discussion import actions as talk
        from jariya.kernel.discussion.models import Review
        from jariya.portals.budgets.asking import actions as asking
        from jariya.portals.budgets.asking.models import LineQuestion
        from jariya.portals.budgets.drafts.models import Administrator
        from jariya.portals.budgets.models import Node, Release

        release = Release.objects.filter(cut="full", budget__level="oblast").order_by("-budget__year").first()
        Administrator.objects.create(
            level="oblast", region=release.budget.region, code="905", body=self.ministry, source="x", at=NOW
        )

        def ask(text: str) -> Any:
            node = Node.objects.get(cut="full", path="II/82/2/905")
            case = asking.ask(
                release=release, node=node, month=5, text=text, language="kk", by=self.people["citizen-1"],
                identity="phone", now=NOW,
            ).case  # fmt: skip
            return LineQuestion.objects.select_related("case", "comment").get(case=case)

        answered, hidden, waiting = ask("Не салынады?"), ask(f"Дөрекі {self.say('hidden line question')}"), ask("Неге?")
        talk.answer(
            parent=answered.comment, text="Мектеп.", language="kk", by=self.people["officer-1"], identity="staff",
            now=NOW,
        )  # fmt: skip
        look = Review.objects.select_related("comment__case").get(comment=hidden.comment, decided_at=None)
        moderator: dict[str, Any] = {"by": self.people["moderator"], "now": NOW}
        reason = self.say("reason of hiding a line question")
        talk.hide(
            review=talk.claim(review=look, **moderator), ground="discussion.ground.insult", reason=reason, **moderator
        )
        return {
            "line_question": answered.case.public_id,
            "line_question_hidden": hidden.case.public_id,
            "line_question_waiting": waiting.case.public_id,
        }

    def persons(self) -> None:
        from jariya.kernel.people.models import Person

        for handle in ("citizen-1", "officer-1"):
            person = self.people[handle]
            person.name = f"{self.say(f'name of {handle}')} Есімова"
            person.email = f"{self.say(f'e-mail of {handle}')}@example.kz"
            Person.objects.filter(pk=person.pk).update(name=person.name, email=person.email)
        Person.objects.filter(handle="demo-citizen-1").update(phone=PHONE)
        self.say.keep("telephone of citizen-1", PHONE[2:])
        self.say.keep("IIN in a text", IIN)

    def ask(self, name: str, *, title: str = "", points: list[str] | None = None, **changed: Any) -> Any:
        options: dict[str, Any] = {
            "by": self.people["citizen-1"],
            "body": self.ministry,
            "title": title or f"Тақырып {self.say(f'title of the {name} question')}",
            "points": points or [f"Мәтін {self.say(f'text of the {name} question')} {PHONE} {IIN}"],
            "language": "kk",
            "public": True,
            "identity": "phone",
            "now": MARCH,
        }
        case = self.act.ask(**{**options, **changed}).case
        self.cases[name] = case
        return case

    def answer(self, case: Any, text: str, *, days: int = 5) -> dt.datetime:
        later = MARCH + dt.timedelta(days=days)
        self.act.accept(case=case, by=self.people["officer-1"], now=later)
        self.draft(case, text, later)
        self.act.sign_answer(case=case, confirmed=True, level="staff", by=self.people["head"], now=later)
        return later

    def draft(self, case: Any, text: str, now: dt.datetime) -> None:
        numbers = [point.number for point in case.points.filter(moved_to=None)]
        self.act.draft_answer(case=case, answers=dict.fromkeys(numbers, text), by=self.people["officer-1"], now=now)

    def publish(self, case: Any, now: dt.datetime, *, title: str, point: str, answer: str) -> None:
        texts = {("title", 0): title, ("point", 1): point, ("answer", 1): answer}
        self.act.publish(case=case, texts=texts, checked=True, by=self.people["officer-1"], now=now)

    def published(self) -> None:
        """Told in public by checked copies; the originals hold what was taken out."""
        case = self.ask("published")
        later = self.answer(case, f"Жауап {self.say('original of the published answer')}")
        self.publish(case, later, title="Мектепке автобус", point="Автобус қашан жүреді?", answer="Қыркүйекте жүреді.")
        words = "Қанағаттандырылмағандықтарыңыздан "
        case = self.ask("long", title=(words * 10)[:150].strip(), points=[(words * 200)[:4000].strip()])
        later = self.answer(case, (words * 200)[:4000].strip(), days=40)
        text = (words * 200)[:4000].strip()
        self.publish(case, later, title=(words * 10)[:200].strip(), point=text, answer=text)

    def unpublished(self) -> None:
        """Public cases of which no text has been checked yet."""
        from jariya.office.models import DeskDraft

        running = self.ask("running", now=NOW - dt.timedelta(days=1))
        self.act.accept(case=running, by=self.people["officer-1"], now=NOW)
        DeskDraft.objects.create(
            person=self.people["officer-1"],
            case=running,
            verb="draft_answer",
            fields={"answer_1": self.say("desk draft")},
            at=NOW,
        )
        drafted = self.ask("drafted")
        later = MARCH + dt.timedelta(days=3)
        self.act.accept(case=drafted, by=self.people["officer-1"], now=later)
        self.draft(drafted, self.say("answer that was sent back"), later)
        self.act.send_back(case=drafted, reason=self.say("reason of sending back"), by=self.people["head"], now=later)
        self.draft(drafted, self.say("unsigned answer"), later)
        self.answer(self.ask("signed"), self.say("signed answer that is not published"))

    def hidden(self) -> None:
        """Private, withdrawn, sealed."""
        from jariya.kernel.notices import actions as notices

        self.answer(self.ask("private", public=False), self.say("answer to the private question"))
        withdrawn = self.ask("withdrawn")
        self.act.withdraw(case=withdrawn, by=self.people["citizen-1"], now=MARCH + dt.timedelta(days=1))
        sealed = self.ask("sealed")
        notices.follow(person=self.people["citizen-2"], topic=f"case:{sealed.pk}", now=MARCH)
        later = self.answer(sealed, self.say("original answer of the sealed question"))
        self.publish(
            sealed,
            later,
            title=f"Атақты {self.say('public title before the seal')}",
            point=f"Сұрақ {self.say('public text before the seal')}",
            answer=f"Жауап {self.say('public answer before the seal')}",
        )
        sealed.refresh_from_db()
        self.act.seal(case=sealed, reason=self.say("reason of the seal"), by=self.people["moderator"], now=later)

    def moved(self) -> None:
        """Forwarded whole and in part, extended: each with a reason that only the parties read."""
        officer, deputy, later = self.people["officer-1"], self.people["deputy"], MARCH + dt.timedelta(days=1)
        there = self.bodies["ulgi-office-health"]
        self.act.forward(
            case=self.ask("forwarded"), to=there, reason=self.say("reason of forwarding"), by=officer, now=later
        )
        for name in ("part", "sealed part"):
            parent = self.ask(
                f"parent of {name}", points=[self.say(f"first point, {name}"), self.say(f"other, {name}")]
            )
            reason = self.say(f"reason of forwarding the {name}")
            self.act.forward_part(case=parent, to=there, points=[2], reason=reason, by=officer, now=later)
            self.cases[name] = parent.parts.get()
        self.seal_part(later)
        extended = self.ask("extended")
        self.act.accept(case=extended, by=officer, now=later)
        reason = self.say("reason of the extension")
        self.act.extend(case=extended, due_on=dt.date(2026, 5, 15), reason=reason, by=deputy, now=later)

    def seal_part(self, now: dt.datetime) -> None:
        from jariya.kernel.lifecycle.models import Case

        # The body of the part has no moderator among the demonstration's people; the mark itself is what is tested.
        Case.objects.filter(pk=self.cases["sealed part"].pk).update(sealed=True)

    def complaints(self) -> None:
        for name, verb in (("upheld", self.act.uphold), ("dismissed", self.act.dismiss)):
            case = self.ask(name)
            later = self.answer(case, self.say(f"answer that was complained of, {name}"))
            reason = self.say(f"complaint, {name}")
            self.act.complain(case=case, reason=reason, by=self.people["citizen-1"], now=later)
            verb(case=case, reason=self.say(f"decision, {name}"), by=self.people["supervisor"], now=later)

    def rest(self) -> Made:
        from jariya.kernel.law import actions as law
        from jariya.kernel.law.edits import amend
        from jariya.kernel.law.queries import norms_now
        from jariya.kernel.notices import actions as notices
        from jariya.kernel.notices.models import Digest
        from jariya.kernel.people import enrolment
        from jariya.office.models import AnswerTemplate

        self.act.save_draft(
            person=self.people["citizen-1"],
            body=self.bodies["ulgi-office-health"],
            key="abcdefgh12345678",
            title=self.say("title of an unsent draft"),
            points=[self.say("text of an unsent draft")],
            language="kk",
            public=True,
            now=NOW,
        )
        template = AnswerTemplate.objects.create(
            body=self.ministry,
            language="kk",
            title=self.say("title of a template"),
            text=self.say("text of a template"),
            author=self.people["officer-1"],
            at=NOW,
        )
        mine = notices.preference_of(self.people["citizen-1"])
        self.say.keep("address of a calendar", mine.calendar_token)
        self.say.keep("address of unsubscribing", mine.unsubscribe_token)
        other = notices.preference_of(self.people["citizen-3"])
        digest = Digest.objects.create(
            person=self.people["citizen-1"], cause="calendar", edition=1, own=1, work=0, at=NOW, next_try_at=NOW
        )
        official = self.say("name of a new official")
        links = []
        for name, email in (
            ("Жаңа Қызметкер", "new@ulgi.example"),
            (official, f"{self.say('e-mail of one')}@ulgi.example"),
        ):
            links.append(
                enrolment.enrol(
                    name=name,
                    email=email,
                    body=self.ministry,
                    kinds=["officer"],
                    language="kk",
                    since=NOW.date(),
                    by=self.people["registrar"],
                    now=NOW,
                )
            )
        self.say.keep("link of a new official", links[1].token)
        row = norms_now().row("question.answer", NOW.date())
        edit = law.propose_norm_edit(
            changes=amend(row, dt.date(2026, 12, 1), value="20"),
            reason=self.say("reason of an edit that waits"),
            by=f"person:{self.people['supervisor'].pk}",
            now=NOW,
        )
        signings = self.signings()
        ids = {name: case.public_id for name, case in self.cases.items()}
        return Made(
            question=ids["published"],
            long_question=ids["long"],
            running=ids["running"],
            body="ulgi-ministry",
            quiet_body="ulgi-office-roads",
            other_body="ulgi-office-health",
            calendar=other.calendar_token,
            unsubscribe=other.unsubscribe_token,
            enrolment=links[0].token,
            digest=str(digest.token),
            official=links[0].enrolment.person.handle,
            edit=edit.pk,
            template=str(template.token),
            system=self.program(),
            **signings,
        )

    def program(self) -> str:
        """A program of the ministry with a token that was used, and one that is over; its account's handle."""
        from jariya.kernel.bodies.models import Post
        from jariya.office.systems import actions, calls

        head = self.people["head"]
        post = Post.objects.filter(body=self.ministry).exclude(kind="head").order_by("order").first()
        assert post is not None
        system = actions.make(body=self.ministry, post=post, title=self.say("name of a program"), by=head, now=MARCH)
        for last in (dt.date(2026, 4, 1), dt.date(2026, 12, 31)):
            issued = actions.issue(system=system, scopes=["take", "draft"], expires_on=last, by=head, now=MARCH)
            self.say.keep(f"token of a program until {last}", issued.secret)
        who = calls.caller(issued.secret, now=NOW)
        calls.once(who, "accept", about=self.cases["running"].public_id, key="k-1", sent=b"", do=dict)
        return system.person.handle

    def informed(self) -> dict[str, str]:
        """Officers, the Commission, recommendations, guides and seminars; what is prepared is secret."""
        from tests.portals.requests.information_made import information

        return information(self.people, self.bodies, self.say, now=NOW)

    def petitioned(self) -> dict[str, str]:
        """Petitions in the states that pages show; drafts of decisions and files that nobody has published."""
        from tests.portals.petitions import made

        return made.petitions(self.people, self.ministry, self.say, now=NOW)

    def petitions_checked(self) -> dict[str, str]:
        """Petitions at the moderators' desk, a draft of one, and refused ones with what was blackened in them."""
        from tests.portals.petitions import checked

        return checked.petitions(self.people, self.ministry, self.say, now=NOW)

    def channelled(self) -> dict[str, Any]:
        """Letters that came by a clerk, on paper, on a reception day and from many; an invitation to a newsroom."""
        from tests.office.filing import made

        return made.channels(self.people, self.bodies, self.say, now=NOW)

    def reported(self) -> dict[str, str]:
        """The report of the year, signed."""
        from jariya.kernel.signing.actions import open_session
        from jariya.kernel.signing.step import Matter
        from jariya.portals.requests.report import actions
        from jariya.portals.requests.report.signed import ACT

        report = actions.freeze(year=2026, body=self.ministry, by=self.people["supervisor"], now=NOW)
        matter = Matter(id="2026-1", rev=1, title_kk="Есеп", title_ru="Отчёт", text=report.rows_sha256)
        session = open_session(person=self.people["head"], act=ACT, matter=matter, back="/kk/", language="kk", now=NOW)
        actions.sign(report=report, signing=session, now=NOW)
        return {}

    def appealed(self) -> dict[str, str]:
        """An appeal of citizen 1 that was answered in the state's system, and one that still waits."""
        from tests.portals.dialogue.appeals import made

        secrets = {name: self.say(f"{name} of an appeal") for name in ("title", "text", "answer")}
        return made.appeals(
            self.people["citizen-1"], self.ministry, self.bodies["ulgi-office-health"], secrets, now=NOW
        )

    def petitions_signed(self) -> dict[str, Any]:
        """A petition that citizen 1 has signed, and an invalidation that was prepared."""
        from tests.portals.petitions.collecting import made

        return made.signed(self.people, self.ministry, now=NOW)

    def open_data(self) -> dict[str, Any]:
        """A published set with a table, and one that nobody but the ministry has seen."""
        from tests.portals.opendata import made

        said = {name: self.say(f"{name} of a data set") for name in ("title_kk", "text_ru", "contact")}
        hidden = made.prepared("hidden-set", now=NOW, tags=(self.say("tag of a data set"),), **said)
        made.table_of(hidden, now=NOW, title=self.say("title of a table"))
        table = made.published("ulgi-schools", now=NOW)
        changed = made.changed("ulgi-changed", now=NOW)
        secret = self.say("text of an application that waits")
        shown, waiting = made.applications(table.data_set, self.people, secret, now=NOW)
        return {
            "data_changed": changed.data_set.slug,
            "data_application": shown,
            "data_application_waiting": waiting,
            "data_set": table.data_set.slug,
            "data_table": str(table.key),
            "data_case": table.data_set.case.public_id,
            "data_read": made.read_in(secret=self.say("name of a file of a data set")),
        }

    def data_asked(self) -> dict[str, Any]:
        """A plan of the ministry, requests for missing data, one of them hidden, and a catalogue of another site."""
        from tests.portals.opendata import asked

        return asked.matters(self.people, self.ministry, self.say("words of a hidden request for data"), now=NOW)

    def signings(self) -> dict[str, Any]:
        """An open request to sign, one whose signature waits for its check, and a registrar's request to open it."""
        from jariya.kernel.signing import acts, evidence, openings
        from jariya.kernel.signing.actions import open_session
        from jariya.kernel.signing.models import SigningSession
        from jariya.kernel.signing.policy import CITIZEN
        from jariya.kernel.signing.step import Matter

        acts.register("world.sign", CITIZEN, lambda *_said: None)
        made = []
        for name in ("open", "waiting"):
            title = f"Тақырып {self.say(f'title of a request to sign, {name}')}"
            matter = Matter(
                id="world",
                rev=1,
                title_kk=title,
                facts=(("Тақырып", title),),
                title_ru="Заголовок",
                text=f"Мәтін {self.say(f'text of a request to sign, {name}')}",
            )
            made.append(
                open_session(
                    person=self.people["citizen-1"],
                    act="world.sign",
                    matter=matter,
                    back="/kk/my/",
                    language="kk",
                    now=NOW,
                )
            )
        first, second = made
        self.say.keep("number of a request to sign", second.public_id)
        evidence.keep_cms(second, b"\x30\x00", now=NOW)
        SigningSession.objects.filter(pk=second.pk).update(status="received", received_at=NOW, next_check_at=NOW)
        opening = openings.ask(
            reference=second.public_id,
            reason="court",
            words=self.say("words of a request to open evidence"),
            by=self.people["registrar"],
            now=NOW,
        )
        return {
            "signing": first.public_id,
            "signed": second.public_id,
            "phone_word": first.phone_word,
            "opening": opening.pk,
        }
