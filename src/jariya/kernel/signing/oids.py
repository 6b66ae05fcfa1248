"""Object identifiers of the national profile and their names, made known to asn1crypto on import.

Sources: the published TEST certificates; Government rules on certificates (V2000021440); RFC 5280, 5652, 6960, 3161.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import algos, cms, core, keys, tsp, x509

assert tsp  # noqa: S101 - imported for its effect: asn1crypto learns of time-stamps inside CMS

KZ = "1.2.398.3."

# -- digests
SHA1 = "1.3.14.3.2.26"
MD5 = "1.2.840.113549.2.5"
SHA256 = "2.16.840.1.101.3.4.2.1"
SHA384 = "2.16.840.1.101.3.4.2.2"
SHA512 = "2.16.840.1.101.3.4.2.3"
STREEBOG256 = KZ + "10.1.3.2"
STREEBOG512 = KZ + "10.1.3.3"
GOST94 = KZ + "10.1.3.1"
GOST94_TEST_BOXES = KZ + "10.1.3.1.1.0"
"""Its substitutions, as the keys of 2004 name them."""

# -- keys and their curves
RSA = "1.2.840.113549.1.1.1"
GOST2015_512_KEY = KZ + "10.1.1.2.2"
GOST2015_512_CURVE = KZ + "10.1.1.2.2.1"
GOST2015_256_KEY = KZ + "10.1.1.2.1"
GOST2015_256_CURVE = KZ + "10.1.1.2.1.1"
GOST2004_KEY = KZ + "10.1.1.1.1"
GOST2004_CURVE = KZ + "10.1.1.1.1.1"

# -- signatures
SHA256_RSA = "1.2.840.113549.1.1.11"
SHA384_RSA = "1.2.840.113549.1.1.12"
SHA512_RSA = "1.2.840.113549.1.1.13"
SHA1_RSA = "1.2.840.113549.1.1.5"
MD5_RSA = "1.2.840.113549.1.1.4"
RSA_PSS = "1.2.840.113549.1.1.10"
GOST2015_512 = KZ + "10.1.1.2.3.2"
GOST2015_256 = KZ + "10.1.1.2.3.1"
GOST2004 = KZ + "10.1.1.1.2"

# -- CMS, time-stamps, OCSP
DATA = "1.2.840.113549.1.7.1"
SIGNED_DATA = "1.2.840.113549.1.7.2"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
TIME_STAMP_TOKEN = "1.2.840.113549.1.9.16.2.14"  # noqa: S105 - an identifier, not a password
OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1"
OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2"
OCSP_NOCHECK = "1.3.6.1.5.5.7.48.1.5"
OCSP = "1.3.6.1.5.5.7.48.1"
CA_ISSUERS = "1.3.6.1.5.5.7.48.2"

# -- certificate extensions
SUBJECT_KEY_IDENTIFIER = "2.5.29.14"
KEY_USAGE = "2.5.29.15"
SUBJECT_ALT_NAME = "2.5.29.17"
BASIC_CONSTRAINTS = "2.5.29.19"
CRL_NUMBER = "2.5.29.20"
CRL_REASON = "2.5.29.21"
DELTA_CRL = "2.5.29.27"
ISSUING_DISTRIBUTION_POINT = "2.5.29.28"
CERTIFICATE_ISSUER = "2.5.29.29"
NAME_CONSTRAINTS = "2.5.29.30"
CRL_DISTRIBUTION_POINTS = "2.5.29.31"
CERTIFICATE_POLICIES = "2.5.29.32"
AUTHORITY_KEY_IDENTIFIER = "2.5.29.35"
EXTENDED_KEY_USAGE = "2.5.29.37"
FRESHEST_CRL = "2.5.29.46"
AUTHORITY_INFORMATION = "1.3.6.1.5.5.7.1.1"

# -- extended key usages
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
ROLES = {
    KZ + "3.4.1.1": "individual",
    KZ + "3.4.1.2": "legal",
    KZ + "3.4.1.2.1": "head",
    KZ + "3.4.1.2.2": "right_to_sign",
    KZ + "3.4.1.2.3": "financial",
    KZ + "3.4.1.2.4": "hr",
    KZ + "3.4.1.2.5": "employee",
}
"""User kinds that the National Certification Authority writes into extended key usage, by our names of them."""

# -- policies
POLICY_EDS_LEGAL = KZ + "3.2.1"
POLICY_AUTH_LEGAL = KZ + "3.2.2"
POLICY_EDS_PERSON = KZ + "3.2.3"
POLICY_AUTH_PERSON = KZ + "3.2.4"
TSA_POLICIES = {
    KZ + "3.2.6.1": "gost",
    KZ + "3.2.6.2": "rsa",
    KZ + "3.2.6.3": "gost-gt",
    KZ + "3.2.6.4": "gost2015",
}

# -- names
COMMON_NAME = "2.5.4.3"
SURNAME = "2.5.4.4"
SERIAL_NUMBER = "2.5.4.5"
COUNTRY = "2.5.4.6"
LOCALITY = "2.5.4.7"
STATE = "2.5.4.8"
ORGANISATION = "2.5.4.10"
UNIT = "2.5.4.11"
GIVEN_NAME = "2.5.4.42"
EMAIL = "1.2.840.113549.1.9.1"

NAMES = {
    SHA1: "SHA-1",
    MD5: "MD5",
    SHA256: "SHA-256",
    SHA384: "SHA-384",
    SHA512: "SHA-512",
    STREEBOG256: "Streebog-256",
    STREEBOG512: "Streebog-512",
    GOST94: "GOST R 34.11-94",
    RSA: "RSA",
    SHA1_RSA: "RSA with SHA-1",
    MD5_RSA: "RSA with MD5",
    SHA256_RSA: "RSA with SHA-256",
    SHA384_RSA: "RSA with SHA-384",
    SHA512_RSA: "RSA with SHA-512",
    RSA_PSS: "RSA-PSS",
    GOST2015_512_KEY: "GOST 34.10-2015, 512 bits",
    GOST2015_256_KEY: "GOST 34.10-2015, 256 bits",
    GOST2004_KEY: "GOST 34.310-2004",
    GOST2015_512: "GOST 34.10-2015 with Streebog-512",
    GOST2015_256: "GOST 34.10-2015 with Streebog-256",
    GOST2004: "GOST 34.310-2004 with GOST R 34.11-94",
}
"""What a person reads instead of the numbers."""


def _learn(kind: Any, names: dict[str, str]) -> None:
    kind._map = {**kind._map, **{oid: name for oid, name in names.items() if oid not in kind._map}}
    if kind._reverse_map is not None:
        kind._reverse_map = {**kind._reverse_map, **{kind._map[oid]: oid for oid in names}}


def register() -> None:
    """Make the national identifiers known to asn1crypto: signatures, keys, digests, user kinds. Safe to repeat."""
    _learn(
        algos.SignedDigestAlgorithmId,
        {GOST2015_512: "kz_gost2015_512", GOST2015_256: "kz_gost2015_256", GOST2004: "kz_gost2004"},
    )
    _learn(
        algos.DigestAlgorithmId,
        {STREEBOG512: "kz_streebog512", STREEBOG256: "kz_streebog256", GOST94: "kz_gost94"},
    )
    _learn(
        keys.PublicKeyAlgorithmId,
        {
            GOST2015_512_KEY: "kz_gost2015_512_key",
            GOST2015_256_KEY: "kz_gost2015_256_key",
            GOST2004_KEY: "kz_gost2004_key",
        },
    )
    _learn(x509.KeyPurposeId, {oid: f"kz_{role}" for oid, role in ROLES.items()})
    _learn(
        cms.CMSAttributeType,
        {SIGNING_CERTIFICATE: "signing_certificate", SIGNING_CERTIFICATE_V2: "signing_certificate_v2"},
    )
    inherited = keys.PublicKeyInfo._spec_callbacks["public_key"]
    if getattr(inherited, "national", False):
        return

    def spec(info: Any) -> Any:
        if info["algorithm"]["algorithm"].dotted.startswith(KZ):
            return (core.OctetBitString, None)  # the octets x‖y stand inside, wrapped once more
        return inherited(info)

    spec.national = True  # type: ignore[attr-defined]
    keys.PublicKeyInfo._spec_callbacks = {**keys.PublicKeyInfo._spec_callbacks, "public_key": spec}


register()
