"""Adapter files as the Python side writes them, and what a U-Net with each of them answers.

The network is that of the fixture `text_to_image`. Plain LoRAs are attached and saved by diffusers
and peft themselves; the reference's layers are written from the formulas, as in `make_tlora.py`.
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel
from diffusers.utils import convert_all_state_dict_to_peft, convert_state_dict_to_kohya
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures"))
from common import FIXTURES, deterministic, folder  # noqa: E402
from make_tlora import draw, forward, prefix_mask  # noqa: E402

HERE = folder("adapter_files")
TARGETS = ["to_k", "to_q", "to_v", "to_out.0"]
RANK = 3
INPUTS = {
    "sample": (1, 4, 8, 8),
    "hidden": (1, 77, 24),
    "pooled": (1, 16),
}


def network():
    config = json.loads((FIXTURES / "text_to_image/unet/config.json").read_text())
    unet = UNet2DConditionModel.from_config(config)
    unet.load_state_dict(load_file(FIXTURES / "text_to_image/unet/model.safetensors"))
    return unet.eval()


def answer(unet, inputs):
    """The U-Net's prediction at timestep 500."""
    with torch.no_grad():
        return unet(
            inputs["sample"],
            torch.tensor([500]),
            inputs["hidden"],
            added_cond_kwargs={
                "text_embeds": inputs["pooled"],
                "time_ids": torch.tensor([[64.0, 64, 0, 0, 64, 64]]),
            },
        ).sample


def with_lora(alpha, **more):
    """A network with a LoRA that is no longer zero."""
    unet = network()
    unet.add_adapter(LoraConfig(r=RANK, lora_alpha=alpha, target_modules=TARGETS, **more))
    with torch.no_grad():
        for name, weight in unet.named_parameters():
            if ".lora_" in name:
                weight.copy_(0.4 * torch.randn(weight.shape))
    return unet


def write_diffusers(name, inputs, **config):
    unet = with_lora(**config)
    layers = get_peft_model_state_dict(unet)
    metadata = unet.peft_config["default"].to_dict()
    StableDiffusionXLPipeline.save_lora_weights(
        HERE, unet_lora_layers=layers, weight_name=f"{name}.safetensors",
        unet_lora_adapter_metadata=metadata,
    )  # fmt: skip
    return answer(unet, inputs)


def write_peft(name, inputs):
    """peft's own names, without a configuration: alpha equals the rank."""
    unet = with_lora(alpha=RANK)
    layers = {f"base_model.model.{key}": one for key, one in get_peft_model_state_dict(unet).items()}
    save_file(layers, HERE / f"{name}.safetensors")
    return answer(unet, inputs)


def sgm_name(key):
    """diffusers' spelling of a kohya key in the names of Stability's U-Net, one layer a block."""
    names = {
        "mid_block_attentions_0": "middle_block_1",
        "down_blocks_1_attentions_0": "input_blocks_3_1",
        "up_blocks_0_attentions_0": "output_blocks_0_1",
        "up_blocks_0_attentions_1": "output_blocks_1_1",
    }
    for theirs, sgm in names.items():
        key = key.replace(theirs, sgm)
    return key


def write_kohya(name, inputs, alpha, sgm):
    """Kohya's keys by diffusers' own converter; alpha is a tensor of each layer."""
    unet = with_lora(alpha=alpha)
    layers = {f"unet.{key}": one for key, one in get_peft_model_state_dict(unet).items()}
    kohya = convert_state_dict_to_kohya(convert_all_state_dict_to_peft(layers))
    kohya = {key: torch.tensor(alpha) if key.endswith("alpha") else one for key, one in kohya.items()}
    if sgm:
        kohya = {sgm_name(key): one for key, one in kohya.items()}
    halves = {key: one.half().contiguous() if one.dim() else one for key, one in kohya.items()}
    metadata = {"ss_network_dim": str(RANK), "ss_network_alpha": str(alpha)}
    if sgm:
        metadata["tlora.layers_per_block"] = "1"
    save_file(halves, HERE / f"{name}.safetensors", metadata=metadata)
    with torch.no_grad():
        for key, weight in unet.named_parameters():
            if ".lora_" in key:
                weight.copy_(weight.half().float())
    return answer(unet, inputs)


class Reference(torch.nn.Module):
    """A projection with one of the reference's adapters."""

    def __init__(self, projection, method, active):
        super().__init__()
        self.projection = projection
        out, size_in = projection.weight.shape
        self.trainable, self.start = draw(method, size_in, out, RANK)
        self.mask = prefix_mask([active], RANK)

    def forward(self, x, *_, **__):
        weight = self.projection.weight
        y = forward(weight, self.trainable, self.start, self.mask, x)
        bias = self.projection.bias
        return y if bias is None else y + bias

    def tensors(self):
        return {**self.trainable, **self.start}


def write_reference(name, inputs, method):
    unet = network()
    tensors, replaced = {}, []
    for path, module in list(unet.named_modules()):
        if not path.endswith((".attn1", ".attn2")):
            continue
        for projection in ("to_q", "to_k", "to_v", "to_out"):
            holder = module.to_out if projection == "to_out" else module
            key = "0" if projection == "to_out" else projection
            layer = Reference(getattr(holder, key), method, RANK)
            setattr(holder, key, layer)
            replaced.append(layer)
            for array, one in layer.tensors().items():
                tensors[f"{path}.processor.{projection}_lora.{array}"] = one.contiguous()
    save_file(tensors, HERE / f"{name}.safetensors", metadata={"format": "pt"})
    answers = {}
    for active in range(1, RANK + 1):
        for layer in replaced:
            layer.mask = prefix_mask([active], RANK)
        answers[f"{name}.active{active}"] = answer(unet, inputs)
    return answers


def main():
    deterministic(23)
    inputs = {name: torch.randn(shape) for name, shape in INPUTS.items()}
    answers = {"none": answer(network(), inputs)}
    answers["diffusers"] = write_diffusers("diffusers", inputs, alpha=RANK)
    answers["diffusers-alpha"] = write_diffusers(
        "diffusers-alpha", inputs, alpha=1.5, alpha_pattern={"mid_block.attentions.0"
        ".transformer_blocks.0.attn1.to_q": 6.0}
    )  # fmt: skip
    answers["peft"] = write_peft("peft", inputs)
    answers["kohya-sgm"] = write_kohya("kohya-sgm", inputs, alpha=1.5, sgm=True)
    answers["kohya-diffusers"] = write_kohya("kohya-diffusers", inputs, alpha=3.0, sgm=False)
    answers |= write_reference("reference-ortho", inputs, "tlora")
    answers |= write_reference("reference-vanilla", inputs, "vanilla-tlora")
    save_file({**inputs, **answers}, HERE / "answers.safetensors")
    for file in HERE.glob("*.safetensors"):
        file.chmod(0o644)


if __name__ == "__main__":
    main()
