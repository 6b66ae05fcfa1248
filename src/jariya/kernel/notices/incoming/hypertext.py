"""Plain text of an HTML part, without what mail programs quote. The HTML itself is never shown to anybody. Pure."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

LONGEST = 2_000_000
"""Characters of HTML that are looked at."""
_DROPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "iframe"})
_LINES = frozenset(
    {"address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2"}
    | {"h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_QUOTED = re.compile(
    r"(?:^|\s)(?:gmail_quote(?:_container)?|gmail_attr|moz-cite-prefix|yahoo_quoted|yahoo_quoted_\w+|protonmail_quote"
    r"|zmail_extra|mail-quote-collapse|mail_quote|divrplyfwdmsg|appendonsend|isforwardcontent|outlookmessageheader"
    r"|tutanota_quote|ms-outlook-mobile-reference-message|js-helper|quote-header|reply_message)(?:\s|$)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:^|\s)(?:gmail_signature(?:_prefix)?|moz-signature|js-mail-signature|mailru-signature|signature)(?:\s|$)",
    re.IGNORECASE,
)
_EVERYTHING_AFTER = re.compile(r"(?:^|\s)(?:divrplyfwdmsg|appendonsend|outlookmessageheader)(?:\s|$)", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[^>]*>|<!doctype[^>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_HOLES = re.compile(r"\n{3,}")


def text_of(source: str) -> str:
    """The words of an HTML text as lines. Quoted letters and signatures that programs mark are left out."""
    source = _DECLARATION.sub("", source[:LONGEST]).replace("\x00", "")
    if not source.strip():
        return ""
    try:
        tree = html.fromstring(source, parser=html.HTMLParser(recover=True, remove_comments=True, remove_pis=True))
    except (etree.ParserError, ValueError, AssertionError):
        return ""
    out: list[str] = []
    _walk(tree, out)
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(out).split("\n"))
    return _HOLES.sub("\n\n", "\n".join(lines)).strip()


def _walk(tree: Any, out: list[str]) -> None:
    """Write the words of a tree, without recursion: a hostile letter nests as deep as it likes."""
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, left = stack.pop()
        tag = node.tag.lower() if isinstance(node.tag, str) else ""
        if left:
            if tag in _LINES:
                out.append("\n")
            out.append(_flat(node.tail))
            continue
        mark = f"{node.get('class') or ''} {node.get('id') or ''}"
        if not tag or tag in _DROPPED or _is_quoted(tag, node, mark):
            if _EVERYTHING_AFTER.search(mark):
                return
            out.append(_flat(node.tail))
            continue
        if tag == "br":
            out.append("\n" + _flat(node.tail))
            continue
        if tag in _LINES:
            out.append("\n")
        if tag == "li":
            out.append("- ")
        out.append(_flat(node.text))
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))


def _is_quoted(tag: str, node: Any, mark: str) -> bool:
    if tag == "blockquote" and (node.get("type") == "cite" or node.get("cite") is not None or "quote" in mark.lower()):
        return True
    return _QUOTED.search(mark) is not None or _SIGNED.search(mark) is not None


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
