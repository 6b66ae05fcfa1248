"""Which ports are free."""

from __future__ import annotations

import socket
from collections.abc import Collection

from jariya.launch.say import Trouble


def taken(port: int) -> bool:
    """Whether a program listens on `port` of this machine, on either family `localhost` may mean."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(0.5)
                if probe.connect_ex((address, port)) == 0:
                    return True
        except OSError:
            continue
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except OSError:
        return True
    return False


def first_free(wanted: int, *, besides: Collection[int] = (), tries: int = 200) -> int:
    """The first free port from `wanted` upwards that is not in `besides`.

    Raises Trouble `no_port` when `tries` ports in a row are taken.
    """
    for port in range(wanted, min(wanted + tries, 65536)):
        if port not in besides and not taken(port):
            return port
    raise Trouble("no_port", port=wanted)


def exactly(port: int) -> int:
    """`port` itself, or Trouble: the person asked for this one."""
    if not 1 <= port <= 65534:
        raise Trouble("port_impossible", port=port)
    if taken(port):
        raise Trouble("port_taken", port=port, other=first_free(port + 1) if port < 65000 else 8000)
    return port
