"""Trains a small DINO: a vision transformer that sees what stays the same between two views.

Two views show the same thing in the same colour, at different places and sizes, before different
backgrounds, cropped and tinted at random, sometimes alone on grey. The student learns to say of
one view what its slow average, the teacher, says of the other (Caron et al. 2021).
"""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from transformers import ViTConfig, ViTModel

from backgrounds import SCENES
from common import DINO_DEVIATION, DINO_MEAN, Stage, arguments, follow, pixels
from world import COLUMNS, SIZES, Spec, World

BATCH = 40
PROTOTYPES = 512


class Tower(nn.Module):
    """The transformer that is kept and the head that is not."""

    def __init__(self):
        super().__init__()
        self.vit = ViTModel(ViTConfig(
            hidden_size=96, intermediate_size=384, num_hidden_layers=4, num_attention_heads=3,
            image_size=64, patch_size=8, hidden_act="gelu", layer_norm_eps=1e-6),
            add_pooling_layer=False)
        self.head = nn.Sequential(nn.Linear(96, 256), nn.GELU(), nn.Linear(256, 64))
        self.prototypes = nn.utils.parametrizations.weight_norm(
            nn.Linear(64, PROTOTYPES, bias=False))
        self.prototypes.parametrizations.weight.original0.data.fill_(1)
        self.prototypes.parametrizations.weight.original0.requires_grad_(False)

    def features(self, pictures):
        """Class tokens (B, 96) of pictures in [-1, 1]."""
        normal = (pictures / 2 + 0.5 - DINO_MEAN) / DINO_DEVIATION
        with torch.autocast("cpu", torch.bfloat16):
            return self.vit(pixel_values=normal).last_hidden_state[:, 0].float()

    def forward(self, pictures):
        return self.prototypes(F.normalize(self.head(self.features(pictures)), dim=1))


def view(world, rng, spec):
    """Another picture of the thing of ``spec``."""
    other = Spec(spec.thing, spec.colour, str(rng.choice(list(SIZES))),
                 str(rng.choice(list(COLUMNS))), str(rng.choice(list(SCENES))),
                 int(rng.integers(12)))
    picture, mask = world.draw(other)
    if rng.random() < 0.3:
        picture = np.where(mask[..., None] > 0, picture, 127).astype(np.uint8)
    return picture[:, ::-1] if rng.random() < 0.3 else picture


def augment(pictures, rng):
    """Crops of 70 to 100 % of the area, and brightness and colour a little changed."""
    count = len(pictures)
    scale = torch.from_numpy(rng.uniform(0.84, 1.0, count)).float()
    room = torch.from_numpy(rng.uniform(-1, 1, (2, count))).float() * (1 - scale)
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, 0] = theta[:, 1, 1] = scale
    theta[:, :, 2] = room.T
    grid = F.affine_grid(theta, list(pictures.shape), align_corners=False)
    pictures = F.grid_sample(pictures, grid, align_corners=False, padding_mode="reflection")
    gain = torch.from_numpy(rng.uniform(0.85, 1.15, (count, 3, 1, 1))).float()
    return (pictures * gain + torch.from_numpy(rng.uniform(-0.1, 0.1, (count, 1, 1, 1))).float())


def views(world, seed):
    rng = np.random.default_rng(seed)
    specs = [world.spec(rng) for _ in range(BATCH)]
    return [augment(pixels(np.stack([view(world, rng, s) for s in specs])), rng) for _ in range(2)]


@torch.no_grad()
def kin_found(teacher, world, per_thing=4):
    """How often the nearest other picture of held-out things shows the same thing."""
    rng = np.random.default_rng(10**6 + 2)
    specs = [world.spec(rng, thing=thing) for thing in world.held_out for _ in range(per_thing)]
    pictures = pixels(np.stack([world.draw(s)[0] for s in specs]))
    features = F.normalize(teacher.features(pictures), dim=1)
    scores = (features @ features.T).fill_diagonal_(-2)
    things = torch.tensor([s.thing for s in specs])
    return (things[scores.argmax(1)] == things).float().mean()


def main():
    options = arguments(__doc__)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    world = World(options.art)
    student = Tower()
    teacher = copy.deepcopy(student).requires_grad_(False)
    teacher.register_buffer("centre", torch.zeros(1, PROTOTYPES))
    optimizer = torch.optim.AdamW([p for p in student.parameters() if p.requires_grad], 1e-3,
                                  weight_decay=0.04, foreach=True)
    stage = Stage("dino", options.work, options.minutes, student, optimizer, 1e-3,
                  average=teacher)
    while stage.running():
        pair = views(world, [5, stage.step])
        with torch.no_grad():
            told = [teacher(picture) for picture in pair]
            sharp = [((logits - teacher.centre) / 0.05).softmax(1) for logits in told]
            teacher.centre.lerp_(torch.cat(told).mean(0, keepdim=True), 0.1)
        said = [(student(picture) / 0.1).log_softmax(1) for picture in pair]
        loss = -((sharp[0] * said[1]).sum(1) + (sharp[1] * said[0]).sum(1)).mean() / 2
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 3.0)
        optimizer.step()
        follow(teacher, student, 0.99)
        entropy = -(sharp[0].mean(0) * (sharp[0].mean(0) + 1e-9).log()).sum()
        stage.done(loss=loss.detach(), entropy=entropy)
        if stage.step % 100 == 0:
            print("same thing nearest", stage.step, float(kin_found(teacher, world)), flush=True)
    print("same thing nearest", stage.step, float(kin_found(teacher, world)))


if __name__ == "__main__":
    main()
