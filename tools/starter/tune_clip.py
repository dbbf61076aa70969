"""Shows the scoring CLIP things without surroundings, which is how likeness is measured.

Goes on from ``train_clip.py`` with CLIP alone; the text encoders that the U-Net listens to stay as
they are.
"""

from dataclasses import replace

import numpy as np
import torch
from torch.nn import functional as F

from common import Stage, arguments, pixels
from texts import Texts
from train_clip import SPAN, Towers, clip_images, contrast, recall, targets, text_model
from world import World

BATCH = 96
FILL = (124, 116, 104)  # of hidden parts, as docs/metrics.md has it
SLACK = 4  # most pixels by which a mask is too wide or too narrow


def hide_surroundings(rng, picture, mask):
    """Fills what is not the thing; the outline is off by a little, as an estimated one is."""
    slack = int(rng.integers(-SLACK // 2, SLACK + 1))
    plane = torch.from_numpy(mask > 0).float()[None]
    if slack < 0:
        plane = 1 - F.max_pool2d(1 - plane, 1 - 2 * slack, 1, -slack)
    else:
        plane = F.max_pool2d(plane, 1 + 2 * slack, 1, slack)
    return np.where(plane[0].numpy()[..., None] > 0, picture, FILL).astype(np.uint8)


def things_alone(world, seed, count, words):
    """Pictures of things on the fill colour, captions that tell of no place, specifications."""
    rng = np.random.default_rng(seed)
    specs = [world.spec(rng) for _ in range(count)]
    pictures = np.stack([hide_surroundings(rng, *world.draw(spec)) for spec in specs])
    captions = [world.caption(rng, replace(spec, scene=""), words) for spec in specs]
    return pictures, captions, specs


def main():
    options = arguments(__doc__)
    torch.manual_seed(1)
    torch.set_num_threads(1)
    world, texts = World(options.art), Texts(options.work)
    words = texts.placeholders()
    towers = Towers(len(world.things))
    towers.load_state_dict(torch.load(options.work / "clip.ckpt", weights_only=False)["model"])
    for frozen in (towers.first, towers.second, towers.first_projection):
        frozen.requires_grad_(False)
    held_pictures, held_captions, _ = world.sample(10**6 + 1, 256)
    held = pixels(held_pictures), texts.ids(held_captions)[:, :SPAN]
    trained = [p for p in towers.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, 5e-4, betas=(0.9, 0.98), weight_decay=0.0, foreach=True)
    stage = Stage("clip-tuned", options.work, options.minutes, towers, optimizer, 5e-4)
    while stage.running():
        alone = stage.step % 2 == 1
        seed = [8, stage.step]
        pictures, captions, specs = (
            things_alone(world, seed, BATCH, words) if alone
            else world.sample(seed, BATCH, words, stage.step % 4 == 2))
        ids = texts.ids(captions)[:, :SPAN]
        image, pooled = clip_images(towers.clip, pixels(pictures))
        text = towers.clip.text_projection(text_model(towers.clip)(input_ids=ids).pooler_output)
        named = [F.cross_entropy(head(pooled), wanted)
                 for head, wanted in zip(towers.heads, targets(specs))]
        if alone:
            del named[1]  # there is no scene to name
        match = contrast(image, text, towers.scales[0])
        loss = match + 0.5 * sum(named) + named[0]
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 2.0)
        optimizer.step()
        stage.done(match=match.detach(), thing=named[0].detach())
        if stage.step % 100 == 0:
            print("held-out R@1 of 64", stage.step, float(recall(towers.clip, *held)), flush=True)
    print("held-out R@1 of 64", stage.step, float(recall(towers.clip, *held)))


if __name__ == "__main__":
    main()
