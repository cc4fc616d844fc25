"""A stage of a lifecycle and what it means, and a move from one stage to another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, Final, cast

import attrs
from attrs import field, frozen

from orderkit.errors import Fault, gathered, shown
from orderkit.values import typed

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")

FLAGS: Final = (
    "terminal",
    "holds_stock",
    "exposes_credit",
    "holds_money",
    "has_money",
    "goods_left",
    "goods_arrived",
    "awaits_answer",
    "grants",
)
"""The names of a stage's yes-or-no properties."""


def id_faults(path: str, got: object) -> Iterator[Fault]:
    """
    Yield what is wrong with the name of a stage, a move or an action.

    >>> [fault.code for fault in id_faults("Stage.name", "In Review")]
    ['bad_name']
    """
    if not (isinstance(got, str) and _ID.fullmatch(got)):
        why = "a name is a small letter, then small letters, digits or underscores, at most 64"
        yield Fault(path, "bad_name", shown(got), why, "write it like 'in_review'")


def nearest(word: str, known: Iterable[str]) -> str:
    """
    Return the remedy for a *word* that is not among the *known* ones.

    >>> nearest("plcaed", ["draft", "placed"])
    "did you mean 'placed'?"
    >>> nearest("zzz", ["draft", "placed"])
    'use one of: draft, placed'
    """
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    return f"did you mean {close[0]!r}?" if close else f"use one of: {', '.join(names)}"


def frozen_words(given: Iterable[str]) -> frozenset[str]:
    """
    Freeze a set or list of words; leave anything else to the check that names it.

    >>> frozen_words({"edit"}), frozen_words("edit")
    (frozenset({'edit'}), 'edit')
    """
    if isinstance(given, set | list | tuple) and all(isinstance(one, str) for one in given):
        return frozenset(given)
    return cast("frozenset[str]", given)


def word_faults(path: str, got: object) -> Iterator[Fault]:
    """
    Yield what is wrong with a set of action names.

    >>> [fault.why for fault in word_faults("Stage.allows", "edit")]
    ['it is no set of names']
    """
    if not isinstance(got, frozenset):
        yield Fault(path, "wrong_type", shown(got), "it is no set of names", "pass a set of texts")
        return
    for word in sorted(got, key=str):
        yield from id_faults(path, word)


@typed
@frozen
class Stage:
    """
    Where a document stands, and what that means for everything that looks at it.

    Decisions ask for properties and actions, never for the name, so that a stage that somebody
    adds takes part in everything.

    >>> review = Stage("in_review", holds_stock=True, allows={"approve", "cancel"})
    >>> review.holds_stock, "ship" in review.allows
    (True, False)

    Attributes:
        name: Stable id, stored with documents: small letters, digits and underscores.

        terminal: The document ends here; nothing leads out. A correction is a new document.

        holds_stock: What was reserved for the document stays reserved.

        exposes_credit: Its open amount counts against the payer's credit limit.

        holds_money: The payer's bank keeps an amount back for us; it is not ours yet.

        has_money: The amount is ours.

        goods_left: The goods are away from our location, on the road or with the customer.

        goods_arrived: The customer has the goods.

        awaits_answer: Somebody was asked and has not answered yet.

        grants: The answer was yes.

        allows: The actions that are possible here, apart from the moves that lead out.

        meaning: One sentence for the docs.

    Raises:
        InvalidInput: A name is no id, a property is no bool, or *allows* is no set of ids.
    """

    name: str
    terminal: bool = field(default=False, kw_only=True)
    holds_stock: bool = field(default=False, kw_only=True)
    exposes_credit: bool = field(default=False, kw_only=True)
    holds_money: bool = field(default=False, kw_only=True)
    has_money: bool = field(default=False, kw_only=True)
    goods_left: bool = field(default=False, kw_only=True)
    goods_arrived: bool = field(default=False, kw_only=True)
    awaits_answer: bool = field(default=False, kw_only=True)
    grants: bool = field(default=False, kw_only=True)
    allows: frozenset[str] = field(default=frozenset(), converter=frozen_words, kw_only=True)
    meaning: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *id_faults("Stage.name", self.name),
                *self._flag_faults(),
                *word_faults("Stage.allows", self.allows),
                *self._meaning_faults(),
            )
        )

    def _flag_faults(self) -> Iterator[Fault]:
        for name in FLAGS:
            got = getattr(self, name)
            if type(got) is not bool:
                yield Fault(
                    f"Stage.{name}", "wrong_type", shown(got), "it is no bool", "pass True/False"
                )

    def _meaning_faults(self) -> Iterator[Fault]:
        if not isinstance(self.meaning, str):
            yield Fault(
                "Stage.meaning", "wrong_type", shown(self.meaning), "it is no text", "pass a str"
            )

    def properties(self) -> tuple[str, ...]:
        """
        Return the names of the properties that are true here, in the order of :data:`FLAGS`.

        >>> Stage("placed", holds_stock=True, exposes_credit=True).properties()
        ('holds_stock', 'exposes_credit')
        """
        return tuple(name for name in FLAGS if getattr(self, name))

    def being(self, **changes: Any) -> Stage:
        """
        Return the same stage with some properties changed.

        >>> Stage("placed", holds_stock=True).being(holds_stock=False)
        Stage(name='placed')
        """
        return attrs.evolve(self, **changes)

    def __repr__(self) -> str:
        told = [f"name={self.name!r}", *(f"{name}=True" for name in self.properties())]
        allows = [f"allows={{{', '.join(map(repr, sorted(self.allows)))}}}"] if self.allows else []
        return f"Stage({', '.join(told + allows)})"


@typed
@frozen
class Move:
    """
    A named step: *name* takes a document from stage *source* to stage *target*.

    >>> Move("place", "draft", "placed").target
    'placed'

    Raises:
        InvalidInput: One of the three is no id.
    """

    name: str
    source: str
    target: str

    def __attrs_post_init__(self) -> None:
        fields = ("name", "source", "target")
        gathered(f for one in fields for f in id_faults(f"Move.{one}", getattr(self, one)))

    def __str__(self) -> str:
        return f"{self.name}: {self.source} → {self.target}"
