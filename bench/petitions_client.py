"""Asks one address as fast as it answers, over kept connections; prints how many, how many failed, and the times.

python bench/petitions_client.py PORT PATH SECONDS CONNECTIONS FIRST_NUMBER  (POST of a number; GET:PATH reads)
"""

from __future__ import annotations

import selectors
import socket
import sys
import time


def main() -> None:
    """One process, many sockets."""
    port, path, seconds, connections, number = int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:6])
    get = path.startswith("GET:")
    path = path.removeprefix("GET:")
    pool = selectors.DefaultSelector()
    asked: dict[socket.socket, float] = {}
    times: list[float] = []
    failed, until = 0, time.monotonic() + seconds

    def ask(link: socket.socket) -> None:
        nonlocal number
        if get:
            words = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        else:
            words = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\n\r\n{number:012d}"
            number += 1
        asked[link] = time.monotonic()
        link.sendall(words.encode())

    def join() -> None:
        link = socket.create_connection(("127.0.0.1", port))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pool.register(link, selectors.EVENT_READ, [b""])
        ask(link)

    for _ in range(connections):
        join()
    while asked:
        for key, _events in pool.select(1.0):
            link = key.fileobj
            assert isinstance(link, socket.socket)
            try:
                piece = link.recv(65536)
            except OSError:
                piece = b""
            key.data[0] += piece
            head, gap, body = key.data[0].partition(b"\r\n\r\n")
            length = 0
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    length = int(line[15:])
            if piece and not (gap and len(body) >= length):
                continue
            times.append(time.monotonic() - asked.pop(link))
            good = piece and head.startswith(b"HTTP/1.1 200") and (get or body in (b"ok", b"taken"))
            failed += not good
            key.data[0] = b""
            if not piece:
                pool.unregister(link)
                link.close()
                if time.monotonic() < until:
                    join()
            elif time.monotonic() < until:
                ask(link)
        if time.monotonic() > until + 30:
            break
    times.sort()
    middle, late = (times[len(times) // 2], times[int(len(times) * 0.99)]) if times else (0.0, 0.0)
    sys.stdout.write(f"{len(times) - failed} {failed} {middle:.6f} {late:.6f} {number}\n")


if __name__ == "__main__":
    main()
