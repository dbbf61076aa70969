"""Writes the model as it stands: diffusers' layout, with clip/ and dino/ as transformers has them.

Works at any time after the first checkpoints; what is not trained yet is left out.
"""

import json
import shutil

import torch
from safetensors.torch import save_file

from common import arguments, write_json
from texts import write_tokenizer
from train_clip import Towers
from train_dino import Tower
from train_unet import new_unet, scheduler
from train_vae import new_vae
from world import load_things

INDEX = {
    "_class_name": "StableDiffusionXLPipeline",
    "_diffusers_version": "0.25.1",
    "feature_extractor": [None, None],
    "force_zeros_for_empty_prompt": True,
    "image_encoder": [None, None],
    "scheduler": ["diffusers", "EulerDiscreteScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "text_encoder_2": ["transformers", "CLIPTextModelWithProjection"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "tokenizer_2": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}

# The names of the published DINO, which transformers wrote before its release 5.
DINO_NAMES = {
    "layers.": "encoder.layer.",
    ".attention.q_proj.": ".attention.attention.query.",
    ".attention.k_proj.": ".attention.attention.key.",
    ".attention.v_proj.": ".attention.attention.value.",
    ".attention.o_proj.": ".attention.output.dense.",
    ".mlp.fc1.": ".intermediate.dense.",
    ".mlp.fc2.": ".output.dense.",
}


def published(name):
    """The name that a tensor has in published checkpoints."""
    if name.startswith("layers."):
        for ours, theirs in DINO_NAMES.items():
            name = name.replace(ours, theirs)
    return name


def save(folder, stem, model, prefix="", **changes):
    """Half-precision weights and the configuration that the published models have beside them."""
    folder.mkdir(parents=True)
    weights = {}
    for name, tensor in model.state_dict().items():
        name = published(name if name.startswith(prefix) else prefix + name)
        weights[name] = tensor.detach().half().contiguous()
    save_file(weights, folder / f"{stem}.safetensors", metadata={"format": "pt"})
    config = dict(model.config) if hasattr(model.config, "items") else model.config.to_dict()
    config.setdefault("_class_name", type(model).__name__)
    if stem == "model":
        config["architectures"] = [config.pop("_class_name")]
    # Not _use_default_values: diffusers would ignore the scaling factor that it names.
    config = {k: v for k, v in {**config, **changes}.items()
              if k == "_class_name" or not k.startswith("_")}
    write_json(folder / "config.json", json.loads(json.dumps(config, default=str)))


def main():
    options = arguments(__doc__)
    draft, target = options.work / "export.tmp", options.work / "export"
    shutil.rmtree(draft, ignore_errors=True)

    def state(stage, average):
        checkpoint = torch.load(options.work / f"{stage}.ckpt", weights_only=False)
        return checkpoint["average" if average else "model"]

    vae = new_vae()
    vae.load_state_dict(state("vae", True))
    scale = torch.load(options.work / "prepared.pt", mmap=True)["scale"]
    save(draft / "vae", "diffusion_pytorch_model", vae, scaling_factor=scale, force_upcast=False)
    unet = new_unet()
    unet.load_state_dict(state("unet", True))
    save(draft / "unet", "diffusion_pytorch_model", unet)
    towers = Towers(len(load_things()))
    towers.load_state_dict(state("clip", False))
    save(draft / "text_encoder", "model", towers.first, "text_model.")
    save(draft / "text_encoder_2", "model", towers.second)
    towers.load_state_dict(state("clip-tuned", False))
    save(draft / "clip", "model", towers.clip)
    teacher = Tower()
    teacher.register_buffer("centre", torch.zeros(1, 512))
    teacher.load_state_dict(state("dino", True))
    save(draft / "dino", "model", teacher.vit)
    write_tokenizer(draft / "tokenizer", "<|endoftext|>")
    write_tokenizer(draft / "tokenizer_2", "!")
    scheduler().save_pretrained(draft / "scheduler")
    write_json(draft / "model_index.json", INDEX)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    print(f"{target}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
