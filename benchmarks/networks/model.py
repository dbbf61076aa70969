"""Writes the model that both sides run: SDXL's depth at a fifth of its width, random weights."""

import json
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

UNET = dict(
    sample_size=64,
    down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    block_out_channels=(64, 128, 256),
    transformer_layers_per_block=(1, 2, 10),
    attention_head_dim=(1, 2, 4),
    cross_attention_dim=512,
    addition_embed_type="text_time",
    addition_time_embed_dim=64,
    projection_class_embeddings_input_dim=256 + 6 * 64,
    use_linear_projection=True,
)
VAE = dict(
    down_block_types=("DownEncoderBlock2D",) * 4,
    up_block_types=("UpDecoderBlock2D",) * 4,
    block_out_channels=(64, 128, 256, 256),
    layers_per_block=2,
    scaling_factor=0.13025,
)
# The first is SDXL's first encoder; the second is its second at half the width and 12 layers.
TEXT = dict(hidden_size=768, intermediate_size=3072, num_attention_heads=12, num_hidden_layers=12)
TEXT_2 = dict(hidden_size=640, intermediate_size=2560, num_attention_heads=10, num_hidden_layers=12)
INDEX = {"_class_name": "StableDiffusionXLPipeline", "force_zeros_for_empty_prompt": True}
SCHEDULER = {
    "_class_name": "EulerDiscreteScheduler",
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "num_train_timesteps": 1000,
    "prediction_type": "epsilon",
    "timestep_spacing": "leading",
    "steps_offset": 1,
    "set_alpha_to_one": False,
}


def write_text(encoder, folder):
    """Under the names of the published files, which transformers 5 reads but no longer writes."""
    encoder.config.architectures = [type(encoder).__name__]
    encoder.config.save_pretrained(folder)
    tensors = {
        name if name.startswith("text_") else "text_model." + name: tensor.contiguous()
        for name, tensor in encoder.state_dict().items()
    }
    save_file(tensors, folder / "model.safetensors")


def main(folder):
    torch.manual_seed(0)
    UNet2DConditionModel(**UNET).save_pretrained(folder / "unet")
    AutoencoderKL(**VAE).save_pretrained(folder / "vae")
    first = CLIPTextConfig(**TEXT, hidden_act="quick_gelu", eos_token_id=2)
    write_text(CLIPTextModel(first), folder / "text_encoder")
    second = CLIPTextConfig(**TEXT_2, hidden_act="gelu", projection_dim=640, eos_token_id=2)
    write_text(CLIPTextModelWithProjection(second), folder / "text_encoder_2")
    (folder / "model_index.json").write_text(json.dumps(INDEX))
    (folder / "scheduler").mkdir(exist_ok=True)
    (folder / "scheduler/scheduler_config.json").write_text(json.dumps(SCHEDULER))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
