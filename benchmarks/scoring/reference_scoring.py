"""transformers' side: for each number on standard input, so many batches from files to embeddings.

Preprocessing is transformers' own CLIPImageProcessor, for DINO a ViTImageProcessor followed by a centre
cut-out, both in the faster of its two implementations.
"""

import sys
import time
from pathlib import Path

import torch
from PIL import Image
from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection, ViTModel

IMAGENET = dict(image_mean=[0.485, 0.456, 0.406], image_std=[0.229, 0.224, 0.225])


def main(folder, threads):
    torch.set_num_threads(int(threads))
    folder = Path(folder)
    files = sorted((folder / "images").iterdir())
    clip = CLIPVisionModelWithProjection.from_pretrained(folder / "clip").eval()
    dino = ViTModel.from_pretrained(folder / "dino", add_pooling_layer=False).eval()
    for_clip = CLIPImageProcessor()
    for_dino = CLIPImageProcessor(size={"shortest_edge": 256}, crop_size=224, **IMAGENET)

    @torch.inference_mode()
    def batch():
        images = [Image.open(file).convert("RGB") for file in files]
        first = clip(**for_clip(images=images, return_tensors="pt")).image_embeds
        second = dino(**for_dino(images=images, return_tensors="pt")).last_hidden_state[:, 0]
        return sum(float(torch.nn.functional.normalize(one)[:, 0].sum()) for one in (first, second))

    print("ready", flush=True)
    for line in sys.stdin:
        begin = time.perf_counter()
        for _ in range(int(line)):
            total = batch()
        print(time.perf_counter() - begin, total, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
