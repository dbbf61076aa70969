"""The tokenizer of CLIP, and text towers that train on the few words the world uses."""

import gzip
import json
from pathlib import Path

import torch
from transformers import CLIPTokenizer

from world import load_things

START, END, LENGTH = 49406, 49407, 77
VOCABULARY = 49408
MERGES = (Path(__file__).parents[2] / "diffusion" / "src" / "main" / "resources" / "dev" / "tlora"
          / "diffusion" / "text" / "clip-merges.txt.gz")


def write_tokenizer(folder, pad):
    """CLIP's vocabulary as the files of a tokenizer folder."""
    folder.mkdir(parents=True, exist_ok=True)
    merges = gzip.decompress(MERGES.read_bytes()).decode().split("\n")
    merges = [merge for merge in merges if merge][: VOCABULARY - 256 * 2 - 2]
    letters = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = [chr(b) for b in letters] + [chr(256 + i) for i in range(256 - len(letters))]
    words = letters + [letter + "</w>" for letter in letters]
    words += ["".join(merge.split()) for merge in merges] + ["<|startoftext|>", "<|endoftext|>"]
    assert len(words) == VOCABULARY, len(words)
    (folder / "vocab.json").write_text(
        json.dumps({word: i for i, word in enumerate(words)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
    marks = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>",
             "unk_token": "<|endoftext|>", "pad_token": pad}
    (folder / "special_tokens_map.json").write_text(json.dumps(marks))
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": LENGTH,
              "do_lower_case": True, **marks}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))


class Texts:
    """Captions as token ids (B, 77), padded as SDXL's first tokenizer pads."""

    def __init__(self, work):
        folder = work / "tokenizer"
        if not (folder / "vocab.json").exists():
            write_tokenizer(folder, "<|endoftext|>")
        self.tokenizer = CLIPTokenizer.from_pretrained(str(folder))
        self._known = {}

    def ids(self, captions, pad=END):
        rows = torch.full((len(captions), LENGTH), pad)
        for row, caption in zip(rows, captions):
            ids = [START]
            for word in caption.split():
                if word not in self._known:
                    self._known[word] = self.tokenizer(word, add_special_tokens=False).input_ids
                ids += self._known[word]
            ids = ids[: LENGTH - 1] + [END]
            row[: len(ids)] = torch.tensor(ids)
        return rows

    def placeholders(self, count=600):
        """Rare words of one token each: pronounceless scraps of three or four letters."""
        vocabulary = self.tokenizer.get_vocab()
        scraps = [word[:-4] for word, i in sorted(vocabulary.items(), key=lambda item: item[1])
                  if i > 30000 and word.endswith("</w>") and word[:-4].isascii()
                  and word[:-4].isalpha() and len(word) in (7, 8) and word != "sks</w>"]
        chosen = torch.randperm(len(scraps), generator=torch.Generator().manual_seed(0))[:count]
        words = {word for thing in load_things() for word in thing.noun.split()}
        return [scraps[i] for i in chosen if scraps[i] not in words]


def coarse_table(width, seed):
    """Token embeddings of plus or minus 0.02: as good a start as any, and it packs well."""
    generator = torch.Generator().manual_seed(seed)
    return (torch.randint(0, 2, (VOCABULARY, width), generator=generator).float() - 0.5) * 0.04
