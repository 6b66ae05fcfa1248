"""Cases, and the engine that moves them."""

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """Cases, states, transitions, obligations, append-only events."""

    name = "jariya.kernel.lifecycle"
    label = "lifecycle"
