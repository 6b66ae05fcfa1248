"""What a person wrote in a reply: without the letter they answer, the signature and the words of the program. Pure.

Programs and people here: Gmail, Outlook (От:/Отправлено:, Кімнен:/Жіберілді:), Mail.ru, Yandex, iPhone, Thunderbird, in
Kazakh, Russian and English. Our own letters carry a line to write above; it is the surest mark.
"""

from __future__ import annotations

import re

LINE = "##-"
_OUR_LINE = re.compile(r"^[>|\s]*##-.{0,120}-##\s*$")
_QUOTE = re.compile(r"^\s*(?:>|\|\s)")
_WROTE = re.compile(
    r"(?:\bwrote|\bpishet|пишет|писал(?:а|и|\(а\))?|написал(?:а|и|\(а\))?|жазды|жазған|жазып отыр)\s*:?\s*$"
    r"|\d[^@]{0,200}<[^<>@\s]{1,100}@[^<>@\s]{1,100}>\s*:\s*$",  # Yandex, and Gmail in Kazakh, use no verb
    re.IGNORECASE,
)
_HAS_WHO = re.compile(r"@|\d{4}|\d{1,2}[:.]\d{2}|<|&lt;|,")
_DIVIDER = re.compile(
    r"^\s*[-_=*–—\s]{0,20}(?:original message|forwarded message|исходное сообщение"
    r"|пересылаемое сообщение|пересланное сообщение"
    r"|переадресованное сообщение|бастапқы хабар(?:лама)?|түпнұсқа хабар(?:лама)?|қайта жіберілген хабар(?:лама)?"
    r"|begin forwarded message"
    r"|начало переадресованного сообщения)[-_=*–—:\s]{0,20}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:_{10,}|-{20,}|={20,})\s*$")
_FIELD = {
    "from": re.compile(r"^[*\s>]*(?:from|от(?: кого)?|кімнен|жіберуші|отправитель)\s*:[*\s]*\S", re.IGNORECASE),
    "other": re.compile(
        r"^[*\s>]*(?:sent|date|to|cc|subject|отправлено|дата|кому|копия|тема|жіберілді|жіберілген|күні|кімге|көшірме|тақырыбы?)\s*:",
        re.IGNORECASE,
    ),
}
_SIGNATURE = re.compile(r"^--\s?$|^—\s?$")
_PROGRAM = re.compile(
    r"^\s*(?:(?:sent|отправлено|послано|жіберілді)\s+(?:from|from my|с|из|через|via|using|при помощи|арқылы)?\s*.{0,60}"
    r"(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|redmi|outlook|gmail|yandex|яндекс|mail\.ru|почт|mail|телефон|смартфон"
    r"|планшет|устройств).{0,30}"
    r"|(?:iphone|ipad|samsung|android|яндекс|outlook|mail\.ru)\S*.{0,40}жіберіл\w+.{0,20}"
    r"|get outlook for .{0,20}|скачать outlook для .{0,20}|outlook for .{0,12} алу.{0,10})\s*$",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """The reply without what is quoted below or above it, without signature; lines answered in between stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next((at for at, _line in enumerate(lines) if _ends(lines, at)), len(lines))
    kept = [line.rstrip() for line in lines[:end] if not _QUOTE.match(line) and not _PROGRAM.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _ends(lines: list[str], at: int) -> bool:
    """Whether from this line on nothing is the writer's own."""
    line = lines[at]
    if _OUR_LINE.match(line) or _DIVIDER.match(line) or _SIGNATURE.match(line):
        return True
    if _RULE.match(line) and any(_FIELD["from"].match(one) for one in lines[at + 1 : at + 4]):
        return True
    if _FIELD["from"].match(line):
        return sum(bool(_FIELD["other"].match(one)) for one in lines[at + 1 : at + 7]) >= 2
    return _introduces(lines, at)


def _introduces(lines: list[str], at: int) -> bool:
    """`12 мая 2026 г., 10:00 …@… пишет:`, on one line or broken over up to three; and nothing of one's own after it."""
    said = lines[at].strip()
    if not said or _QUOTE.match(said):
        return False
    for count in range(1, min(3, len(lines) - at) + 1):
        joined = " ".join(one.strip() for one in lines[at : at + count])[:400]
        if _WROTE.search(joined) and _HAS_WHO.search(joined) and len(joined) < 300:
            follows = next((one for one in lines[at + count :] if one.strip()), "")
            own_later = [one for one in lines[at + count :] if one.strip() and not _QUOTE.match(one)]
            # Answers between quoted lines are the person's own: then only the quoted lines go.
            return not (_QUOTE.match(follows) and own_later) or _is_tail(own_later)
        if not lines[at + count - 1].strip():
            return False
    return False


def _is_tail(lines: list[str]) -> bool:
    """Whether what stands outside the quotation is a program's line or a signature."""
    return all(_PROGRAM.match(line) or _SIGNATURE.match(line) for line in lines)
