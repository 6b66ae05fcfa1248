"""Cutting XML as a stream gives what cutting it as a tree gives, wherever the reads break it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from jariya.kernel.files.inspect import markup
from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.markup import DROP, HOLLOW, UNWRAP, Attributes, Edit
from jariya.kernel.files.inspect.refused import Refused

EDITS = {"drop": DROP, "unwrap": UNWRAP, "hollow": HOLLOW, "bare": Edit(without=frozenset({"a"}), with_={"b": '<&">'})}
TEXT = st.sampled_from(
    ["", " ", "x", "a > b", "&amp;", "&lt;/drop&gt;", "<!-- <drop> -->", "<![CDATA[</drop>]]>", "<?p x?>", "ә\n"]
)
VALUE = st.sampled_from(["", "1", "a>b", "&lt;", "it&quot;s", "Үлгі"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    """An element as somebody might spell it."""
    name = draw(st.sampled_from(["keep", "drop", "unwrap", "hollow", "bare"]))
    prefix = draw(st.sampled_from(["", "p:"]))
    quote = draw(st.sampled_from("'\""))
    gap = draw(st.sampled_from([" ", "\n  "]))
    pairs = "".join(f"{gap}{key}{draw(st.sampled_from(['=', ' = ']))}{quote}{draw(VALUE)}{quote}" for key in
                    draw(st.sets(st.sampled_from(["a", "b", "p:a", "c"]))))  # fmt: skip
    inner = ""
    if depth < 4:
        for child in draw(st.lists(elements(depth=depth + 1), max_size=3)):
            inner += draw(TEXT) + child
    inner += draw(TEXT)
    if not inner and draw(st.booleans()):
        return f"<{prefix}{name}{pairs}/>"
    return f"<{prefix}{name}{pairs}>{inner}</{prefix}{name}{draw(st.sampled_from(['', ' ']))}>"


def _decide(name: str, _attributes: Attributes, above: list[str], _ordinal: int) -> Edit | None:
    return EDITS.get(name) if above else None


def _cut(data: bytes, size: int) -> bytes:
    out = bytearray()
    markup.cut([data[at : at + size] for at in range(0, len(data), size)], LIMITS, _decide, out.extend)
    return bytes(out)


def _as_tree(data: bytes) -> bytes:
    """The same by a tree: slow, large, and surely right."""
    root = etree.fromstring(data)

    def visit(parent: Any) -> None:
        for child in list(parent):
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name == "drop":
                _take_out(child, keep_inside=False)
                continue
            if name == "hollow":
                for inner in list(child):
                    child.remove(inner)
                child.text = None
            if name == "bare":
                for key in list(child.attrib):
                    if etree.QName(key).localname == "a":
                        del child.attrib[key]
                if "b" in child.attrib:
                    child.attrib["b"] = '<&">'
            visit(child)
            if name == "unwrap":
                _take_out(child, keep_inside=True)

    visit(root)
    return etree.tostring(root, method="c14n")


def _take_out(child: Any, *, keep_inside: bool) -> None:
    parent, at = child.getparent(), child.getparent().index(child)

    def say(text: str | None, place: int) -> None:
        if text and place:
            parent[place - 1].tail = (parent[place - 1].tail or "") + text
        elif text:
            parent.text = (parent.text or "") + text

    tail, inside = child.tail, list(child) if keep_inside else []
    child.tail = None
    parent.remove(child)
    if keep_inside:
        say(child.text, at)
    for number, inner in enumerate(inside):
        parent.insert(at + number, inner)
    say(tail, at + len(inside))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=st.lists(st.tuples(TEXT, elements()), max_size=4), size=st.integers(1, 60))
def test_a_stream_is_cut_as_a_tree_is(body: list[tuple[str, str]], size: int) -> None:
    inner = "".join(text + element for text, element in body)
    data = f"<?xml version='1.0' encoding='UTF-8'?>\n<root xmlns:p='urn:p'>{inner}</root>\n".encode()
    made = _cut(data, size)
    assert etree.tostring(etree.fromstring(made), method="c14n") == _as_tree(data)


def test_what_nobody_decided_on_stays_byte_for_byte() -> None:
    data = b"<?xml version='1.0'?>\r\n<root  a = '1'><b\t/><!-- c --><c></c ></root >\n"
    assert _cut(data, 7) == data


def test_text_of_what_is_left_out_is_not_heard() -> None:
    heard: list[str] = []
    markup.cut(
        [b"<root>a<drop>b<keep>c</keep></drop><keep>d</keep><hollow>e</hollow></root>"], LIMITS, _decide, print,
        text=lambda said, above: heard.append(said + above[-1]),
    )  # fmt: skip
    assert heard == ["aroot", "dkeep"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"<a><b></a>", "xml.damaged"), (b"", "xml.damaged"), (b"<!DOCTYPE a><a/>", "xml.dtd"), (b"<a" * 9, "xml.damaged"),
     ("<a/>".encode("utf-16"), "xml.encoding"), (b"<?xml version='1.0' encoding='cp1251'?><a/>", "xml.encoding"),
     (b"<a>" * 400, "xml.depth")],
)  # fmt: skip
def test_what_is_no_plain_xml_is_refused(data: bytes, code: str) -> None:
    for act in (lambda: _cut(data, 5), lambda: markup.scan([data], LIMITS, lambda *_element: None)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == code


def test_a_tag_without_an_end_does_not_fill_the_memory() -> None:
    def endless() -> Any:
        yield b"<a b='"
        while True:
            yield b"x" * 2**20

    with pytest.raises(Refused):
        markup.cut(endless(), Limits(), _decide, lambda _said: None)
