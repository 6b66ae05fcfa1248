"""Keys of purposes: made, rotated, rewrapped, destroyed; and the drill of replacing the key-encryption key."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from jariya.kernel.signing.identity import envelope, keys, linking, signer_ref
from jariya.kernel.signing.models import Identity, KeyDeed, PurposeKey

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
IIN = "990101300123"


def line(version: int) -> str:
    return f"{version}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


@pytest.mark.django_db
def test_a_purpose_gets_its_key_at_first_use_and_keeps_it() -> None:
    first = keys.current("initiative", now=NOW)
    assert first == keys.current("initiative", now=NOW)
    assert len(first.secret) == 32
    assert first.secret != keys.current("open-dialogue", now=NOW).secret
    deeds = KeyDeed.objects.filter(purpose="initiative")
    assert [(row.deed, row.by) for row in deeds] == [("made", "program")]


@pytest.mark.django_db
def test_no_row_holds_a_key_in_the_clear() -> None:
    secret = keys.current("initiative", now=NOW).secret
    row = PurposeKey.objects.get(purpose="initiative")
    assert secret not in bytes(row.wrapped or b"")
    assert secret.hex() not in repr(keys.current("initiative"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "Login", "a b", "petition:", "x" * 65, "petition:1;drop"])
def test_a_strange_purpose_is_refused(name: str) -> None:
    with pytest.raises(keys.KeyTrouble, match="purpose_malformed"):
        keys.current(name)


@pytest.mark.django_db
def test_a_wrapped_key_moved_to_another_purpose_does_not_open() -> None:
    keys.current("initiative", now=NOW)
    keys.current("open-dialogue", now=NOW)
    stolen = PurposeKey.objects.get(purpose="initiative").wrapped
    PurposeKey.objects.filter(purpose="open-dialogue").update(wrapped=stolen)
    with pytest.raises(keys.KeyTrouble, match="key_broken"):
        keys.current("open-dialogue")


@pytest.mark.django_db
def test_one_person_has_unlike_refs_in_two_petitions_and_the_same_one_twice_in_one() -> None:
    one, again, other = (signer_ref.ref(f"petition:{name}", IIN, now=NOW).value for name in ("A", "A", "B"))
    assert one == again != other
    assert len(one) == 32


@pytest.mark.django_db
def test_a_sealed_record_opens_only_where_it_was_sealed() -> None:
    sealed = envelope.seal("ИИН".encode(), b"row:1", "evidence")
    assert envelope.open(sealed, b"row:1", "evidence") == "ИИН".encode()
    keys.current("open-dialogue", now=NOW)
    for aad, purpose in ((b"row:2", "evidence"), (b"row:1", "open-dialogue")):
        with pytest.raises(envelope.SealBroken):
            envelope.open(sealed, aad, purpose)
    for broken in (b"", sealed[:-1], b"\x02" + sealed[1:], sealed[:10] + b"\x00\x00" + sealed[12:]):
        with pytest.raises(envelope.SealBroken):
            envelope.open(broken, b"row:1", "evidence")


@pytest.mark.django_db
def test_what_was_sealed_before_a_rotation_still_opens_and_what_comes_after_uses_the_new_key() -> None:
    before = envelope.seal(b"before", b"", "evidence")
    assert keys.rotate("evidence", by="operator", now=NOW) == 2
    after = envelope.seal(b"after", b"", "evidence")
    assert (before[1:3], after[1:3]) == (b"\x00\x01", b"\x00\x02")
    assert envelope.open(before, b"", "evidence") == b"before"
    assert envelope.open(after, b"", "evidence") == b"after"


@pytest.mark.django_db
def test_destroying_a_petitions_key_makes_its_refs_and_seals_unreadable_for_ever() -> None:
    sealed = envelope.seal(b"x", b"", "petition:A")
    assert keys.destroy("petition:A", by="operator", reason="term of keeping is over", now=NOW) == 1
    for use in (
        lambda: envelope.open(sealed, b"", "petition:A"),
        lambda: envelope.seal(b"x", b"", "petition:A"),
        lambda: signer_ref.ref("petition:A", IIN),
        lambda: keys.rotate("petition:A", by="operator", now=NOW),
    ):
        with pytest.raises(keys.KeyTrouble, match="key_destroyed"):
            use()
    row = PurposeKey.objects.get(purpose="petition:A")
    assert row.wrapped is None and row.destroyed_at == NOW
    assert KeyDeed.objects.get(purpose="petition:A", deed="destroyed").reason == "term of keeping is over"


@pytest.mark.django_db
def test_a_key_is_not_destroyed_without_a_reason_or_while_accounts_hang_on_it() -> None:
    linking.open_or_find(IIN, language="kk", now=NOW)
    with pytest.raises(keys.KeyTrouble, match="reason_missing"):
        keys.destroy("login", by="operator", reason=" ", now=NOW)
    with pytest.raises(keys.KeyTrouble, match="key_newest"):
        keys.destroy("login", by="operator", reason="a good reason", now=NOW)
    with pytest.raises(keys.KeyTrouble, match="key_newest"):
        keys.destroy("login", version=1, by="operator", reason="a good reason", now=NOW)
    keys.rotate("login", by="operator", now=NOW)
    with pytest.raises(keys.KeyTrouble, match="key_in_use") as caught:
        keys.destroy("login", version=1, by="operator", reason="a good reason", now=NOW)
    assert int(caught.value.detail) == Identity.objects.filter(purpose="login", key_version=1).count()
    with pytest.raises(keys.KeyTrouble, match="key_unknown"):
        keys.destroy("never-used", by="operator", reason="a good reason", now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE signing_keydeed SET by='x'", "DELETE FROM signing_keydeed"])
def test_what_was_done_to_keys_cannot_be_rewritten(statement: str) -> None:
    keys.current("initiative", now=NOW)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_rewrapping_leaves_nothing_under_the_old_key_and_content_is_untouched(settings: Any) -> None:
    old, new = line(1), line(2)
    PurposeKey.objects.all().delete()
    Identity.objects.all().delete()
    settings.KEK = old
    person = linking.open_or_find(IIN, language="kk", now=NOW)
    sealed = envelope.seal(b"content", b"", "evidence")
    settings.KEK = f"{new},{old}"
    assert keys.waiting() == 2
    assert len(list(keys.rewrap(by="operator", now=NOW))) == 2
    assert (keys.waiting(), keys.unwrappable()) == (0, 0)
    settings.KEK = new
    assert envelope.open(sealed, b"", "evidence") == b"content"
    assert linking.open_or_find(IIN, language="kk", now=NOW) == person
    assert list(keys.rewrap(by="operator", now=NOW)) == []


@pytest.mark.django_db
def test_taking_the_old_key_away_too_early_is_named_and_putting_it_back_mends_it(settings: Any) -> None:
    old, new = line(1), line(2)
    PurposeKey.objects.all().delete()
    Identity.objects.all().delete()
    settings.KEK = old
    sealed = envelope.seal(b"content", b"", "evidence")
    settings.KEK = new
    assert keys.unwrappable() == 1
    with pytest.raises(keys.KeyTrouble, match="kek_missing"):
        envelope.open(sealed, b"", "evidence")
    with pytest.raises(keys.KeyTrouble, match="kek_missing"):
        list(keys.rewrap(by="operator", now=NOW))
    settings.KEK = f"{new},{old}"
    assert envelope.open(sealed, b"", "evidence") == b"content"


@pytest.mark.django_db
def test_drill_the_sign_in_key_leaks_and_is_replaced_without_losing_a_person() -> None:
    person = linking.open_or_find(IIN, language="kk", now=NOW)
    absent = linking.open_or_find("990202300456", language="kk", now=NOW)
    before = bytes(Identity.objects.get(person=person).ref)
    assert keys.rotate("login", by="operator", reason="the backup was copied", now=NOW) == 2
    assert linking.find("login", IIN, now=NOW) == person, "found by the old key"
    assert bytes(Identity.objects.get(person=person).ref) == before, "looking writes nothing"
    later = NOW + dt.timedelta(days=1)
    assert linking.open_or_find(IIN, language="kk", now=later) == person
    row = Identity.objects.get(person=person)
    assert (row.key_version, row.renewed_at) == (2, later)
    assert bytes(row.ref) != before
    keys.destroy("login", version=1, by="operator", reason="the backup was copied", now=later, anyway=True)
    assert linking.open_or_find(IIN, language="kk", now=later) == person
    assert linking.open_or_find("990202300456", language="kk", now=later) != absent, "who never came back begins anew"


@pytest.mark.django_db
def test_the_doctor_sees_a_key_that_nothing_opens_and_one_that_waits(settings: Any) -> None:
    from jariya.project import doctor

    keys.current("initiative", now=NOW)
    assert [finding.code for finding in doctor.purpose_keys()] == ["keys_good"]
    old = settings.KEK
    settings.KEK = f"{line(2)},{old}"
    assert [finding.code for finding in doctor.purpose_keys()] == ["keys_waiting"]
    settings.KEK = line(3)
    assert [finding.code for finding in doctor.purpose_keys()] == ["keys_lost"]


@pytest.mark.django_db
def test_the_command_answers_in_sentences_and_shows_no_key(monkeypatch: Any) -> None:
    from typer.testing import CliRunner

    from jariya.project.cli import keys as command

    secret = keys.current("petition:A", now=NOW).secret
    run = CliRunner().invoke
    listed = run(command.app, ["list", "--json"])
    assert listed.exit_code == 0 and '"petition:A"' in listed.output and secret.hex() not in listed.output
    assert run(command.app, ["rotate", "petition:A", "--reason", "a drill"]).output.strip() == "petition:A\t2"
    for words, code in (
        (["rotate", "petition:none"], "key_unknown"),
        (["rotate", "PETITION"], "purpose_malformed"),
        (["destroy", "petition:A"], "reason_missing"),
        (["destroy", "petition:A", "--version", "2", "--reason", "a drill"], "key_newest"),
    ):
        answer = run(command.app, words)
        assert answer.exit_code == 2 and answer.output.startswith(code), words
    assert run(command.app, ["destroy", "petition:A", "--reason", "a drill"]).output.strip() == "destroyed\t2"
    assert run(command.app, ["rotate", "petition:A"]).exit_code == 2
