"""Who holds a key of the TEST authority: invented people, each with TEST in the name and a number nobody can have.

The numbers (IIN, BIN) have a right check digit and an impossible day (month 99), so that they can be no person's and
no organisation's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jariya.kernel.signing.testca.algorithms import GOST256, GOST512, RSA

Role = Literal["individual", "head", "right_to_sign", "employee"]
State = Literal["good", "expired", "not_yet_valid", "revoked", "suspended"]
Issuer = Literal["nca", "foreign", "impostor"]

BOTH = (GOST512, RSA)

MINISTRY_BIN = "999940000010"
DISTRICT_BIN = "999940000020"
OTHER_BIN = "999940000030"


@dataclass(frozen=True)
class Organisation:
    """An invented body or firm as in a certificate. `slug`: its address in the demonstration, if it has one."""

    name: str
    bin: str
    slug: str | None = None


MINISTRY = Organisation("ҮЛГІ МИНИСТРЛІГІ TEST (ойдан шығарылған)", MINISTRY_BIN, "ulgi-ministry")
DISTRICT = Organisation("СЫНАҚ АУДАНЫНЫҢ ӘКІМДІГІ TEST (ойдан шығарылған)", DISTRICT_BIN, "akimat-ulgi-synaq")
FIRM = Organisation('ТОО "ПРИМЕР" ТЕСТ (вымышленное)', OTHER_BIN)


@dataclass(frozen=True)
class Person:
    """One holder of a certificate. `account`: handle of the same person in the demonstration, if there is one."""

    key: str
    surname: str
    given: str
    iin: str
    patronymic: str = ""
    role: Role = "individual"
    organisation: Organisation | None = None
    purpose: Literal["sign", "auth"] = "sign"
    state: State = "good"
    issuer: Issuer = "nca"
    algorithms: tuple[str, ...] = BOTH
    rsa_bits: int = 2048
    account: str | None = None

    @property
    def common_name(self) -> str:
        """Surname and given name, as the CN has them."""
        return f"{self.surname} {self.given}"

    def __repr__(self) -> str:
        return f"Person({self.key!r})"


PERSONS: tuple[Person, ...] = (
    Person("citizen-1", "ҮЛГІҚЫЗЫ-ТЕСТ", "АЙГЕРІМ", "999999000012", account="demo-citizen-1"),
    Person("citizen-2", "ПРИМЕРОВА-ТЕСТ", "МАРИЯ", "999999000022", "ТЕСТОВНА", account="demo-citizen-2"),
    Person("citizen-3", "ҮЛГІҰЛЫ-ТЕСТ", "СЕРІК", "999999000032", "ҮЛГІҰЛЫ", account="demo-citizen-3"),
    Person("citizen-4", "ОБРАЗЦОВ-ТЕСТ", "ИВАН", "999999000042", "ТЕСТОВИЧ"),
    Person("citizen-5", "ЖҰМБАҚОВА-ТЕСТ", "ӘЛИЯ", "999999000052", "СЫНАҚҚЫЗЫ"),
    Person("citizen-6", "ВЫМЫСЛОВА-ТЕСТ", "ОЛЬГА", "999999000062", "ТЕСТОВНА"),
    Person("citizen-7", "АҢЫЗБАЙ-ТЕСТ", "ҒАЛЫМ", "999999000072", "ЕРТЕГІҰЛЫ"),
    # The only one with a 256-bit GOST key beside the usual ones.
    Person("citizen-8", "ҚИЯЛҚЫЗЫ-ТЕСТ", "ІҢКӘР", "999999000082", algorithms=(GOST512, RSA, GOST256)),
    Person("citizen-9", "НЕБЫЛИЦИН-ТЕСТ", "ПЁТР", "999999000092"),
    Person("head", "МЫСАЛОВ-ТЕСТ", "НҰРЛАН", "999999000101", role="head", organisation=MINISTRY, account="demo-head"),
    Person(
        "deputy",
        "СЫНАҚОВА-ТЕСТ",
        "ӘСЕЛ",
        "999999000111",
        role="right_to_sign",
        organisation=MINISTRY,
        account="demo-deputy",
    ),
    Person(
        "employee",
        "АҢЫЗБАЕВ-ТЕСТ",
        "ДӘУРЕН",
        "999999000121",
        role="employee",
        organisation=MINISTRY,
        account="demo-officer-1",
    ),
    Person(
        "district-head",
        "ҮЛГІБАЕВА-ТЕСТ",
        "ГҮЛНАР",
        "999999000131",
        role="head",
        organisation=DISTRICT,
        account="demo-district-head",
    ),
    Person(
        "right-to-sign",
        "ПОДПИСАНТОВ-ТЕСТ",
        "ОЛЕГ",
        "999999000141",
        "ТЕСТОВИЧ",
        role="right_to_sign",
        organisation=FIRM,
    ),
    Person("other-head", "ДИРЕКТОРОВА-ТЕСТ", "АННА", "999999000151", role="head", organisation=FIRM),
    Person("expired", "ЕСКІРГЕН-ТЕСТ", "МҰРАТ", "999999000161", state="expired"),
    Person("not-yet-valid", "БУДУЩЕВ-ТЕСТ", "РОМАН", "999999000171", "ТЕСТОВИЧ", state="not_yet_valid"),
    Person("revoked", "ҚАЙТАРЫЛҒАН-ТЕСТ", "ЖАННА", "999999000181", state="revoked"),
    Person("suspended", "ПРИОСТАНОВЛЕНОВ-ТЕСТ", "ЛЕВ", "999999000191", state="suspended"),
    Person("auth-only", "КІРЕТІН-ТЕСТ", "САМАЛ", "999999000200", purpose="auth"),
    Person("foreign", "ЧУЖЕСТРАНЦЕВ-ТЕСТ", "МАРК", "999999000210", issuer="foreign"),
    # Issued under the very name of our authority by somebody else's key.
    Person("impostor", "АЛАЯҚОВ-ТЕСТ", "ТЕСТ", "999999000220", issuer="impostor"),
    Person("weak", "ӘЛСІЗОВ-ТЕСТ", "ТЕСТ", "999999000230", algorithms=(RSA,), rsa_bits=1024),
)
"""In the order in which the TEST windows offer them."""

BY_KEY = {person.key: person for person in PERSONS}


def matching(account: str) -> Person | None:
    """The person whose demonstration account is `account`, None when it has no certificate."""
    return next((person for person in PERSONS if person.account == account), None)
