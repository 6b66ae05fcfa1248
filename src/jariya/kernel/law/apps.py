from django.apps import AppConfig


class Law(AppConfig):
    name = "jariya.kernel.law"
    label = "law"
    default_auto_field = "django.db.models.BigAutoField"
