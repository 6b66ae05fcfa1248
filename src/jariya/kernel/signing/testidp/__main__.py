"""`python -m jariya.kernel.signing.testidp --port PORT`: serve until asked to stop."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from typing import Any

from jariya.kernel.signing.soft.production import refuse


def prepare() -> None:
    """Django with the service's own settings, its tables, and the one site that may ask."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "jariya.kernel.signing.testidp.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from allauth.idp.oidc.models import Client
    from django.conf import settings as configured

    settings: Any = configured
    client = Client.objects.filter(id=settings.CLIENT_ID).first() or Client(id=settings.CLIENT_ID)
    client.name = "Jariya"
    client.type = Client.Type.CONFIDENTIAL
    client.set_secret(settings.CLIENT_SECRET)
    client.set_scopes(["openid", "iin"])
    client.set_default_scopes(["openid"])
    client.set_redirect_uris([f"{settings.SITE}/oidc/back"])
    client.set_post_logout_redirect_uris([f"{settings.SITE}/{language}/" for language in ("kk", "ru", "en")])
    client.save()


def serve(port: int) -> None:
    """Answer on 127.0.0.1. Request lines are not logged: they hold codes."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadedWSGIServer(("127.0.0.1", port), Quiet, allow_reuse_address=True)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())

    def stop(*_args: object) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    server.serve_forever()
    server.server_close()


def main() -> None:
    """The command line."""
    refuse()
    parser = argparse.ArgumentParser(
        prog="testidp", description="TEST identity service of the state, for invented people."
    )
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    if len(os.environ.get("OIDC_EGOV_CLIENT_SECRET", "")) < 20:
        sys.exit("OIDC_EGOV_CLIENT_SECRET must be set: at least 20 characters, the same as the site's.")
    os.environ["JARIYA_IDENTITY_PORT"] = str(port)
    prepare()
    serve(port)


if __name__ == "__main__":
    main()
