"""The reference's side of compare.py: reads operations from stdin, answers with seconds."""

import resource
import sys
import time
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTextModelWithProjection

RANK, ACTIVE = 16, 12
LATENTS = (1, 4, 64, 64)


class OrthoLora(torch.nn.Module):
    """A projection with a T-LoRA layer beside it, in the masked form of the reference."""

    def __init__(self, base):
        super().__init__()
        self.base = base
        out, inner = base.weight.shape
        frames = [torch.linalg.qr(torch.randn(size, RANK))[0] for size in (inner, out)]
        self.q = torch.nn.Parameter(frames[0].T.contiguous())
        self.p = torch.nn.Parameter(frames[1].contiguous())
        self.scale = torch.nn.Parameter(torch.full((1, RANK), 0.1))
        for name in ("q", "p", "scale"):
            self.register_buffer("start_" + name, getattr(self, name).detach().clone())
        self.register_buffer("mask", (torch.arange(RANK) < ACTIVE).float()[None])

    def forward(self, x):
        learned = (x @ self.q.T * self.scale * self.mask) @ self.p.T
        start = (x @ self.start_q.T * self.start_scale * self.mask) @ self.start_p.T
        return self.base(x) + learned - start


class Networks:
    def __init__(self, model):
        self.model = model
        torch.manual_seed(1)
        self.sample = torch.randn(LATENTS)
        self.pixels = torch.rand(1, 3, 512, 512) * 2 - 1
        self.ids = torch.randint(1000, 40000, (1, 77))
        self.ids[0, -1] = 49407

    def load_unet(self):
        self.unet = UNet2DConditionModel.from_pretrained(self.model / "unet").eval()
        self.unet.requires_grad_(False)
        width = self.unet.config.cross_attention_dim
        pooled = self.unet.config.projection_class_embeddings_input_dim
        pooled -= 6 * self.unet.config.addition_time_embed_dim
        self.hidden = torch.randn(1, 77, width)
        sizes = torch.tensor([[512.0, 512, 0, 0, 512, 512]])
        self.added = {"text_embeds": torch.randn(1, pooled), "time_ids": sizes}

    def denoise(self):
        time_step = torch.tensor([400.0])
        return self.unet(self.sample, time_step, self.hidden, added_cond_kwargs=self.added).sample

    def predict(self):
        with torch.no_grad():
            self.denoise()

    def adapt(self):
        for block in list(self.unet.modules()):
            if hasattr(block, "to_q"):
                for name in ("to_q", "to_k", "to_v"):
                    setattr(block, name, OrthoLora(getattr(block, name)))
                block.to_out[0] = OrthoLora(block.to_out[0])

    def backward(self):
        loss = torch.nn.functional.mse_loss(self.denoise(), self.sample)
        loss.backward()
        for parameter in self.unet.parameters():
            parameter.grad = None

    def load_vae(self):
        self.vae = AutoencoderKL.from_pretrained(self.model / "vae").eval()

    def encode(self):
        with torch.no_grad():
            self.vae.encode(self.pixels).latent_dist.mean

    def decode(self):
        with torch.no_grad():
            self.vae.decode(self.sample).sample

    def load_text(self):
        self.first = CLIPTextModel.from_pretrained(self.model / "text_encoder").eval()
        second = self.model / "text_encoder_2"
        self.second = CLIPTextModelWithProjection.from_pretrained(second).eval()

    def text(self):
        with torch.no_grad():
            self.first(self.ids, output_hidden_states=True)
            self.second(self.ids, output_hidden_states=True)


def main(model):
    networks = Networks(model)
    operations = {
        "load-unet": networks.load_unet,
        "forward": networks.predict,
        "adapt": networks.adapt,
        "backward": networks.backward,
        "load-vae": networks.load_vae,
        "encode": networks.encode,
        "decode": networks.decode,
        "load-text": networks.load_text,
        "text": networks.text,
    }
    print("ready", flush=True)
    for line in sys.stdin:
        operation = line.strip()
        if operation == "memory":
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
            continue
        begun = time.perf_counter()
        operations[operation]()
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
