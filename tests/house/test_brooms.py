"""A lint that never fires proves nothing: every broom is fed dirt, and something clean beside it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.house import brooms, text_brooms
from tests.house.sources import code_lines, comments

Broom = Callable[[ast.Module], Iterator[str]]

DIRT: list[tuple[Broom, str]] = [
    (brooms.long_functions, "def f():\n" + "    x = 1\n" * 50),
    (brooms.loose_reads, "def f(r):\n    ask(r)\n"),
    (brooms.loose_reads, "def f(r):\n    flow.consult(r)\n    yield from ask(r)\n"),
    (brooms.loose_reads, "def f(r):\n    x = balances(r)\n    return x\n"),
    (brooms.loose_reads, "def f(r):\n    yield from ask(r)\n    return ask(r)\n"),
    (brooms.loose_reads, "def f(r):\n    x = yield r\n"),
    (brooms.loose_reads, "def decide(r):\n    yield r\n"),
    (brooms.loose_reads, "def f(r):\n    yield from ask(r)\n    yield r\n"),
    (brooms.loose_reads, "def f(r) -> Reading[A]:\n    yield from g(r)\n    yield r\n"),
    (brooms.floats, "x = 0.5\n"),
    (brooms.floats, "x = 1e3\n"),
    (brooms.floats, "x = 2j\n"),
    (brooms.floats, "x = float(y)\n"),
    (brooms.clocks_and_dice, "x = datetime.now(UTC)\n"),
    (brooms.clocks_and_dice, "x = dt.datetime.utcnow()\n"),
    (brooms.clocks_and_dice, "x = attrs.field(factory=date.today)\n"),
    (brooms.clocks_and_dice, "x = uuid4()\n"),
    (brooms.clocks_and_dice, "import random\n"),
    (brooms.clocks_and_dice, "from uuid import uuid4\n"),
    (brooms.switchable_checks, "x = field(validator=f)\n"),
    (brooms.switchable_checks, "from attrs import validators\n"),
    (brooms.switchable_checks, "import attrs.validators\n"),
    (
        brooms.switchable_checks,
        "class A:\n    x = field()\n    @x.validator\n    def f(self): ...\n",
    ),
    (brooms.swallowed_errors, "try:\n    f()\nexcept ValueError:\n    pass\n"),
    (brooms.swallowed_errors, "try:\n    f()\nexcept ValueError:\n    ...\n"),
    (brooms.swallowed_errors, "with contextlib.suppress(Exception):\n    f()\n"),
    (brooms.constant_asserts, "assert True\n"),
    (brooms.constant_asserts, "assert 'this happens'\n"),
    (brooms.tests_that_prove_nothing, "def test_it():\n    f()\n"),
    (
        brooms.tests_that_prove_nothing,
        "class T:\n    async def test_it(self):\n        await f()\n",
    ),
    (brooms.undocumented, "x = 1\n"),
    (brooms.undocumented, '"""A."""\ndef f(): ...\n'),
    (brooms.undocumented, '"""A."""\nclass A:\n    """B."""\n    def f(self): ...\n'),
]

CLEAN: list[tuple[Broom, str]] = [
    (brooms.long_functions, "def f():\n" + "    x = 1\n" * 49),
    (brooms.loose_reads, "def f(r):\n    x, y = yield from ask(r, q)\n    return x\n"),
    (brooms.loose_reads, "def f(r):\n    return ask(r)\n"),
    (brooms.loose_reads, "def faults(r):\n    for x in r:\n        yield x\n    yield from g(r)\n"),
    (brooms.loose_reads, "def f(store):\n    return len(store.balances(1))\n"),
    (brooms.floats, "x = Decimal('0.5')\ny = isinstance(x, float)\n"),
    (brooms.clocks_and_dice, "x = context.now\ny = datetime.fromisoformat(z)\n"),
    (brooms.switchable_checks, "x = field(converter=f)\n"),
    (brooms.swallowed_errors, "try:\n    f()\nexcept ValueError:\n    return None\n"),
    (brooms.swallowed_errors, "with suppress(FileNotFoundError):\n    f()\n"),
    (brooms.constant_asserts, "assert x\n"),
    (brooms.tests_that_prove_nothing, "def test_it():\n    assert f()\n"),
    (brooms.tests_that_prove_nothing, "def test_it():\n    with pytest.raises(E):\n        f()\n"),
    (brooms.tests_that_prove_nothing, "def test_it():\n    check_balances(store)\n"),
    (brooms.undocumented, '"""A."""\n@overload\ndef f(): ...\ndef _g(): ...\n'),
    (brooms.undocumented, '"""A."""\ndef f():\n    """B."""\n    def g(): ...\n'),
]


@pytest.mark.parametrize(("broom", "dirt"), DIRT)
def test_broom_sees_dirt(broom: Broom, dirt: str) -> None:
    assert len(list(broom(ast.parse(dirt)))) == 1


@pytest.mark.parametrize(("broom", "clean"), CLEAN)
def test_broom_leaves_clean_code_alone(broom: Broom, clean: str) -> None:
    assert list(broom(ast.parse(clean))) == []


TextBroom = Callable[[str], Iterator[str]]

TEXT_DIRT: list[tuple[TextBroom, str]] = [
    (text_brooms.machine_paths, "see /" + "work/main"),
    (text_brooms.machine_paths, "open('/" + "tmp/x')"),
    (text_brooms.machine_paths, "cd /" + "home/ann"),
    (text_brooms.registry_hosts, "https://py" + "pi.org/simple"),
    (text_brooms.registry_hosts, "files.python" + "hosted.org"),
    (text_brooms.registry_hosts, "registry.npm" + "js.org"),
    (text_brooms.issue_numbers, "closes #" + "12"),
    (text_brooms.issue_numbers, "as issue" + " 2 says"),
    (text_brooms.issue_numbers, "see org/name/issues" + "/7"),
    (text_brooms.blanket_excuses, "# type: " + "ignore"),
    (text_brooms.blanket_excuses, "# type: " + "ignore  # because"),
    (text_brooms.blanket_excuses, "# mypy: " + "ignore-errors"),
    (text_brooms.blanket_excuses, "# no" + "qa"),
    (text_brooms.blanket_excuses, "# ruff: no" + "qa"),
    (text_brooms.blanket_excuses, "# pragma: " + "no cover"),
]

TEXT_CLEAN: list[tuple[TextBroom, str]] = [
    (text_brooms.machine_paths, "../shared/data, a/work/b, https://example.com/home/x"),
    (text_brooms.registry_hosts, "published on PyPI"),
    (text_brooms.issue_numbers, "#123456 &#39; order #1001, page#2, issues 3 units, '#10'"),
    (text_brooms.blanket_excuses, "# type: ignore[arg-type]"),
    (text_brooms.blanket_excuses, "# noqa: S101 because"),
]


@pytest.mark.parametrize(("broom", "dirt"), TEXT_DIRT)
def test_text_broom_sees_dirt(broom: TextBroom, dirt: str) -> None:
    assert len(list(broom(dirt))) == 1


@pytest.mark.parametrize(("broom", "clean"), TEXT_CLEAN)
def test_text_broom_leaves_clean_text_alone(broom: TextBroom, clean: str) -> None:
    assert list(broom(clean)) == []


def test_code_lines_are_counted_without_blanks_comments_and_docstrings() -> None:
    text = '"""Two\nlines."""\n\n# a comment\nx = """a\nb"""\n\n\ndef f():\n    """A."""\n    return 1  # b\n'
    assert code_lines(text) == 4


def test_comments_are_found_and_texts_are_not() -> None:
    assert list(comments("x = '# no'  # yes\n")) == [(1, "# yes")]


def test_a_file_is_empty_when_nothing_stands_in_it() -> None:
    assert brooms.is_empty(ast.parse("# nothing\n"))
    assert not brooms.is_empty(ast.parse('"""Something."""\n'))
