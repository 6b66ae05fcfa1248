"""Evidence is sealed byte for byte, bound to its row, opened by two, and forgotten when its keys are dropped."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from jariya.kernel.signing import actions, evidence, openings
from jariya.kernel.signing.identity import envelope
from jariya.kernel.signing.models import Evidence, Look, Opening
from jariya.kernel.signing.openings import OpeningError
from jariya.kernel.signing.terms import TERMS

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def passed(opened: Any, signed: Any, checked: Any, made_at: dt.datetime) -> Any:
    """A session whose signature has passed, and the signature."""
    session = opened()
    cms = signed(session)
    actions.receive(session, cms, way="ncalayer", now=made_at + MINUTE)
    checked(session, made_at + MINUTE)
    return session, cms


@pytest.fixture
def registrars(person: Any) -> Any:
    return person("registrar"), person("supervisor")


def test_the_signature_comes_back_byte_for_byte_and_its_proofs_with_it(passed: Any, authority: Any) -> None:
    session, cms = passed
    assert evidence.cms_of(session) == cms
    proofs = evidence.proofs_of(session)
    assert proofs is not None and proofs.manifest == bytes(session.manifest)
    assert proofs.chain[0] == authority.person("citizen-1").certificate and len(proofs.chain) == 3
    assert len(proofs.ocsp) == 1 and proofs.ocsp_nonce and len(proofs.timestamps) == 1
    assert proofs.verdict["indication"] == "passed"
    assert evidence.Proofs.from_bytes(proofs.to_bytes()) == proofs


def test_nothing_of_the_signer_lies_open_in_the_tables(passed: Any, authority: Any) -> None:
    from django.db import connection

    session, cms = passed
    who = authority.person("citizen-1").person
    secrets = [who.iin, who.surname, cms[200:232].hex(), authority.person("citizen-1").certificate[60:92].hex()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            said = "\n".join(row[0] for row in cursor.fetchall())
            assert not any(secret in said for secret in secrets), table


def test_sealed_bytes_moved_to_another_session_do_not_open(
    passed: Any, opened: Any, signed: Any, made_at: dt.datetime
) -> None:
    session, _cms = passed
    other = opened()
    actions.receive(other, signed(other), way="ncalayer", now=made_at + MINUTE)
    mine = Evidence.objects.get(session=session)
    Evidence.objects.filter(session=other).update(sealed_cms=mine.sealed_cms)
    with pytest.raises(envelope.SealBroken):
        evidence.cms_of(other)


def test_erased_evidence_is_gone_and_its_row_says_when(passed: Any, made_at: dt.datetime) -> None:
    session, _cms = passed
    evidence.erase(session.evidence, now=made_at + dt.timedelta(days=1))
    for read in (evidence.cms_of, evidence.proofs_of):
        with pytest.raises(evidence.Erased):
            read(session)
    row = Evidence.objects.get(session=session)
    assert row.erased_at is not None and row.indication == "passed" and bytes(row.cms_sha256)


def ask(session: Any, by: Any, now: dt.datetime, **changed: Any) -> Opening:
    options = {"reference": session.public_id, "reason": "court", "words": "Сот сұрауы № 5"}
    return openings.ask(**{**options, **changed}, by=by, now=now)


def test_two_registrars_open_evidence_and_each_look_is_written_down(
    passed: Any, registrars: Any, made_at: dt.datetime
) -> None:
    session, cms = passed
    first, second = registrars
    opening = ask(session, first, made_at)
    with pytest.raises(OpeningError, match="not_approved"):
        openings.look(opening, by=first, what="cms", now=made_at)
    with pytest.raises(OpeningError, match="own_request"):
        openings.decide(opening, approved=True, by=first, now=made_at)
    openings.decide(opening, approved=True, by=second, now=made_at)
    with pytest.raises(OpeningError, match="decided"):
        openings.decide(opening, approved=False, by=second, now=made_at)
    assert openings.look(opening, by=first, what="cms", now=made_at).cms == cms
    openings.look(opening, by=second, what="page", now=made_at + MINUTE)
    assert list(Look.objects.order_by("at").values_list("person_id", "what")) == [
        (first.pk, "cms"), (second.pk, "page")
    ]  # fmt: skip
    with pytest.raises(OpeningError, match="over"):
        openings.look(opening, by=first, what="cms", now=made_at + TERMS.view_for)


def test_a_refused_request_opens_nothing_and_a_third_person_reads_nothing(
    passed: Any, registrars: Any, person: Any, made_at: dt.datetime
) -> None:
    session, _cms = passed
    first, second = registrars
    refused = ask(session, first, made_at)
    openings.decide(refused, approved=False, by=second, now=made_at)
    with pytest.raises(OpeningError, match="not_approved"):
        openings.look(refused, by=first, what="page", now=made_at)
    good = ask(session, first, made_at)
    openings.decide(good, approved=True, by=second, now=made_at)
    with pytest.raises(OpeningError, match="not_approved"):
        openings.look(good, by=person("head"), what="page", now=made_at)
    assert not Look.objects.exists()


def test_requests_need_a_signature_words_and_come_once(passed: Any, registrars: Any, made_at: dt.datetime) -> None:
    session, _cms = passed
    first, _second = registrars
    for changed, code in (({"reference": "ZZZZ"}, "reference_unknown"), ({"words": "  "}, "words_missing")):
        with pytest.raises(OpeningError, match=code):
            ask(session, first, made_at, **changed)
    ask(session, first, made_at)
    with pytest.raises(OpeningError, match="waits_already"):
        ask(session, first, made_at)


def test_the_database_itself_keeps_looks_and_the_rule_of_two(
    passed: Any, registrars: Any, made_at: dt.datetime
) -> None:
    session, _cms = passed
    first, second = registrars
    opening = ask(session, first, made_at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(decided_by=first, decided_at=made_at, approved=True)
    openings.decide(opening, approved=True, by=second, now=made_at)
    openings.look(opening, by=first, what="page", now=made_at)
    for change in (lambda: Look.objects.update(what="cms"), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
