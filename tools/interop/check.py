"""Draws pictures from exported adapters with diffusers and compares them with ours.

    python tools/interop/check.py diffusion/target/interop [results.md]

The folder is what the test InteropFilesTest leaves: a model, one adapter in every format, the
noise and embeddings that went in, and the pictures that came out.
"""

import hashlib
import json
import logging
import sys
from pathlib import Path

import diffusers
import peft
import torch
from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline
from diffusers import UNet2DConditionModel
from safetensors import safe_open
from safetensors.torch import load_file

BAR = 2 / 255
TRAIN_TIMESTEPS = 1000


def module_of(key):
    """The projection of a converted key, `….attn1.processor.to_out_lora.up.weight`."""
    module = key.replace(".processor", "").rsplit("_lora.", 1)[0]
    return module + ".0" if module.endswith(".to_out") else module


class Warnings(logging.Handler):
    """Remembers what a library complains about."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        message = record.getMessage()
        # The pipeline here has no text encoders, which loading mentions for each of them.
        if "NoneType" not in message:
            self.messages.append(message)


class ReferenceLayer(torch.nn.Module):
    """A projection with the reference's adapter, written from the formula."""

    def __init__(self, projection, arrays):
        super().__init__()
        self.projection = projection
        self.arrays = arrays
        self.active = arrays["lambda_layer"].shape[1]

    def forward(self, x, *_, **__):
        a = self.arrays
        mask = torch.zeros_like(a["lambda_layer"])
        mask[:, : self.active] = 1
        now = (x @ a["q_layer.weight"].T * a["lambda_layer"] * mask) @ a["p_layer.weight"].T
        before = (x @ a["base_q.weight"].T * a["base_lambda"] * mask) @ a["base_p.weight"].T
        return self.projection(x) + now - before


class Check:
    def __init__(self, folder):
        self.folder = folder
        self.run = load_file(folder / "run.safetensors")
        with safe_open(folder / "run.safetensors", "pt") as file:
            about = file.metadata()
        self.steps, self.guidance = int(about["steps"]), float(about["guidance"])
        self.rows = []
        self.warnings = Warnings()
        logging.getLogger("diffusers").addHandler(self.warnings)

    def pipeline(self, model="model"):
        base = self.folder / model
        pipe = StableDiffusionXLPipeline(
            vae=AutoencoderKL.from_pretrained(base / "vae", torch_dtype=torch.float32),
            unet=UNet2DConditionModel.from_pretrained(base / "unet", torch_dtype=torch.float32),
            scheduler=EulerDiscreteScheduler.from_pretrained(base / "scheduler"),
            text_encoder=None, text_encoder_2=None, tokenizer=None, tokenizer_2=None,
            force_zeros_for_empty_prompt=True, add_watermarker=False,
        )  # fmt: skip
        pipe.set_progress_bar_config(disable=True)
        return pipe

    def draw(self, pipe, before_step=None):
        hidden, pooled, noise = (self.run[one] for one in ("hidden", "pooled", "noise"))
        side = noise.shape[-1] * 8
        original = pipe.unet.forward

        def forward(sample, timestep, *args, **kwargs):
            if before_step:
                before_step(int(timestep))
            return original(sample, timestep, *args, **kwargs)

        pipe.unet.forward = forward
        with torch.no_grad():
            return pipe(
                prompt_embeds=hidden, negative_prompt_embeds=torch.zeros_like(hidden),
                pooled_prompt_embeds=pooled, negative_pooled_prompt_embeds=torch.zeros_like(pooled),
                latents=noise.clone(), height=side, width=side, num_inference_steps=self.steps,
                guidance_scale=self.guidance, output_type="pt",
            ).images  # fmt: skip

    def compare(self, what, picture, expected):
        difference = (picture - self.run[expected]).abs().max().item()
        self.rows.append((what, difference * 255, difference <= BAR, list(self.warnings.messages)))
        self.warnings.messages.clear()

    def lora(self, name):
        pipe = self.pipeline()
        pipe.load_lora_weights(self.folder, weight_name=f"{name}.safetensors")
        loaded = {key for key, _ in pipe.unet.named_parameters() if ".lora_" in key}
        held = [key for key in load_file(self.folder / f"{name}.safetensors") if "alpha" not in key]
        if len(loaded) != len(held):
            raise SystemExit(f"{name}: {len(held)} factors in the file, {len(loaded)} loaded")
        self.compare(f"{name}, `load_lora_weights`, {len(held)} factors", self.draw(pipe), "adapted")

    def kohya_conversion(self):
        unet = self.pipeline().unet
        layers, alphas = StableDiffusionXLPipeline.lora_state_dict(
            self.folder / "kohya.safetensors", unet_config=unet.config
        )
        paths = {module_of(key) for key in layers}
        expected = {f"unet.{path}" for path, _ in unet.named_modules()
                    if path.endswith((".to_q", ".to_k", ".to_v", ".to_out.0"))}  # fmt: skip
        if paths != expected or len(alphas) != len(expected):
            raise SystemExit(f"kohya: converted to other layers: {sorted(paths ^ expected)[:4]}")
        return len(layers), len(alphas)

    def kohya_hash(self):
        data = (self.folder / "kohya.safetensors").read_bytes()
        header = int.from_bytes(data[:8], "little")
        stored = json.loads(data[8 : 8 + header])["__metadata__"]["sshs_model_hash"]
        if hashlib.sha256(data[8 + header :]).hexdigest() != stored:
            raise SystemExit("kohya: sshs_model_hash is not that of the values")

    def reference(self, masked):
        pipe = self.pipeline()
        tensors = load_file(self.folder / "reference.safetensors")
        with safe_open(self.folder / "reference.safetensors", "pt") as file:
            about = file.metadata()
        rank, least = int(about["tlora.rank"]), int(about["tlora.min_rank"])
        layers = []
        for path, module in list(pipe.unet.named_modules()):
            if not path.endswith((".attn1", ".attn2")):
                continue
            for name in ("to_q", "to_k", "to_v", "to_out"):
                prefix = f"{path}.processor.{name}_lora."
                arrays = {key[len(prefix) :]: tensors.pop(key)
                          for key in list(tensors) if key.startswith(prefix)}  # fmt: skip
                holder, key = (module.to_out, "0") if name == "to_out" else (module, name)
                layer = ReferenceLayer(getattr(holder, key), arrays)
                setattr(holder, key, layer)
                layers.append(layer)
        if tensors:
            raise SystemExit(f"reference: keys left over: {list(tensors)[:4]}")

        def mask(timestep):
            left = (TRAIN_TIMESTEPS - timestep) / TRAIN_TIMESTEPS
            for layer in layers:
                layer.active = int(left * (rank - least)) + least if masked else rank

        name = "masked by timestep" if masked else "all components"
        picture = self.draw(pipe, before_step=mask)
        self.compare(f"reference keys, the formula, {name}", picture, "masked" if masked else "adapted")

    def all(self):
        plain = self.draw(self.pipeline())
        self.compare("the base model alone", plain, "plain")
        self.lora("diffusers")
        self.lora("kohya")
        self.reference(masked=False)
        self.reference(masked=True)
        self.compare("merged folder, `from_pretrained`", self.draw(self.pipeline("merged")), "adapted")
        self.kohya_hash()
        return self.kohya_conversion()


def main():
    torch.set_num_threads(1)
    check = Check(Path(sys.argv[1]))
    factors, alphas = check.all()
    changed = (check.run["adapted"] - check.run["plain"]).abs().max().item() * 255
    lines = [
        "| drawn by diffusers from | largest difference from our picture, of 255 | ≤ 2 |",
        "|---|---|---|",
        *(f"| {what} | {off:.3f} | {'yes' if good else 'NO'} |" for what, off, good, _ in check.rows),
        "",
        f"The adapter changes the picture by up to {changed:.0f} of 255. kohya: {factors} factors and "
        f"{alphas} alphas converted, no key left over, `sshs_model_hash` verified. diffusers "
        f"{diffusers.__version__}, peft {peft.__version__}, torch {torch.__version__}.",
    ]
    said = [message for *_, messages in check.rows for message in messages]
    lines += ["", "Warnings: " + ("; ".join(dict.fromkeys(said)) if said else "none.")]
    print("\n".join(lines))
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(0 if all(good for _, _, good, _ in check.rows) else 1)


if __name__ == "__main__":
    main()
