"""
The writer: canonical JSON by generated code.

For each attrs class one function is generated and compiled when the class is first written. It
knows the fields in the order of their keys, their types and their defaults, so that an order of
ten lines is written in some tens of microseconds where walking it generically takes several times
that. Canonical means: keys sorted by code point, no blanks, nothing escaped that need not be, no
floats, numbers with places as text without needless zeros, what equals its default left out. Equal
values have equal texts; hashes, fingerprints and chains lean on it.

What a record always has becomes one text in one go; what equals its default costs one look: the
small values that are defaults exist once, so that identity mostly decides and equality is asked of
the rest. The code checks the class of everything it writes (see ``texts``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from json.encoder import encode_basestring as esc
from threading import RLock
from typing import Any, Final

import attrs

from orderkit.codec.forms import ValueForm
from orderkit.codec.shapes import (
    AsJson,
    AsText,
    Choice,
    Keyed,
    Leaf,
    Listed,
    Many,
    Member,
    Perhaps,
    Record,
    Shape,
    Unordered,
    Word,
    members_of,
)
from orderkit.codec.texts import (
    Kept,
    bag,
    braced,
    day,
    decimal_text,
    moment,
    open_text,
    pairs,
    row,
    wrong,
)

Encode = Callable[[Any], str]


class Writer:
    """
    Writes values as canonical JSON text. Safe for threads: a class is compiled under a lock.

    Args:
        full: Write fields that equal their default too, as golden documents do.
    """

    def __init__(self, *, full: bool = False) -> None:
        self._full = full
        self._lock = RLock()
        self._made: dict[Shape, Encode] = {}
        self._start()

    def _start(self) -> None:
        self._scope: dict[str, Any] = dict(_SCOPE)
        self._bound: dict[int, str] = {}
        self._names: dict[type[Any], str] = {}

    def of(self, shape: Shape) -> Encode:
        """
        Return the function that writes a value of *shape*.

        Raises:
            InvalidInput: A class in it has a field that nothing in JSON stands for.

        >>> Writer().of(Listed(Leaf.TEXT))(("a", "b"))
        '["a","b"]'
        """
        made = self._made.get(shape)
        if made is None:
            with self._lock:
                made = self._made[shape] = self._compiled(shape)
        return made

    def _compiled(self, shape: Shape) -> Encode:
        try:
            source = self._text(shape, "x")
        except BaseException:
            self._start()  # half of a circle of classes may be compiled by now
            raise
        made: Encode = eval(f"lambda x: {source}", self._scope)  # noqa: S307 - our own text
        return made

    def _bind(self, value: object) -> str:
        """Give *value* a name in the generated code; the same object has one name."""
        name = self._bound.get(id(value))
        if name is None:
            name = self._bound[id(value)] = f"c{len(self._scope)}"
            self._scope[name] = value  # which keeps it, so that nothing else gets its id
        return name

    def _record(self, cls: type[Any]) -> str:
        """Return the name of the function for *cls*, generating it when it is new."""
        name = self._names.get(cls)
        if name is None:
            name = self._names[cls] = f"write{len(self._names)}"
            body = "\n".join(self._body(cls))
            # A local is found quicker than a global, so that the constants it names become defaults
            # of the function; only what is not there yet, in a circle of classes, stays a global.
            known = [n for n in dict.fromkeys(_words(body)) if self._scope.get(n) is not None]
            held = "".join(f", {n}={n}" for n in known)
            code = compile(
                f"def {name}(v{held}):\n{body}", f"<writer of {cls.__qualname__}>", "exec"
            )
            exec(code, self._scope)  # noqa: S102 - our own text
        return name

    def _body(self, cls: type[Any]) -> Iterator[str]:
        """
        Give the body of the function for *cls*: a text with gaps for what may be left out.

        A field's comma stands on the side of the first field that is always there. Where none is,
        all commas lead, and the first one is cut off. What may be left out is put before the start
        of what follows, so that a gap where nothing is costs no part of its own.
        """
        kind = self._bind(cls)
        yield f" if v.__class__ is not {kind}: wrong(v, {kind}.__name__)"
        members = sorted(members_of(cls), key=lambda one: one.key)
        always = [self._full or one.default is attrs.NOTHING for one in members]
        first = always.index(True) if any(always) else -1
        whole = ""
        gap: list[Callable[[str], Iterator[str]]] = []
        for n, (one, there) in enumerate(zip(members, always, strict=True)):
            before, after = ("", ",") if n < first else ("", "") if n == first else (",", "")
            x, s = f"x{n}", f"s{n}"
            if not there:
                gap.append(partial(self._unless_default, one, x, before, after))
                continue
            text = self._placed(one.shape, x)
            if text.count(x) > 1:
                yield f" {x} = v.{one.name}"
            else:
                text = text.replace(x, f"v.{one.name}")
            told = f'{before}"{one.key}":{text}{after}'
            if gap:
                start, _, rest = told.partition("{")
                yield from _filled(gap, s, start)
                told = f"{{{s}}}{{{rest}"
                gap.clear()
            whole += told
        yield from _filled(gap, "s", "")
        whole += "" if not gap else "{s}" if any(always) else "{s[1:]}"
        yield f" return f'''{{{{{whole}}}}}'''"

    def _unless_default(
        self, one: Member, x: str, before: str, after: str, s: str
    ) -> Iterator[str]:
        """Give the statements that put a field before the text *s* unless it equals its default."""
        default, shape, differs = one.default, one.shape, ""
        if default is None and isinstance(shape, Perhaps):
            yield f" if v.{one.name} is not None:"
            shape = shape.inner
        elif isinstance(default, bool):
            yield f" if v.{one.name} is not {default}:"
        else:
            name = self._bind(default)
            yield f" if v.{one.name} is not {name}:"
            differs = f"if {x} != {name}: "
        yield f"  {x} = v.{one.name}"
        told = f'{before}"{one.key}":{self._placed(shape, x)}{after}'
        yield f"  {differs}{s} = f'''{told}{{{s}}}'''"

    def _placed(self, shape: Shape, x: str) -> str:
        """Return how *x* stands inside a format string, which takes fewer steps than a text of it."""
        match shape:
            case Leaf.WHOLE:
                return f"{{{x} if {x}.__class__ is int else wrong({x}, 'int')}}"
            case Choice(kind) if all(esc(one) == f'"{one}"' for one in kind):
                name = self._bind(kind)
                return (
                    f'"{{{x}._value_ if {x}.__class__ is {name} else wrong({x}, {name}.__name__)}}"'
                )
            case Leaf.NUMBER:
                return f'"{{decimal_text({x})}}"'
            case AsText(form) if form.plain:
                return f'"{{{self._plain(form, x)}}}"'
            case Listed(item):
                return f"[{{{self._listed(item, x, 0)}}}]"
        return f"{{{self._text(shape, x)}}}"

    def _plain(self, form: ValueForm, x: str) -> str:
        """Return the source for the text of a value, without quotes."""
        if form.recurring:
            kept = Kept(form)
            return f"({self._bind(kept.get)}(id({x})) or {self._bind(kept.keep)}({x}))[0]"
        name, to_text = self._bind(form.cls), self._bind(form.to_text)
        return f"({to_text}({x}) if {x}.__class__ is {name} else wrong({x}, {name}.__name__))"

    def _text(self, shape: Shape, x: str, depth: int = 0) -> str:
        """Return the source of an expression that writes the variable *x*. No backslashes."""
        match shape:
            case Leaf():
                return _LEAVES[shape].format(x=x)
            case Choice(kind):
                name = self._bind(kind)
                return f"(esc({x}._value_) if {x}.__class__ is {name} else wrong({x}, {name}.__name__))"
            case Word(words):
                name = self._bind(frozenset(words))
                return f"(esc({x}) if {x} in {name} else wrong({x}, 'one of the words'))"
            case AsText(form) if form.plain:
                return f"('\"' + {self._plain(form, x)} + '\"')"
            case AsText(form):
                return f"esc({self._plain(form, x)})"
            case AsJson(form):
                return f"open_text({self._bind(form.to_json)}({x}))"
            case Record(cls):
                return f"{self._record(cls)}({x})"
            case Perhaps(inner):
                return f"('null' if {x} is None else {self._text(inner, x, depth)})"
        return self._many(shape, x, depth)

    def _many(self, shape: Many, x: str, depth: int) -> str:
        """Return the source for what holds other things."""
        y, k = f"y{depth}", f"k{depth}"
        match shape:
            case Listed(item):
                return f"'[' + {self._listed(item, x, depth)} + ']'"
            case Unordered(item):
                each = f"[{self._text(item, y, depth + 1)} for {y} in bag({x})]"
                return f"'[' + ','.join(sorted({each})) + ']'"
            case Keyed(item, keys):
                key = self._text(Choice(keys) if keys else Leaf.TEXT, k, depth + 1)
                each = (
                    f"[{key} + ':' + {self._text(item, y, depth + 1)} for {k}, {y} in pairs({x})]"
                )
                return f"braced(','.join({each}))"
            case _:
                items = shape.items
                names = [f"{y}_{n}" for n in range(len(items))]
                texts = [self._text(one, n, depth + 1) for one, n in zip(items, names, strict=True)]
                each = "".join(f"{text}, " for text in texts)
                unpacked = (
                    f"for ({''.join(f'{name}, ' for name in names)}) in (row({x}, {len(items)}), )"
                )
                return f"'[' + ','.join([part {unpacked} for part in ({each})]) + ']'"

    def _listed(self, item: Shape, x: str, depth: int) -> str:
        """Return the source for the texts of all items; a lone call is mapped, which is quicker."""
        y = f"y{depth}"
        text = self._text(item, y, depth + 1)
        call = text.removesuffix(f"({y})")
        if not call.isidentifier():
            return f"','.join([{text} for {y} in row({x})])"
        alone = f"{x}.__class__ is tuple and len({x}) == 1"
        return f"({call}({x}[0]) if {alone} else ','.join(map({call}, row({x}))))"


def _filled(gap: list[Callable[[str], Iterator[str]]], s: str, start: str) -> Iterator[str]:
    """Give the statements that make *s* of what is in a gap and the start of what follows it."""
    if gap:
        yield f" {s} = {start!r}"
    for fill in reversed(gap):
        yield from fill(s)


_LEAVES: Final[Mapping[Leaf, str]] = {
    Leaf.TEXT: "esc({x})",
    Leaf.WHOLE: "str({x} if {x}.__class__ is int else wrong({x}, 'int'))",
    Leaf.TRUTH: "('true' if {x} is True else 'false' if {x} is False else wrong({x}, 'bool'))",
    Leaf.NUMBER: "('\"' + decimal_text({x}) + '\"')",
    Leaf.MOMENT: "moment({x})",
    Leaf.DAY: "day({x})",
    Leaf.NULL: "('null' if {x} is None else wrong({x}, 'None'))",
    Leaf.OPEN: "open_text({x})",
}

_SCOPE: Final[Mapping[str, Any]] = {
    "bag": bag,
    "braced": braced,
    "day": day,
    "decimal_text": decimal_text,
    "esc": esc,
    "id": id,
    "int": int,
    "len": len,
    "moment": moment,
    "open_text": open_text,
    "pairs": pairs,
    "row": row,
    "tuple": tuple,
    "wrong": wrong,
}

_words = re.compile(r"[A-Za-z_]\w*").findall
