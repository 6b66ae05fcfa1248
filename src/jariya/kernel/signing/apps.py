from django.apps import AppConfig


class SigningConfig(AppConfig):
    """The electronic signature: what is signed, how it is checked, and what is kept as proof."""

    name = "jariya.kernel.signing"
    label = "signing"
