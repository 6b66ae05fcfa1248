"""How long does it take to look into files and to clean them, and how much memory at the most?

python bench/files.py [--pages 100] [--megapixels 50] [--megabytes 50]

A PDF is redacted and looked into, a photograph drawn anew, a workbook looked into and rewritten without what is hidden.
Each runs in a process of its own, whose highest memory is the figure; Python with the libraries alone is the first row.
Limits, in seconds of the processor: redaction 0.5 a page, and no more memory for all pages than for a fifth of them and
64 MB; photograph 5; workbook 10 to look into, and 150 MB.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.ground import figure, heading, say  # noqa: E402

PAGE, MORE, PHOTO, LOOK, LOOK_MEMORY = 0.5, 64.0, 5.0, 10.0, 150.0
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def main() -> int:
    """Measure; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--megapixels", type=int, default=50)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(_one(*chosen.one)))
        return 0
    heading()
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder), chosen.pages, chosen.megapixels, chosen.megabytes)


def _measure(folder: Path, pages: int, megapixels: int, megabytes: int) -> int:
    fifth, whole = folder / "fifth.pdf", folder / "whole.pdf"
    photo, book = folder / "photo.jpg", folder / "book.xlsx"
    say("making the files")
    _letter(fifth, max(1, pages // 5))
    _letter(whole, pages)
    _photograph(photo, megapixels)
    _workbook(book, megabytes)
    figure("what", "MB", "seconds", "of the processor", "peak MB", "")
    _row("nothing but the libraries", "nothing", whole)
    few = _row("redact a fifth of the pages", "redact", fifth)
    all_ = _row(f"redact {pages} pages, 3 boxes each", "redact", whole)
    _row(f"look into {pages} pages", "look", whole)
    drawn = _row(f"draw a photograph of {megapixels} MP anew", "clean", photo)
    looked = _row("look into a workbook", "look", book)
    _row("rewrite it without what is hidden", "bare", book)
    kept = {
        "redaction, seconds a page": (all_[0] / pages, PAGE),
        "memory for five times the pages, MB more": (all_[1] - few[1], MORE),
        "photograph, seconds": (drawn[0], PHOTO),
        "workbook, seconds": (looked[0], LOOK),
        "workbook, peak MB": (looked[1], LOOK_MEMORY),
    }
    for name, (measured, limit) in kept.items():
        figure(name, f"{measured:.2f}", "limit", f"{limit:.2f}", "kept" if measured <= limit else "NOT KEPT")
    return 0 if all(measured <= limit for measured, limit in kept.values()) else 1


def _row(name: str, task: str, file: Path) -> tuple[float, float]:
    """(seconds of the processor, peak megabytes)."""
    say(f"{task} {file.name}")
    done = subprocess.run([sys.executable, __file__, "--one", task, str(file)], stdout=subprocess.PIPE, check=True)
    said = json.loads(done.stdout)
    figure(name, file.stat().st_size / 2**20, said["wall"], said["cpu"], said["peak"], said["said"])
    return said["cpu"], said["peak"]


def _one(task: str, name: str) -> dict[str, float | str]:
    """A measure in this process, which does nothing else."""
    from jariya.kernel.files.inspect import looking, pdf

    file, said = Path(name), ""
    began, spent = time.monotonic(), time.process_time()
    with tempfile.TemporaryFile() as into:
        if task == "redact":
            boxes = [pdf.Box(page.number, 72, top, 300, top + 14) for page in pdf.pages(file) for top in (90, 120, 400)]
            pdf.redact(file, boxes, into)
        elif task != "nothing":
            kind = looking.look(file)
            if task == "look":
                said = ", ".join(sorted({finding.code for finding in looking.findings(file, kind)}))
            else:
                looking.cleaned(file, kind, into, hidden=task == "bare")
        wall, cpu = time.monotonic() - began, time.process_time() - spent
        if into.tell():
            said = f"wrote {into.tell() / 2**20:.1f} MB"
    return {"wall": wall, "cpu": cpu, "peak": _peak(), "said": said}


def _peak() -> float:
    """Highest memory of this process in megabytes; rusage would count what its parent held at the fork."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _letter(file: Path, pages: int) -> None:
    """Pages full of text, every tenth with a photograph over half of it."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    _noise(1_600, 1_200).save(held, "JPEG", quality=85)
    paper = Canvas(str(file), pagesize=(595, 842), pageCompression=1)
    chance = random.Random(5)
    for number in range(1, pages + 1):
        paper.setFont("Helvetica", 10)
        for line in range(55):
            words = " ".join(
                "".join(chance.choices("abcdefghijklmnoprstu", k=chance.randint(2, 10))) for _ in range(11)
            )
            paper.drawString(72, 770 - line * 13, words[:85])
        if number % 10 == 0:
            paper.drawImage(ImageReader(held), 72, 72, 450, 340)
        paper.showPage()
    paper.save()


def _noise(width: int, height: int):  # noqa: ANN202
    from PIL import Image

    small = Image.frombytes(
        "RGB", (width // 8, height // 8), random.Random(5).randbytes(width // 8 * (height // 8) * 3)
    )
    return small.resize((width, height), Image.Resampling.BICUBIC)


def _photograph(file: Path, megapixels: int) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    side = int((megapixels * 1_000_000 / 12) ** 0.5)
    _noise(4 * side, 3 * side).save(file, "JPEG", quality=90, exif=exif.tobytes())


def _workbook(file: Path, megabytes: int) -> None:
    """A sheet of numbers and shared texts with some hidden rows and a hidden column."""
    chance = random.Random(5)
    override = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{_MAIN}.{form}+xml"/>'
        for name, form in (("workbook.xml", "sheet.main"), ("worksheets/sheet1.xml", "worksheet"),
                           ("sharedStrings.xml", "sharedStrings"))
    )  # fmt: skip
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            f'openxmlformats-package.relationships+xml"/>{override}</Types>',
        )
        _links(package, "_rels/.rels", ("officeDocument", "xl/workbook.xml"))
        _links(package, "xl/_rels/workbook.xml.rels", ("worksheet", "worksheets/sheet1.xml"),
               ("sharedStrings", "sharedStrings.xml"))  # fmt: skip
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_SPACE}" xmlns:r="{_RELATIONS}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        texts = "".join(f"<si><t>text {number} {chance.random()}</t></si>" for number in range(50_000))
        package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_SPACE}">{texts}</sst>')
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(
                f'<worksheet xmlns="{_SPACE}"><dimension ref="A1:J1000000"/><cols><col min="4" max="4" hidden="1"/>'
                "</cols><sheetData>".encode()
            )
            row = 0
            while file.stat().st_size < megabytes * 2**20:
                for _ in range(1_000):
                    row += 1
                    numbers = "".join(
                        f'<c r="{column}{row}"><v>{chance.random() * 1e6:.2f}</v></c>' for column in "ABCDEFGHI"
                    )
                    hidden = ' hidden="1"' if row % 1_000 == 7 else ""
                    sheet.write(
                        f'<row r="{row}"{hidden}>{numbers}<c r="J{row}" t="s"><v>{row % 50_000}</v></c></row>'.encode()
                    )
            sheet.write(b"</sheetData></worksheet>")
    say(f"a workbook of {row:,} rows")


def _links(package: zipfile.ZipFile, name: str, *links: tuple[str, str]) -> None:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{form}" Target="{target}"/>'
        for number, (form, target) in enumerate(links, 1)
    )
    package.writestr(name, f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>')


if __name__ == "__main__":
    sys.exit(main())
