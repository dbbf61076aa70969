"""Draws one picture with diffusers from noise that the Java library draws too, as a fixture.

The noise is Philox4x32-10 and Box-Muller, as ``CounterNoise.gaussian`` makes it.
"""

import math

import numpy as np
import torch
from diffusers import StableDiffusionXLPipeline
from PIL import Image

from common import arguments, write_json

PROMPT = "a photo of a dog on the beach"
SEED, STEPS, GUIDANCE = 7, 25, 5.0
INITIAL_LATENTS = 5  # the purpose's code


def philox(counter, key):
    x, (k0, k1) = list(counter), key
    for _ in range(10):
        a, b = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(b >> 32) ^ x[1] ^ k0, b & 0xFFFFFFFF, (a >> 32) ^ x[3] ^ k1, a & 0xFFFFFFFF]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return x


def gaussian(seed, count):
    values = []
    for block in range(count // 4):
        words = philox([block, INITIAL_LATENTS, 0, 0], (seed, 0))
        for first, second in (words[:2], words[2:]):
            radius = math.sqrt(-2 * math.log((first + 0.5) / 2**32))
            angle = 2 * math.pi * second / 2**32
            values += [radius * math.cos(angle), radius * math.sin(angle)]
    return torch.tensor(values).view(1, 16, 8, 8)


@torch.no_grad()
def main():
    options = arguments(__doc__)
    torch.set_num_threads(1)
    pipe = StableDiffusionXLPipeline.from_pretrained(
        options.work / "export", torch_dtype=torch.float32)
    picture = pipe(PROMPT, num_inference_steps=STEPS, guidance_scale=GUIDANCE, height=64, width=64,
                   latents=gaussian(SEED, 16 * 64), output_type="np").images[0]
    folder = options.work / "parity"
    folder.mkdir(exist_ok=True)
    Image.fromarray((picture * 255).round().astype(np.uint8)).save(folder / "picture.png")
    write_json(folder / "settings.json", {"prompt": PROMPT, "seed": SEED, "steps": STEPS,
                                          "guidance": GUIDANCE})


if __name__ == "__main__":
    main()
