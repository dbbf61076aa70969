"""A small world of captioned scenes: emoji things before procedural backgrounds.

Everything follows from seeds. A scene is an RGB picture, an exact foreground mask and a caption in
the manner of the paper's prompts ("a photo of a small red car on the left in the snow").
"""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from backgrounds import SCENES, draw_background
from captions import caption_of

SIDE = 64
VARIANTS = 12  # backgrounds drawn per scene
SIZES = {"small": 32, "": 44, "big": 56}
COLUMNS = {"left": 0.0, "": 0.5, "right": 1.0}
HUES = {"red": 0, "orange": 28, "yellow": 52, "green": 125, "blue": 218, "purple": 280, "pink": 325}
GREYS = {"black": 0.35, "white": 1.6}
SOFTNESS = 0.16  # share of each neighbouring pixel
COLOURS = [*HUES, *GREYS]


@dataclass(frozen=True)
class Thing:
    """One emoji: its file, its noun, the class noun of its kin and whether colours suit it.

    The U-Net sees ``early`` things in the first part of its training only.
    """

    key: str
    noun: str
    kind: str
    tinted: bool
    held_out: bool
    early: bool


@dataclass(frozen=True)
class Spec:
    """All that decides one scene; ``background`` counts the variants of the scene."""

    thing: int
    colour: str
    size: str
    column: str
    scene: str
    background: int


def load_things(path=Path(__file__).with_name("things.json")):
    """The training things and the held-out things, in the order of the file."""
    rows = json.loads(path.read_text())
    return [
        Thing(row["emoji"], row["noun"], row["class"], row.get("tinted", False),
              row.get("heldOut", False), row.get("early", False))
        for row in rows
    ]


def unseen(thing, scene):
    """Whether the thing is never before this background while training: one pair in ten."""
    return zlib.crc32(f"{thing.noun}/{scene}".encode()) % 10 == 0


class World:
    """Draws scenes; sprites and backgrounds are cached. ``art`` is emoji-datasource-google."""

    def __init__(self, art, things=None):
        self.things = load_things() if things is None else things
        self.training = [i for i, thing in enumerate(self.things) if not thing.held_out]
        self.held_out = [i for i, thing in enumerate(self.things) if thing.held_out]
        table = json.loads((Path(art) / "emoji.json").read_text())
        images = {row["short_name"]: row["image"] for row in table}
        folder = Path(art) / "img" / "google" / "64"
        self._art = [Image.open(folder / images[t.key]).convert("RGBA") for t in self.things]
        self._sprites = {}
        self._backgrounds = {}

    def spec(self, rng, thing=None, scene=None):
        """A random specification; the thing is a training thing unless it is given."""
        thing = int(rng.choice(self.training)) if thing is None else thing
        seen = [s for s in SCENES if not unseen(self.things[thing], s)]
        tinted = self.things[thing].tinted and rng.random() < 0.75
        return Spec(
            thing,
            str(rng.choice(COLOURS)) if tinted else "",
            str(rng.choice(list(SIZES), p=[0.2, 0.45, 0.35])),
            str(rng.choice(list(COLUMNS), p=[0.25, 0.5, 0.25])),
            scene if scene in seen else str(rng.choice(seen)),
            int(rng.integers(VARIANTS)),
        )

    def sprite(self, thing, colour, pixels):
        """Premultiplied colours and alpha of a thing, floats in [0, 1], cut to its outline."""
        key = (thing, colour, pixels)
        if key not in self._sprites:
            image = self._art[thing]
            image = tint(image.crop(image.getbbox()), colour)
            scale = pixels / max(image.size)
            size = [max(1, round(side * scale)) for side in image.size]
            pixel = np.asarray(image, np.float32) / 255
            pixel = np.concatenate([pixel[..., :3] * pixel[..., 3:], pixel[..., 3:]], axis=2)
            planes = [soften(Image.fromarray(pixel[..., c]), size) for c in range(4)]
            self._sprites[key] = np.clip(np.stack(planes, axis=2), 0, 1)
        return self._sprites[key]

    def background(self, scene, variant, side=SIDE):
        key = (scene, variant, side)
        if key not in self._backgrounds:
            self._backgrounds[key] = draw_background(scene, variant, side)
        return self._backgrounds[key]

    def draw(self, spec, side=SIDE):
        """The picture (side, side, 3) and the mask (side, side), bytes."""
        unit = side // SIDE
        sprite = self.sprite(spec.thing, spec.colour, SIZES[spec.size] * unit)
        height, width = sprite.shape[:2]
        margin = 2 * unit
        room = side - width - 2 * margin
        left = margin + round(room * COLUMNS[spec.column])
        top = round((side - height) * 0.62)
        picture = self.background(spec.scene, spec.background, side).astype(np.float32)
        area = (slice(top, top + height), slice(left, left + width))
        alpha = sprite[..., 3:]
        picture[area] = picture[area] * (1 - alpha) + sprite[..., :3] * 255
        mask = np.zeros((side, side), np.uint8)
        mask[area] = np.where(alpha[..., 0] > 0.5, 255, 0)
        return np.clip(picture + 0.5, 0, 255).astype(np.uint8), mask

    def caption(self, rng, spec, placeholders=()):
        return caption_of(rng, self.things[spec.thing], spec, placeholders)

    def sample(self, seed, count, placeholders=(), alike=False):
        """``count`` pictures (count, 64, 64, 3), their captions and specifications.

        Where they are ``alike``, one background serves all that it may, so that telling the
        pictures apart means telling the things apart.
        """
        rng = np.random.default_rng(seed)
        scene = str(rng.choice(list(SCENES))) if alike else None
        specs = [self.spec(rng, scene=scene) for _ in range(count)]
        pictures = np.stack([self.draw(spec)[0] for spec in specs])
        return pictures, [self.caption(rng, spec, placeholders) for spec in specs], specs


def soften(plane, size):
    """A plane at its size in the scene, a little out of focus as a lens would leave it."""
    plane = plane.resize(size, Image.Resampling.BICUBIC)
    values = np.asarray(plane)
    for axis in (0, 1):
        before, after = np.roll(values, 1, axis), np.roll(values, -1, axis)
        values = values * (1 - 2 * SOFTNESS) + (before + after) * SOFTNESS
    return values


def tint(image, colour):
    """The coloured parts of a picture in another colour."""
    if not colour:
        return image
    pixel = np.asarray(image).copy()
    hsv = np.asarray(image.convert("RGB").convert("HSV")).astype(np.float32)
    coloured = np.clip((hsv[..., 1] - 40) / 60, 0, 1)[..., None]
    if colour in HUES:
        hsv[..., 0] = HUES[colour] * 255 / 360
        hsv[..., 1] = np.clip(hsv[..., 1], 150, 235)
    else:
        hsv[..., 1] = 8
        hsv[..., 2] = np.clip(hsv[..., 2] * GREYS[colour], 30, 245)
    new = np.asarray(Image.fromarray(hsv.astype(np.uint8), "HSV").convert("RGB"), np.float32)
    pixel[..., :3] = pixel[..., :3] * (1 - coloured) + new * coloured
    return Image.fromarray(pixel)
