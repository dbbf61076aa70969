"""Times a training step here and in the reference, in turn, and prints the ratios.

Usage: train_step.py NETWORK SIDE RANK METHOD [ROUNDS [STEPS]]
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
THREADS = "2"
WARM_UP = {"fifth": 6, "small": 150}


class Side:
    def __init__(self, *command):
        environment = os.environ | {"OMP_NUM_THREADS": THREADS}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{command[0]} did not get ready")

    def steps(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline()) / count

    def peak(self):
        """Peak resident memory in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def class_path():
    jars = Path(os.environ["TLORA_CLASSPATH"]).read_text().strip()
    return f"{ROOT}/diffusion/target/classes:{jars}"


def main(network, side, rank, method, rounds="8", steps="0"):
    steps = int(steps) or (2 if network == "fifth" else 40)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, HERE / "network.py", network, folder], check=True)
        model = f"{folder}/{network}"
        java = ["java", "-Xmx1g", "-XX:+UseSerialGC", "-Dai.djl.pytorch.graph_optimizer=false"]
        java += os.environ.get("TLORA_JAVA_OPTS", "").split()
        ours = Side(*java, "-cp", class_path(), HERE / "TrainingSide.java", model, side, rank, method)
        theirs = Side(
            sys.executable, HERE / "reference_training.py", model, side, rank, THREADS
        )
        for one in (ours, theirs):
            one.steps(WARM_UP[network])
        times = [(ours.steps(steps), theirs.steps(steps)) for _ in range(int(rounds))]
        peaks = (ours.peak(), theirs.peak())
        ours.close()
        theirs.close()
    report(network, side, rank, method, times, peaks)


def report(network, side, rank, method, times, peaks):
    here, there = (statistics.median(column) for column in zip(*times))
    ratio = statistics.median(one / other for one, other in times)
    print(f"{network} {side}x{side} rank {rank} {method}: {here * 1e3:.0f} ms, "
          f"peft {there * 1e3:.0f} ms, ratio {ratio:.2f} "
          f"(rounds {min(a / b for a, b in times):.2f} to {max(a / b for a, b in times):.2f}); "
          f"peak {peaks[0]:.0f} MiB, peft {peaks[1]:.0f} MiB, ratio {peaks[0] / peaks[1]:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
