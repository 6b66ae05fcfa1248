"""One description for each kind of thing that `inspect` reads. Lenient on purpose: archives are not as strict as we."""

from __future__ import annotations

import datetime as dt
import hmac
from typing import Any

from asn1crypto import cms as asn1cms
from asn1crypto import core, tsp, x509
from asn1crypto import crl as asn1crl
from asn1crypto import ocsp as asn1ocsp

from jariya.kernel.signing import keys, oids
from jariya.kernel.signing.attest import Attested, Holder, is_personal
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.refused import Refused

Said = dict[str, Any]
LISTED = 1000
"""How many entries of a list of revoked certificates are written out."""

_TRUST = "whether the chain leads to a trusted authority, and whether anything was revoked (see `signature verify`)"
_RSA_BY_DIGEST = {oids.SHA1: oids.SHA1_RSA, oids.MD5: oids.MD5_RSA, oids.SHA256: oids.SHA256_RSA,
                  oids.SHA384: oids.SHA384_RSA, oids.SHA512: oids.SHA512_RSA}  # fmt: skip


def certificate(data: bytes, attested: Attested) -> Said:
    """Describe a certificate and check its signature."""
    attested.open(_TRUST)
    return _certificate(x509.Certificate.load(data, strict=True), attested, "certificate")


def crl(data: bytes, attested: Attested) -> Said:
    """Describe a list of revoked certificates, full or delta, and check its signature."""
    found = asn1crl.CertificateList.load(data, strict=True)
    tbs = found["tbs_cert_list"]
    revoked = tbs["revoked_certificates"]
    extensions = {one["extn_id"].dotted: one for one in tbs["crl_extensions"]}
    reasons: dict[str, int] = {}
    listed: list[Said] = []
    for entry in revoked:
        reason = entry.crl_reason_value
        name = reason.native if reason else "not given"
        reasons[name] = reasons.get(name, 0) + 1
        if len(listed) < LISTED:
            at = _when(entry["revocation_date"].native)
            listed.append({"serial": _serial(entry["user_certificate"].native), "at": at, "reason": name})
    delta = found.delta_crl_indicator_value
    said = {
        "issuer": attested.keys.name(found.issuer.dump(), masked=False),
        "number": found.crl_number_value.native if found.crl_number_value else None,
        "delta_of": delta.native if delta else None,
        "this_update": _when(tbs["this_update"].native),
        "next_update": _when(tbs["next_update"].native),
        "authority_key": _hex(found.authority_key_identifier),
        "critical_extensions": [oid for oid, one in extensions.items() if one["critical"].native],
        "revoked": len(revoked),
        "reasons": reasons,
        "entries": listed,
    }
    oid = found["signature_algorithm"]["algorithm"].dotted
    attested.check("list", tbs.dump(), found["signature"].native, oid, attested.keys.called(found.issuer.dump()))
    attested.open("whether the list is current and its issuer trusted")
    return said


def ocsp(data: bytes, attested: Attested) -> Said:
    """Describe an OCSP answer; check the responder's certificate and the answer itself."""
    found = asn1ocsp.OCSPResponse.load(data, strict=True)
    status = found["response_status"].native
    if status != "successful":
        attested.open("everything: the service gave no answer")
        return {"status": status}
    basic = found.basic_ocsp_response
    answered = basic["tbs_response_data"]
    inside = list(basic["certs"] or [])
    for one in inside:
        attested.keys.add(one.dump(), "this file")
    responder = answered["responder_id"]
    if responder.name == "by_name":
        name = responder.chosen.untag().dump()
        called, shown = attested.keys.called(name), attested.keys.name(name, masked=False)
    else:
        wanted = responder.chosen.native
        called = [one for one in attested.keys.holders if _key_hash(one) == wanted]
        shown = f"key {wanted.hex()}"
    certificates = [_certificate(one, attested, f"certificate {place}") for place, one in enumerate(inside, 1)]
    oid = basic["signature_algorithm"]["algorithm"].dotted
    attested.check("answer", answered.dump(), basic["signature"].native, oid, called)
    attested.open("whether the responder may speak for the issuer, and whether the answer is fresh")
    attested.open(_TRUST)
    nonce = next((one for one in answered["response_extensions"] if one["extn_id"].dotted == oids.OCSP_NONCE), None)
    return {
        "status": status,
        "responder": shown,
        "produced_at": _when(answered["produced_at"].native),
        "nonce": _nonce(nonce["extn_value"].contents) if nonce else None,
        "answers": [_answer(one) for one in answered["responses"]],
        "certificates": certificates,
    }


def timestamp_answer(data: bytes, attested: Attested) -> Said:
    """Describe the answer of a time-stamp service and the token in it."""
    found = tsp.TimeStampResp.load(data, strict=True)
    said = {"status": found["status"]["status"].native}
    token = found["time_stamp_token"]
    if isinstance(token, core.Void):
        attested.open("everything: the service gave no time-stamp")
        return said
    return {**said, **_without_kind(cms(token.dump(), attested))}


def cms(data: bytes, attested: Attested) -> Said:
    """Describe a CMS SignedData, or a time-stamp token when that is what it holds; check each signature in it."""
    info = asn1cms.ContentInfo.load(data, strict=True)
    signed = info["content"]
    content_type = signed["encap_content_info"]["content_type"]
    content = _content(signed)
    inside = [one.chosen for one in signed["certificates"] or [] if isinstance(one.chosen, x509.Certificate)]
    for one in inside:
        attested.keys.add(one.dump(), "this file")
    certificates = [_certificate(one, attested, f"certificate {place}") for place, one in enumerate(inside, 1)]
    said: Said = {"content_type": content_type.dotted}
    if content_type.dotted == oids.TST_INFO and content is not None:
        said = {"kind": "timestamp", **_stamped(tsp.TSTInfo.load(content), attested)}
    else:
        said["content"] = "detached" if content is None else f"enclosed, {len(content)} bytes"
        if content is None:
            attested.open("whether the signed document is the one you have: it is not in the file")
    signers = [_signer(one, place, content, attested) for place, one in enumerate(signed["signer_infos"], 1)]
    attested.open(_TRUST)
    return {**said, "signers": signers, "certificates": certificates}


# -- parts ----------------------------------------------------------------------------------------------------------


def _certificate(found: x509.Certificate, attested: Attested, of: str) -> Said:
    tbs = found["tbs_certificate"]
    subject, issuer = found.subject.dump(), found.issuer.dump()
    spki = tbs["subject_public_key_info"].dump()
    oid = found["signature_algorithm"]["algorithm"].dotted
    itself = spki if subject == issuer else None
    attested.check(of, tbs.dump(), found["signature_value"].native, oid, attested.keys.called(issuer), itself=itself)
    purposes = [one.dotted for one in found.extended_key_usage_value or []]
    policies = [one["policy_identifier"].dotted for one in found.certificate_policies_value or []]
    length = found.basic_constraints_value["path_len_constraint"].native if found.ca else None
    return {
        "subject": attested.keys.name(subject, masked=is_personal(found)),
        "issuer": attested.keys.name(issuer, masked=False),
        "serial": _serial(found.serial_number),
        "not_before": _when(tbs["validity"]["not_before"].native),
        "not_after": _when(tbs["validity"]["not_after"].native),
        "key": _key(spki),
        "authority": bool(found.ca),
        "path_length": length,
        "test": "TEST" in attested.keys.name(issuer, masked=False).upper(),
        "key_usage": sorted(found.key_usage_value.native) if found.key_usage_value else [],
        "purposes": [_PURPOSES.get(one, one) for one in purposes],
        "roles": [oids.ROLES[one] for one in purposes if one in oids.ROLES],
        "policies": policies,
        "ocsp": found.ocsp_urls,
        "crl": [url for point in found.crl_distribution_points if (url := point.url)],
        "delta_crl": [url for point in found.delta_crl_distribution_points if (url := point.url)],
        "subject_key": _hex(found.key_identifier),
        "authority_key": _hex(found.authority_key_identifier),
        "critical_extensions": sorted(
            one["extn_id"].dotted for one in tbs["extensions"] or [] if one["critical"].native
        ),
        "accepted": _accepted(found.dump()),
    }


_PURPOSES = {
    oids.EMAIL_PROTECTION: "signing",
    oids.CLIENT_AUTH: "entering",
    oids.OCSP_SIGNING: "OCSP answers",
    oids.TIME_STAMPING: "time-stamps",
    **oids.ROLES,
}


def _accepted(data: bytes) -> str:
    """Say whether the strict reading of `verify` would take the certificate: `yes`, or the code of its refusal."""
    try:
        Certificate.parse(data)
    except Refused as refusal:
        return refusal.code
    return "yes"


def _key(spki: bytes) -> str:
    try:
        return keys.PublicKey.from_spki(spki, archive=True).algorithm
    except Refused as refusal:
        return f"({refusal.code})"


def _answer(one: asn1ocsp.SingleResponse) -> Said:
    said = one["cert_id"]
    status = one["cert_status"]
    revoked = status.chosen if status.name == "revoked" else None
    return {
        "serial": _serial(said["serial_number"].native),
        "digest": oids.NAMES.get(
            said["hash_algorithm"]["algorithm"].dotted, said["hash_algorithm"]["algorithm"].dotted
        ),
        "state": status.name,
        "revoked_at": _when(revoked["revocation_time"].native) if revoked else None,
        "reason": revoked["revocation_reason"].native if revoked else None,
        "this_update": _when(one["this_update"].native),
        "next_update": _when(one["next_update"].native),
    }


def _stamped(info: tsp.TSTInfo, attested: Attested) -> Said:
    imprint = info["message_imprint"]
    attested.open("whether the stamped bytes are the ones you have: only their digest is in the token")
    accuracy = info["accuracy"]
    seconds = accuracy["seconds"].native or 0 if accuracy.native else None
    return {
        "time": _when(info["gen_time"].native),
        "accuracy_seconds": seconds,
        "policy": info["policy"].dotted,
        "serial": _serial(info["serial_number"].native),
        "digest": oids.NAMES.get(imprint["hash_algorithm"]["algorithm"].dotted, "unknown"),
        "imprint": _hex(imprint["hashed_message"].native),
        "nonce": info["nonce"].native,
    }


def _signer(one: asn1cms.SignerInfo, place: int, content: bytes | None, attested: Attested) -> Said:
    of = f"signer {place}"
    digest_oid = one["digest_algorithm"]["algorithm"].dotted
    oid = one["signature_algorithm"]["algorithm"].dotted
    if oid == oids.RSA:
        oid = _RSA_BY_DIGEST.get(digest_oid, oid)
    sid = one["sid"]
    if sid.name == "issuer_and_serial_number":
        wanted = (sid.chosen["issuer"].dump(), sid.chosen["serial_number"].native)
        named = [each for each in attested.keys.holders if (each.issuer, each.serial) == wanted]
    else:
        named = [each for each in attested.keys.holders if each.key_id == sid.chosen.native]
    attributes = one["signed_attrs"]
    said: Said = {
        "certificate": named[0].shown if named else "(not in the file)",
        "digest": oids.NAMES.get(digest_oid, digest_oid),
        "signature": oids.NAMES.get(oid, oid),
        "attributes": [],
        "digest_agrees": None,
    }
    if isinstance(attributes, core.Void):
        if content is not None:
            attested.check(of, content, one["signature"].native, oid, named)
        else:
            attested.open(f"{of}: it has no attributes and its document is not in the file")
    else:
        by_kind = {each["type"].dotted: each for each in attributes}
        said["attributes"] = [each["type"].native for each in by_kind.values()]
        moment = by_kind.get(oids.SIGNING_TIME)
        said["signing_time"] = _when(moment["values"][0].native) if moment else None
        said["digest_agrees"] = _digest_agrees(by_kind, digest_oid, content)
        attested.check(of, attributes.untag().dump(), one["signature"].native, oid, named)
        if said["digest_agrees"] is False:
            attested.disagree(of, oid)
    for each in [] if isinstance(one["unsigned_attrs"], core.Void) else one["unsigned_attrs"]:
        if each["type"].dotted == oids.TIME_STAMP_TOKEN:
            said["time_stamp"] = _time_stamp(each["values"][0].dump(), one["signature"].native, place, attested)
    return said


def _time_stamp(token: bytes, signature: bytes, place: int, attested: Attested) -> Said:
    inner = Attested(attested.keys)
    said = cms(token, inner)
    for one in inner.signatures:
        attested.signatures.append(type(one)(**{**one.plain(), "of": f"time-stamp of signer {place}, {one.of}"}))
    digest = next((oid for oid, name in oids.NAMES.items() if name == said.get("digest")), "")
    try:
        agrees = keys.digest(digest, signature, archive=True).hex() == said.get("imprint")
    except Refused:
        agrees = None
    return {**_without_kind(said), "over_this_signature": agrees}


def _digest_agrees(by_kind: dict[str, Any], digest_oid: str, content: bytes | None) -> bool | None:
    """Return whether the digest in the attributes is the enclosed content's; None when that cannot be said."""
    if content is None or oids.MESSAGE_DIGEST not in by_kind:
        return None
    try:
        made = keys.digest(digest_oid, content, archive=True)
    except Refused:
        return None
    return hmac.compare_digest(made, by_kind[oids.MESSAGE_DIGEST]["values"][0].native)


def _content(signed: asn1cms.SignedData) -> bytes | None:
    content = signed["encap_content_info"]["content"]
    if isinstance(content, core.Void):
        return None
    return bytes(content.parsed if isinstance(content, core.Any) else content)


def _key_hash(holder: Holder) -> bytes:
    return keys.digest(oids.SHA1, keys.PublicKey.from_spki(holder.spki, archive=True).identity, archive=True)


def _nonce(value: bytes) -> str:
    """Return the nonce alone; it is wrapped in an OCTET STRING of its own by most services (RFC 8954)."""
    return (value[2:] if value[:2] == bytes((4, len(value) - 2)) else value).hex()


def _without_kind(said: Said) -> Said:
    return {name: value for name, value in said.items() if name != "kind"}


def _serial(number: int) -> str:
    return f"{number:x}" if number >= 0 else f"-{-number:x}"


def _when(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _hex(value: bytes | None) -> str | None:
    return value.hex() if value else None
