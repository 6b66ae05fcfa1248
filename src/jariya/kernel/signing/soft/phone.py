"""eGov Mobile's TEST screen: paste or open a link, see what is signed and by whom it is asked, sign or refuse."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jariya.kernel.signing.soft import mobile, wallet
from jariya.kernel.signing.soft.mobile import Errand, MobileError
from jariya.kernel.signing.soft.pages import Pages, Refused, e
from jariya.kernel.signing.soft.wallet import Unsuited, Wanted
from jariya.kernel.signing.testca import TestAuthority

WANTED = Wanted((wallet.SIGN,))
"""The application signs with signing certificates alone."""
NAMES = {"kk": "nameKz", "ru": "nameRu", "en": "nameEn"}
MOST_OPEN = 100


class Opened:
    """Errands read and not yet answered: API 1 may be good for one reading only. Lost when the program stops."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._errands: dict[str, tuple[str, Errand]] = {}

    def keep(self, link: str, errand: Errand) -> str:
        """Remember an errand; its key in the form."""
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._errands[key] = (link, errand)
            while len(self._errands) > MOST_OPEN:
                self._errands.pop(next(iter(self._errands)))
        return key

    def find(self, key: str) -> tuple[str, Errand] | None:
        """The link and errand of this key."""
        with self._lock:
            return self._errands.get(key)

    def forget(self, key: str) -> None:
        """The errand is answered."""
        with self._lock:
            self._errands.pop(key, None)


def make_phone(
    base: type[Pages], authority: TestAuthority, now: Callable[[], dt.datetime], sites: Sequence[str] = ()
) -> type[Pages]:
    """The screen at `/mobile`, in front of the pages of `base`. `sites`: origins it may ask, see `mobile.allowed`."""
    opened = Opened()

    class Phone(base):  # type: ignore[valid-type, misc]
        def get(self, path: str) -> None:
            if path.rstrip("/") != "/mobile":
                super().get(path)
                return
            self.mark()
            link = self.query.get("link", "")
            said = self.query.get("done", "")
            if said in ("sent", "declined"):
                self.html(200, f'<p class="said" role="status">{self.say(f"phone_{said}")}</p>{self.another()}')
            elif not link:
                self.html(200, self.paste())
            else:
                self.look(link)

        def post(self, path: str) -> None:
            if path.rstrip("/") != "/mobile":
                super().post(path)
                return
            self.mark()
            form = self.form()
            found = opened.find(form.get("errand", ""))
            if found is None:
                self.html(410, self.error("gone") + self.another())
                return
            link, errand = found
            self.query = {"link": link}
            if form.get("do") == "refuse":
                opened.forget(form["errand"])
                self.done("declined")
                return
            if form.get("do") != "sign":
                raise Refused(400)
            try:
                person = wallet.choose(
                    authority, form.get("person", ""), form.get("algorithm", ""), WANTED, now(),
                    anyway=form.get("anyway") == "1",
                )  # fmt: skip
                mobile.send(errand, person, now=now())
            except Unsuited as why:
                more = "" if why.code == "unsuited_nobody" else "unsuited_way_out"
                self.html(422, self.error(why.code, more) + self.errand(form["errand"], errand, form))
            except MobileError as why:
                self.html(502, self.error(why.code) + self.another())
            else:
                opened.forget(form["errand"])
                self.done("sent")

        def mark(self) -> None:
            self.title_key, self.note_key = "phone_title", "phone_note"

        def done(self, what: str) -> None:
            self.see("/mobile?" + urlencode({"lang": self.language, "done": what}))

        def look(self, link: str) -> None:
            try:
                errand = mobile.open_errand(link, now=now(), sites=sites)
            except MobileError as why:
                status = 502 if why.code in ("phone_unreachable", "phone_strange") else 422
                self.html(status, self.error(why.code) + self.paste(link))
                return
            self.html(200, self.errand(opened.keep(link, errand), errand, {}))

        def paste(self, link: str = "") -> str:
            return (
                f'<form action="/mobile" method="get"><input type="hidden" name="lang" value="{self.language}">'
                f'<p><label for="link">{self.say("phone_paste")}</label></p>'
                f'<p id="link-hint">{self.say("phone_hint")}</p>'
                f'<p><textarea id="link" name="link" rows="4" required aria-describedby="link-hint" spellcheck="false"'
                f' autocapitalize="off">{e(link)}</textarea></p>'
                f'<p><button class="first">{self.say("phone_open")}</button></p></form>'
            )

        def another(self) -> str:
            return f'<p><a href="/mobile?lang={self.language}">{self.say("phone_another")}</a></p>'

        def errand(self, key: str, errand: Errand, chosen: dict[str, str]) -> str:
            name = NAMES[self.language]
            rows = [("phone_from", errand.names[name] or errand.names["nameRu"])]
            if errand.description:
                rows.append(("phone_for", errand.description))
            if errand.expires:
                rows.append(("phone_until", f"{errand.expires.astimezone(ZoneInfo('Asia/Almaty')):%d.%m.%Y %H:%M}"))
            facts = "".join(f"<dt>{self.say(word)}</dt><dd>{e(text)}</dd>" for word, text in rows)
            documents = "".join(
                f"<h2>{e(one.names[name] or one.names['nameRu'] or self.say('document'))}</h2>"
                + "".join(f"<p>{e(label)}: {e(value)}</p>" for label, value in one.meta)
                + self.document(one.content, self.say("document"))
                for one in errand.documents
            )
            return (
                f"<dl>{facts}</dl>{documents}<form action='/mobile' method='post'>"
                f'<input type="hidden" name="lang" value="{self.language}">'
                f'<input type="hidden" name="errand" value="{e(key)}">'
                f"{self.choice(wallet.offers(authority, WANTED, now()), chosen, 'm-')}"
                f'<div class="buttons"><button class="first" name="do" value="sign">{self.say("sign")}</button>'
                f'<button name="do" value="refuse">{self.say("refuse")}</button></div></form>'
            )

    return Phone
