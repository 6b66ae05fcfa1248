from django.apps import AppConfig


class SigningConfig(AppConfig):
    """The electronic signature: what is signed, how it is checked, and what is kept as proof."""

    name = "jariya.kernel.signing"
    label = "signing"

    def ready(self) -> None:
        """Refuse to start when a TEST authority stands among real ones; make the system checks known."""
        from django.conf import settings

        from jariya.kernel.signing import checks  # noqa: F401  they register themselves
        from jariya.kernel.signing.starting import refuse_untrustworthy

        refuse_untrustworthy(settings.EDS_TRUST_DIR, settings.EDS_PROFILE)
