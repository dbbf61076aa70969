"""Writes the networks that both sides train: SDXL's depth at a fifth of its width, and a small one."""

import sys
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel

COMMON = {
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 64,
    "use_linear_projection": True,
}
NETWORKS = {
    "fifth": {
        "sample_size": 64,
        "block_out_channels": (64, 128, 256),
        "transformer_layers_per_block": (1, 2, 10),
        "attention_head_dim": (1, 2, 4),
        "cross_attention_dim": 512,
        "projection_class_embeddings_input_dim": 256 + 6 * 64,
    },
    "small": {
        "sample_size": 16,
        "block_out_channels": (64, 128),
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "transformer_layers_per_block": (1, 2),
        "attention_head_dim": (1, 2),
        "cross_attention_dim": 128,
        "projection_class_embeddings_input_dim": 128 + 6 * 64,
    },
}


def main(name, folder):
    torch.manual_seed(0)
    UNet2DConditionModel(**COMMON | NETWORKS[name]).save_pretrained(folder / name / "unet")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
