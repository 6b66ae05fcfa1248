"""Discussion: what anyone may say on a public case."""

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    """Comments, official answers, moderation."""

    name = "jariya.kernel.discussion"
    label = "discussion"

    def ready(self) -> None:
        """Make the sentences known by which authors hear of their comments."""
        from jariya.kernel.discussion import telling  # noqa: F401
