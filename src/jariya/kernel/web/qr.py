"""QR codes as SVG without style or script: dark on white in every scheme of colours."""

from __future__ import annotations

import io

import segno


def svg(text: str) -> str:
    """The code of a text."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=5, border=4, dark="#000", light="#fff", nl=False
    )
    return out.getvalue().decode()
