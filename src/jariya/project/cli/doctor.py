"""`jariya doctor`: checks an installation and says what to mend."""

from __future__ import annotations

from typing import Annotated

import typer


def command(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Check Python, packages, settings, database, law, mail, SMS, jobs, disk and secrets. Exit 1: something to mend."""
    import json
    from dataclasses import asdict

    from jariya.launch.say import LANGUAGES, language
    from jariya.project.doctor import examine
    from jariya.project.doctor_words import VERDICT

    at = LANGUAGES.index(language())
    count = {"good": 0, "warn": 0, "bad": 0}
    found = []
    for finding in examine():
        count[finding.level] += 1
        found.append(asdict(finding))
        if not as_json:
            print({"good": "✓", "warn": "!", "bad": "✗"}[finding.level], finding.text, flush=True)
            if finding.remedy:
                print(f"    {VERDICT['mend'][at]}: {finding.remedy}", flush=True)
    if as_json:
        print(json.dumps({"ok": not count["bad"], "findings": found}, ensure_ascii=False, indent=1))
    else:
        verdict = "bad" if count["bad"] else "warn" if count["warn"] else "good"
        print(VERDICT[verdict][at].format(**count))
    raise typer.Exit(1 if count["bad"] else 0)
