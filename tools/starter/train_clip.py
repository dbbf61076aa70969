"""Trains CLIP and both of SDXL's text encoders, contrastively, against one image tower.

Linear heads that name what is in the picture help the image tower while it is trained; they are
not kept.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F
from transformers import (CLIPConfig, CLIPModel, CLIPTextConfig, CLIPTextModel,
                          CLIPTextModelWithProjection)

from backgrounds import SCENES
from common import CLIP_DEVIATION, CLIP_MEAN, Stage, arguments, pixels
from texts import END, LENGTH, START, VOCABULARY, Texts, coarse_table
from world import COLOURS, COLUMNS, SIZES, World

BATCH = 96
SPAN = 28  # tokens looked at while training; causal towers do not see what comes later
TEXT = dict(vocab_size=VOCABULARY, hidden_size=64, intermediate_size=256, num_hidden_layers=3,
            num_attention_heads=4, max_position_embeddings=LENGTH, projection_dim=64,
            bos_token_id=START, eos_token_id=END, pad_token_id=1)


def new_models():
    clip = CLIPModel(CLIPConfig(
        projection_dim=64,
        text_config=dict(TEXT, num_hidden_layers=2, hidden_act="quick_gelu"),
        vision_config=dict(hidden_size=96, intermediate_size=384, num_hidden_layers=4,
                           num_attention_heads=3, image_size=64, patch_size=8,
                           projection_dim=64, hidden_act="quick_gelu"),
    ))
    first = CLIPTextModel(CLIPTextConfig(**TEXT, hidden_act="quick_gelu"))
    second = CLIPTextModelWithProjection(CLIPTextConfig(**TEXT, hidden_act="gelu"))
    return clip, first, second


class Towers(nn.Module):
    """All towers, the projection that only trains the first encoder, and the naming heads."""

    def __init__(self, things):
        super().__init__()
        self.clip, self.first, self.second = new_models()
        self.first_projection = nn.Linear(64, 64, bias=False)
        self.scales = nn.Parameter(torch.full((3,), math.log(1 / 0.07)))
        self.heads = nn.ModuleList(
            nn.Linear(96, n) for n in (things, len(SCENES), len(COLOURS) + 1, 3, 3))
        for seed, table in enumerate(self.tables()):
            with torch.no_grad():
                table.weight.copy_(coarse_table(64, seed))

    def tables(self):
        return [tower.embeddings.token_embedding for tower in
                (text_model(self.clip), text_model(self.first), text_model(self.second))]

    def texts(self, ids):
        """The captions as each text tower puts them, three (B, 64)."""
        one = self.clip.text_projection(text_model(self.clip)(input_ids=ids).pooler_output)
        two = self.first_projection(text_model(self.first)(input_ids=ids).pooler_output)
        return one, two, self.second(input_ids=ids).text_embeds


def text_model(model):
    return getattr(model, "text_model", model)


def targets(specs):
    names = [list(SCENES), ["", *COLOURS], list(SIZES), list(COLUMNS)]
    rows = [[spec.thing, *(known.index(value) for known, value in
                           zip(names, (spec.scene, spec.colour, spec.size, spec.column)))]
            for spec in specs]
    return torch.tensor(rows).unbind(1)


def contrast(image, text, scale):
    logits = F.normalize(image, dim=1) @ F.normalize(text, dim=1).T * scale.exp().clamp(max=60)
    labels = torch.arange(len(image))
    return (F.cross_entropy(logits, labels) + F.cross_entropy(logits.T, labels)) / 2


@torch.no_grad()
def recall(clip, pictures, ids, size=64):
    """How often the right caption among 64 is the nearest to its picture."""
    clip.eval()
    image = F.normalize(clip_images(clip, pictures)[0], dim=1)
    text = clip.text_projection(text_model(clip)(input_ids=ids).pooler_output)
    scores = image.view(-1, size, 64) @ F.normalize(text, dim=1).view(-1, size, 64).mT
    clip.train()
    return (scores.argmax(2) == torch.arange(size)).float().mean()


def clip_images(clip, pictures):
    """Image embeddings and pooled states of pictures in [-1, 1]."""
    normal = (pictures / 2 + 0.5 - CLIP_MEAN) / CLIP_DEVIATION
    with torch.autocast("cpu", torch.bfloat16, enabled=clip.training):
        pooled = clip.vision_model(pixel_values=normal).pooler_output.float()
    return clip.visual_projection(pooled), pooled


def main():
    options = arguments(__doc__)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    world, texts = World(options.art), Texts(options.work)
    words = texts.placeholders()
    towers = Towers(len(world.things))
    tables = [table.weight for table in towers.tables()]
    held_pictures, held_captions, _ = world.sample(10**6 + 1, 256)
    held = pixels(held_pictures), texts.ids(held_captions)[:, :SPAN]
    rest = [p for p in towers.parameters() if all(p is not table for table in tables)]
    optimizer = torch.optim.AdamW(
        [{"params": rest, "weight_decay": 0.02},
         {"params": tables, "weight_decay": 0.0, "factor": 2.0}], 1e-3, betas=(0.9, 0.98),
        foreach=True)
    stage = Stage("clip", options.work, options.minutes, towers, optimizer, 1.2e-3)
    while stage.running():
        alike = stage.step % 2 == 1
        pictures, captions, specs = world.sample([2, stage.step], BATCH, words, alike)
        ids = texts.ids(captions)[:, :SPAN]
        image, pooled = clip_images(towers.clip, pixels(pictures))
        losses = [contrast(image, text, scale)
                  for text, scale in zip(towers.texts(ids), towers.scales)]
        named = [F.cross_entropy(head(pooled), wanted)
                 for head, wanted in zip(towers.heads, targets(specs))]
        loss = sum(losses) + 0.5 * sum(named) + named[0]
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(rest, 2.0)
        optimizer.step()
        stage.done(clip=losses[0].detach(), first=losses[1].detach(), second=losses[2].detach(),
                   thing=named[0].detach(), scene=named[1].detach())
        if stage.step % 100 == 0:
            print("held-out R@1 of 64", stage.step, float(recall(towers.clip, *held)), flush=True)
    print("held-out R@1 of 64", stage.step, float(recall(towers.clip, *held)))


if __name__ == "__main__":
    main()
