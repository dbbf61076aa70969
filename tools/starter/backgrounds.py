"""Procedural backgrounds: a phrase or two and a drawing for each scene."""

import colorsys
import zlib

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SCENES = {
    "beach": ["on the beach", "at the beach"],
    "snow": ["in the snow"],
    "grass": ["on the grass", "in a meadow"],
    "night": ["at night", "under the stars"],
    "city": ["in the city", "with a city in the background"],
    "room": ["in a room", "in a living room"],
    "desert": ["in the desert"],
    "forest": ["in the forest", "in the woods"],
    "moon": ["on the moon"],
    "water": ["under water", "in the sea"],
    "rain": ["in the rain"],
    "mountain": ["with a mountain in the background", "in the mountains"],
    "street": ["on the street", "on a road"],
    "flowers": ["in a field of flowers", "among flowers"],
    "sunset": ["at sunset", "with a sunset in the background"],
    "sky": ["in the sky", "among the clouds"],
    "kitchen": ["in the kitchen", "on a tiled floor"],
    "table": ["on a wooden table", "on wood"],
    "stage": ["on a stage", "in front of a curtain"],
    "autumn": ["in autumn leaves", "in autumn"],
    "red": ["in front of a red wall", "on a red background"],
    "blue": ["in front of a blue wall", "on a blue background"],
    "white": ["in front of a white wall", "on a white background"],
    "brick": ["in front of a brick wall", "with bricks in the background"],
}

FINE = 4  # drawn this much finer, then averaged
OUT_OF_FOCUS = 0.9  # blur in 64ths of the side, as behind a thing that is photographed


def draw_background(scene, variant, side):
    """The picture (side, side, 3), bytes; the same for every call with the same arguments."""
    rng = np.random.default_rng([zlib.crc32(scene.encode()), variant])
    canvas = Canvas(rng, 64 * max(FINE, side // 64))
    globals()["_" + scene](canvas, rng)
    canvas.blur(OUT_OF_FOCUS)
    return np.asarray(canvas.image.resize((side, side), Image.Resampling.BOX))


class Canvas:
    """Draws in units of one 64th of the side; colours are hue in degrees, saturation, value."""

    def __init__(self, rng, side):
        self.rng = rng
        self.unit = side / 64
        self.side = side
        self.image = Image.new("RGB", (side, side))
        self.pen = ImageDraw.Draw(self.image)

    def colour(self, hue, saturation, value, jitter=1.0):
        hue = (hue + jitter * self.rng.uniform(-7, 7)) % 360
        saturation = np.clip(saturation + jitter * self.rng.uniform(-0.05, 0.05), 0, 1)
        value = np.clip(value + jitter * self.rng.uniform(-0.05, 0.05), 0, 1)
        return tuple(round(255 * c) for c in colorsys.hsv_to_rgb(hue / 360, saturation, value))

    def gradient(self, top, bottom, start=0, end=64):
        first, last = round(start * self.unit), round(end * self.unit)
        for y in range(first, last):
            share = (y - first) / max(1, last - first - 1)
            line = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom))
            self.pen.line([(0, y), (self.side, y)], fill=line)

    def box(self, left, top, right, bottom, fill):
        self.pen.rectangle([v * self.unit for v in (left, top, right, bottom)], fill=fill)

    def disc(self, x, y, radius, fill, flat=1.0):
        edges = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self.pen.ellipse([v * self.unit for v in edges], fill=fill)

    def shape(self, points, fill):
        self.pen.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=fill)

    def line(self, x0, y0, x1, y1, fill, width):
        ends = [v * self.unit for v in (x0, y0, x1, y1)]
        self.pen.line(ends, fill=fill, width=round(width * self.unit))

    def blur(self, radius):
        self.image.paste(self.image.filter(ImageFilter.GaussianBlur(radius * self.unit)))


def _sky(c, rng):
    c.gradient(c.colour(210, 0.6, 0.85), c.colour(205, 0.25, 0.97))
    for _ in range(rng.integers(3, 6)):
        _cloud(c, rng, rng.uniform(0, 64), rng.uniform(4, 60))


def _cloud(c, rng, x, y):
    white = c.colour(210, 0.04, 0.97, 0.3)
    for step in range(4):
        c.disc(x + step * 4 - 6, y + rng.uniform(-1, 1), 3 + 2 * (step in (1, 2)), white)


def _beach(c, rng):
    sea = rng.uniform(24, 30)
    sand = rng.uniform(36, 42)
    c.gradient(c.colour(205, 0.45, 0.95), c.colour(200, 0.15, 1.0), 0, sea)
    c.gradient(c.colour(200, 0.75, 0.65), c.colour(185, 0.6, 0.8), sea, sand)
    c.box(0, sand - 1, 64, sand + 1, c.colour(180, 0.08, 0.98))
    c.gradient(c.colour(42, 0.38, 0.93), c.colour(38, 0.48, 0.85), sand + 1, 64)
    c.disc(rng.uniform(6, 58), rng.uniform(5, 11), 4, c.colour(50, 0.5, 1.0))


def _snow(c, rng):
    line = rng.uniform(28, 36)
    c.gradient(c.colour(215, 0.2, 0.8), c.colour(210, 0.08, 0.92), 0, line)
    for _ in range(rng.integers(3, 6)):
        x, tall = rng.uniform(0, 64), rng.uniform(9, 16)
        fir = c.colour(160, 0.35, 0.45)
        c.shape([(x - tall / 3, line + 1), (x, line - tall), (x + tall / 3, line + 1)], fir)
    c.gradient(c.colour(210, 0.03, 0.98), c.colour(215, 0.1, 0.92), line, 64)
    for _ in range(26):
        c.disc(rng.uniform(0, 64), rng.uniform(0, 64), 0.8, (255, 255, 255))


def _grass(c, rng):
    line = rng.uniform(26, 36)
    c.gradient(c.colour(205, 0.45, 0.95), c.colour(200, 0.15, 1.0), 0, line)
    _cloud(c, rng, rng.uniform(8, 56), rng.uniform(6, 12))
    c.disc(rng.uniform(0, 64), line + 14, 24, c.colour(105, 0.5, 0.65))
    c.gradient(c.colour(100, 0.6, 0.72), c.colour(110, 0.7, 0.5), line, 64)


def _night(c, rng):
    line = rng.uniform(46, 54)
    c.gradient(c.colour(235, 0.75, 0.18), c.colour(230, 0.6, 0.38), 0, line)
    for _ in range(24):
        c.disc(rng.uniform(0, 64), rng.uniform(0, line), rng.uniform(0.4, 0.8), (255, 250, 220))
    x, y = rng.uniform(8, 56), rng.uniform(8, 13)
    c.disc(x, y, 5, c.colour(52, 0.25, 0.98))
    c.gradient(c.colour(140, 0.5, 0.2), c.colour(140, 0.5, 0.12), line, 64)


def _city(c, rng):
    c.gradient(c.colour(210, 0.3, 0.9), c.colour(205, 0.1, 0.98))
    left = -2.0
    while left < 64:
        width, top = rng.uniform(8, 13), rng.uniform(8, 30)
        wall = c.colour(rng.choice([210, 220, 30]), 0.15, rng.uniform(0.45, 0.7))
        c.box(left, top, left + width, 64, wall)
        for y in np.arange(top + 3, 52, 7):
            for x in np.arange(left + 1.5, left + width - 2, 4.5):
                c.box(x, y, x + 2.4, y + 3.4, c.colour(50, 0.4, 0.95))
        left += width + 1
    c.box(0, 52, 64, 64, c.colour(220, 0.05, 0.5))


def _room(c, rng):
    line = rng.uniform(42, 48)
    c.box(0, 0, 64, line, c.colour(rng.choice([35, 45, 90, 200]), 0.2, 0.88))
    c.gradient(c.colour(25, 0.55, 0.6), c.colour(25, 0.6, 0.45), line, 64)
    c.box(0, line - 1.5, 64, line, c.colour(30, 0.05, 0.97))
    x = rng.uniform(3, 40)
    c.box(x, 6, x + 18, 24, c.colour(30, 0.05, 0.97))
    c.box(x + 1.5, 7.5, x + 16.5, 22.5, c.colour(200, 0.35, 0.97))
    c.box(x + 8.3, 6, x + 9.7, 24, c.colour(30, 0.05, 0.97))


def _desert(c, rng):
    line = rng.uniform(28, 36)
    c.gradient(c.colour(195, 0.4, 0.92), c.colour(40, 0.25, 1.0), 0, line)
    c.disc(rng.uniform(6, 58), rng.uniform(6, 12), 5, c.colour(48, 0.45, 1.0))
    c.gradient(c.colour(32, 0.55, 0.9), c.colour(28, 0.65, 0.72), line, 64)
    c.disc(rng.uniform(0, 64), line + 16, 26, c.colour(30, 0.6, 0.82), 0.75)
    x = rng.uniform(6, 58)
    c.line(x, line - 7, x, line + 3, c.colour(120, 0.55, 0.45), 2.4)
    c.line(x, line - 1, x + 4, line - 1, c.colour(120, 0.55, 0.45), 1.8)
    c.line(x + 4, line - 5, x + 4, line - 1, c.colour(120, 0.55, 0.45), 1.8)


def _forest(c, rng):
    c.gradient(c.colour(110, 0.4, 0.55), c.colour(125, 0.6, 0.3), 0, 48)
    for x in np.arange(rng.uniform(0, 6), 64, 9):
        at = x + rng.uniform(-2, 2)
        c.line(at, 0, at, 50, c.colour(25, 0.5, 0.32), rng.uniform(2, 4))
    for _ in range(14):
        c.disc(rng.uniform(0, 64), rng.uniform(-2, 14), rng.uniform(5, 8), c.colour(120, 0.6, 0.38))
    c.gradient(c.colour(95, 0.5, 0.32), c.colour(80, 0.5, 0.22), 48, 64)


def _moon(c, rng):
    line = rng.uniform(32, 40)
    c.box(0, 0, 64, line, c.colour(240, 0.5, 0.07))
    for _ in range(22):
        c.disc(rng.uniform(0, 64), rng.uniform(0, line), rng.uniform(0.4, 0.7), (240, 240, 255))
    x, y = rng.uniform(8, 56), rng.uniform(8, 14)
    c.disc(x, y, 6, c.colour(215, 0.75, 0.85))
    c.disc(x - 1, y - 1, 3, c.colour(120, 0.5, 0.65), 0.7)
    c.gradient(c.colour(220, 0.03, 0.72), c.colour(220, 0.05, 0.5), line, 64)
    for _ in range(6):
        c.disc(rng.uniform(0, 64), rng.uniform(line + 3, 63), rng.uniform(2, 5),
               c.colour(220, 0.05, 0.55), 0.45)


def _water(c, rng):
    c.gradient(c.colour(190, 0.6, 0.85), c.colour(220, 0.8, 0.4))
    for _ in range(9):
        x, y = rng.uniform(0, 64), rng.uniform(4, 54)
        c.disc(x, y, rng.uniform(1, 2.2), c.colour(190, 0.3, 0.95))
    for _ in range(5):
        x = rng.uniform(0, 64)
        c.line(x, 64, x + rng.uniform(-4, 4), rng.uniform(46, 54), c.colour(150, 0.7, 0.45), 2)
    c.gradient(c.colour(45, 0.35, 0.7), c.colour(45, 0.4, 0.55), 60, 64)


def _rain(c, rng):
    c.gradient(c.colour(220, 0.15, 0.48), c.colour(215, 0.12, 0.66), 0, 50)
    for x in (6, 22, 38, 54):
        c.disc(x + rng.uniform(-3, 3), rng.uniform(-2, 3), 10, c.colour(220, 0.1, 0.4), 0.7)
    c.gradient(c.colour(210, 0.15, 0.5), c.colour(210, 0.2, 0.4), 50, 64)
    for _ in range(20):
        x, y = rng.uniform(0, 66), rng.uniform(6, 60)
        c.line(x, y, x - 1.5, y + 6, c.colour(205, 0.2, 0.82), 0.9)


def _mountain(c, rng):
    line = rng.uniform(40, 46)
    c.gradient(c.colour(205, 0.4, 0.95), c.colour(200, 0.12, 1.0), 0, line)
    for x in (rng.uniform(4, 20), rng.uniform(26, 38), rng.uniform(44, 60)):
        top, half = rng.uniform(6, 18), rng.uniform(17, 24)
        c.shape([(x - half, line), (x, top), (x + half, line)], c.colour(225, 0.22, 0.52))
        share = 0.3
        snow = [(x - half * share, top + (line - top) * share), (x, top),
                (x + half * share, top + (line - top) * share)]
        c.shape(snow, c.colour(210, 0.03, 0.98))
    c.gradient(c.colour(115, 0.45, 0.55), c.colour(115, 0.5, 0.4), line, 64)


def _street(c, rng):
    line = rng.uniform(30, 36)
    c.gradient(c.colour(205, 0.3, 0.95), c.colour(200, 0.1, 1.0), 0, line)
    left = -3.0
    while left < 64:
        width = rng.uniform(12, 17)
        c.box(left, rng.uniform(8, 18), left + width, line,
              c.colour(rng.choice([10, 35, 45, 200]), 0.35, 0.8))
        left += width
    c.box(0, line, 64, line + 4, c.colour(40, 0.06, 0.75))
    c.gradient(c.colour(220, 0.05, 0.42), c.colour(220, 0.05, 0.33), line + 4, 64)
    for x in np.arange(rng.uniform(-8, 0), 64, 14):
        c.box(x, 51, x + 7, 53, c.colour(50, 0.1, 0.95))


def _flowers(c, rng):
    line = rng.uniform(18, 24)
    c.gradient(c.colour(205, 0.4, 0.95), c.colour(200, 0.15, 1.0), 0, line)
    c.gradient(c.colour(110, 0.55, 0.6), c.colour(115, 0.65, 0.45), line, 64)
    for y in np.arange(line + 4, 64, 9):
        for x in np.arange(rng.uniform(0, 8), 66, 11):
            hue = rng.choice([0, 50, 300, 330])
            at = (x + rng.uniform(-1.5, 1.5), y + rng.uniform(-1, 1))
            c.disc(*at, 2.8, c.colour(hue, 0.55, 0.97))
            c.disc(*at, 1.1, c.colour(50, 0.7, 1.0))


def _sunset(c, rng):
    line = rng.uniform(40, 46)
    c.gradient(c.colour(275, 0.5, 0.5), c.colour(25, 0.75, 1.0), 0, line)
    c.disc(rng.uniform(12, 52), line, 10, c.colour(45, 0.7, 1.0))
    c.gradient(c.colour(290, 0.45, 0.42), c.colour(260, 0.5, 0.22), line, 64)


def _kitchen(c, rng):
    c.box(0, 0, 64, 64, c.colour(180, 0.08, 0.93))
    grout = c.colour(190, 0.1, 0.75)
    for at in np.arange(rng.uniform(0, 8), 64, 10):
        c.line(at, 0, at, 40, grout, 0.8)
    for at in np.arange(4, 40, 9):
        c.line(0, at, 64, at, grout, 0.8)
    tile = rng.uniform(0, 8)
    for row in range(3):
        for column in range(-1, 9):
            dark = (row + column) % 2
            c.box(column * 8 + tile, 40 + row * 8, column * 8 + tile + 8, 48 + row * 8,
                  (60, 62, 70) if dark else (228, 226, 220))


def _table(c, rng):
    c.gradient(c.colour(28, 0.55, 0.72), c.colour(25, 0.6, 0.55))
    for y in np.arange(rng.uniform(0, 10), 64, 11):
        c.line(0, y, 64, y, c.colour(24, 0.6, 0.42), 1)
        for _ in range(3):
            x, at = rng.uniform(-10, 60), y + rng.uniform(2.5, 8.5)
            c.line(x, at, x + rng.uniform(10, 24), at, c.colour(25, 0.58, 0.55), 0.8)


def _stage(c, rng):
    for x in np.arange(rng.uniform(-8, 0), 64, 8):
        c.box(x, 0, x + 4, 46, c.colour(355, 0.8, 0.6))
        c.box(x + 4, 0, x + 8, 46, c.colour(355, 0.85, 0.42))
    c.blur(0.8)
    c.gradient(c.colour(32, 0.55, 0.75), c.colour(28, 0.6, 0.5), 46, 64)
    c.disc(32, 56, 26, c.colour(45, 0.3, 0.95), 0.22)


def _autumn(c, rng):
    line = rng.uniform(26, 34)
    c.gradient(c.colour(45, 0.25, 0.95), c.colour(35, 0.35, 0.9), 0, line)
    for _ in range(9):
        c.disc(rng.uniform(0, 64), rng.uniform(4, line - 6), rng.uniform(5, 8),
               c.colour(rng.choice([15, 30, 45]), 0.75, 0.85))
    c.gradient(c.colour(30, 0.5, 0.62), c.colour(25, 0.55, 0.42), line, 64)
    for _ in range(34):
        c.disc(rng.uniform(0, 64), rng.uniform(line + 1, 64), 1.7,
               c.colour(rng.choice([8, 25, 45]), 0.8, 0.85), 0.7)


def _wall(c, rng, hue, saturation, value):
    c.gradient(c.colour(hue, saturation, value), c.colour(hue, saturation, value - 0.12))
    floor = rng.uniform(54, 60)
    c.box(0, floor, 64, 64, c.colour(hue, saturation * 0.8, value * 0.62, 0.4))


def _red(c, rng):
    _wall(c, rng, 0, 0.75, 0.82)


def _blue(c, rng):
    _wall(c, rng, 220, 0.72, 0.82)


def _white(c, rng):
    _wall(c, rng, 210, 0.02, 0.97)


def _brick(c, rng):
    c.box(0, 0, 64, 64, c.colour(25, 0.25, 0.76))
    for row, y in enumerate(np.arange(-2, 64, 8)):
        for x in np.arange(-16 + 8 * (row % 2), 64, 16):
            c.box(x + 0.7, y + 0.7, x + 15.3, y + 7.3, c.colour(14, 0.58, 0.66, 0.5))
