"""What all stages share: arguments, the clock that ends them, and checkpoints to go on from."""

import argparse
import json
import math
import os
import time
from pathlib import Path

import torch

CLIP_MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1)
CLIP_DEVIATION = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1)
DINO_MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DINO_DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--art", type=Path, required=True, help="unpacked emoji-datasource-google")
    parser.add_argument("--work", type=Path, required=True, help="folder to train and resume in")
    parser.add_argument("--minutes", type=float, default=20, help="length of this stage")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    return options


class Stage:
    """One training stage that ends by the clock and survives being killed.

    The learning rate rises for the first steps and falls as a cosine of the time spent, so that a
    finished model exists when the minutes are over, however many steps they allowed. Time spent
    counts across restarts.
    """

    def __init__(self, name, work, minutes, model, optimizer, peak, warmup=100, average=None):
        self.name, self.minutes, self.peak, self.warmup = name, minutes, peak, warmup
        self.model, self.optimizer, self.average = model, optimizer, average
        self.file = work / f"{name}.ckpt"
        self.log = work / f"{name}.csv"
        self.step, self.spent, self.window = 0, 0.0, []
        if self.file.exists():
            state = torch.load(self.file, weights_only=False)
            self.step, self.spent = state["step"], state["spent"]
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            for group in optimizer.param_groups:
                group.update(optimizer.defaults | {"lr": group["lr"], "weight_decay": group["weight_decay"]})
            if average is not None:
                average.load_state_dict(state["average"])
            torch.manual_seed(self.step)
        self.started = self.saved = time.monotonic()
        self.before = self.spent

    def share(self):
        """How much of the time is over, 0 to 1."""
        self.spent = self.before + time.monotonic() - self.started
        return min(1.0, self.spent / (60 * self.minutes))

    def running(self):
        share = self.share()
        rate = self.peak * min(1.0, (self.step + 1) / self.warmup)
        rate *= 0.5 * (1 + math.cos(math.pi * share))
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group.get("factor", 1.0)
        if share >= 1:
            self.save()
        return share < 1

    def done(self, **values):
        """Ends a step, with the figures to log."""
        self.step += 1
        self.window.append(values)
        if self.step % 50 == 0:
            means = {k: sum(float(v[k]) for v in self.window) / len(self.window) for k in values}
            self.window = []
            new = not self.log.exists()
            with self.log.open("a") as out:
                if new:
                    out.write("step,seconds," + ",".join(means) + "\n")
                out.write(f"{self.step},{self.spent:.0f},")
                out.write(",".join(f"{v:.5g}" for v in means.values()) + "\n")
            print(self.name, self.step, f"{self.spent:.0f}s", means, flush=True)
        if time.monotonic() - self.saved > 60:
            self.save()

    def save(self):
        state = {"step": self.step, "spent": self.spent, "model": self.model.state_dict(),
                 "optimizer": self.optimizer.state_dict()}
        if self.average is not None:
            state["average"] = self.average.state_dict()
        draft = self.file.with_suffix(".tmp")
        torch.save(state, draft)
        os.replace(draft, self.file)
        self.saved = time.monotonic()


@torch.no_grad()
def follow(average, model, decay):
    """Moves an exponential average one step towards the model."""
    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)


def pixels(pictures):
    """Bytes (B, H, W, 3) as a tensor (B, 3, H, W) in [-1, 1]."""
    tensor = torch.from_numpy(pictures).permute(0, 3, 1, 2).float()
    return tensor.div_(127.5).sub_(1).contiguous(memory_format=torch.channels_last)


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")
