"""Trains the auto-encoder of the starter model: 64 pixels to 8 x 8 latents of 16 channels."""

import copy

import torch
from diffusers import AutoencoderKL

import fast_norm
from common import Stage, arguments, follow, pixels
from world import World

BATCH = 4
KL_WEIGHT = 1e-3


def new_vae():
    return AutoencoderKL(
        down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4,
        block_out_channels=[16, 32, 64, 128],
        layers_per_block=1,
        latent_channels=16,
        norm_num_groups=8,
        sample_size=64,
    ).to(memory_format=torch.channels_last)


def loss_of(vae, picture):
    posterior = vae.encode(picture).latent_dist
    error = vae.decode(posterior.sample()).sample - picture
    edges = error.diff(dim=2).abs().mean() + error.diff(dim=3).abs().mean()
    kl = posterior.kl().mean() / posterior.mean[0].numel()
    loss = error.abs().mean() + error.square().mean() + 0.3 * edges + KL_WEIGHT * kl
    return loss, error.square().mean(), kl


@torch.no_grad()
def psnr(vae, picture):
    """Mean of the pictures' peak signal-to-noise ratios in decibels."""
    drawn = vae.decode(vae.encode(picture).latent_dist.mode()).sample.clamp(-1, 1)
    return (-10 * (((drawn - picture) / 2).square().mean((1, 2, 3))).log10()).mean()


def main():
    options = arguments(__doc__)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    fast_norm.install()
    world = World(options.art)
    held_out = pixels(world.sample(10**6, 128)[0])
    vae = new_vae()
    average = copy.deepcopy(vae).requires_grad_(False)
    optimizer = torch.optim.AdamW(vae.parameters(), 1e-3, betas=(0.9, 0.99), weight_decay=1e-4)
    stage = Stage("vae", options.work, options.minutes, vae, optimizer, 1.5e-3, average=average)
    while stage.running():
        picture = pixels(world.sample([1, stage.step], BATCH)[0])
        loss, square, kl = loss_of(vae, picture)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimizer.step()
        follow(average, vae, min(0.995, stage.step / (stage.step + 20)))
        stage.done(loss=loss.detach(), mse=square.detach(), kl=kl.detach())
        if stage.step % 250 == 0:
            print("held-out PSNR", stage.step, float(psnr(average, held_out)), flush=True)
    print("held-out PSNR", stage.step, float(psnr(average, held_out)))


if __name__ == "__main__":
    main()
