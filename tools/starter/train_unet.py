"""Trains the U-Net of the starter model on latents and prompt embeddings prepared once."""

import copy

import numpy as np
import torch
from diffusers import EulerDiscreteScheduler, UNet2DConditionModel
from PIL import Image
from torch.nn import functional as F

import fast_norm
from backgrounds import SCENES
from common import Stage, arguments, follow, pixels
from texts import Texts
from train_clip import Towers, text_model
from train_vae import new_vae
from world import World

PICTURES = 24_000
BATCH = 48
EMPTY = 0.1  # share of samples without a prompt, which SDXL embeds as zeros
HALF = True  # bfloat16 products: twice as fast where the processor has them
EARLY = 0.4  # share of the time in which the early things take part
MIDDLE = 0.6  # from this share on, things in the middle come up most of the time
MIDDLE_WEIGHT = 8
GAMMA = 5.0  # of min-SNR weighting, Hang et al. 2023


def new_unet():
    return UNet2DConditionModel(
        sample_size=8,
        in_channels=16,
        out_channels=16,
        down_block_types=["CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
        mid_block_type="UNetMidBlock2DCrossAttn",
        up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
        block_out_channels=[96, 192],
        layers_per_block=1,
        transformer_layers_per_block=1,
        attention_head_dim=[3, 6],
        cross_attention_dim=128,
        norm_num_groups=16,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=16,
        projection_class_embeddings_input_dim=6 * 16 + 64,
    ).to(memory_format=torch.channels_last)


def scheduler():
    return EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
        prediction_type="epsilon", timestep_spacing="leading", steps_offset=1)


@torch.no_grad()
def embed(towers, ids):
    """What SDXL's U-Net sees of prompts: hidden states (B, 77, 128) and pooled states (B, 64)."""
    first = text_model(towers.first)(input_ids=ids, output_hidden_states=True)
    ids = pad_second(ids)
    second = towers.second(input_ids=ids, output_hidden_states=True)
    hidden = torch.cat([first.hidden_states[-2], second.hidden_states[-2]], dim=2)
    return hidden, second.text_embeds


def pad_second(ids):
    """SDXL's second tokenizer pads with token 0 after the first end mark."""
    ends = (ids == ids.max()).cumsum(1)
    return torch.where(ends > 1, 0, ids)


def load_frozen(work, world):
    """The auto-encoder and the text towers, as their stages left them."""
    vae, towers = new_vae(), Towers(len(world.things))
    vae.load_state_dict(torch.load(work / "vae.ckpt", weights_only=False)["average"])
    towers.load_state_dict(torch.load(work / "clip.ckpt", weights_only=False)["model"])
    return vae.eval(), towers.eval()


@torch.no_grad()
def prepare(options, world, file):
    """Draws, encodes and embeds the training scenes once."""
    torch.manual_seed(3)
    texts = Texts(options.work)
    words = texts.placeholders()
    vae, towers = load_frozen(options.work, world)
    parts = []
    for chunk in range(PICTURES // 200):
        pictures, captions, _ = world.sample([3, chunk], 200, words)
        posterior = vae.encode(pixels(pictures)).latent_dist
        hidden, pooled = embed(towers, texts.ids(captions))
        parts.append([t.half() for t in (posterior.mean, posterior.std, hidden, pooled)])
        if chunk % 20 == 0:
            print("prepared", 200 * chunk, flush=True)
    names = ("mean", "deviation", "hidden", "pooled")
    data = {name: torch.cat(column) for name, column in zip(names, zip(*parts))}
    data["scale"] = 1 / float(data["mean"].float().std())
    torch.save(data, file)


def curriculum(world):
    """Rows of the prepared pictures for the later parts.

    First without ``early`` things and with fewer small ones; then mostly things in the middle, of
    which there are few enough to learn their shapes well.
    """
    later, middle = [], []
    for chunk in range(PICTURES // 200):
        rng = np.random.default_rng([3, chunk])
        for number in range(200):
            spec = world.spec(rng)
            if not world.things[spec.thing].early and (spec.size != "small" or number % 2):
                later.append(chunk * 200 + number)
                if spec.size != "small" and not spec.column:
                    middle += [chunk * 200 + number] * MIDDLE_WEIGHT
    return np.array(later), np.array(later + middle)


def timestep_table(alphas):
    """Cumulative shares of the timesteps: in proportion to their min-SNR weights."""
    ratio = alphas / (1 - alphas)
    weight = (ratio.clamp(max=GAMMA) / ratio).double() + 0.05
    weight[920:] *= 0.5
    return (weight.cumsum(0) / weight.sum()).numpy()


def batch_of(data, rng, among):
    rows = torch.from_numpy(rng.choice(among, BATCH))
    mean, deviation = data["mean"][rows].float(), data["deviation"][rows].float()
    latents = (mean + deviation * torch.randn_like(mean)) * data["scale"]
    keep = (torch.rand(BATCH, 1) >= EMPTY).float()
    hidden = data["hidden"][rows].float() * keep[:, :, None]
    return latents, hidden, data["pooled"][rows].float() * keep, time_ids(rng)


def time_ids(rng):
    """Mostly those of a native picture, some as photos of other sizes give them."""
    ids = torch.tensor([64, 64, 0, 0, 64, 64]).repeat(BATCH, 1).float()
    other = torch.from_numpy(rng.random(BATCH) < 0.3)
    ids[other, :2] = torch.from_numpy(rng.integers(32, 1500, (int(other.sum()), 2))).float()
    return ids


class Sketches:
    """Draws a page of pictures now and then, to see how far the network is."""

    def __init__(self, work, world, every):
        self.folder, self.every, self.last = work / "sketches", every, None
        self.folder.mkdir(exist_ok=True)
        vae, towers = load_frozen(work, world)
        captions = [f"a photo of a {world.things[i].noun} {SCENES[scene][0]}" for i, scene in
                    zip(world.training[::7], list(SCENES) * 2)][:24]
        self.vae, (self.hidden, self.pooled) = vae, embed(towers, Texts(work).ids(captions))

    @torch.no_grad()
    def maybe(self, unet, scale, stage):
        if self.last is None:
            self.last = stage.spent
        if stage.spent - self.last < self.every:
            return
        self.last = stage.spent
        steps = scheduler()
        steps.set_timesteps(20)
        count = len(self.hidden)
        noise = torch.randn(count, 16, 8, 8, generator=torch.Generator().manual_seed(0))
        latents = noise * steps.init_noise_sigma
        hidden = torch.cat([torch.zeros_like(self.hidden), self.hidden])
        pooled = torch.cat([torch.zeros_like(self.pooled), self.pooled])
        ids = torch.tensor([64, 64, 0, 0, 64, 64]).float().repeat(2 * count, 1)
        for timestep in steps.timesteps:
            both = steps.scale_model_input(torch.cat([latents, latents]), timestep)
            plain, led = unet(both, timestep, hidden, added_cond_kwargs={
                "text_embeds": pooled, "time_ids": ids}).sample.chunk(2)
            latents = steps.step(plain + 5 * (led - plain), timestep, latents).prev_sample
        pixel = self.vae.decode(latents / scale).sample.clamp(-1, 1).permute(0, 2, 3, 1)
        rows = ((pixel + 1) * 127.5).byte().numpy().reshape(3, count // 3, 64, 64, 3)
        page = np.concatenate([np.concatenate(list(row), axis=1) for row in rows])
        Image.fromarray(page).resize((page.shape[1] * 2, page.shape[0] * 2)).save(
            self.folder / f"unet-{stage.step:05d}.png")


def main():
    options = arguments(__doc__)
    torch.set_num_threads(1)
    world = World(options.art)
    file = options.work / "prepared.pt"
    if not file.exists():
        prepare(options, world, file)
    fast_norm.install()
    data = torch.load(file)
    torch.manual_seed(0)
    unet = new_unet()
    average = copy.deepcopy(unet).requires_grad_(False)
    optimizer = torch.optim.AdamW(unet.parameters(), 1e-3, betas=(0.9, 0.99), weight_decay=0.01,
                                  fused=True)
    stage = Stage("unet", options.work, options.minutes, unet, optimizer, 1.5e-3, warmup=200,
                  average=average)
    alphas = scheduler().alphas_cumprod
    table = timestep_table(alphas)
    parts = [np.arange(PICTURES), *curriculum(world)]
    sketches = Sketches(options.work, world, every=300)
    while stage.running():
        rng = np.random.default_rng([4, stage.step])
        share = stage.share()
        rows = parts[(share >= EARLY) + (share >= MIDDLE)]
        latents, hidden, pooled, ids = batch_of(data, rng, rows)
        noise = torch.randn_like(latents)
        spread = rng.permuted((np.arange(BATCH) + rng.random(BATCH)) / BATCH)
        timesteps = torch.from_numpy(np.searchsorted(table, spread)).clamp(max=999)
        alpha = alphas[timesteps].view(-1, 1, 1, 1)
        noisy = alpha.sqrt() * latents + (1 - alpha).sqrt() * noise
        with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
            guess = unet(noisy.contiguous(memory_format=torch.channels_last), timesteps, hidden,
                         added_cond_kwargs={"text_embeds": pooled, "time_ids": ids}).sample.float()
        loss = F.mse_loss(guess, noise)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(unet.parameters(), 1.0)
        optimizer.step()
        follow(average, unet, min(0.998, (stage.step + 1) / (stage.step + 20)))
        stage.done(loss=loss.detach())
        sketches.maybe(average, data["scale"], stage)


if __name__ == "__main__":
    main()
