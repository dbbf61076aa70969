"""Says how good the exported model is: the figures and the sheet that the model card quotes.

Everything is measured on the half-precision files, through diffusers and transformers.
"""

import json

import numpy as np
import torch
from diffusers import StableDiffusionXLPipeline
from PIL import Image, ImageDraw
from torch.nn import functional as F
from transformers import CLIPModel

from backgrounds import SCENES
from captions import article
from common import arguments, pixels, write_json
from texts import Texts
from train_clip import clip_images, recall, text_model
from train_vae import psnr
from world import World, unseen

STEPS, GUIDANCE, CHOICES, COUNT = 25, 5.0, 16, 200


def combinations(world):
    """Training things before backgrounds they were never drawn with: captions and things."""
    pairs = [(i, scene) for i in world.training for scene in SCENES
             if unseen(world.things[i], scene) and not world.things[i].early]
    chosen = np.random.default_rng(6).permutation(len(pairs))[:COUNT]
    nouns = [(world.things[pairs[i][0]].noun, SCENES[pairs[i][1]][0]) for i in chosen]
    return [f"a photo of {article(noun)} {noun} {phrase}" for noun, phrase in nouns]


@torch.no_grad()
def draw(pipe, captions, batch=25):
    drawn = []
    for start in range(0, len(captions), batch):
        part = captions[start : start + batch]
        noise = [torch.Generator().manual_seed(start + i) for i in range(len(part))]
        drawn += pipe(part, num_inference_steps=STEPS, guidance_scale=GUIDANCE, height=64,
                      width=64, generator=noise, output_type="np").images.tolist()
    return (np.array(drawn) * 255).round().astype(np.uint8)


@torch.no_grad()
def picked(clip, texts, pictures, captions):
    """How often CLIP finds the caption among it and 15 others."""
    image = F.normalize(clip_images(clip, pixels(pictures))[0], dim=1)
    ids = texts.ids(captions)
    text = F.normalize(clip.text_projection(text_model(clip)(input_ids=ids).pooler_output), dim=1)
    rng = np.random.default_rng(7)
    hits = 0
    for i in range(len(captions)):
        others = rng.permutation([j for j in range(len(captions)) if captions[j] != captions[i]])
        choice = torch.tensor([i, *others[: CHOICES - 1]])
        hits += int((text[choice] @ image[i]).argmax() == 0)
    return hits / len(captions)


def sheet(pictures, captions, columns=8, rows=6, scale=2):
    side = 64 * scale
    page = Image.new("RGB", (columns * (side + 6), rows * (side + 28)), "white")
    pen = ImageDraw.Draw(page)
    for i in range(columns * rows):
        x, y = i % columns * (side + 6) + 3, i // columns * (side + 28) + 3
        page.paste(Image.fromarray(pictures[i]).resize((side, side), Image.Resampling.BICUBIC),
                   (x, y))
        words = captions[i].removeprefix("a photo of ").split()
        half = (len(words) + 1) // 2
        pen.text((x, y + side), " ".join(words[:half]), "black", font_size=9)
        pen.text((x, y + side + 11), " ".join(words[half:]), "black", font_size=9)
    return page


def main():
    options = arguments(__doc__)
    torch.set_num_threads(1)
    world, texts = World(options.art), Texts(options.work)
    folder = options.work / "export"
    pipe = StableDiffusionXLPipeline.from_pretrained(folder, torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    clip = CLIPModel.from_pretrained(folder / "clip", dtype=torch.float32).eval()
    pictures, captions, _ = world.sample(10**6 + 3, 256)
    wanted = combinations(world)
    drawn = draw(pipe, wanted)
    figures = {
        "psnrHeldOutScenes": float(psnr(pipe.vae, pixels(pictures))),
        "recallAt1Of64": float(recall(clip, pixels(pictures), texts.ids(captions))),
        "pickedAmong16": picked(clip, texts, drawn, wanted),
    }
    write_json(options.work / "figures.json", figures)
    print(json.dumps(figures, indent=2))
    sheet(drawn, wanted).save(options.work / "contact-sheet.png")


if __name__ == "__main__":
    main()
