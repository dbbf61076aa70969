"""Draws the training curves of all stages from their CSV files."""

import csv

import matplotlib

from common import arguments

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

SHOWN = {"vae": ("mse",), "clip": ("clip", "second", "thing"), "dino": ("loss", "entropy"),
         "unet": ("loss",)}


def main():
    work = arguments(__doc__).work
    figure, axes = plt.subplots(2, 2, figsize=(10, 7))
    for axis, (stage, columns) in zip(axes.flat, SHOWN.items()):
        rows = list(csv.DictReader((work / f"{stage}.csv").open()))
        for column in columns:
            axis.plot([int(row["step"]) for row in rows], [float(row[column]) for row in rows],
                      label=column)
        axis.set_title(stage)
        axis.set_xlabel("step")
        if stage in ("vae", "unet"):
            axis.set_yscale("log")
        axis.legend()
    figure.tight_layout()
    figure.savefig(work / "curves.png", dpi=80)


if __name__ == "__main__":
    main()
