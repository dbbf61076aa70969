"""Draws photos and masks of the held-out things, for trying customisation on."""

import shutil

from PIL import Image

from backgrounds import SCENES
from common import arguments, write_json
from world import Spec, World

SIDE = 128
DEMO, DEMO_SIDE = "tropical fish", 512  # the demo's concept also has photo.png
PLACES = [("big", ""), ("", "left"), ("", "right")]
PHOTO_SCENES = [("room", "grass", "brick"), ("table", "street", "sky"),
                ("kitchen", "mountain", "stage"), ("autumn", "city", "white")]
PROMPT_SCENES = ["beach", "snow", "night", "desert", "forest", "moon", "water", "rain",
                 "flowers", "sunset", "red", "blue"]


def concept(world, index, order, folder):
    thing = world.things[index]
    name = thing.noun.replace(" ", "-")
    (folder / name).mkdir(parents=True)
    images, masks = [], []
    scenes = PHOTO_SCENES[order % len(PHOTO_SCENES)]
    for number, (scene, (size, column)) in enumerate(zip(scenes, PLACES)):
        picture, mask = world.draw(Spec(index, "", size, column, scene, number), SIDE)
        images.append(f"image-{number}.png")
        masks.append(f"mask-{number}.png")
        Image.fromarray(picture).save(folder / name / images[-1], optimize=True)
        Image.fromarray(mask).save(folder / name / masks[-1], optimize=True)
    if thing.noun == DEMO:
        picture, _ = world.draw(Spec(index, "", "big", "", "room", 0), DEMO_SIDE)
        Image.fromarray(picture).save(folder / name / "photo.png", optimize=True)
    prompts = [f"a photo of a {{}} {SCENES[scene][0]}" for scene in PROMPT_SCENES]
    return {"name": name, "className": thing.kind, "images": images, "masks": masks,
            "prompts": prompts}


def main():
    options = arguments(__doc__)
    world = World(options.art)
    folder = options.work / "concepts"
    shutil.rmtree(folder, ignore_errors=True)
    rows = [concept(world, index, order, folder)
            for order, index in enumerate(world.held_out)]
    write_json(folder / "concepts.json", sorted(rows, key=lambda row: row["name"]))


if __name__ == "__main__":
    main()
