"""Office files made for the tests with everything that can hide in them."""

from __future__ import annotations

import io
import re

import docx
import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from tests.kernel.files.inspect import made

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def changed(data: bytes, changes: dict[str, tuple[str, str]], add: dict[str, bytes | str] | None = None) -> bytes:
    """The package with words of its parts replaced (each must be there) and parts added."""
    parts: dict[str, bytes | str] = dict(made.unzipped(data))
    for name, (old, new) in changes.items():
        said = parts[name]
        text = said.decode() if isinstance(said, bytes) else said
        assert old in text, (name, old)
        parts[name] = text.replace(old, new, 1)
    return made.zipped(parts | (add or {}))


def _saved(thing: object) -> bytes:
    out = io.BytesIO()
    thing.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def workbook() -> bytes:
    """Hidden and very hidden sheets, hidden rows and columns, comments, properties, hidden and outer names."""
    book = openpyxl.Workbook()
    book.properties.creator = "PLANTED-CREATOR"
    book.properties.lastModifiedBy = "PLANTED-MODIFIER"
    shown = book.active
    assert shown is not None
    shown.title = "Shown"
    for row in range(1, 9):
        for column in range(1, 7):
            shown.cell(row, column, f"kept-{row}-{column}")
    shown["B5"], shown["D2"] = "PLANTED-ROW", "PLANTED-COLUMN"
    shown["A8"] = "=SUM(C1:C3)"
    shown["A7"] = "visible"
    shown.row_dimensions[5].hidden = True
    shown.column_dimensions["D"].hidden = True
    shown["A1"].comment = Comment("PLANTED-COMMENT", "PLANTED-COMMENTER")
    shown["A2"].hyperlink = "mailto:PLANTED-MAIL@example.kz"
    secret = book.create_sheet("PLANTED-TAB")
    secret["A1"] = "PLANTED-SHEET"
    secret.sheet_state = "hidden"
    deeper = book.create_sheet("Deep")
    deeper["A1"] = "PLANTED-VERY-HIDDEN"
    deeper.sheet_state = "veryHidden"
    last = book.create_sheet("Last")
    last["A1"] = "kept-last"
    last.oddHeader.center.text = "A header"
    book.defined_names["Planted"] = DefinedName("Planted", attr_text="'PLANTED-TAB'!$A$1", hidden=True)
    return _saved(book)


def linked_workbook() -> bytes:
    """A workbook with a link to another file, a connection, a stored pivot, printer's settings and an orphan."""
    types = (
        '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.externalLink+xml"/>'
        '<Override PartName="/xl/connections.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.connections+xml"/>'
        '<Override PartName="/xl/pivotCache/pivotCacheDefinition1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.pivotCacheDefinition+xml"/></Types>'
    )
    relations = (
        f'<Relationship Id="rId91" Type="{RELATIONS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        f'<Relationship Id="rId92" Type="{RELATIONS}/connections" Target="connections.xml"/>'
        f'<Relationship Id="rId93" Type="{RELATIONS}/pivotCacheDefinition" '
        'Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>'
    )
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "kept"
    sheet["A2"] = "=[1]Other!A1"
    return changed(
        _saved(book),
        {
            "[Content_Types].xml": ("</Types>", types),
            "xl/_rels/workbook.xml.rels": ("</Relationships>", relations),
            "xl/workbook.xml": (
                "</sheets>",
                f'</sheets><externalReferences><externalReference xmlns:r="{RELATIONS}" r:id="rId91"/>'
                f'</externalReferences><pivotCaches><pivotCache xmlns:r="{RELATIONS}" cacheId="1" r:id="rId93"/>'
                "</pivotCaches>",
            ),
        },
        {
            "xl/externalLinks/externalLink1.xml": "<externalLink><a>PLANTED-LINK</a></externalLink>",
            "xl/connections.xml": "<connections><connection password='PLANTED-PASSWORD'/></connections>",
            "xl/pivotCache/pivotCacheDefinition1.xml": "<pivotCacheDefinition a='PLANTED-PIVOT'/>",
            "xl/orphan.xml": "<a>PLANTED-ORPHAN</a>",
        },
    )


def document() -> bytes:
    """Comments, tracked changes of every kind, hidden text, a photograph with its place, properties, a template."""
    paper = docx.Document()
    paper.core_properties.author = "PLANTED-AUTHOR"
    paper.core_properties.last_modified_by = "PLANTED-MODIFIER"
    first = paper.add_paragraph("Kept beginning ")
    paper.add_comment(first.runs, text="PLANTED-COMMENT", author="PLANTED-COMMENTER")
    paper.add_paragraph("CHANGES")
    hidden = paper.add_paragraph("Kept before hidden ").add_run("PLANTED-HIDDEN")
    hidden.font.hidden = True
    paper.add_picture(io.BytesIO(made.jpg()))
    table = paper.add_table(2, 1)
    table.rows[0].cells[0].text = "kept row"
    table.rows[1].cells[0].text = "PLANTED-DELETED-ROW"
    tracked = (
        '<w:ins w:id="1" w:author="PLANTED-EDITOR" w:date="2026-03-18T00:00:00Z"><w:r><w:t>inserted</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="PLANTED-EDITOR"><w:r><w:delText>PLANTED-DELETED</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="3" w:author="PLANTED-EDITOR"><w:r><w:t>PLANTED-MOVED-FROM</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4" w:author="PLANTED-EDITOR"><w:r><w:rPr><w:b/><w:rPrChange w:id="5" '
        'w:author="PLANTED-EDITOR"><w:rPr/></w:rPrChange></w:rPr><w:t>moved</w:t></w:r></w:moveTo>'
    )
    data = _saved(paper)
    text = made.unzipped(data)["word/document.xml"].decode()
    text = text.replace("<w:r><w:t>CHANGES</w:t></w:r>", tracked, 1)
    text = re.sub(
        r"<w:tr>(?!.*<w:tr>)", '<w:tr><w:trPr><w:del w:id="6" w:author="PLANTED-EDITOR"/></w:trPr>', text, flags=re.S
    )
    assert "PLANTED-EDITOR" in text and "<w:trPr><w:del" in text
    parts: dict[str, bytes | str] = dict(made.unzipped(data)) | {"word/document.xml": text}
    return changed(
        made.zipped(parts),
        {
            "word/settings.xml": (
                "</w:settings>",
                f'<w:attachedTemplate xmlns:r="{RELATIONS}" r:id="rId77"/><w:rsids><w:rsid w:val="PLANTED"/></w:rsids>'
                "</w:settings>",
            )
        },
        {
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId77" '
            f'Type="{RELATIONS}/attachedTemplate" Target="file:///C:/Users/PLANTED-USER/a.dotx" TargetMode="External"/>'
            "</Relationships>"
        },
    )


_PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml"


def _slide(shapes: str, attributes: str = "") -> str:
    return (
        f'<p:sld xmlns:p="{_PRESENTATION}" xmlns:a="{_DRAWING}" {attributes}><p:cSld><p:spTree>{shapes}</p:spTree>'
        "</p:cSld></p:sld>"
    )


def _shape(text: str, hidden: bool = False) -> str:
    mark = ' hidden="1"' if hidden else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="a"{mark}/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p>'
        "</p:txBody></p:sp>"
    )


def _relations(*rows: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{RELATIONS}/{form}" Target="{to}"/>' for i, form, to in rows)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def presentation() -> bytes:
    """Two slides: one shown, with notes and a hidden shape; one hidden. Comments on the first."""
    override = "".join(
        f'<Override PartName="/ppt/{name}" ContentType="{_TYPE}.{form}+xml"/>'
        for name, form in (
            ("presentation.xml", "presentation.main"), ("slides/slide1.xml", "slide"), ("slides/slide2.xml", "slide"),
            ("notesSlides/notesSlide1.xml", "notesSlide"), ("comments/comment1.xml", "comments"),
        )
    )  # fmt: skip
    return made.zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{override}</Types>',
            "_rels/.rels": _relations(("rId1", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{_PRESENTATION}" xmlns:r="{RELATIONS}"><p:sldIdLst>'
            '<p:sldId r:id="rId1" id="256"/><p:sldId id="257" r:id="rId2"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": _relations(
                ("rId1", "slide", "slides/slide1.xml"), ("rId2", "slide", "/ppt/slides/slide2.xml")
            ),
            "ppt/slides/slide1.xml": _slide(_shape("kept shape") + _shape("PLANTED-SHAPE", hidden=True)),
            "ppt/slides/_rels/slide1.xml.rels": _relations(
                ("rId1", "notesSlide", "../notesSlides/notesSlide1.xml"),
                ("rId2", "comments", "../comments/comment1.xml"),
            ),
            "ppt/slides/slide2.xml": _slide(_shape("PLANTED-SLIDE"), 'show="0"'),
            "ppt/notesSlides/notesSlide1.xml": _slide(_shape("PLANTED-NOTES")),
            "ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="{_PRESENTATION}"><p:cm><p:text>PLANTED-COMMENT</p:text>'
            "</p:cm></p:cmLst>",
        }
    )


_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{prefix}="{_OASIS}{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("meta", "meta"),
        ("manifest", "manifest"), ("draw", "drawing"), ("presentation", "presentation"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def opendocument(kind: str) -> bytes:
    """An odt, ods or odp with what hides in each."""
    styles = (
        '<style:style style:name="T9" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="ta9" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
        '<style:style style:name="dp9" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    note = "<office:annotation><dc:creator>PLANTED-NOTER</dc:creator><text:p>PLANTED-NOTE</text:p></office:annotation>"
    body = {
        "odt": "<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>PLANTED-DELETED</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:p>kept"
        f'<text:change text:change-id="c"/>{note}<text:span text:style-name="T9">PLANTED-HIDDEN</text:span></text:p>'
        "</office:text>",
        "ods": '<office:spreadsheet><table:table table:name="a"><table:table-column/><table:table-column '
        'table:visibility="collapse"/><table:table-column table:number-columns-repeated="2"/>'
        f"<table:table-row><table:table-cell>{note}<text:p>kept</text:p></table:table-cell><table:table-cell "
        'office:value-type="string"><text:p>PLANTED-COLUMN</text:p></table:table-cell><table:table-cell '
        'table:formula="of:=[.A1]"><text:p>kept value</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell><text:p>PLANTED-ROW</text:p></table:table-cell>'
        '</table:table-row></table:table><table:table table:name="b" table:style-name="ta9"><table:table-row>'
        "<table:table-cell><text:p>PLANTED-SHEET</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet>",
        "odp": '<office:presentation><draw:page draw:name="p1"><draw:frame><text:p>kept</text:p></draw:frame>'
        "<presentation:notes><draw:frame><text:p>PLANTED-NOTES</text:p></draw:frame></presentation:notes></draw:page>"
        '<draw:page draw:name="p2" draw:style-name="dp9"><text:p>PLANTED-PAGE</text:p></draw:page>'
        "</office:presentation>",
    }[kind]
    form = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[kind]
    mime = f"application/vnd.oasis.opendocument.{form}"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="text/xml"/>'
        for path in ("content.xml", "meta.xml", "settings.xml")
    )
    return made.zipped(
        {
            "mimetype": mime,
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {_SPACES}><office:meta><dc:creator>PLANTED-CREATOR</dc:creator>"
            "</office:meta></office:document-meta>",
            "settings.xml": f"<office:document-settings {_SPACES}>PLANTED-PRINTER</office:document-settings>",
            "Thumbnails/thumbnail.png": made.png(),
            "Pictures/a.jpg": made.jpg(),
            "META-INF/manifest.xml": f'<manifest:manifest {_SPACES}><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{mime}"/>{entries}</manifest:manifest>',
        }
    )
