"""Letters between a citizen and a body."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """What dialogue and requests share: coupon, registration, forwarding, extension, answer, rating, complaint."""

    name = "jariya.kernel.correspondence"
    label = "correspondence"
