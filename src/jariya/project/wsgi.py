"""WSGI entry point. A bare import means production (see `settings.MODE`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jariya.project.settings")
application = get_wsgi_application()
