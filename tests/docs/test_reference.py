"""The pages that are made from the code say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from orderkit.errors import OrderkitError
from orderkit.lifecycle import STANDARD, mermaid
from tests.docs.docstrings import lead, plain, section
from tests.docs.pages import blocks
from tests.docs.reference import (
    FOLDER,
    LIFECYCLES,
    PAGES,
    commands_page,
    errors,
    errors_page,
    events_page,
    fault_codes,
    fields_of,
    ours,
    table,
)
from tests.docs.said import example


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_is_up_to_date(path: Path) -> None:
    told = path.read_text("utf-8")
    assert told == PAGES[path](), "make it anew: python tools/make_reference.py"


def all_subclasses(cls: type[OrderkitError]) -> set[str]:
    found = {cls.__name__}
    for one in cls.__subclasses__():
        if one.__module__.startswith("orderkit."):
            found |= all_subclasses(one)
    return found


def test_every_error_has_its_section() -> None:
    assert {one.__name__ for one in errors()} == all_subclasses(OrderkitError)
    page = (FOLDER / "errors.md").read_text("utf-8").splitlines()
    assert {one.code for one in errors()} <= {line.removeprefix("### ") for line in page}


def test_no_two_errors_have_one_code() -> None:
    codes = [one.code for one in errors()]
    assert len(set(codes)) == len(codes)


def test_every_error_that_is_raised_shows_a_message_with_a_way_out() -> None:
    told = {one.__name__: example(one) for one in errors()}
    silent = {name for name, said in told.items() if not said}
    assert silent == {"OrderkitError", "Refused"}
    assert {name for name, said in told.items() if said and not set(":;.") & set(said)} == set()


def test_every_event_and_command_has_its_section() -> None:
    for role, page in (("event", events_page()), ("command", commands_page())):
        headings = {line for line in page.splitlines() if line.startswith("### ")}
        assert headings == {f"### {one.name}" for one in ours(role)}


def test_every_field_of_an_event_or_command_says_what_it_means() -> None:
    silent = [
        f"{one.name}.{name}"
        for role in ("event", "command")
        for one in ours(role)
        for name, (_, told) in fields_of(one).items()
        if not told
    ]
    assert silent == [], "say it in the class, or in tests/docs/common_fields.py"


def test_lifecycles_are_drawn_from_their_values() -> None:
    drawn = [one.text for one in blocks(LIFECYCLES.read_text("utf-8")) if one.language == "mermaid"]
    assert drawn == [mermaid(one) for one in STANDARD]


def test_faults_are_found_where_they_are_made() -> None:
    told = 'raise invalid("a", "one", b, "why", "way")\nFault(path, "two", *rest)\ninvalid(a)\n'
    assert fault_codes(told) == {"one", "two"}
    assert "| `not_enough_stock` | orders |" in errors_page()


def test_items_of_a_section_are_told_by_name() -> None:
    told = """
    Do it.

    Attributes:
        a, b: Two of them, in
            :class:`~orderkit.values.Money`.

        c: Another.

    Raises:
        NotFound: It is not there.
    """
    fields = section(told, "Attributes")
    assert fields == {"a": "Two of them, in `Money`.", "b": fields["a"], "c": "Another."}
    assert section(told, "Raises") == {"NotFound": "It is not there."}


def test_first_paragraph_becomes_one_line() -> None:
    class Told:
        """
        One
        line, ``code``.

        More.
        """

    assert lead(Told) == "One line, `code`."
    assert plain(":func:`text <a.b.c>`") == "`a.b.c`"


def test_bars_in_cells_do_not_end_them() -> None:
    assert list(table("ab", [("x | y", "z")])) == ["| a | b |", "| --- | --- |", "| x \\| y | z |"]
