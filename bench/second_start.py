"""How long does the second `./run` take until a page answers? The limit is 5 seconds.

    .venv/bin/python bench/second_start.py [--times 5]

Starts once in a fresh folder (this one migrates and loads), then `--times` more, each stopped by Ctrl-C. Prints
tab-separated: what, seconds, share of the limit; exit code 1 when the median is over the limit.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from jariya.launch import ports, services  # noqa: E402

LIMIT = 5.0


def start(var: Path, port: int) -> float:
    """Seconds from the command to the first answered page; the program is stopped again."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JARIYA_", "DATABASE_"))}
    began = time.monotonic()
    process = subprocess.Popen(
        [ROOT / "run", "--port", str(port)],
        env=env | {"JARIYA_VAR": str(var)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while services.answers(port, "/kk/") != 200:
        if process.poll() is not None or time.monotonic() - began > 300:
            raise SystemExit("it did not start")
        time.sleep(0.02)
    seconds = time.monotonic() - began
    process.send_signal(signal.SIGINT)
    process.wait()
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        port = ports.first_free(24000)
        first = start(Path(folder), port)
        again = [start(Path(folder), port) for _ in range(times)]
    median = statistics.median(again)
    print("what\tseconds\tof the limit")
    for what, seconds in (("first start", first), ("second, median", median), ("second, slowest", max(again))):
        print(f"{what}\t{seconds:.2f}\t{seconds / LIMIT:.2f}" if what != "first start" else f"{what}\t{seconds:.2f}\t")
    sys.exit(median > LIMIT)


if __name__ == "__main__":
    main()
