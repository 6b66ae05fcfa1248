"""Nothing sealed leaves by any exit: secrets are planted in every sealed column, and every address is walked.

The walkers are those who are nobody's party: a reader without an account, another citizen (who followed a question
before it was sealed), an official of another body.
"""

from __future__ import annotations

import io
import logging
import logging.config
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.kernel.notices.conftest import Mailbox
from tests.kernel.people.gateway import Gateway
from tests.project.conftest import serve_mail, sign_in
from tests.project.walking import LANGUAGES, address, ask, body
from tests.project.world import NOW, World

from jariya.office.requests.steps import STEPS as REQUEST_STEPS
from jariya.office.steps import STEPS as QUESTION_STEPS
from jariya.project.registers import ANYONE, At, doors, exits, page_kinds

pytestmark = pytest.mark.django_db

STEPS = sorted({*QUESTION_STEPS, *REQUEST_STEPS})
STRANGERS = (ANYONE, "citizen-2", "district-officer")


def texts(response: Any) -> str:
    """All that an answer says: its headers, its cookies, its bytes."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{head}\n{response.cookies.output()}\n{body(response).decode(errors='replace')}".lower()


def leaks(world: World, said: str, asked: str = "") -> Iterator[str]:
    """Secrets in `said`. What stands in the address that was asked is no secret of the answer."""
    for what, secret in world.secrets.items():
        if secret.lower() in said and secret.lower() not in asked.lower():
            yield what
    for name in world.hidden:
        public_id = world.cases[name].lower()
        if public_id in said and public_id not in asked.lower():
            yield f"number of the {name} question"


CASE_PAGES = (
    "dialogue:question",
    "dialogue:mine",
    "dialogue:coupon",
    "dialogue:rate",
    "dialogue:complain",
    "dialogue:withdraw",
    "requests:request",
    "requests:record",
    "requests:mine",
    "requests:coupon",
    "requests:complain",
    "requests:court",
    "requests:publication",
    "office:case",
)


def verbs_for(number: int, whole: bool) -> list[str]:
    """Which verbs are tried on the case of this number: all, or of a share each twelfth; each verb meets some case."""
    return list(STEPS) if whole else list(STEPS)[number % 12 :: 12]


def walk(world: World, persona: str, client: Client, whole: bool) -> Iterator[tuple[str, Any]]:
    """(address, answer) of everything a persona can try.

    Of a share each stranger takes a third of the addresses, in one of the languages: together they are at all of them.
    """
    turn = STRANGERS.index(persona)
    for number, row in enumerate((*exits, *doors)):
        if row.example and (whole or number % 3 == turn):
            for language in LANGUAGES if whole else LANGUAGES[number // 3 % 3 :][:1]:
                place = row.example(world.made)
                yield address(row.name, place, language), ask(client, row.name, place, language)
    for number, public_id in enumerate(world.cases.values()):
        here: list[tuple[str, At]] = [(name, At({"public_id": public_id})) for name in CASE_PAGES]
        here.append(("api:question", At({"public_id": public_id})))
        here.append(("api:request", At({"public_id": public_id})))
        here.append(("feed-case", At({"lang": "kk", "public_id": public_id})))
        here.append(("notices:follow", At(query=f"topic=case:{public_id}")))
        if persona == "district-officer":
            here += [("office:step", At({"public_id": public_id, "verb": verb})) for verb in verbs_for(number, whole)]
        for each, (name, place) in enumerate(here):
            if whole or name in ("office:step", "feed-case") or (number + each) % 3 == turn:
                yield address(name, place, "kk"), ask(client, name, place, "kk")
    for path in ("/kk/questions/?after=2026-12-31_x", "/kk/desk/templates/?body=ulgi-ministry", "/kk/my/?state=closed"):
        yield path, client.get(path)


@pytest.mark.parametrize("persona", STRANGERS)
def test_a_stranger_finds_no_secret_at_any_address(
    persona: str, world: World, readers: dict[str, Client], caplog: Any, whole: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    found, seen = [], 0
    for path, response in walk(world, persona, readers[persona], whole):
        seen += 1
        assert response.status_code < 500, path
        found += [f"{path}: {what}" for what in leaks(world, texts(response), path)]
    found += [f"log: {what}" for what in leaks(world, caplog.text.lower()) if "number of" not in what]
    assert found == []
    assert seen > (300 if whole else 150)


@pytest.mark.parametrize("persona", STRANGERS)
def test_a_stranger_changes_nothing_in_a_case_of_others(
    persona: str, world: World, readers: dict[str, Client], whole: bool
) -> None:
    from jariya.kernel.lifecycle.models import Case, Event

    before = (Event.objects.count(), sorted(Case.objects.values_list("pk", "version", "state")))
    for number, public_id in enumerate(world.cases.values()):
        for page in ("mine/rate", "mine/complain", "mine/withdraw"):
            path = f"/kk/questions/{public_id}/{page}/"
            answer = readers[persona].post(path, {"score": "1", "resolved": "no", "reason": "x"})
            assert answer.status_code in {302, 403, 404}, path
        for verb in verbs_for(number, whole):
            path = f"/kk/desk/{public_id}/{verb}/"
            fields = {"key": "k" * 12, "reason": "x", "confirmed": "on", "checked": "on", "answer_1": "x"}
            assert readers[persona].post(path, fields).status_code in {302, 403, 404}, path
    assert (Event.objects.count(), sorted(Case.objects.values_list("pk", "version", "state"))) == before


SEEN_BY = {
    "text of the private question": ("citizen-1", "dialogue:mine", "private"),
    "answer to the private question": ("citizen-1", "dialogue:mine", "private"),
    "reason of forwarding": ("citizen-1", "dialogue:mine", "forwarded"),
    "reason of the extension": ("citizen-1", "dialogue:mine", "extended"),
    "text of the running question": ("officer-1", "office:case", "running"),
    "unsigned answer": ("officer-1", "office:case", "drafted"),
    "reason of the seal": ("moderator", "office:case", "sealed"),
    "text of the private request": ("citizen-1", "requests:mine", "private request"),
    "harm of the private request": ("citizen-1", "requests:mine", "private request"),
    "severed from the published request": ("citizen-1", "requests:mine", "published request"),
    "note of a court": ("citizen-1", "requests:mine", "court request"),
    "position of the body": ("supervisor", "office:case", "upheld request"),
    "title of an unsent request": ("citizen-1", "requests:review", None),
    "e-mail of citizen-1": ("citizen-1", "people:account", None),
    "title of an unsent draft": ("citizen-1", "dialogue:review", None),
    "desk draft": ("officer-1", "office:step", None),
    "title of a template": ("officer-1", "office:templates", None),
    "reason of an edit that waits": ("supervisor", "office:law-edit", None),
    "name of a new official": ("registrar", "people:staff-list", None),
    "address of a calendar": ("citizen-1", "notices:preferences", None),
    "texts of a draft that is being prepared": ("officer-1", "drafts:desk", None),
    "text of an appealed comment": ("moderator", "office:moderation", None),
    "text of a letter that a clerk wrote down": ("assistant", "filing:read", None),
    "text of a letter filed for others": ("assistant-2", "filing:answer", None),
}


@pytest.mark.parametrize("what", SEEN_BY)
def test_whose_a_secret_is_sees_it(what: str, world: World, readers: dict[str, Client]) -> None:
    persona, name, case = SEEN_BY[what]
    kind = next(kind for kind in page_kinds if kind.name == name)
    place = At({"public_id": world.cases[case]}) if case else kind.normal(world.made)
    response = ask(readers[persona], name, place, "kk")
    assert response.status_code == 200
    assert what in set(leaks(world, texts(response))), "else the walk of the strangers would find nothing either"


SEALED_TABLES = {
    "blog_blogversion",
    "conference_conference",
    "consideration_decision",
    "consideration_point",
    "consideration_promise",
    "petitions_draft",
    "petitions_petition",
    "petitions_revision",
    "systems_system",
    "survey_opentext",
    "discussion_wording",
    "commission_session",
    "drafts_indicator",
    "files_copy",
    "files_upload",
    "drafts_version",
    "correspondence_wording",
    "dialogue_draft",
    "dialogue_question",
    "requests_draft",
    "filing_filing",
    "law_edit",
    "learning_guideversion",
    "learning_place",
    "monitoring_recommendation",
    "notices_preference",
    "office_answertemplate",
    "office_deskdraft",
    "opendata_dataset",
    "opendata_import",
    "opendata_resource",
    "people_person",
    "showcase_application",
    "signing_opening",
    "signing_signingsession",
}


def test_secrets_lie_in_sealed_tables_alone(world: World) -> None:
    """Events, index, jobs, outbox and audit hold codes and numbers, never words that a person wrote."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            said = "\n".join(row[0] for row in cursor.fetchall()).lower()
            for what, secret in world.secrets.items():
                if secret.lower() in said:
                    found.setdefault(what, set()).add(table)
    assert {what: tables - SEALED_TABLES for what, tables in found.items() if tables - SEALED_TABLES} == {}
    assert "dialogue_question" not in set().union(
        *(t for what, t in found.items() if what != "public title before the seal")
    )
    kept_closed = {"link of a new official", "secret word of a coupon", "address in a letter on paper"}
    kept_closed |= {what for what in world.secrets if what.startswith("token of a program")}
    inside = r"text of a file|photograph|PDF|workbook|text of unpublished minutes"
    sealed = {what for what in world.secrets if re.search(inside, what)}
    missing = set(world.secrets) - found.keys()
    assert kept_closed <= missing <= kept_closed | sealed, "of a link the digest alone is kept, files are sealed"


def test_search_knows_no_secret_and_suggests_none(world: World, readers: dict[str, Client]) -> None:
    reader = readers[ANYONE]
    for what, secret in world.secrets.items():
        found = reader.get("/api/v1/search", {"q": secret, "lang": "kk"}).json()
        assert (found["total"], found["items"]) == (0, []), what
    for what in ("public title before the seal", "public text before the seal", "title of the running question"):
        secret = world.secrets[what]
        for typed in (secret[:2] + secret[3:], secret[:-1], secret[1] + secret[0] + secret[2:]):
            for path in ("/kk/search/", "/api/v1/search", "/kk/questions/ask/", "/kk/bodies/"):
                assert secret not in body(reader.get(path, {"q": typed})).decode(), (what, path)


def test_no_letter_and_no_sms_holds_a_secret(world: World, settings: Any) -> None:
    from jariya.kernel.notices.delivery import deliver_due

    own = {"address of unsubscribing"}
    with serve_mail(settings) as box, Gateway() as gateway:
        settings.SMS_URL = gateway.url
        count = deliver_due(timezone.now())
        assert count.sent > 10 and not count.failed
        letters: Mailbox = box
        for number in range(len(letters.letters)):
            message = letters.message(number)
            parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
            said = "\n".join([*(f"{name}: {value}" for name, value in message.items() if name != "To"), *parts]).lower()
            told = {what for what in leaks(world, said) if not what.startswith("number of")}
            assert told <= own, message["Subject"]
            followed = "citizen-2" in str(message["To"])
            assert not (followed and world.cases["sealed"] in said.upper()), "a follower hears of it no more"
        for sent in gateway.messages.values():
            assert [what for what in leaks(world, sent["text"].lower()) if not what.startswith("number of")] == []


def test_an_error_page_repeats_nothing_and_the_log_neither(
    world: World, readers: dict[str, Client], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    from jariya.portals.dialogue import actions

    def breaks(**_options: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(actions, "save_draft", breaks)
    secret = world.secrets["text of the private question"]
    fields = {"language": "kk", "title": secret, "point_1": secret, "key": "abcdefgh12345678"}
    caplog.set_level(logging.DEBUG)
    answer = readers["citizen-1"].post("/kk/questions/ask/ulgi-ministry/", fields)
    text = answer.content.decode()
    assert answer.status_code == 500 and "<code>server</code>" in text
    assert "Traceback" not in text and "broken on purpose" not in text and secret not in text
    assert secret not in caplog.text
    reference = text.partition("Нөмірі:")[2] or text
    line = next(record.getMessage() for record in caplog.records if record.name == "jariya.problems")
    assert line.split()[-1] in reference, "the page's number is the log's"


def test_a_row_that_the_database_refused_does_not_stand_in_the_log(world: World) -> None:
    """PostgreSQL quotes the refused row in its DETAIL, and a traceback would carry it into the log."""
    from jariya.kernel.correspondence.models import Wording

    secret = world.secrets["text of the private question"]
    row = Wording.objects.filter(text__contains=secret).get()
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        logging.config.DictConfigurator(site.LOGGING).configure_formatter(site.LOGGING["formatters"]["plain"])
    )
    logger = logging.getLogger("tests.refused")
    logger.addHandler(handler)
    try:
        with transaction.atomic():
            Wording.objects.filter(pk=row.pk).update(language=None)
    except DatabaseError as error:
        assert secret in str(error), "else this test shows nothing"
        logger.exception("refused")
    finally:
        logger.removeHandler(handler)
    assert "IntegrityError" in out.getvalue() and "not-null" in out.getvalue()
    assert secret not in out.getvalue()


def test_a_session_of_one_never_opens_anothers_pages(world: World) -> None:
    """The same browser, another person: nothing of the first stays."""
    client = sign_in("citizen-1")
    assert world.secrets["e-mail of citizen-1"] in client.get("/kk/my/account/").content.decode()
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-2"})
    for path in ("/kk/my/account/", "/kk/my/", "/kk/my/inbox/", "/kk/my/notices/", "/kk/my/sessions/"):
        assert list(leaks(world, texts(client.get(path)))) == [], path


def test_the_moment_of_the_walk_stands_still(world: World) -> None:
    assert timezone.now() == NOW
