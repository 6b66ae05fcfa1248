"""Words too common to tell one text from another. They are indexed for quoted phrases only."""

from __future__ import annotations

_KK = (
    "және мен пен бен да де та те ма ме ба бе па пе бұл ол осы сол ал бірақ үшін туралы бойынша дейін кейін"
    " деп еді екен ғой емес не я немесе сонымен қатар бір сияқты арқылы оның оны оған маған мені менің біз біздің"
    " сіз сіздің өз әр барлық бар жоқ болады болып болған болды керек енді тек ғана әрі"
)
_RU = (
    " и в во не на с со что как по к ко у за из от о об но для это мы вы я он она они их его её ее ли же бы а то"
    " или при до так уже если все всё нет есть был была было были быть нам вам мне нас вас мой наш ваш этот эта"
    " эти того чтобы также"
)
_EN = " the of and to in is a for that on with as are be it this by from or an at was were has have not"
STOPWORDS: frozenset[str] = frozenset(f"{_KK}{_RU}{_EN}".split())
