"""Captions in the manner of the paper's prompts, varied so that no word is always there."""

from backgrounds import SCENES

PREFIXES = ["a photo of", "a photo of", "a photo of", "a photo of", "", "", "a picture of",
            "an image of"]


def caption_of(rng, thing, spec, placeholders):
    """A caption of the scene: true, though seldom complete.

    ``placeholders`` are rare words, of which one stands before the noun in every fifth caption so
    that words like "sks" do not throw the model off.
    """
    words = []
    if spec.size and rng.random() < 0.7:
        words.append(spec.size)
    if spec.colour and rng.random() < 0.9:
        words.append(spec.colour)
    if placeholders and rng.random() < 0.2:
        words.append(str(rng.choice(placeholders)))
    words.append(thing.noun if rng.random() < 0.75 else thing.kind)
    if rng.random() < 0.75:
        words.insert(0, article(words[0]))
    prefix = str(rng.choice(PREFIXES))
    phrases = [prefix, " ".join(words)]
    if spec.column and rng.random() < 0.6:
        phrases.append(f"on the {spec.column}")
    if spec.scene and rng.random() < 0.85:
        phrases.append(str(rng.choice(SCENES[spec.scene])))
    return " ".join(phrase for phrase in phrases if phrase)


def article(word):
    return "an" if word[0] in "aeiou" else "a"
