"""CLIP ViT-B/32 and DINO ViT-S/16 at their published sizes with random weights, and eight images.

Speed does not depend on what the weights are.
"""

import sys
from pathlib import Path

import numpy
import torch
from PIL import Image
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection, ViTConfig, ViTModel

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools/fixtures"))
from common import save, save_config  # noqa: E402
from make_vision import published_dino_name  # noqa: E402

IMAGES, SIDE = 8, 1024


def write(network, folder, rename):
    """Under the published names, which transformers reads as well."""
    folder.mkdir()
    save_config(network, folder / "config.json")
    named = {rename(name): tensor for name, tensor in network.state_dict().items()}
    save(folder / "model.safetensors", named)


def main(folder):
    folder = Path(folder)
    torch.manual_seed(1)
    (folder / "images").mkdir(parents=True)
    write(CLIPVisionModelWithProjection(CLIPVisionConfig()), folder / "clip", str)
    sizes = dict(hidden_size=384, num_attention_heads=6, intermediate_size=1536)
    dino = ViTModel(ViTConfig(**sizes), add_pooling_layer=False)
    write(dino, folder / "dino", published_dino_name)
    for number in range(IMAGES):
        y, x = numpy.mgrid[0:SIDE, 0:SIDE]
        waves = [127 + 120 * numpy.sin((x * (n + 1) + y * number) / 40) for n in range(3)]
        noise = numpy.random.default_rng(number).integers(0, 8, (SIDE, SIDE, 3))
        pixels = (numpy.stack(waves, -1) + noise).clip(0, 255).astype(numpy.uint8)
        Image.fromarray(pixels).save(folder / f"images/{number}.png")


if __name__ == "__main__":
    main(sys.argv[1])
