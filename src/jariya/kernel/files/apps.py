"""Files: what people and bodies attach to cases, in three copies."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Uploads, checks, copies, downloads."""

    name = "jariya.kernel.files"
    label = "files"

    def ready(self) -> None:
        """Make the job known that checks a file, and the sentences of what happens to one."""
        from jariya.kernel.files import (
            tasks,  # noqa: F401
            telling,
        )

        telling.connect()
