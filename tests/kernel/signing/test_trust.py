"""Trust: which folders load, which chains hold, and that TEST and PROD never meet."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.testca import certificates as make
from jariya.kernel.signing.testca import der
from jariya.kernel.signing.testca.algorithms import GOST512, RSA, Key
from jariya.kernel.signing.trust import TrustStore

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)


class Family:
    """Authorities and people made in a test, each by name."""

    def __init__(self) -> None:
        self.keys: dict[str, Key] = {}

    def key(self, name: str, kind: str = GOST512) -> Key:
        return self.keys.setdefault(name, Key.generate(kind))

    def issuer(self, name: str) -> make.Issuer:
        return make.Issuer(make.name((make.COMMON_NAME, name)), self.key(name), "test")

    def authority(
        self, name: str, by: str, *, path: int | None = None, usage: tuple[int, ...] = (5, 6), is_ca: bool = True,
        since: dt.datetime = NOW - YEAR, until: dt.datetime = NOW + 5 * YEAR,
    ) -> bytes:  # fmt: skip
        constraints = der.sequence(
            *([der.boolean(True)] if is_ca else []), *([] if path is None else [der.integer(path)])
        )
        return make.certificate(
            issuer=self.issuer(by), subject=self.issuer(name).name, public=self.key(name).public,
            number=make.serial(), since=since, until=until,
            extensions=[make.extension("2.5.29.19", constraints, critical=True), make.usage(*usage),
                        make.key_identifier(self.key(name).identifier)],
        )  # fmt: skip

    def person(self, by: str, *, iin: str = "999912345678", signed_by: str | None = None) -> Certificate:
        issuer = make.Issuer(self.issuer(by).name, self.key(signed_by or by), "test")
        return Certificate.parse(
            make.certificate(
                issuer=issuer, subject=make.name((make.COMMON_NAME, "A"), (make.SERIAL, f"IIN{iin}")),
                public=self.key("person").public, number=make.serial(), since=NOW, until=NOW + YEAR,
                extensions=[make.usage(0, 1), make.purposes(make.EMAIL_PROTECTION, *make.ROLES["individual"])],
            )
        )  # fmt: skip


@pytest.fixture(scope="module")
def family() -> Family:
    return Family()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a trust folder of certificates, those named first being anchors."""

    def written(anchors: list[bytes], others: list[bytes] = [], text: str | None = None) -> Path:  # noqa: B006
        for place, one in enumerate([*anchors, *others]):
            (tmp_path / f"{place}.cer").write_bytes(one)
        lines = text if text is not None else "".join(f"{hashlib.sha256(one).hexdigest()}  x.cer\n" for one in anchors)
        (tmp_path / "anchors.sha256").write_text(lines)
        return tmp_path

    return written


def code(call: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def test_a_person_chains_to_the_root_through_the_authority(family: Family, folder: Any) -> None:
    root, nca = family.authority("ROOT TEST", "ROOT TEST"), family.authority("NCA TEST", "ROOT TEST", path=0)
    store = TrustStore.load(folder([root], [nca]), profile="test")
    leaf = family.person("NCA TEST")
    chain = store.chain(leaf, NOW)
    assert [one.der for one in chain.certificates] == [leaf.der, nca, root]
    assert chain.issuer.der == nca
    assert store.chain(leaf, NOW).issuer.der == nca


def test_an_authority_pinned_by_itself_is_an_anchor(family: Family, folder: Any) -> None:
    nca = family.authority("NCA TEST", "ROOT TEST")
    store = TrustStore.load(folder([nca]), profile="test")
    chain = store.chain(family.person("NCA TEST"), NOW)
    assert (chain.intermediates, chain.issuer.der) == ((), nca)
    assert store.chain(chain.anchor, NOW).certificates == (chain.anchor,)


def test_pem_with_several_certificates_is_read(family: Family, tmp_path: Path) -> None:
    made = [family.authority("ROOT TEST", "ROOT TEST"), family.authority("NCA TEST", "ROOT TEST")]
    text = "".join(
        f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(one).decode()}-----END CERTIFICATE-----\n" for one in made
    )
    (tmp_path / "all.pem").write_text(text)
    (tmp_path / "anchors.sha256").write_text(f"# the root\n{hashlib.sha256(made[0]).hexdigest()}\n\n")
    store = TrustStore.load(tmp_path, profile="test")
    assert {one.der for one in store.authorities} == set(made)
    assert store.chain(family.person("NCA TEST"), NOW).anchor.der == made[0]


def test_production_does_not_start_with_a_test_authority(family: Family, folder: Any) -> None:
    real, test = family.authority("ROOT", "ROOT"), family.authority("ТЕСТ", "ROOT")
    assert TrustStore.load(folder([real]), profile="prod").anchors
    assert code(lambda: TrustStore.load(folder([real, test]), profile="prod")) == "trust.test_anchor"
    assert code(lambda: TrustStore.load(folder([real], [test]), profile="prod")) == "trust.test_anchor"


def test_production_does_not_start_with_the_demonstrations_own_authority(authority: Any) -> None:
    assert code(lambda: TrustStore.load(authority.trust, profile="prod")) == "trust.test_anchor"
    assert TrustStore.load(authority.trust, profile="test").anchors


def test_a_demonstration_does_not_believe_real_authorities(family: Family, folder: Any) -> None:
    assert (
        code(lambda: TrustStore.load(folder([family.authority("ROOT", "ROOT")]), profile="test")) == "trust.real_anchor"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", "trust.empty"), ("not a digest\n", "trust.list"), (f"{'0' * 64}  gone.cer\n", "trust.list")],
)
def test_a_list_of_anchors_that_does_not_hold_is_refused(family: Family, folder: Any, text: str, wanted: str) -> None:
    made = folder([family.authority("ROOT TEST", "ROOT TEST")], text=text)
    assert code(lambda: TrustStore.load(made, profile="test")) == wanted


def test_a_folder_without_list_or_with_a_broken_file_is_refused(family: Family, folder: Any, tmp_path: Path) -> None:
    assert code(lambda: TrustStore.load(tmp_path / "none", profile="test")) == "trust.missing"
    assert code(lambda: TrustStore.load(tmp_path, profile="test")) == "trust.missing"
    made = folder([family.authority("ROOT TEST", "ROOT TEST")])
    (made / "broken.cer").write_bytes(b"\x30\x03\x02\x01")
    assert code(lambda: TrustStore.load(made, profile="test")) == "trust.damaged"


def test_an_authority_that_leads_to_no_anchor_is_refused(family: Family, folder: Any) -> None:
    root, lost = family.authority("ROOT TEST", "ROOT TEST"), family.authority("NCA TEST", "ELSEWHERE TEST")
    assert code(lambda: TrustStore.load(folder([root], [lost]), profile="test")) == "trust.unattached"


@pytest.mark.parametrize("changes", [{"is_ca": False}, {"usage": (0, 1)}, {"usage": (6,)}])
def test_what_may_not_issue_is_no_authority(family: Family, folder: Any, changes: dict[str, Any]) -> None:
    made = folder([family.authority("ROOT TEST", "ROOT TEST", **changes)])
    assert code(lambda: TrustStore.load(made, profile="test")) == "trust.not_authority"


def test_a_path_longer_than_an_authority_allows_is_refused(family: Family, folder: Any) -> None:
    root = family.authority("ROOT TEST", "ROOT TEST", path=1)
    first = family.authority("FIRST TEST", "ROOT TEST", path=0)
    second = family.authority("SECOND TEST", "FIRST TEST")
    store = TrustStore.load(folder([root], [first, second]), profile="test")
    assert store.chain(family.person("FIRST TEST"), NOW).anchor.der == root
    assert code(lambda: store.chain(family.person("SECOND TEST"), NOW)) == "chain.constraints"


def test_an_unknown_issuer_and_a_false_one_are_told_apart(family: Family, folder: Any) -> None:
    store = TrustStore.load(folder([family.authority("NCA TEST", "NCA TEST")]), profile="test")
    assert code(lambda: store.chain(family.person("OTHER TEST"), NOW)) == "chain.unknown_issuer"
    assert code(lambda: store.chain(family.person("NCA TEST", signed_by="OTHER TEST"), NOW)) == "chain.signature"
    impostor = Family()
    impostor.key("NCA TEST", RSA)
    assert code(lambda: store.chain(impostor.person("NCA TEST"), NOW)) == "algorithm.disagree"


def test_a_person_cannot_issue(family: Family, folder: Any) -> None:
    """The oldest mistake of all: a citizen's certificate used as an authority's is not in the store, and stays out."""
    store = TrustStore.load(folder([family.authority("NCA TEST", "NCA TEST")]), profile="test")
    store.chain(family.person("NCA TEST"), NOW)
    assert code(lambda: store.chain(family.person("A"), NOW)) == "chain.unknown_issuer"


def test_validity_is_asked_at_the_moment_given(family: Family, folder: Any) -> None:
    store = TrustStore.load(folder([family.authority("NCA TEST", "NCA TEST", until=NOW + YEAR / 2)]), profile="test")
    leaf = family.person("NCA TEST")
    second = dt.timedelta(seconds=1)
    assert store.chain(leaf, NOW)
    assert code(lambda: store.chain(leaf, NOW - second)) == "certificate.not_yet_valid"
    assert code(lambda: store.chain(leaf, NOW + YEAR / 2 + second)) == "chain.authority_expired"
    longer = TrustStore.load(folder([family.authority("NCA TEST", "NCA TEST")]), profile="test")
    assert longer.chain(leaf, NOW + YEAR)
    assert code(lambda: longer.chain(leaf, NOW + YEAR + second)) == "certificate.expired"


def test_two_keys_under_one_name_are_both_tried(family: Family, folder: Any) -> None:
    """An authority that changed its key keeps its name; no key identifiers are needed to find the right one."""
    second = Family()
    stores = folder([family.authority("NCA TEST", "NCA TEST"), second.authority("NCA TEST", "NCA TEST")])
    store = TrustStore.load(stores, profile="test")
    assert store.chain(family.person("NCA TEST"), NOW).issuer.key.spki == family.key("NCA TEST").public
    assert store.chain(second.person("NCA TEST"), NOW).issuer.key.spki == second.key("NCA TEST").public


def test_check_digits_of_a_person_are_asked_in_production_alone(family: Family, folder: Any) -> None:
    real = TrustStore.load(folder([family.authority("NCA", "NCA")]), profile="prod")
    # the invented number 010101 5 0000 with the digit that the rule gives, and with another
    assert real.chain(family.person("NCA", iin="010101500003"), NOW)
    assert code(lambda: real.chain(family.person("NCA", iin="010101500004"), NOW)) == "certificate.iin"
    test = TrustStore.load(folder([family.authority("NCA TEST", "NCA TEST")]), profile="test")
    assert test.chain(family.person("NCA TEST", iin="123456789011"), NOW)
