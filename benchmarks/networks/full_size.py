"""One forward pass of the full-size SDXL U-Net on our side, with random bfloat16 weights.

full_size.py CLASSPATH. Writes 5.1 GB into a temporary folder and removes them again.
"""

import argparse
import json
import math
import shutil
import signal
import struct
import sys
import tempfile
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel

import compare
import model

UNET = dict(
    model.UNET,
    sample_size=128,
    block_out_channels=(320, 640, 1280),
    attention_head_dim=(5, 10, 20),
    cross_attention_dim=2048,
    addition_time_embed_dim=256,
    projection_class_embeddings_input_dim=2816,
)
BLOCK = 1 << 22


def header(shapes):
    entries, position = {}, 0
    for name, shape in shapes.items():
        end = position + 2 * math.prod(shape)
        entries[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [position, end]}
        position = end
    text = json.dumps(entries).encode()
    return text + b" " * (-len(text) % 8)


def values(name, shape, block):
    """Variance one over fan-in, norms as the identity, so that nothing overflows on the way."""
    size = math.prod(shape)
    if len(shape) == 1:
        return torch.full(shape, 0.0 if name.endswith("bias") else 1.0, dtype=torch.bfloat16)
    scaled = (block / math.sqrt(size / shape[0])).to(torch.bfloat16)
    return scaled.repeat(-(-size // BLOCK))[:size]


def write(folder):
    with torch.device("meta"):
        network = UNet2DConditionModel(**UNET)
    shapes = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    torch.manual_seed(0)
    block = torch.randn(BLOCK)
    network.save_config(folder / "unet")
    with open(folder / "unet/diffusion_pytorch_model.safetensors", "wb") as file:
        text = header(shapes)
        file.write(struct.pack("<Q", len(text)) + text)
        for name, shape in shapes.items():
            file.write(values(name, shape, block).view(torch.int16).numpy().tobytes())
    return sum(math.prod(shape) for shape in shapes.values())


def write_rest(folder):
    (folder / "model_index.json").write_text(json.dumps(model.INDEX))
    (folder / "scheduler").mkdir()
    (folder / "scheduler/scheduler_config.json").write_text(json.dumps(model.SCHEDULER))
    (folder / "vae").mkdir()
    config = {"_class_name": "AutoencoderKL", "in_channels": 3, "latent_channels": 4}
    config |= {"norm_num_groups": 32, **model.VAE}
    (folder / "vae/config.json").write_text(json.dumps(config))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("classpath")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    options.model = Path(tempfile.mkdtemp(prefix="sdxl-"))
    try:
        print(f"{write(options.model):,} parameters in bfloat16")
        write_rest(options.model)
        side = compare.Side(compare.commands(options)[0], options.threads)
        print(f"load    {side.ask('load-unet-bfloat16'):7.1f} s")
        print(f"forward {side.ask('forward'):7.1f} s at 512x512, the first, which reads the file")
        print(f"forward {side.ask('forward'):7.1f} s at 512x512")
        print(f"largest resident size {side.ask('memory') / 1024:.1f} GiB")
        side.close()
    finally:
        shutil.rmtree(options.model)


if __name__ == "__main__":
    sys.exit(main())
