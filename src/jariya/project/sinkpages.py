"""Pages of the two local tools (mail sink, SMS simulator): plain, safe, in three languages, without the program's own
pages, so that they work when the program does not."""

from __future__ import annotations

import html
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LANGUAGES = ("kk", "ru", "en")
PAGE_SIZE = 50

WORDS: dict[str, tuple[str, str, str]] = {
    "mail_title": ("Жергілікті пошта", "Локальная почта", "Local mail"),
    "mail_note": (
        "Бұл жергілікті пошта жинағы: хаттар ешкімге жіберілмейді, осы компьютерде ғана сақталады.",
        "Это локальный ящик: письма никому не уходят и хранятся только на этом компьютере.",
        "This is a local sink: letters reach nobody and are kept on this computer only.",
    ),
    "sms_title": ("SMS ТРЕНАЖЁРЫ", "ТРЕНАЖЁР SMS", "SMS SIMULATOR"),
    "sms_note": (
        "ТРЕНАЖЁР: хабарлар ешбір телефонға жіберілмейді, осы жерде ғана көрінеді.",
        "ТРЕНАЖЁР: сообщения не уходят ни на один телефон, их видно только здесь.",
        "SIMULATOR: no message reaches a telephone; they are shown here only.",
    ),
    "appeals_title": ("ЖОЛДАНЫМДАР ЖҮЙЕСІ (ТЕСТ)", "СИСТЕМА ОБРАЩЕНИЙ (ТЕСТ)", "SYSTEM FOR APPEALS (TEST)"),
    "appeals_note": (
        "ТРЕНАЖЁР: бұл мемлекеттік жүйе емес. Мұнда органның орнына сіз әрекет жасайсыз.",
        "ТРЕНАЖЁР: это не государственная система. Здесь вы действуете за орган.",
        "SIMULATOR: this is not the system of the state. Here you act for the body.",
    ),
    "number": ("Нөмірі", "Номер", "Number"),
    "state": ("Күйі", "Состояние", "State"),
    "act": ("Әрекет", "Действие", "What happens"),
    "behaves": ("Жүйенің мінезі", "Поведение системы", "How the system behaves"),
    "registered": ("тіркелді", "зарегистрировано", "registered"),
    "accepted": ("жұмысқа алынды", "принято в работу", "accepted"),
    "forwarded": ("басқа органға жіберілді", "перенаправлено", "forwarded"),
    "extended": ("мерзімі ұзартылды", "срок продлён", "extended"),
    "answered": ("жауап берілді", "дан ответ", "answered"),
    "returned": ("қабылданбады", "не принято", "not accepted"),
    "closed": ("жабылды", "закрыто", "closed"),
    "mode_good": ("дұрыс", "исправно", "well"),
    "mode_slow": ("баяу", "медленно", "slow"),
    "mode_twice": ("екі рет айтады", "сообщает дважды", "tells twice"),
    "mode_shuffled": ("ретсіз айтады", "сообщает не по порядку", "out of order"),
    "mode_down": ("істемейді", "не работает", "down"),
    "mode_chaos": ("бәрі бірге", "всё сразу", "all at once"),
    "none": ("Әзірге ештеңе жоқ.", "Пока ничего нет.", "Nothing yet."),
    "to": ("Кімге", "Кому", "To"),
    "from": ("Кімнен", "От кого", "From"),
    "subject": ("Тақырыбы", "Тема", "Subject"),
    "text": ("Мәтіні", "Текст", "Text"),
    "when": ("Қашан", "Когда", "When"),
    "length": ("Ұзындығы", "Длина", "Length"),
    "html": ("HTML түрі", "Вид HTML", "HTML view"),
    "raw": ("Бастапқы түрі", "Исходный вид", "Raw letter"),
    "reply": ("Осы хатқа жауап беру", "Ответить на это письмо", "Reply to this letter"),
    "reply_text": ("Жауап мәтіні", "Текст ответа", "Text of the reply"),
    "reply_send": ("Жіберу", "Отправить", "Send"),
    "reply_sent": (
        "Жіберілді: сайт хатты қабылдады. Бірнеше секундтан кейін істің бетін қараңыз.",
        "Отправлено: сайт принял письмо. Через несколько секунд посмотрите страницу дела.",
        "Sent: the site has taken the letter. Look at the page of the case in a few seconds.",
    ),
    "reply_refused": ("Сайт хатты қабылдамады:", "Сайт не принял письмо:", "The site did not take the letter:"),
    "reply_away": (
        "Хат қабылдайтын бөлік қазір қосулы емес.",
        "Часть, принимающая письма, сейчас не работает.",
        "The part that takes letters does not run now.",
    ),
    "files": ("Тіркелген файлдар", "Вложения", "Attachments"),
    "older": ("Ертеректегілер", "Более ранние", "Older"),
    "back": ("Тізімге оралу", "К списку", "Back to the list"),
    "not_found": ("Мұндай хабар жоқ.", "Такого сообщения нет.", "There is no such message."),
    "find": ("Алушы бойынша іздеу", "Найти по получателю", "Find by recipient"),
    "search": ("Іздеу", "Найти", "Search"),
}

STYLE = """
:root{color-scheme:light dark;font:18px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:1rem}
.note{border:3px solid;padding:.75rem;font-weight:600}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;padding:.4rem .6rem;border-block-end:1px solid;vertical-align:top;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
iframe{width:100%;height:32rem;border:1px solid;background:#fff}
a,button,input,textarea{font:inherit}textarea{width:100%}nav a{margin-inline-end:1rem}
@media(max-width:40rem){table,tbody,tr,td{display:block}thead{position:absolute;clip-path:inset(50%)}td{border:0}
tr{border-block-end:1px solid}}
"""

POLICY = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def word(key: str, language: str) -> str:
    """One sentence in kk, ru or en."""
    return WORDS[key][LANGUAGES.index(language)]


def e(text: object) -> str:
    """Text made safe for HTML."""
    return html.escape(str(text), quote=True)


class Pages(BaseHTTPRequestHandler):
    """What both tools share: language, page frame, safe answers. Subclasses answer `page(path, query)`."""

    title_key = "mail_title"
    note_key = "mail_note"
    server_version = "Jariya"
    sys_version = ""

    def do_GET(self) -> None:  # noqa: N802 - the name http.server calls
        """Answer a GET; whatever goes wrong ends as a page, not as a broken connection."""
        if not self.local():
            return
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.language = self.choose(query)
        if parts.path == "/style.css":
            self.answer(200, "text/css; charset=utf-8", STYLE.encode())
            return
        self.page(parts.path, query)

    def local(self) -> bool:
        """Refuse another host's name: a page elsewhere must not read letters by pointing its name at this machine."""
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host") or ""
        if host in ("localhost", "127.0.0.1", "[::1]"):
            return True
        self.answer(421, "text/plain; charset=utf-8", b"http://localhost\n")
        return False

    def choose(self, query: dict[str, str]) -> str:
        """Language: asked for in the address, else the browser's, else Kazakh."""
        if query.get("lang") in LANGUAGES:
            return query["lang"]
        for part in (self.headers.get("Accept-Language") or "").split(","):
            if part.strip()[:2].lower() in LANGUAGES:
                return part.strip()[:2].lower()
        return "kk"

    def page(self, path: str, query: dict[str, str]) -> None:
        """Answer the address; implemented by each tool."""
        self.missing()

    def missing(self) -> None:
        """404 in the reader's language."""
        self.html(404, f"<p>{e(word('not_found', self.language))}</p>{self.back()}")

    def back(self) -> str:
        """The way back to the list."""
        return f'<p><a href="/?lang={self.language}">{e(word("back", self.language))}</a></p>'

    def finder(self, query: dict[str, str]) -> str:
        """A form that filters by recipient."""
        label = e(word("find", self.language))
        return (
            f'<form><input type="hidden" name="lang" value="{self.language}"><p><label for="to">{label}</label> '
            f'<input id="to" name="to" value="{e(query.get("to", ""))}"> '
            f"<button>{e(word('search', self.language))}</button></p></form>"
        )

    def table(self, heads: list[str], rows: list[list[str]]) -> str:
        """A table of ready HTML cells, or the sentence that there is nothing."""
        if not rows:
            return f"<p>{e(word('none', self.language))}</p>"
        head = "".join(f'<th scope="col">{e(word(key, self.language))}</th>' for key in heads)
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def html(self, status: int, body: str) -> None:
        """A whole page around `body`."""
        title = e(word(self.title_key, self.language))
        links = " ".join(f'<a href="?lang={code}" hreflang="{code}">{code}</a>' for code in LANGUAGES)
        page = (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
            f'<link rel="stylesheet" href="/style.css"></head><body><nav>{links}</nav><main><h1>{title}</h1>'
            f'<p class="note">{e(word(self.note_key, self.language))}</p>{body}</main></body></html>'
        )
        self.answer(status, "text/html; charset=utf-8", page.encode())

    def json(self, status: int, value: Any) -> None:
        """A JSON answer."""
        self.answer(status, "application/json", json.dumps(value, ensure_ascii=False).encode())

    def answer(self, status: int, kind: str, body: bytes, policy: str = POLICY) -> None:
        """Headers and body; nothing is cached, sniffed or framed."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Addresses of letters do not belong into a log."""


def server(port: int, handler: type[Pages]) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 only."""
    ThreadingHTTPServer.allow_reuse_address = True
    ThreadingHTTPServer.daemon_threads = True
    return ThreadingHTTPServer(("127.0.0.1", port), handler)
