"""The TEST NCALayer and the TEST eGov Mobile in one process, as `./run` starts them in a demonstration.

python -m jariya.kernel.signing.soft --ncalayer PORT --web PORT [--folder FOLDER] [--person NAME] [--site ORIGIN]
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import threading
from pathlib import Path

from jariya.kernel.signing import testca
from jariya.kernel.signing.soft import production
from jariya.kernel.signing.soft.desk import Decision, Desk
from jariya.kernel.signing.soft.pages import server
from jariya.kernel.signing.soft.phone import make_phone
from jariya.kernel.signing.soft.sockets import listen
from jariya.kernel.signing.soft.window import make_window


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def main() -> None:
    """Entry point."""
    production.refuse()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ncalayer", type=int, required=True, help="port of the socket")
    parser.add_argument("--web", type=int, required=True, help="port of the windows")
    parser.add_argument("--folder", type=Path, default=production.folder())
    parser.add_argument("--person", default="", help="sign by itself as this TEST person")
    parser.add_argument("--algorithm", default="", help="gost512, gost256 or rsa")
    parser.add_argument("--site", action="append", default=[], help="origin that eGov Mobile may ask")
    chosen = parser.parse_args()
    authority = testca.make(chosen.folder, now=_now())
    desk = Desk()
    if chosen.person:
        desk.tell(Decision(chosen.person, chosen.algorithm))
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    sockets = listen(chosen.ncalayer, authority, desk, _now)
    threading.Thread(target=sockets.serve_forever, daemon=True).start()
    sites = chosen.site or [site for site in [os.environ.get("JARIYA_PUBLIC_URL", "")] if site]
    server(chosen.web, make_phone(make_window(authority, desk, _now), authority, _now, sites)).serve_forever()


if __name__ == "__main__":
    main()
