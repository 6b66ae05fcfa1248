"""The design system as an application: it carries templates, static files and two pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates in `jinja2/web`, styles in `static/web`."""

    name = "jariya.kernel.web"
    label = "web"
