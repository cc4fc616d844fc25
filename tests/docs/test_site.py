"""The built site needs no network: nothing on a page is loaded from another host."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*?\bsrc=["']?(?:https?:)?//[^"'>\s]+"""
    r"""|<link\b(?![^>]*rel=["']?canonical)[^>]*?\bhref=["']?(?:https?:)?//[^"'>\s]+"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//\S+"""
)
_DRAWN_ELSEWHERE = re.compile(r"""class=["']?mermaid\b""")


def loads(html: str) -> Iterator[str]:
    """What a browser would fetch from another host to show *html*."""
    for pattern in (_LOADED, _DRAWN_ELSEWHERE):
        yield from (found[0] for found in pattern.finditer(html))


def test_site_loads_nothing_from_other_hosts() -> None:
    told = os.environ.get("ORDERKIT_SITE")
    if told is None:
        pytest.skip("ORDERKIT_SITE names no built site; `make test` builds one")
    pages = sorted(Path(told).rglob("*.html"))
    assert pages
    found = {page.name: list(loads(page.read_text("utf-8"))) for page in pages}
    assert {name: there for name, there in found.items() if there} == {}


@pytest.mark.parametrize(
    "html",
    [
        '<script defer src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img alt="a" src=http://example.com/a.png>',
        "<style>@import url('https://fonts.example/css');</style>",
        '<pre class="mermaid"><code>graph</code></pre>',
    ],
)
def test_foreign_parts_are_seen(html: str) -> None:
    assert len(list(loads(html))) == 1


def test_links_and_own_parts_are_fine() -> None:
    html = '<a href="https://example.com">x</a><script src="assets/x.js"></script>'
    assert list(loads(html + '<link rel="icon" href="assets/i.png">')) == []
