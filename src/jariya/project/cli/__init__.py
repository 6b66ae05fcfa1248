"""The program's own command, `jariya`. Each command is a module here; heavy imports stay inside its function."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

# Started from an installation's own .venv without a mode, the command serves the demo the launcher made;
# a production service sets JARIYA_MODE itself and a bare WSGI import is production.
COMMANDS_WITHOUT_DATABASE = {"term", "analyse"}


def _load_environment() -> None:
    """Read var/env (written by the launcher) so that `.venv/bin/jariya` finds the running database."""
    from pathlib import Path

    root = Path(__file__).resolve().parents[4]
    file = Path(os.environ.get("JARIYA_VAR", root / "var")) / "env"
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, sep, value = line.partition("=")
            if sep and name and not name.startswith("#"):
                os.environ.setdefault(name, value)


def django() -> None:
    """Prepare Django for a command that needs the database."""
    import django as library

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jariya.project.settings")
    library.setup()


def main() -> None:
    """Entry point of `jariya`. Exit codes: 0 good, 1 the verdict is no, 2 misuse."""
    import typer

    _load_environment()
    app = typer.Typer(
        name="jariya",
        help="Jariya, the open-government platform: commands for operators, officials and developers.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)  # keeps the command's name when only one is loaded
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    for name in [wanted] if wanted in names else names:
        module = importlib.import_module(f"{__name__}.{name}")
        shown = name.rstrip("_")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=shown)
        elif hasattr(module, "command"):
            app.command(name=shown, context_settings=getattr(module, "context_settings", None))(module.command)
    app()
