"""Times eight images from PNG files to both embeddings, here and in transformers, in turn.

Usage: scoring.py CLASSPATH [ROUNDS [BATCHES]]
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
THREADS = "2"
IMAGES = 8


class Side:
    def __init__(self, *command):
        environment = os.environ | {"OMP_NUM_THREADS": THREADS}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{command[0]} did not get ready")

    def run(self, batches):
        """Seconds per image, and a number that follows from all embeddings."""
        self.process.stdin.write(f"{batches}\n")
        self.process.stdin.flush()
        seconds, total = self.process.stdout.readline().split()
        return float(seconds) / batches / IMAGES, float(total)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main(classpath, rounds="7", batches="1"):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, HERE / "towers.py", folder], check=True)
        java = ["java", "-Xmx1g", "-XX:+UseSerialGC", "-Dai.djl.pytorch.graph_optimizer=false"]
        ours = Side(*java, "-cp", classpath, HERE / "ScoringSide.java", folder)
        theirs = Side(sys.executable, HERE / "reference_scoring.py", folder, THREADS)
        totals = [side.run(3)[1] for side in (ours, theirs)]
        pairs = [(ours.run(int(batches))[0], theirs.run(int(batches))[0]) for _ in range(int(rounds))]
        ours.close()
        theirs.close()
    ratios = sorted(mine / other for mine, other in pairs)
    for name, column in (("here", 0), ("transformers", 1)):
        times = [pair[column] * 1000 for pair in pairs]
        print(f"{name:13} {statistics.median(times):7.1f} ms per image, best {min(times):7.1f}")
    print(f"ratio         {statistics.median(ratios):7.3f} median, {ratios[0]:.3f} to {ratios[-1]:.3f}")
    print(f"embeddings    {totals[0]:.4f} here, {totals[1]:.4f} in transformers")


if __name__ == "__main__":
    main(*sys.argv[1:])
