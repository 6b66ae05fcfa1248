"""An Atom feed as bytes (RFC 4287). Pure: no database, no Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

NAMESPACE = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ET.register_namespace("", NAMESPACE)


@dataclass(frozen=True)
class Entry:
    """One entry. `id` never changes; `rights` says what may not be mistaken."""

    id: str
    title: str
    link: str
    at: dt.datetime
    author: str
    summary: str
    category: tuple[str, str]
    rights: str = ""
    demo: bool = False


@dataclass(frozen=True)
class Feed:
    """A feed. `home` is the page it belongs to; `link` its own address."""

    id: str
    title: str
    language: str
    link: str
    home: str
    updated: dt.datetime
    author: str
    entries: Sequence[Entry]
    rights: str = ""
    alternates: Sequence[tuple[str, str]] = ()


def tag(host: str, specific: str) -> str:
    """A tag: URI (RFC 4151): the installation's host held in 2026, and what is specific."""
    return f"tag:{host},2026:{specific}"


def write(feed: Feed) -> bytes:
    """The feed as UTF-8 XML."""
    root = ET.Element(f"{{{NAMESPACE}}}feed", {XML_LANG: feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _link(root, "self", feed.link, "application/atom+xml", feed.language)
    _link(root, "alternate", feed.home, "text/html", feed.language)
    for language, href in feed.alternates:
        _link(root, "related", href, "application/atom+xml", language)
    _author(root, feed.author)
    if feed.rights:
        _text(root, "rights", feed.rights)
    for entry in feed.entries:
        node = ET.SubElement(root, f"{{{NAMESPACE}}}entry")
        _text(node, "id", entry.id)
        _text(node, "title", entry.title)
        _text(node, "updated", _moment(entry.at))
        _text(node, "published", _moment(entry.at))
        _link(node, "alternate", entry.link, "text/html", feed.language)
        _author(node, entry.author)
        term, label = entry.category
        ET.SubElement(node, f"{{{NAMESPACE}}}category", {"term": term, "label": _clean(label)})
        if entry.demo:
            ET.SubElement(node, f"{{{NAMESPACE}}}category", {"term": "invented", "label": _clean(entry.rights)})
        _text(node, "summary", entry.summary)
        if entry.rights:
            _text(node, "rights", entry.rights)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _clean(text: str) -> str:
    """Without characters that XML 1.0 forbids: one of them would make the whole feed unreadable."""
    return _NOT_XML.sub("\ufffd", text)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = _clean(text)


def _link(parent: ET.Element, rel: str, href: str, kind: str, language: str) -> None:
    ET.SubElement(
        parent, f"{{{NAMESPACE}}}link", {"rel": rel, "href": _clean(href), "type": kind, "hreflang": language}
    )


def _author(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, f"{{{NAMESPACE}}}author"), "name", name)


def _moment(value: dt.datetime) -> str:
    """RFC 3339 in UTC, whole seconds."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
