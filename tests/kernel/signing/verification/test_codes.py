"""One table of codes: every refusal of the package is in it, with a sentence and a remedy."""

from __future__ import annotations

import re
from pathlib import Path

import jariya.kernel.signing as package
from jariya.kernel.signing.codes import CODES, FAILED_SUBS, meaning, refuse

FOLDER = Path(package.__file__).parent
SUBS = FAILED_SUBS | {
    "SIG_CONSTRAINTS_FAILURE", "CHAIN_CONSTRAINTS_FAILURE", "CERTIFICATE_CHAIN_GENERAL_FAILURE",
    "CRYPTO_CONSTRAINTS_FAILURE", "TIMESTAMP_ORDER_FAILURE", "NO_SIGNING_CERTIFICATE_FOUND",
    "NO_CERTIFICATE_CHAIN_FOUND", "REVOKED_NO_POE", "REVOKED_CA_NO_POE", "OUT_OF_BOUNDS_NO_POE", "NO_POE", "TRY_LATER",
    "SIGNED_DATA_NOT_FOUND",
}  # fmt: skip
"""Of ETSI EN 319 102-1, tables 5 and 6."""


SHORT = {
    ("cms", "_no"): "format", ("timestamps", "_no"): "timestamp", ("ocsp", "no"): "ocsp", ("crl", "no"): "crl",
    ("policy", "crypto"): "algorithm", ("policy", "_usage"): "usage", ("signer_info", "attribute"): "attribute",
    ("trust", "_untrusted"): "trust",
}  # fmt: skip
"""Module and short way in it: the family of codes that it raises."""


def test_every_refusal_of_the_package_is_in_the_table() -> None:
    said = set()
    for file in FOLDER.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        said |= set(re.findall(r'(?:Refused|refuse)\(\s*"([a-z_.]+)"', text))
        said |= {f"{family}.{code}" for family, code in re.findall(r'\b(ocsp|crl)\.no\("([a-z_]+)"\)', text)}
        for (module, short), family in SHORT.items():
            if module == file.stem:
                said |= {f"{family}.{code}" for code in re.findall(rf'\b{short}\("([a-z_]+)"\)', text)}
                said |= {
                    f"{family}.{code}" for code in re.findall(rf'\b{short}\("[a-z_]+" if .*? else "([a-z_]+)"', text)
                }
    assert len(said) > 60
    assert said - CODES.keys() == set()
    unused = CODES.keys() - said - {"passed"}
    assert unused <= {"certificate.expired_no_poe", "certificate.not_yet_valid_no_poe", *_OF_STEPS}


_OF_STEPS = {"format.unreadable", "revocation.authority_not_checked", "revocation.none", "revocation.revoked_no_poe",
             "format.crls_inside", "format.signer_info", "usage.auth_certificate", "format.no_signed_attributes",
             "format.certificates", "ocsp.future", "ocsp.stale", "crl.future", "crl.stale"}  # fmt: skip
"""Said by a verdict itself, or by a call that chooses between two codes."""


def test_codes_are_words_of_the_standard_with_sentences() -> None:
    for code, found in CODES.items():
        assert re.fullmatch(r"[a-z]+(\.[a-z_0-9]+)?", code)
        assert not found.sub or found.sub in SUBS
        for sentence in (found.what, found.what_to_do):
            assert sentence[0].isupper() and sentence.endswith(".") and "  " not in sentence
    assert CODES["passed"].indication == "passed"
    assert [code for code, found in CODES.items() if found.indication == "passed"] == ["passed"]


def test_an_unknown_code_never_reads_as_passed() -> None:
    assert meaning("something.new").indication == "failed"


def test_a_refusal_carries_what_the_table_says() -> None:
    refusal = refuse("revocation.on_hold")
    assert (refusal.code, refusal.indication, refusal.sub) == ("revocation.on_hold", "indeterminate", "TRY_LATER")
