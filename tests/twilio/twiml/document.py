"""Reads TwiML strictly: what Twilio's classes cannot make is an error that names the place."""

import xml.etree.ElementTree as ET
from urllib.parse import urljoin

from tests.twilio.twiml.grammar import Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_DIALED = 10


class BadDocument(Exception):
    """TwiML that Twilio would not perform: its error number and the reason."""


class Document:
    """The verbs of one answer, and the URL that relative URLs in it start from."""

    def __init__(self, text: str, grammar: Element, url: str = "") -> None:
        self.url = url
        self.text = text
        try:
            root = ET.fromstring(text)  # noqa: S314 - from the host under test
        except ET.ParseError as error:
            raise BadDocument(f"12100 document parse failure: {error}") from error
        if root.tag != grammar.name:
            raise BadDocument(f"12200 the root is <{root.tag}>, not <{grammar.name}>")
        _check(root, grammar, grammar.name)
        self.verbs = list(root)

    def link(self, reference: str) -> str:
        """Return the absolute URL of ``reference``; an empty one is the document's own."""
        return urljoin(self.url, reference) if reference else self.url


def _check(node: ET.Element, grammar: Element, path: str) -> None:
    names = {"xml:lang" if name == XML_LANG else name for name in node.attrib}
    if unknown := names - grammar.attributes:
        raise BadDocument(f"12200 <{path}> has no attribute {', '.join(sorted(unknown))}")
    if not grammar.text and (stray := _text(node)):
        raise BadDocument(f"12200 <{path}> contains no text, but here {stray!r}")
    for child in node:
        if child.tag not in grammar.children:
            raise BadDocument(f"12200 <{path}> contains no <{child.tag}>")
        _check(child, grammar.children[child.tag], f"{path}/{child.tag}")
    if node.tag == "Dial" and len(node) > MOST_DIALED:
        raise BadDocument(f"13222 <{path}> dials {len(node)}; at most {MOST_DIALED} are allowed")


def _text(node: ET.Element) -> str:
    return "".join([node.text or "", *(child.tail or "" for child in node)]).strip()
