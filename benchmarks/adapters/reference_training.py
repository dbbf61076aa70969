"""The reference's side: diffusers' U-Net with peft's LoRA, a step for each request on standard input."""

import sys
import time

import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from peft import LoraConfig
from torch.nn.functional import mse_loss

PROJECTIONS = ["to_q", "to_k", "to_v", "to_out.0"]


def main(folder, side, rank, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    unet = UNet2DConditionModel.from_pretrained(folder, subfolder="unet")
    unet.requires_grad_(False)
    unet.add_adapter(LoraConfig(r=rank, lora_alpha=rank, target_modules=PROJECTIONS))
    unet.train()
    factors = [one for one in unet.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(factors, lr=1e-4, weight_decay=1e-4)
    schedule = DDPMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012)
    latents = torch.randn(1, 4, side, side)
    hidden = torch.randn(1, 77, unet.config.cross_attention_dim)
    pooled = unet.config.projection_class_embeddings_input_dim - 6 * 64
    added = {
        "text_embeds": torch.randn(1, pooled),
        "time_ids": torch.tensor([[8.0 * side, 8 * side, 0, 0, 8 * side, 8 * side]]),
    }

    def step():
        noise = torch.randn_like(latents)
        timestep = torch.randint(0, 1000, (1,))
        noisy = schedule.add_noise(latents, noise, timestep)
        predicted = unet(noisy, timestep, hidden, added_cond_kwargs=added, return_dict=False)[0]
        loss = mse_loss(predicted.float(), noise.float())
        loss.backward()
        norm = torch.nn.utils.get_total_norm([one.grad for one in factors])
        optimizer.step()
        optimizer.zero_grad()
        return loss.item(), norm.item()

    print("ready", flush=True)
    for line in sys.stdin:
        begin = time.perf_counter()
        for _ in range(int(line)):
            step()
        print(time.perf_counter() - begin, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
