"""The TEST authority as a thing on disk: whole or not at all, private, the same at the second call."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jariya.kernel.signing import testca
from jariya.kernel.signing.testca import build
from jariya.kernel.signing.testca import folder as files
from jariya.kernel.signing.testca.persons import PERSONS, Organisation, Person, matching

RSA = ("rsa",)
DAY = dt.timedelta(days=1)


@pytest.fixture
def own(tmp_path: Path, made_at: dt.datetime) -> testca.TestAuthority:
    """An authority that a test may change; GOST alone is made in a moment."""
    return testca.make(tmp_path / "testca", now=made_at, kinds=("gost512",))


def _contents(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_making_it_again_changes_nothing(own: testca.TestAuthority, made_at: dt.datetime) -> None:
    before = _contents(own.folder)
    testca.make(own.folder, now=made_at + DAY, kinds=("gost512",))
    assert _contents(own.folder) == before


def test_nobody_else_of_the_machine_may_look(own: testca.TestAuthority) -> None:
    for place in [own.folder, *own.folder.rglob("*")]:
        assert place.stat().st_mode & 0o077 == 0, place


def test_nothing_is_left_beside_the_folder(own: testca.TestAuthority) -> None:
    assert sorted(place.name for place in own.folder.parent.iterdir()) == [".testca.lock", "testca"]


def test_no_private_key_is_shown_by_a_representation(own: testca.TestAuthority) -> None:
    person = own.person("citizen-1")
    shown = repr([person, person.key, person.identity, person.person])
    assert "secret" not in shown and person.person.iin not in shown and person.person.surname not in shown


def test_where_none_was_made_the_way_out_is_said(tmp_path: Path) -> None:
    with pytest.raises(testca.NoAuthority) as caught:
        testca.load(tmp_path)
    assert caught.value.code == "testca_missing" and "jariya testca make" in str(caught.value)


@pytest.mark.fault
def test_a_maker_killed_in_the_middle_leaves_nothing_that_counts(tmp_path: Path, made_at: dt.datetime) -> None:
    folder = tmp_path / "testca"
    code = (
        "import datetime as dt, sys, pathlib\nfrom jariya.kernel.signing import testca\n"
        "testca.make(pathlib.Path(sys.argv[1]), now=dt.datetime.fromisoformat(sys.argv[2]))"
    )
    for wait in (0.05, 0.3):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(folder), made_at.isoformat()], env={**os.environ, "PYTHONPATH": "src"}
        )
        until = time.monotonic() + 20
        while not list(tmp_path.glob(".testca.*.making")) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if folder.exists():  # a quick machine: it was done before it was killed
            break
    made = testca.make(folder, now=made_at, kinds=("gost512",))
    assert made.person("citizen-1").sign_cms(b"x", at=made_at)
    assert sorted(place.name for place in tmp_path.iterdir()) == [".testca.lock", "testca"]


def test_a_folder_of_another_version_is_made_anew(own: testca.TestAuthority, made_at: dt.datetime) -> None:
    old = own.person("citizen-1").certificate
    files.write_state(own.folder, {**own.state, "version": -1})
    again = testca.make(own.folder, now=made_at, kinds=("gost512",))
    assert again.person("citizen-1").certificate != old
    assert sorted(place.name for place in own.folder.parent.iterdir()) == [".testca.lock", "testca"]


def test_what_ends_soon_is_issued_anew_and_the_rest_is_kept(own: testca.TestAuthority, made_at: dt.datetime) -> None:
    late = made_at + build.VALID - 10 * DAY
    roots, expired = own.identity("root_gost"), own.person("expired").certificate
    before = own.person("citizen-1")
    testca.make(own.folder, now=late, kinds=("gost512",))
    after = own.person("citizen-1")
    assert after.identity.until > late + build.RENEW
    assert own.identity("ocsp_gost").until > late + build.RENEW
    assert own.identity("root_gost") == roots and own.person("expired").certificate == expired
    # Both serials stay known to OCSP: what was signed with the old one can be checked as before.
    assert {f"{one.identity.serial:x}" for one in (before, after)} <= set(own.state["issued"])
    assert own.revocation(own.person("revoked").identity.serial, late)


def test_trust_holds_our_own_authorities_and_nobody_else(authority: testca.TestAuthority) -> None:
    names = sorted(file.name for file in authority.trust.iterdir())
    assert names == ["anchors.sha256", "nca_gost.cer", "nca_rsa.cer", "root_gost.cer", "root_rsa.cer"]
    listed = dict(line.split("  ")[::-1] for line in (authority.trust / "anchors.sha256").read_text().splitlines())
    for name in listed:
        assert hashlib.sha256((authority.trust / name).read_bytes()).hexdigest() == listed[name]
    assert set(listed) == {"root_gost.cer", "root_rsa.cer"}


def test_revoking_and_giving_back_is_known_from_its_moment_on(own: testca.TestAuthority, made_at: dt.datetime) -> None:
    (serial,) = own.revoke("citizen-2", made_at, "certificate_hold")
    assert own.revocation(serial, made_at - DAY) is None
    assert own.revocation(serial, made_at) == (made_at, "certificate_hold")
    assert own.restore("citizen-2", made_at + DAY) == [serial]
    assert own.revocation(serial, made_at + DAY) is None
    own.revoke("citizen-3", made_at)
    assert own.restore("citizen-3", made_at + DAY) == [], "only a suspended certificate comes back"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda own, now: own.revoke("nobody", now), "testca_no_person"),
        (lambda own, now: own.revoke("citizen-1", now, "tired"), "testca_no_reason"),
        (lambda own, now: own.person("citizen-1", "rsa"), "testca_no_key"),
        (lambda own, now: own.issue(Person("x/../y", "ТЕСТ", "А", "999999000240"), now), "testca_bad_key"),
        (lambda own, now: own.issue(Person("real", "ИВАНОВ", "ИВАН", "999999000240"), now), "testca_not_test"),
    ],
)
def test_what_cannot_be_done_is_named(own: testca.TestAuthority, made_at: dt.datetime, call, code: str) -> None:
    before = _contents(own.folder)
    with pytest.raises(testca.NoAuthority) as caught:
        call(own, made_at)
    assert caught.value.code == code
    assert _contents(own.folder) == before


def test_a_person_issued_by_hand_is_there_for_the_next_process(own: testca.TestAuthority, made_at: dt.datetime) -> None:
    firm = Organisation("ТОО ТЕСТ", "999940000040")
    own.issue(Person("extra", "ЕЩЁ-ТЕСТ", "ОДИН", "999999000240", role="head", organisation=firm), made_at)
    again = testca.load(own.folder)
    assert again.person("extra").person.organisation == firm
    assert again.persons()[-1].key == "extra"


def _number_is_sound(number: str) -> bool:
    digits = [int(digit) for digit in number]
    check = sum(weight * digit for weight, digit in enumerate(digits[:11], 1)) % 11
    if check == 10:
        check = sum(w * d for w, d in zip([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2], digits[:11], strict=True)) % 11
    return len(number) == 12 and check == digits[11]


def test_the_numbers_can_be_nobodys_and_the_names_say_test() -> None:
    iins = [person.iin for person in PERSONS]
    assert len(set(iins)) == len(iins) and len({person.key for person in PERSONS}) == len(PERSONS)
    for person in PERSONS:
        numbers = [person.iin, *([person.organisation.bin] if person.organisation else [])]
        assert all(_number_is_sound(number) and number[2:4] == "99" for number in numbers), "no month has this number"
        assert "ТЕСТ" in person.common_name
        assert not person.organisation or "ТЕСТ" in person.organisation.name or "TEST" in person.organisation.name


def test_people_with_an_account_bear_its_name() -> None:
    from jariya.kernel.people.demo import demo_persons

    accounts = {one.handle: one for one in demo_persons()}
    ours = [person for person in PERSONS if person.account]
    assert {"demo-citizen-1", "demo-head", "demo-deputy"} <= {person.account for person in ours}
    for person in ours:
        assert person.account
        account = accounts[person.account]
        given, surname = account.name.upper().split()
        assert (person.given, person.surname) == (given, f"{surname}-ТЕСТ"), "the certificate is another person's"
        assert (person.organisation.slug if person.organisation else None) == account.body
        assert matching(person.account) == person
