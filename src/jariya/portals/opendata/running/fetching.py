"""The stage that fetches what lies at a link."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator

from django.db import transaction

from jariya.kernel.files import uploads, vault
from jariya.kernel.files.models import Area, File
from jariya.kernel.web import downloading, outgoing
from jariya.portals.opendata.models import Import, Resource
from jariya.portals.opendata.running.asking import neighbours
from jariya.portals.opendata.running.limits import Bounds
from jariya.portals.opendata.running.stages import Told
from jariya.portals.opendata.running.working import Failed, Unwanted


def fetched(run: Import, limits: Bounds, told: Told, now: Callable[[], dt.datetime]) -> File | None:
    """Fetch the file of an import and keep it sealed; None where the server says that nothing changed.

    Raises:
        Failed: import.address_private, import.unreached, import.answered, import.fetched_too_big, import.cut_short.
        Unwanted: an official threw the import away.
    """
    resource = run.resource
    known = resource.etag if resource.url == run.url and resource.current_id else ""

    def progress(done: int, whole: int | None) -> None:
        told.percent(done, whole)
        if not told.beat():
            raise Unwanted

    with tempfile.TemporaryFile() as held:
        try:
            came = downloading.fetch(
                run.url,
                held,
                most=limits.fetch,
                seconds=limits.seconds,
                etag=known,
                neighbours=neighbours(),
                told=progress,
            )
        except outgoing.Refused as error:
            raise Failed("import.address_private") from error
        except outgoing.Unreached as error:
            raise Failed("import.unreached") from error
        except downloading.Answered as error:
            raise Failed("import.answered", {"status": error.status}) from error
        except downloading.TooBig as error:
            raise Failed("import.fetched_too_big", {"most": limits.fetch // 1024**2}) from error
        except downloading.CutShort as error:
            raise Failed("import.cut_short") from error
        if came.unchanged:
            return None
        if not came.size:
            raise Failed("file.empty")

        def pieces() -> Iterator[bytes]:
            held.seek(0)
            return iter(lambda: held.read(vault.PIECE), b"")

        digest, size = vault.digest_of(pieces())
        with transaction.atomic():
            file = uploads.keep(digest, size, pieces, now=now(), area=Area.TABLES)
            name = run.file_name or came.name
            Import.objects.filter(pk=run.pk, tries=run.tries).update(file=file, file_name=name)
            Resource.objects.filter(pk=resource.pk, url=run.url).update(etag=came.etag)
    run.file_name = name
    told.found({"bytes": size, "kind": came.kind, "moved": came.address != run.url})
    return file
