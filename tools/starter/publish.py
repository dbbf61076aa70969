"""Puts the exported model, the concepts and the parity fixture where the Java module has them."""

import shutil
import zipfile
from pathlib import Path

from common import arguments

MODULE = Path(__file__).parents[2] / "starter-model"
RESOURCES = MODULE / "src" / "main" / "resources" / "dev" / "tlora" / "starter"
FIXTURES = MODULE / "src" / "test" / "resources" / "dev" / "tlora" / "starter"


def pack(folder, target):
    """A zip file with the same bytes for the same files."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as out:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(folder).as_posix())
                entry.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(entry, file.read_bytes(), compresslevel=5)
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


def main():
    work = arguments(__doc__).work
    RESOURCES.mkdir(parents=True, exist_ok=True)
    pack(work / "export", RESOURCES / "model.zip")
    pack(work / "concepts", RESOURCES / "concepts.zip")
    shutil.rmtree(FIXTURES, ignore_errors=True)
    shutil.copytree(work / "parity", FIXTURES, ignore=shutil.ignore_patterns("*.json"))
    for name in ("contact-sheet.png", "curves.png", "figures.json"):
        shutil.copy(work / name, MODULE / name)
    for curve in work.glob("*.csv"):
        (MODULE / "curves").mkdir(exist_ok=True)
        shutil.copy(curve, MODULE / "curves" / curve.name)


if __name__ == "__main__":
    main()
