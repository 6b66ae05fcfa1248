"""`jariya testca`: the TEST certification authority of this checkout, its people, and signing as one of them."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from jariya.kernel.signing.testca import TestAuthority

app = typer.Typer(
    help="The TEST certification authority: keys of invented people. Needs no database; refuses to run in production.",
    no_args_is_help=True,
)

Folder = Annotated[Path | None, typer.Option("--folder", help="Where it lies; var/testca of this checkout by default")]
Algorithm = Annotated[str, typer.Option("--algorithm", help="gost512, rsa or gost256")]
PersonName = Annotated[str, typer.Option("--person", help="Who signs: a name of jariya testca show")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="File to write; standard output by default")]


def _place(folder: Path | None) -> Path:
    import os

    from jariya.kernel.signing.soft import production

    if os.environ.get("JARIYA_MODE") == "production" or os.environ.get("EDS_PROFILE") == "prod":
        _stop("The TEST authority does not run in production.")
    return folder or production.folder()


def _open(folder: Path | None) -> TestAuthority:
    from jariya.kernel.signing import testca

    try:
        return testca.load(_place(folder))
    except testca.NoAuthority as none:
        _stop(str(none))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _stop(sentence: str, code: int = 2) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(code)


def _write(content: bytes, out: Path | None) -> None:
    try:
        if out is None:
            sys.stdout.buffer.write(content)
        else:
            out.write_bytes(content)
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}")


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        _stop(f"{file}: {error.strerror}")


@app.command()
def make(folder: Folder = None) -> None:
    """Make the authority and its people unless they are there; issue anew what ends within a month.

    Takes a few seconds the first time. The same command again changes nothing.
    """
    from jariya.kernel.signing import testca

    place = _place(folder)
    try:
        made = testca.make(place, now=_now())
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}")
    print(f"TEST authority in {place}: {len(made.persons())} people; trust folder {made.trust}", file=sys.stderr)


@app.command()
def show(folder: Folder = None) -> None:
    """List the people: name, role, algorithms, end of validity, state. Tab-separated."""
    authority, now = _open(folder), _now()
    for person in authority.persons():
        algorithms = authority.algorithms(person)
        found = authority.person(person.key, algorithms[0])
        state = person.state.replace("_", "-") if person.state in ("expired", "not_yet_valid") else "good"
        if revoked := authority.revocation(found.identity.serial, now):
            state = revoked[1].replace("_", "-")
        role = f"{person.role}, sign-in only" if person.purpose == "auth" else person.role
        issuer = "" if person.issuer == "nca" else f" ({person.issuer} authority)"
        until = found.identity.until.date().isoformat()
        print(person.key, role + issuer, ",".join(algorithms), until, state, person.account or "-", sep="\t")


@app.command()
def issue(
    person: Annotated[str, typer.Argument(help="Name to sign with; a known name gets new keys")],
    surname: Annotated[str, typer.Option(help="Must say TEST or ТЕСТ")] = "",
    given: str = "",
    patronymic: str = "",
    role: Annotated[str, typer.Option(help="individual, head, right_to_sign or employee")] = "individual",
    organisation: Annotated[str, typer.Option(help="Name of an invented organisation")] = "",
    bin_: Annotated[str, typer.Option("--bin", help="Its invented number, 12 digits")] = "",
    purpose: Annotated[str, typer.Option(help="sign or auth")] = "sign",
    state: Annotated[str, typer.Option(help="good, expired, not_yet_valid, revoked or suspended")] = "good",
    folder: Folder = None,
) -> None:
    """Issue keys and certificates for a further invented person, or anew for a known one."""
    from jariya.kernel.signing.testca import NoAuthority
    from jariya.kernel.signing.testca.persons import Organisation, Person

    authority = _open(folder)
    known = {one.key: one for one in authority.persons()}
    chosen: Any = known.get(person)
    if chosen is None:
        words = {role: ("individual", "head", "right_to_sign", "employee"), purpose: ("sign", "auth"),
                 state: ("good", "expired", "not_yet_valid", "revoked", "suspended")}  # fmt: skip
        for said, allowed in words.items():
            if said not in allowed:
                _stop(f"{said}: choose one of {', '.join(allowed)}")
        if not surname or not given or (role != "individual") != bool(organisation and bin_):
            _stop("Give --surname and --given, and for another role than individual --organisation and --bin.")
        if bin_ and not (len(bin_) == 12 and bin_.isascii() and bin_.isdigit()):
            _stop("--bin is 12 digits.")
        firm = Organisation(organisation, bin_) if organisation else None
        chosen = Person(
            person, surname, given, _free_number(one.iin for one in known.values()), patronymic,
            role, firm, purpose, state,  # type: ignore[arg-type]
        )  # fmt: skip
    try:
        authority.issue(chosen, _now())
    except NoAuthority as none:
        _stop(str(none))
    print(f"{person}: issued", file=sys.stderr)


def _free_number(taken: Any) -> str:
    """A number of nobody's: the month 99, the next free order, the check digit left at what it comes to."""
    numbers = set(taken)
    return next(f"9999990{order:05d}" for order in range(50000, 99999) if f"9999990{order:05d}" not in numbers)


@app.command()
def revoke(
    person: str,
    reason: Annotated[str, typer.Option(help="key-compromise, certificate-hold, superseded …")] = "key-compromise",
    folder: Folder = None,
) -> None:
    """Revoke a person's certificates from now on; certificate-hold suspends them."""
    from jariya.kernel.signing.testca import NoAuthority

    try:
        serials = _open(folder).revoke(person, _now(), reason.replace("-", "_"))
    except NoAuthority as none:
        _stop(str(none))
    print(f"{person}: {len(serials)} certificates revoked", file=sys.stderr)


@app.command()
def restore(person: str, folder: Folder = None) -> None:
    """Give suspended certificates back. Exit code 1 when none was suspended: a revoked one stays revoked."""
    from jariya.kernel.signing.testca import NoAuthority

    try:
        serials = _open(folder).restore(person, _now())
    except NoAuthority as none:
        _stop(str(none))
    print(f"{person}: {len(serials)} certificates given back", file=sys.stderr)
    raise typer.Exit(0 if serials else 1)


@app.command()
def crl(
    algorithm: Algorithm = "gost512",
    delta: Annotated[bool, typer.Option("--delta", help="What changed since midnight in UTC")] = False,
    out: Out = None,
    folder: Folder = None,
) -> None:
    """Write the list of revoked certificates as it stands now, DER."""
    authority = _open(folder)
    if algorithm not in authority.kinds:
        _stop(f"{algorithm}: choose one of {', '.join(authority.kinds)}")
    lists = authority.responders.delta if delta else authority.responders.crl
    _write(lists(_now(), algorithm), out)


@app.command()
def sign(
    file: Annotated[Path, typer.Argument(help="What to sign; - reads standard input")],
    person: PersonName,
    algorithm: Algorithm = "gost512",
    attached: Annotated[bool, typer.Option("--attached", help="With the content inside")] = False,
    stamp: Annotated[bool, typer.Option("--tsp", help="With a time-stamp")] = False,
    pem: Annotated[bool, typer.Option("--pem", help="As text, as NCALayer answers")] = False,
    out: Out = None,
    folder: Folder = None,
) -> None:
    """Sign a file as a TEST person: a CMS as NCALayer makes it, DER."""
    from jariya.kernel.signing.testca import NoAuthority
    from jariya.kernel.signing.testca.algorithms import pem as as_text

    authority = _open(folder)
    content = _read(file)
    try:
        made = authority.person(person, algorithm).sign_cms(content, not attached, _now(), tsp=stamp)
    except NoAuthority as none:
        _stop(str(none))
    _write(as_text("CMS", made).encode() if pem else made, out)


@app.command()
def mobile(
    link: Annotated[str, typer.Argument(help="Text of the QR code (mobileSign:…) or the link")],
    person: PersonName,
    algorithm: Algorithm = "gost512",
    folder: Folder = None,
) -> None:
    """Sign what a page of this machine asks by QR code, as eGov Mobile does.

    Exit codes: 0 the site took the signature; 1 it did not, or the errand has ended; 2 no link, no such person.
    """
    from jariya.kernel.signing.soft.mobile import MobileError, open_errand, send
    from jariya.kernel.signing.soft.words import word
    from jariya.kernel.signing.testca import NoAuthority

    authority = _open(folder)
    try:
        signer = authority.person(person, algorithm)
        send(open_errand(link, now=_now()), signer, now=_now())
    except NoAuthority as none:
        _stop(str(none))
    except MobileError as error:
        status = f" ({error.status})" if error.status else ""
        _stop(word(error.code, "en") + status, 2 if error.code in ("phone_bad_link", "phone_not_allowed") else 1)
    print(word("phone_sent", "en"), file=sys.stderr)
