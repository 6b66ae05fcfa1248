"""Every code of a verdict in one table: the sub-indication of ETSI EN 319 102-1, what it means, what to do.

The sentences are the English originals; the catalogues have the others. A code never changes its meaning.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from jariya.kernel.language.catalogues import N_
from jariya.kernel.signing.refused import Refused

Indication = Literal["passed", "indeterminate", "failed"]
FAILED_SUBS = frozenset({"FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE", "REVOKED", "EXPIRED", "NOT_YET_VALID"})
"""ETSI EN 319 102-1, 5.1.3: sub-indications that are a final no. All others leave the verdict open."""


class Code(NamedTuple):
    """`sub`: sub-indication, empty for passed. `what` and `what_to_do`: whole sentences."""

    sub: str
    what: str
    what_to_do: str

    @property
    def indication(self) -> Indication:
        """`passed`, `failed` or `indeterminate`, which follows from the sub-indication."""
        return "passed" if not self.sub else "failed" if self.sub in FAILED_SUBS else "indeterminate"


_AGAIN = N_("Sign again with NCALayer or eGov Mobile; do not edit or convert the signature file.")
_WAIT = N_("Nothing needs to be done: the check is repeated when the service answers.")
_OTHER_KEY = N_("Sign again with a valid key of the National Certification Authority.")
_SIGNING_KEY = N_("Choose the key for signing; its file name usually begins with GOST512 or RSA, not with AUTH.")
_NEW_KEY = N_("Get a new certificate at the National Certification Authority (pki.gov.kz) and sign again.")
_TRUST = N_("The operator sets up the folder of trusted authorities and anchors.sha256 in it.")
_STAMP = N_("Sign again without a time-stamp or with one of the National Certification Authority.")
_LIST = N_("Give a current list of the authority that issued the certificate.")
_ANSWER = N_("Ask the authority's OCSP service again and give the new answer.")

CODES: dict[str, Code] = {
    "passed": Code("", N_("The signature is valid."), N_("Nothing needs to be done.")),
    # Shape
    "format.unreadable": Code("FORMAT_FAILURE", N_("The file is not a CMS signature."), _AGAIN),
    "format.too_big": Code(
        "FORMAT_FAILURE",
        N_("The signature is larger than 64 KB."),
        N_("Sign without enclosing the document and without further certificates."),
    ),
    "format.not_der": Code("FORMAT_FAILURE", N_("The signature is damaged or is not written in strict DER."), _AGAIN),
    "format.not_signed_data": Code("FORMAT_FAILURE", N_("The file is a CMS, but not a signature."), _AGAIN),
    "format.version": Code("FORMAT_FAILURE", N_("A version number inside the signature is wrong."), _AGAIN),
    "format.content_type": Code("FORMAT_FAILURE", N_("The signature is not over plain data."), _AGAIN),
    "format.signer_info": Code(
        "FORMAT_FAILURE", N_("The part about the signer is not built as the standard says."), _AGAIN
    ),
    "format.no_signer": Code("FORMAT_FAILURE", N_("The file holds no signature."), _AGAIN),
    "format.several_signers": Code(
        "FORMAT_FAILURE",
        N_("The file holds signatures of several people."),
        N_("Each person signs separately: send one signature in each file."),
    ),
    "format.certificates": Code(
        "FORMAT_FAILURE",
        N_("The signature holds no certificate, or one of an unknown kind."),
        N_("Sign again so that your certificate is included."),
    ),
    "format.crls_inside": Code(
        "FORMAT_FAILURE",
        N_("The signature encloses lists of revoked certificates."),
        N_("Sign again without enclosed proofs; they are fetched here."),
    ),
    "format.digest_set": Code(
        "FORMAT_FAILURE", N_("The lists of digest algorithms in the signature contradict."), _AGAIN
    ),
    "format.no_signed_attributes": Code("FORMAT_FAILURE", N_("The signature has no signed attributes."), _AGAIN),
    "format.attribute_missing": Code("FORMAT_FAILURE", N_("A required signed attribute is missing."), _AGAIN),
    "format.attribute_twice": Code(
        "FORMAT_FAILURE", N_("An attribute is given twice or has not exactly one value."), _AGAIN
    ),
    # Content
    "content.missing": Code(
        "SIGNED_DATA_NOT_FOUND",
        N_("The signature is detached and the signed document is not given."),
        N_("Give the document that was signed, with --data."),
    ),
    "content.other": Code(
        "HASH_FAILURE",
        N_("The enclosed document is not the one that was to be signed."),
        N_("Open the page again and sign the text that it shows."),
    ),
    "digest.other": Code(
        "HASH_FAILURE",
        N_("The signature is over another document."),
        N_("Open the page again and sign the text that it shows; the document must not be changed."),
    ),
    "signature.wrong": Code("SIG_CRYPTO_FAILURE", N_("The signature does not fit the certificate's key."), _AGAIN),
    # Signer and attributes
    "signer.not_found": Code(
        "NO_SIGNING_CERTIFICATE_FOUND",
        N_("The signer's certificate is not in the signature."),
        N_("Sign again so that your certificate is included."),
    ),
    "signer.ambiguous": Code("NO_SIGNING_CERTIFICATE_FOUND", N_("Several certificates fit the signer's name."), _AGAIN),
    "signer.extra_certificate": Code(
        "SIG_CONSTRAINTS_FAILURE",
        N_("The signature encloses a certificate that has nothing to do with the signer."),
        N_("Sign again with your certificate alone."),
    ),
    "attribute.unknown": Code(
        "SIG_CONSTRAINTS_FAILURE", N_("The signature has a signed attribute that is not understood."), _AGAIN
    ),
    "attribute.unsigned_unknown": Code(
        "SIG_CONSTRAINTS_FAILURE", N_("Something other than a time-stamp was added to the signature."), _AGAIN
    ),
    "attribute.content_type": Code("SIG_CONSTRAINTS_FAILURE", N_("The signed content type is another one."), _AGAIN),
    "attribute.ess": Code(
        "SIG_CONSTRAINTS_FAILURE", N_("The signature names another certificate than it holds."), _AGAIN
    ),
    "attribute.protection": Code(
        "SIG_CONSTRAINTS_FAILURE", N_("The signature names other algorithms than it uses."), _AGAIN
    ),
    "attribute.malformed": Code(
        "SIG_CONSTRAINTS_FAILURE", N_("A signed attribute is not built as the standard says."), _AGAIN
    ),
    "attribute.signing_time": Code(
        "SIG_CONSTRAINTS_FAILURE",
        N_("The signing time is impossible."),
        N_("Set the clock of your computer or phone and sign again."),
    ),
    # Algorithms
    "algorithm.unknown": Code(
        "CRYPTO_CONSTRAINTS_FAILURE", N_("The signature uses an algorithm that is not accepted."), _OTHER_KEY
    ),
    "algorithm.disagree": Code("FORMAT_FAILURE", N_("Digest, signature and key do not go together."), _AGAIN),
    "algorithm.parameters": Code(
        "CRYPTO_CONSTRAINTS_FAILURE", N_("An algorithm has parameters that are not accepted."), _AGAIN
    ),
    "algorithm.weak": Code(
        "CRYPTO_CONSTRAINTS_FAILURE", N_("The signature uses MD5 or SHA-1, which protect no longer."), _NEW_KEY
    ),
    "algorithm.weak_key": Code("CRYPTO_CONSTRAINTS_FAILURE", N_("The key is too short to be safe."), _NEW_KEY),
    "algorithm.legacy": Code(
        "CRYPTO_CONSTRAINTS_FAILURE",
        N_("The signature uses GOST 34.310-2004, which is accepted in archives only."),
        _NEW_KEY,
    ),
    # Certificate and chain
    "certificate.damaged": Code("FORMAT_FAILURE", N_("The certificate in the signature is damaged."), _AGAIN),
    "certificate.expired": Code("EXPIRED", N_("The certificate had expired when it was used."), _NEW_KEY),
    "certificate.expired_no_poe": Code(
        "OUT_OF_BOUNDS_NO_POE",
        N_("The certificate has expired and nothing proves that the signature is older."),
        N_("Give the moment of signing or a time-stamp, or sign again with a valid key."),
    ),
    "certificate.not_yet_valid": Code(
        "NOT_YET_VALID",
        N_("The certificate was not valid yet when it was used."),
        N_("Set the clock of your computer and sign again."),
    ),
    "certificate.not_yet_valid_no_poe": Code(
        "OUT_OF_BOUNDS_NO_POE",
        N_("The certificate is not valid yet at the moment of the check."),
        N_("Check again at a moment at which the certificate is valid."),
    ),
    "certificate.critical": Code(
        "CHAIN_CONSTRAINTS_FAILURE", N_("The certificate has a part that must be understood and is not."), _OTHER_KEY
    ),
    "certificate.iin": Code(
        "CHAIN_CONSTRAINTS_FAILURE", N_("The number (IIN) in the certificate is impossible."), _OTHER_KEY
    ),
    "chain.unknown_issuer": Code(
        "NO_CERTIFICATE_CHAIN_FOUND",
        N_("The certificate was issued by an authority that is not trusted here."),
        _OTHER_KEY,
    ),
    "chain.signature": Code(
        "CERTIFICATE_CHAIN_GENERAL_FAILURE", N_("The authority that the certificate names did not sign it."), _OTHER_KEY
    ),
    "chain.constraints": Code(
        "CHAIN_CONSTRAINTS_FAILURE", N_("An authority issued what it may not issue."), _OTHER_KEY
    ),
    "chain.authority_expired": Code(
        "OUT_OF_BOUNDS_NO_POE", N_("The issuing authority's own certificate was not valid."), _OTHER_KEY
    ),
    "trust.missing": Code("NO_CERTIFICATE_CHAIN_FOUND", N_("The list of trusted authorities is missing."), _TRUST),
    "trust.empty": Code("NO_CERTIFICATE_CHAIN_FOUND", N_("The list of trusted authorities is empty."), _TRUST),
    "trust.list": Code(
        "NO_CERTIFICATE_CHAIN_FOUND",
        N_("The list of anchors names a certificate that is not there, or has an unreadable line."),
        _TRUST,
    ),
    "trust.damaged": Code(
        "NO_CERTIFICATE_CHAIN_FOUND", N_("A file among the trusted authorities is no certificate."), _TRUST
    ),
    "trust.test_anchor": Code(
        "NO_CERTIFICATE_CHAIN_FOUND", N_("A TEST authority is among those of production."), _TRUST
    ),
    "trust.real_anchor": Code("NO_CERTIFICATE_CHAIN_FOUND", N_("A real authority is among those for tests."), _TRUST),
    "trust.not_authority": Code(
        "NO_CERTIFICATE_CHAIN_FOUND", N_("A certificate among the trusted ones may not issue others."), _TRUST
    ),
    "trust.unattached": Code("NO_CERTIFICATE_CHAIN_FOUND", N_("A trusted authority leads to no anchor."), _TRUST),
    "usage.authority": Code(
        "CHAIN_CONSTRAINTS_FAILURE", N_("The certificate is an authority's, not a person's."), _SIGNING_KEY
    ),
    "usage.auth_certificate": Code(
        "CHAIN_CONSTRAINTS_FAILURE",
        N_("The key is for entering sites only; documents are not signed with it."),
        _SIGNING_KEY,
    ),
    "usage.purpose": Code(
        "CHAIN_CONSTRAINTS_FAILURE", N_("The certificate is not for such a signature."), _SIGNING_KEY
    ),
    "usage.key_usage": Code(
        "CHAIN_CONSTRAINTS_FAILURE", N_("The certificate's key may not be used for signing."), _SIGNING_KEY
    ),
    "usage.role": Code(
        "CHAIN_CONSTRAINTS_FAILURE",
        N_("The certificate does not give the role that this act needs."),
        N_(
            "A citizen's act is signed with a person's own key, an organisation's by its head or by someone "
            "with the right to sign."
        ),
    ),
    # Revocation
    "revocation.none": Code("TRY_LATER", N_("There is no answer yet whether the certificate was revoked."), _WAIT),
    "revocation.unknown": Code("TRY_LATER", N_("The authority does not know the state of this certificate."), _WAIT),
    "revocation.on_hold": Code(
        "TRY_LATER",
        N_("The certificate is suspended."),
        N_("Ask the National Certification Authority to lift the suspension, or use another key."),
    ),
    "revocation.revoked": Code("REVOKED", N_("The certificate had been revoked before it was used."), _NEW_KEY),
    "revocation.revoked_no_poe": Code(
        "REVOKED_NO_POE",
        N_("The certificate is revoked and nothing proves that the signature is older."),
        N_("Give a time-stamp from before the revocation, or sign again with a valid key."),
    ),
    "revocation.never_issued": Code(
        "REVOKED", N_("The authority says that it never issued this certificate."), _OTHER_KEY
    ),
    "revocation.authority": Code(
        "REVOKED_CA_NO_POE", N_("The certificate of the issuing authority is revoked."), _OTHER_KEY
    ),
    "revocation.authority_not_checked": Code(
        "TRY_LATER",
        N_(
            "Whether the issuing authority's own certificate was revoked was not "
            "checked: no list of its issuer was given."
        ),
        _LIST,
    ),
    "ocsp.malformed": Code("TRY_LATER", N_("The OCSP answer is damaged."), _ANSWER),
    "ocsp.unsuccessful": Code("TRY_LATER", N_("The OCSP service refused to answer."), _ANSWER),
    "ocsp.other_certificate": Code("TRY_LATER", N_("The OCSP answer is about another certificate."), _ANSWER),
    "ocsp.responder": Code(
        "TRY_LATER", N_("The OCSP answer comes from a service without the right to give it."), _ANSWER
    ),
    "ocsp.responder_state": Code(
        "TRY_LATER", N_("Nothing says whether the OCSP service's own certificate holds."), _ANSWER
    ),
    "ocsp.extra_certificate": Code(
        "TRY_LATER", N_("The OCSP answer encloses a certificate of nobody concerned."), _ANSWER
    ),
    "ocsp.signature": Code("TRY_LATER", N_("The signature of the OCSP answer is wrong."), _ANSWER),
    "ocsp.algorithm": Code(
        "TRY_LATER", N_("The OCSP answer is signed with an algorithm that is not accepted."), _ANSWER
    ),
    "ocsp.stale": Code("TRY_LATER", N_("The OCSP answer is too old."), _ANSWER),
    "ocsp.future": Code("TRY_LATER", N_("The OCSP answer is from after the moment of the check."), _ANSWER),
    "ocsp.nonce": Code("TRY_LATER", N_("The OCSP answer is not the one to our question."), _ANSWER),
    "ocsp.extension": Code("TRY_LATER", N_("The OCSP answer has a part that must be understood and is not."), _ANSWER),
    "crl.malformed": Code("TRY_LATER", N_("The list of revoked certificates is damaged."), _LIST),
    "crl.issuer": Code("TRY_LATER", N_("The list of revoked certificates is another authority's."), _LIST),
    "crl.usage": Code("TRY_LATER", N_("The authority's key may not sign lists of revoked certificates."), _LIST),
    "crl.signature": Code("TRY_LATER", N_("The signature of the list of revoked certificates is wrong."), _LIST),
    "crl.algorithm": Code("TRY_LATER", N_("The list is signed with an algorithm that is not accepted."), _LIST),
    "crl.stale": Code("TRY_LATER", N_("The list of revoked certificates is too old."), _LIST),
    "crl.future": Code(
        "TRY_LATER", N_("The list of revoked certificates is from after the moment of the check."), _LIST
    ),
    "crl.number": Code("TRY_LATER", N_("The list of revoked certificates is older than one seen before."), _LIST),
    "crl.extension": Code("TRY_LATER", N_("The list has a part that must be understood and is not."), _LIST),
    "crl.scope": Code("TRY_LATER", N_("The list of revoked certificates does not cover this certificate."), _LIST),
    "crl.delta_base": Code("TRY_LATER", N_("The changes do not continue the list of revoked certificates."), _LIST),
    # Time-stamp
    "timestamp.malformed": Code("FORMAT_FAILURE", N_("The time-stamp is damaged."), _STAMP),
    "timestamp.refused": Code("TRY_LATER", N_("The time-stamp service refused."), _WAIT),
    "timestamp.imprint": Code("HASH_FAILURE", N_("The time-stamp belongs to another signature."), _STAMP),
    "timestamp.signature": Code("SIG_CRYPTO_FAILURE", N_("The time-stamp's own signature is wrong."), _STAMP),
    "timestamp.algorithm": Code(
        "CRYPTO_CONSTRAINTS_FAILURE", N_("The time-stamp uses an algorithm that is not accepted."), _STAMP
    ),
    "timestamp.certificate": Code(
        "SIG_CONSTRAINTS_FAILURE", N_("The time-stamp does not name its certificate rightly."), _STAMP
    ),
    "timestamp.usage": Code(
        "CHAIN_CONSTRAINTS_FAILURE", N_("The time-stamp's certificate is not for time-stamps alone."), _STAMP
    ),
    "timestamp.chain": Code(
        "NO_CERTIFICATE_CHAIN_FOUND", N_("The time-stamp comes from a service that is not trusted."), _STAMP
    ),
    "timestamp.expired": Code(
        "OUT_OF_BOUNDS_NO_POE", N_("The certificate of the time-stamp was not valid at its time."), _STAMP
    ),
    "timestamp.revoked": Code("REVOKED_NO_POE", N_("The certificate of the time-stamp is revoked."), _STAMP),
    "timestamp.policy": Code(
        "SIG_CONSTRAINTS_FAILURE", N_("The time-stamp was made by rules that are not accepted."), _STAMP
    ),
    "timestamp.nonce": Code("TRY_LATER", N_("The time-stamp is not the one that was asked for."), _WAIT),
    "timestamp.extension": Code(
        "SIG_CONSTRAINTS_FAILURE", N_("The time-stamp has a part that must be understood and is not."), _STAMP
    ),
    "timestamp.order": Code(
        "TIMESTAMP_ORDER_FAILURE",
        N_("The time-stamp's time cannot be: it is in the future, or before the signature or its document."),
        _STAMP,
    ),
}
"""Code: meaning. What other modules of the signature refuse with is here too; a test compares."""


def meaning(code: str) -> Code:
    """What a code means; an unknown one is read as damage, so that it can never pass."""
    return CODES.get(code, CODES["format.unreadable"])


def refuse(code: str) -> Refused:
    """Make the refusal of a code, with the indication and sub-indication of the table. Raises KeyError."""
    found = CODES[code]
    return Refused(code, found.indication, found.sub)
