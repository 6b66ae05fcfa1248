"""Addresses of the logs' files: without a language and without a session."""

from django.urls import path, register_converter

from jariya.kernel.record import file_views


class Index:
    """A whole number without leading zeros, that fits the database."""

    regex = r"0|[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Name:
    """Name of a log."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Index, "log_index")
register_converter(Name, "log_name")

urlpatterns = [
    path("log/verify_log.py", file_views.script, name="record-script"),
    path("log/logs.json", file_views.logs, name="record-logs"),
    path("log/witnesses.txt", file_views.witnesses, name="record-witnesses"),
    path("log/checkpoints.json", file_views.checkpoints_json, name="record-checkpoints-json"),
    path("log/checkpoints.csv", file_views.checkpoints_csv, name="record-checkpoints-csv"),
    path("log/<log_name:name>/checkpoint", file_views.checkpoint, name="record-checkpoint"),
    path("log/<log_name:name>/key", file_views.key, name="record-key"),
    path("log/<log_name:name>/keys.json", file_views.keys, name="record-keys"),
    path("log/<log_name:name>/totals.json", file_views.totals, name="record-totals"),
    path("log/<log_name:name>/proof/<log_index:index>.tlog-proof", file_views.proof, name="record-proof"),
    path("log/<log_name:name>/openings/<log_index:index>.json", file_views.openings, name="record-openings"),
    path("log/<log_name:name>/tile/<path:path>", file_views.tile, name="record-tile"),
]
