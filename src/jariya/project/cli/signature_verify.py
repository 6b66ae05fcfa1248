"""`jariya signature verify`: check a CMS signature and say what was checked. No database, no settings, no network."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from jariya.kernel.signing.revocation import Proofs
    from jariya.kernel.signing.trust import TrustStore
    from jariya.kernel.signing.verdict import Verdict

ALMATY = dt.timezone(dt.timedelta(hours=5))
"""Official time since 1 March 2024; a date without a zone is meant so."""

EXITS = {"passed": 0, "failed": 1, "indeterminate": 3}

STEPS = {
    "format": "One signature in strict DER, nothing in it that is not understood",
    "certificate": "The signer's certificate is whole and its algorithms are accepted",
    "content": "The signed document is here and is the right one",
    "signature": "Digest, signature and signed attributes agree with the document and the key",
    "chain": "The certificate was issued by a trusted authority; no other certificate is enclosed",
    "purpose": "The key may sign (or enter, where entering is asked)",
    "role": "The certificate gives the role that is asked",
    "time_stamp": "The time-stamp is over this signature and comes from a trusted service",
    "time_stamp_revocation": "The time-stamp service's certificate was not revoked",
    "time": "Signing time, time-stamp and validity of the certificate fit together",
    "authority_revocation": "The issuing authority's certificate was not revoked",
    "revocation": "The signer's certificate was not revoked",
}


def verify(
    file: Annotated[Path, typer.Argument(help="CMS signature: DER, PEM or base64; - reads standard input")],
    data: Annotated[Path | None, typer.Option(help="The signed document, of a detached signature")] = None,
    trust: Annotated[Path | None, typer.Option(help="Folder of trusted authorities with anchors.sha256")] = None,
    crl: Annotated[list[Path] | None, typer.Option(help="List of revoked certificates, full or delta")] = None,
    ocsp: Annotated[list[Path] | None, typer.Option(help="Answer of an OCSP service")] = None,
    at: Annotated[str | None, typer.Option(help="Moment of the check: a date or an ISO moment; now without")] = None,
    role: Annotated[str, typer.Option(help="Who must have signed: citizen, organisation, login or any")] = "any",
    archive: Annotated[bool, typer.Option(help="Also accept algorithms that are no longer safe")] = False,
    show_person: Annotated[bool, typer.Option(help="Show the signer's name and numbers")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """Check an electronic signature as the platform does, in the words of ETSI EN 319 102-1.

    Without an answer or a list about revocation the verdict is indeterminate (TRY_LATER): nothing is fetched. The
    signer stays unnamed unless --show-person is given. Exit codes: 0 passed, 1 failed, 2 misuse, 3 indeterminate.
    """
    from jariya.kernel.signing import policy, verify
    from jariya.kernel.signing.armour import unwrapped

    if role not in policy.RULES:
        _stop(f"--role {role}: give one of {', '.join(policy.RULES)}.")
    moment = _moment(at)
    raw = _read(file)
    found = unwrapped(raw)
    verdict = verify.check(
        found[0] if len(found) == 1 else raw,
        None if data is None else _read(data),
        trust=_store(trust, archive),
        at=moment,
        act=policy.RULES[role],
        proofs=_proofs(crl or [], ocsp or []),
        archive=archive,
    )
    if as_json:
        json.dump(verdict.as_json(show_person=show_person), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print("\n".join(_text(verdict, show_person)))
    raise typer.Exit(EXITS[verdict.indication])


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        _stop(f"{file}: {error.strerror}. Give a file that can be read.")


def _moment(said: str | None) -> dt.datetime:
    """Read --at: a date is its last second in Almaty, so that all that was signed on that day is in time."""
    if said is None:
        return dt.datetime.now(dt.UTC)
    try:
        if len(said) == 10:
            day = dt.date.fromisoformat(said)
            return dt.datetime.combine(day, dt.time(23, 59, 59), ALMATY).astimezone(dt.UTC)
        moment = dt.datetime.fromisoformat(said)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ALMATY)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        _stop(f"--at {said}: give a date or moment such as 2026-03-18 or 2026-03-18T10:00:00+05:00.")


def _store(folder: Path | None, archive: bool) -> TrustStore:
    """Load the trusted authorities. A folder without the list of anchors is believed as it is: it was named by hand."""
    from jariya.kernel.signing.armour import unwrapped
    from jariya.kernel.signing.certificates import Certificate
    from jariya.kernel.signing.codes import meaning
    from jariya.kernel.signing.refused import Refused
    from jariya.kernel.signing.trust import LIST, Profile, TrustStore

    if folder is None:
        var = Path(os.environ.get("JARIYA_VAR", Path(__file__).resolve().parents[4] / "var"))
        folder = Path(os.environ.get("EDS_TRUST_DIR") or var / "testca" / "trust")
        print(f"Trusted authorities: {folder}", file=sys.stderr)
    refusal = Refused("trust.missing")
    profiles: tuple[Profile, ...] = ("archive",) if archive else ("prod", "test")
    for profile in profiles:
        try:
            if (folder / LIST).is_file():
                store = TrustStore.load(folder, profile=profile)
            elif folder.is_dir():
                held = [
                    Certificate.parse(one, archive=archive)
                    for file in sorted(folder.iterdir())
                    if file.suffix.lower() in (".cer", ".crt", ".der", ".pem")
                    for one in unwrapped(file.read_bytes())
                ]
                roots = [one for one in held if one.names_itself] or held
                store = TrustStore(profile, roots, [one for one in held if one not in roots])
                print(f"{folder} has no {LIST}: its roots are taken as anchors.", file=sys.stderr)
            else:
                break
        except (Refused, OSError) as error:
            refusal = error if isinstance(error, Refused) else Refused("trust.damaged")
            if refusal.code != "trust.test_anchor":
                break
            continue
        if profile == "test":
            print("TEST authorities: such a signature has no force outside of tests.", file=sys.stderr)
        return store
    said = meaning(refusal.code)
    _stop(f"{folder}: {refusal.code}. {said.what} {said.what_to_do}")


def _proofs(lists: list[Path], answers: list[Path]) -> Proofs:
    from jariya.kernel.signing import crl, verify
    from jariya.kernel.signing.armour import unwrapped
    from jariya.kernel.signing.refused import Refused

    full: list[bytes] = []
    delta: list[bytes] = []
    for file in lists:
        raw = _read(file)
        for one in unwrapped(raw) or [raw]:
            try:
                (full if crl.read(one).base is None else delta).append(one)
            except Refused:
                full.append(one)
    return verify.Proofs(ocsp=[_read(file) for file in answers], crl=full, delta=delta)


def _text(verdict: Verdict, show_person: bool) -> list[str]:
    from jariya.kernel.signing.codes import meaning

    said = verdict.meaning
    lines = [
        f"{verdict.indication.upper()}{f' / {verdict.sub}' if verdict.sub else ''}: {said.what}",
        said.what_to_do,
        "",
        "What was checked:",
    ]
    for one in verdict.checks:
        lines.append(f"  {one.result:<14}{STEPS.get(one.name, one.name)}")
        if one.code:
            lines.append(f"  {'':<14}{one.code}: {meaning(one.code).what}")
    known = verdict.as_json(show_person=show_person)
    lines += ["", f"Moment of the check: {known['at']}"]
    for name, label in (
        ("algorithm", "Algorithm"),
        ("signing_time", "Signing time, by the signer's own clock"),
        ("best_signature_time", "Known to exist since"),
    ):
        if known[name]:
            lines.append(f"{label}: {known[name]}")
    if verdict.time_stamp:
        lines.append(f"Time-stamp: {known['time_stamp']['time']} (policy {known['time_stamp']['policy']})")
    if verdict.revocation:
        state = known["revocation"]
        lines.append(f"Revocation: {state['status']}, by {state['source'].upper()} of {state['this_update']}")
    if known["signer"]:
        for name, value in known["signer"].items():
            shown = ", ".join(value) if isinstance(value, list) else value
            lines.append(f"Signer's certificate, {name.replace('_', ' ')}: {shown}")
        if not show_person:
            lines.append("The signer is not named here; --show-person names them.")
    return lines
