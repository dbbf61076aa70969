#!/bin/sh
# Draws with our sampler, then with diffusers, and compares; PYTHON names an interpreter that has
# what tools/interop/requirements.txt lists.
set -eu
cd "$(dirname "$0")/../.."
export PYTHONDONTWRITEBYTECODE=1
./mvnw -q -pl diffusion -am test -Dtest=InteropFilesTest -Dsurefire.failIfNoSpecifiedTests=false
"${PYTHON:-python3}" tools/interop/check.py diffusion/target/interop "$@"
