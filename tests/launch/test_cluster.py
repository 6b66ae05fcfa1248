"""A real PostgreSQL: made, killed, repaired, removed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import psycopg
import pytest

from jariya.launch.place import Place
from jariya.launch.postgres import cluster as clusters
from jariya.launch.postgres import identity
from jariya.launch.postgres.cluster import Cluster
from jariya.launch.postgres.elsewhere import discard
from jariya.launch.say import Trouble


@pytest.fixture
def cluster(place: Place) -> Iterator[Cluster]:
    """A running throwaway cluster."""
    made = clusters.of(place, throwaway=True)
    made.make()
    made.start()
    yield made
    made.remove()


def _kill(cluster: Cluster) -> None:
    assert cluster.process is not None
    os.kill(cluster.process.pid, signal.SIGKILL)
    cluster.process.wait()


def test_it_knows_the_case_of_kazakh_letters_and_asks_for_the_password(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres")) as connection:
        assert connection.execute("SELECT lower('ӘҒҚҢӨҰҮҺІ')").fetchone() == ("әғқңөұүһі",)
    wrong = f"postgresql://jariya:wrong@127.0.0.1:{cluster.port}/postgres"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(wrong)


def test_what_was_committed_survives_a_kill(place: Place, cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("CHECKPOINT")
    _kill(cluster)
    again = clusters.of(place, throwaway=True)
    again.start()
    try:
        with psycopg.connect(again.url("postgres")) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        again.stop()


def test_a_server_left_running_by_a_killed_launcher_is_replaced(place: Place, cluster: Cluster) -> None:
    again = clusters.of(place, throwaway=True)
    again.start()
    assert cluster.process is not None and cluster.process.wait(timeout=10) is not None
    again.stop()


def test_a_pid_file_that_names_a_stranger_is_taken_away(place: Place, cluster: Cluster) -> None:
    pid_file = cluster.folder / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    _kill(cluster)
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    again = clusters.of(place, throwaway=True)
    again.start()
    again.stop()
    assert os.getppid() > 1


def test_a_lost_password_is_replaced(place: Place, cluster: Cluster) -> None:
    cluster.stop()
    cluster.password_file.unlink()
    again = clusters.of(place, throwaway=True)
    again.start()
    try:
        with psycopg.connect(again.url("postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert again.password_file.stat().st_mode & 0o077 == 0
    finally:
        again.stop()


def test_a_half_made_cluster_is_made_again(place: Place) -> None:
    made = clusters.of(place, throwaway=True)
    half = made.folder.with_name("pg.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("99")
    made.make()
    made.start()
    made.remove()
    assert not half.exists() and not made.folder.exists()


def test_a_broken_cluster_ends_in_one_sentence_with_the_servers_own_words(place: Place, cluster: Cluster) -> None:
    cluster.stop()
    (cluster.folder / "global" / "pg_control").write_bytes(b"nonsense")
    with pytest.raises(Trouble) as caught:
        clusters.of(place, throwaway=True).start()
    assert caught.value.code == "postgres_failed"
    assert "./run reset" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become somebody else")
@pytest.mark.parametrize("origin", ["system", "wheel"])
def test_root_without_namespaces_runs_it_as_somebody_else(
    place: Place, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.var.parent.chmod(0o700)
    monkeypatch.setenv("JARIYA_NO_NAMESPACE", "1")
    try:
        made = clusters.of(place, throwaway=True, origin=origin)
    except Trouble:
        pytest.skip(f"no PostgreSQL of the {origin}")
    try:
        made.make()
        made.start()
        assert made.folder.stat().st_uid == made.identity.uid != 0
        with psycopg.connect(made.url("postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        made.remove()
        discard(place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become somebody else")
def test_the_somebody_has_a_name() -> None:
    found = identity.find(namespace=False)
    assert found.uid not in (None, 0)
