"""HTML builder: user text never becomes markup."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag


class Elements(HTMLParser):
    """What a browser would see: elements, attributes, text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record an element."""
        self.elements.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        """Record text."""
        self.words += data


@given(st.text(), st.text().filter(lambda text: "\r" not in text and "\0" not in text))
def test_words_stay_words(said: str, named: str) -> None:
    """Text in an element or attribute is preserved and creates no element."""
    seen = Elements(tag("p", said, data_name=named))
    assert [name for name, _ in seen.elements] == ["p"]
    assert seen.elements[0][1] == [("data-name", named)]
    assert seen.words == said


def test_attributes_may_be_there_or_not() -> None:
    """True has no value, False and None are omitted; underscores become hyphens."""
    made = tag("input", class_="a", for_="b", required=True, disabled=False, value=None)
    assert made == '<input class="a" for="b" required>'


def test_pieces_keep_what_they_are() -> None:
    """Markup is kept, text is escaped, None is skipped."""
    assert joined((Markup("<b>"), "<b>", None, 3)) == "<b>&lt;b&gt;3"
