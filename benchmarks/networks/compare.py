"""Runs our networks and the reference's in turn on the same weights and prints ratios.

load: from the call to the network being ready, with libraries loaded before. first: load and the first
pass, in which the reference reads what its load has only mapped. start: load, counted from the start of
the process. memory: largest resident size of the process that did the section.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The compiler as the tlora command sets it: a second one takes the processors from loading.
JAVA = [
    "java",
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dai.djl.pytorch.graph_optimizer=false",
]
SECTIONS = {
    "unet": ["load-unet", "forward", "!adapt", "backward"],
    "vae": ["load-vae", "encode", "decode"],
    "text": ["load-text", "text"],
}
BARS = {
    "forward": 1.0,
    "backward": 1.0,
    "encode": 1.05,
    "decode": 1.05,
    "text": 1.05,
    "memory": 1.1,
    "load": 0.7,
}
WARM_UP = 2


class Side:
    def __init__(self, command, threads):
        self.begun = time.perf_counter()
        settings = {**os.environ, "OMP_NUM_THREADS": str(threads)}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=settings
        )
        self.expect("ready")

    def expect(self, word):
        for line in self.process.stdout:
            if line.strip() == word:
                return
        sys.exit("a side ended before it was ready")

    def ask(self, operation):
        self.process.stdin.write(operation + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def age(self):
        return time.perf_counter() - self.begun

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def commands(options):
    model = str(options.model)
    ours = [*JAVA, "-cp", options.classpath, "NetworkBenchmark"]
    reference = [sys.executable, str(HERE / "reference.py")]
    return ours + [model], reference + [model]


def measure(sides, operation, rounds):
    """Seconds of both sides, alternating, after a warm-up."""
    for _ in range(WARM_UP):
        for side in sides:
            side.ask(operation)
    return [[side.ask(operation) for side in sides] for _ in range(rounds)]


def report(name, pairs):
    ours, reference = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    bar = BARS.get(name, BARS.get(name.split("-")[0]))
    verdict = "" if bar is None else f"{bar:6.2f} {'ok' if ratio <= bar else 'MISSED'}"
    print(f"{name:14} {ours:10.3f} {reference:10.3f} {ratio:7.3f} {verdict}".rstrip(), flush=True)


def run(section, options):
    loads, firsts, starts = [], [], []
    for fresh in range(options.loads):
        sides, load, first, start = [], [], [], []
        for command in commands(options):
            side = Side(command, options.threads)
            load.append(side.ask(SECTIONS[section][0]))
            start.append(side.age())
            first.append(load[-1] + side.ask(SECTIONS[section][1]))
            sides.append(side)
        loads.append(load)
        firsts.append(first)
        starts.append(start)
        if fresh < options.loads - 1:
            for side in sides:
                side.close()
    report(SECTIONS[section][0], loads)
    report("first-" + section, firsts)
    report("start-" + section, starts)
    for operation in SECTIONS[section][1:]:
        if operation.startswith("!"):
            for side in sides:
                side.ask(operation[1:])
        else:
            report(operation, measure(sides, operation, options.rounds))
    report("memory-" + section, [[side.ask("memory") for side in sides]])
    for side in sides:
        side.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("classpath")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--loads", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=SECTIONS)
    options = parser.parse_args()
    print(f"{'':14} {'ours':>10} {'reference':>10} {'ratio':>7} {'bar':>6}   (seconds, MiB)")
    for section in [options.only] if options.only else SECTIONS:
        run(section, options)


if __name__ == "__main__":
    main()
