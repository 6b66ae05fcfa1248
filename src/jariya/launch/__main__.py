"""What `./run` hands over to: reads the command, turns every trouble into one sentence."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import traceback

if sys.version_info < (3, 11):  # noqa: UP036 - someone may start this with an old Python past `run`
    sys.exit("Python 3.11 to 3.14 is needed: start with ./run")

from jariya.launch import commands
from jariya.launch.place import Place, here
from jariya.launch.say import Trouble, say, words


def main(arguments: list[str]) -> int:
    """Run one command of `./run`; returns the exit code: 0 good, 1 trouble, 2 misuse."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # What this process imports must not reach its children.
    os.environ.pop("PYTHONPATH", None)
    place = here()
    try:
        return commands.run(place, arguments)
    except Trouble as trouble:
        return _told(str(trouble))
    except KeyboardInterrupt:
        say()
        return 130
    except BrokenPipeError:
        return 1
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _told(words("disk_full", folder=error.filename or place.var))
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST) and error.filename:
            return _told(words("cannot_write", folder=error.filename, said=error.strerror))
        return _unexpected(place, error)
    except Exception as error:  # noqa: BLE001 - the last door: no traceback reaches a newcomer
        return _unexpected(place, error)


def _told(sentence: str) -> int:
    print(f"✗ {sentence}", file=sys.stderr, flush=True)
    return 1


def _unexpected(place: Place, error: BaseException) -> int:
    log = place.log / "launcher.log"
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as out:
            traceback.print_exception(error, file=out)
    return _told(words("unexpected", said=f"{type(error).__name__}: {error}", log=log))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
