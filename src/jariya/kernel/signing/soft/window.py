"""NCALayer's TEST window: pending requests, who signs, Sign or Cancel; `/control` decides without a person."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from urllib.parse import urlencode

from jariya.kernel.signing.soft import wallet
from jariya.kernel.signing.soft.desk import BadPlan, Decision, Desk, Request, plan
from jariya.kernel.signing.soft.pages import Pages, Refused, e
from jariya.kernel.signing.soft.wallet import Unsuited
from jariya.kernel.signing.testca import TestAuthority

# Only a comfort: without it the button "Look again" does the same. It never reloads under a hand that is choosing.
SCRIPT = """
"use strict";
const ids = () => [...document.querySelectorAll("[data-request]")].map((one) => one.dataset.request).join();
const busy = () => document.activeElement && document.activeElement.closest("form") !== null;
setInterval(async () => {
  try {
    const now = (await (await fetch("/waiting.json")).json()).join();
    if (now !== ids() && !busy()) location.assign(`/?lang=${document.documentElement.lang}`);
  } catch (error) { /* the program has stopped: the page stays as it is */ }
}, 1500);
"""


def make_window(authority: TestAuthority, desk: Desk, now: Callable[[], dt.datetime]) -> type[Pages]:
    """The window over one desk."""

    class Window(Pages):
        title_key = "nca_title"
        note_key = "nca_note"

        def get(self, path: str) -> None:
            if path == "/":
                self.requests()
            elif path == "/window.js":
                self.answer(200, "text/javascript; charset=utf-8", SCRIPT.encode())
            elif path == "/waiting.json":
                self.json(200, [request.id for request in desk.waiting()])
            elif path == "/control":
                self.json(200, _state(desk))
            else:
                self.missing()

        def post(self, path: str) -> None:
            if path == "/decide":
                self.decide(self.form())
            elif path == "/control":
                self.control()
            elif path == "/by-hand":
                self.form()
                desk.tell(None)
                self.see(f"/?lang={self.language}")
            else:
                self.missing()

        def requests(
            self, status: int = 200, chosen: dict[str, str] | None = None, trouble: str = "", more: str = ""
        ) -> None:
            chosen = chosen or {}
            said = self.query.get("done", "")
            body = self.error(trouble, more) if trouble else ""
            if said in ("signed", "cancelled"):
                body += f'<p class="said" role="status">{self.say(f"done_{said}")}</p>'
            if desk.plan is not None:
                body += f"<p>{self.say('automatic')}</p>{self.button('/by-hand', 'by_hand')}"
            waiting = desk.waiting()
            body += "".join(self.section(request, number, chosen) for number, request in enumerate(waiting))
            if not waiting:
                if not said:
                    body += f"<p>{self.say('nothing')}</p>"
                again = f'<form action="/" method="get">{self.hidden()}<button>{self.say("look_again")}</button></form>'
                body += again
            self.html(status, body, script=True)

        def hidden(self, **fields: str) -> str:
            values = {"lang": self.language, **fields}
            return "".join(f'<input type="hidden" name="{name}" value="{e(text)}">' for name, text in values.items())

        def button(self, action: str, key: str) -> str:
            return f'<form action="{action}" method="post">{self.hidden()}<button>{self.say(key)}</button></form>'

        def section(self, request: Request, number: int, chosen: dict[str, str]) -> str:
            mine = chosen if chosen.get("request") == request.id else {}
            title = self.say("document")
            documents = [
                self.document(one, f"{title} ({at})" if len(request.documents) > 1 else title)
                for at, one in enumerate(request.documents, 1)
            ]
            offers = wallet.offers(authority, request.wanted, now())
            yes = self.say("sign" if request.kind == "sign" else "show_key")
            return (
                f'<section data-request="{e(request.id)}" aria-labelledby="t{number}">'
                f'<h2 id="t{number}">{self.say(f"asked_{request.kind}")}</h2>'
                f"<dl><dt>{self.say('asked_by')}</dt><dd>{e(request.origin or '?')}</dd></dl>{''.join(documents)}"
                f'<form action="/decide" method="post">{self.hidden(request=request.id)}'
                f"{self.choice(offers, mine, f'r{number}-')}"
                f'<div class="buttons"><button class="first" name="do" value="sign">{yes}</button>'
                f'<button name="do" value="cancel">{self.say("cancel")}</button></div></form></section>'
            )

        def decide(self, form: dict[str, str]) -> None:
            request = desk.find(form.get("request", ""))
            if request is None:
                self.requests(410, trouble="gone")
                return
            if form.get("do") == "cancel":
                decision = Decision(cancel=True)
            elif form.get("do") == "sign":
                anyway = form.get("anyway") == "1"
                person, algorithm = form.get("person", ""), form.get("algorithm", "")
                try:
                    wallet.choose(authority, person, algorithm, request.wanted, now(), anyway=anyway)
                except Unsuited as why:
                    more = "" if why.code == "unsuited_nobody" else "unsuited_way_out"
                    self.requests(422, form, why.code, more)
                    return
                decision = Decision(person, algorithm, anyway=anyway)
            else:
                raise Refused(400)
            if not desk.decide(request.id, decision):
                self.requests(410, trouble="gone")
                return
            done = "cancelled" if decision.cancel else "signed"
            self.see("/?" + urlencode({"lang": self.language, "done": done}))

        def control(self) -> None:
            try:
                said = json.loads(self.body("application/json"))
                desk.tell(plan(said))
            except BadPlan as bad:
                self.json(422, {"code": bad.code})
                return
            except (ValueError, RecursionError):
                self.json(400, {"code": "not_json"})
                return
            except Refused as refused:
                self.close_connection = True
                self.json(refused.status, {"code": "not_json" if refused.status == 415 else "too_long"})
                return
            self.json(200, _state(desk))

    return Window


def _state(desk: Desk) -> dict[str, object]:
    return {
        "test": True,
        "waiting": len(desk.waiting()),
        "plan": None if desk.plan is None else vars(desk.plan),
    }
