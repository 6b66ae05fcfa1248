"""Ports: the one that was asked for or a clear no; otherwise the next free one."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from jariya.launch import ports, services
from jariya.launch.say import Trouble


@pytest.fixture
def busy() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_refused_with_another_one_to_take(busy: int) -> None:
    with pytest.raises(Trouble) as caught:
        ports.exactly(busy)
    assert caught.value.code == "port_taken"
    assert str(busy) in str(caught.value) and "--port" in str(caught.value)


def test_the_next_free_port_is_found(busy: int) -> None:
    found = ports.first_free(busy)
    assert found > busy and not ports.taken(found)


def test_a_listener_on_ipv6_alone_counts_as_taken() -> None:
    try:
        other = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with other:
        assert ports.taken(other.getsockname()[1]), "a browser would reach the other program at localhost"


@pytest.mark.parametrize("port", [0, -1, 65535, 99999])
def test_an_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(Trouble) as caught:
        ports.exactly(port)
    assert caught.value.code == "port_impossible"


def test_all_parts_get_ports_of_their_own(busy: int) -> None:
    found = vars(services.choose(busy + 1)).values()
    assert len(set(found)) == len(found) and busy not in found
