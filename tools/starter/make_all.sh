#!/bin/bash
# Makes the starter model from nothing, or goes on where a stopped run was.
# Usage: make_all.sh WORK_FOLDER   (PYTHON=... names the interpreter)
set -euo pipefail
work=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")"
python=${PYTHON:-python3}
art=$work/src/package
export OMP_NUM_THREADS=1

if [ ! -d "$art" ]; then
  mkdir -p "$work/src"
  (cd "$work/src" && npm pack emoji-datasource-google@16.0.0 && tar xzf emoji-datasource-google-*.tgz \
    package/emoji.json package/img/google/64 package/LICENSE)
fi
run() { "$python" "$1" --art "$art" --work "$work" "${@:2}"; }

run train_vae.py --minutes "${VAE_MINUTES:-35}"
run train_clip.py --minutes "${CLIP_MINUTES:-9}"
run tune_clip.py --minutes "${TUNE_MINUTES:-10}"
run train_dino.py --minutes "${DINO_MINUTES:-4}"
run train_unet.py --minutes "${UNET_MINUTES:-135}"
run make_concepts.py
run export.py
run evaluate.py
run make_parity.py
run curves.py
run publish.py
