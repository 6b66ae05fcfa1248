"""Make the two font files of the site from the npm package @fontsource/golos-text (SIL Open Font License).

Run by a contributor when the set of letters changes, never at set-up or at run time:

    npm pack @fontsource/golos-text && tar xzf fontsource-golos-text-*.tgz
    python -m jariya.kernel.web.fonts package/files src/jariya/kernel/web/static/web/fonts

The package cuts each weight into files by script. They are cut again to what Kazakh, Russian and English need and
merged into one file a weight: a Kazakh page has all three scripts on its first screen (the language switch), so
`unicode-range` would only add requests on a slow line.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

WEIGHTS = (400, 600)
RUSSIAN = "".join(chr(c) for c in range(0x0410, 0x0450)) + "Ёё"
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
LATIN = "".join(chr(c) for c in range(0x20, 0x7F))
KAZAKH_LATIN = "ÄäĞğİıÑñÖöŞşŪūÜü"
SIGNS = "\u00a0§«°±·»×–—‘’‚“”„•…№₸−↑↓€©"
LETTERS = RUSSIAN + KAZAKH + LATIN + KAZAKH_LATIN + SIGNS
SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")


def make(source: Path, target: Path) -> list[Path]:
    """Write `golos-{weight}.woff2` for each weight of WEIGHTS into `target`.

    Arguments: `source`, the folder `files` of the unpacked package; `target`, an existing folder.
    Returns the files written. Raises FileNotFoundError when the package lacks a script.
    """
    from fontTools import merge, subset
    from fontTools.ttLib import TTFont

    written = []
    for weight in WEIGHTS:
        left = {ord(letter) for letter in LETTERS}
        parts = []
        with tempfile.TemporaryDirectory() as folder:
            for script in SCRIPTS:
                font = TTFont(source / f"golos-text-{script}-{weight}-normal.woff2")
                here = left & set(font.getBestCmap())
                left -= here
                options = subset.Options(layout_features=["kern", "tnum"], hinting=False, name_IDs=[0, 1, 2, 13, 14])
                cutter = subset.Subsetter(options)
                cutter.populate(unicodes=here)
                cutter.subset(font)
                for table in ("vhea", "vmtx", "VVAR", "STAT", "GDEF"):
                    if table in font:
                        del font[table]
                font.flavor = None
                part = Path(folder) / f"{script}.ttf"
                font.save(part)
                parts.append(str(part))
            whole = merge.Merger().merge(parts)
        missing = {ord(letter) for letter in RUSSIAN + KAZAKH + LATIN} - set(whole.getBestCmap())
        if missing:
            raise ValueError(f"the package has no glyph for {[chr(c) for c in sorted(missing)]}")
        whole.flavor = "woff2"
        path = target / f"golos-{weight}.woff2"
        whole.save(path)
        written.append(path)
    return written


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]), Path(sys.argv[2])):
        sys.stdout.write(f"{path}\t{path.stat().st_size}\n")
