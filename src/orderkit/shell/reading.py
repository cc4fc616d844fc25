"""
What one attempt has read. The first read of a document wins: however often a decision asks for it,
it sees the same value, and its writes expect the version of that one read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from orderkit.errors import InvalidInput, NotFound, invalid
from orderkit.flow import Balances, Each, Maybe, Question, Ref, declared
from orderkit.ports import DocumentKey, Loaded, Stored, Wanted
from orderkit.shell.demands import Codec

_MISSING: Final = object()


class Reads:
    """
    The documents an attempt has seen, decoded, with what the store said of them.

    Attributes:
        stored: (kind, id) to the stored envelope, None for one that is absent.
    """

    __slots__ = ("_cached", "_codec", "_values", "stored")

    def __init__(self, codec: Codec, *, cached: bool) -> None:
        self._codec = codec
        self._cached = cached
        self._values: dict[DocumentKey, Any] = {}
        self.stored: dict[DocumentKey, Stored | None] = {}

    def wanted(self, questions: tuple[Question[Any], ...], *keys: str) -> Wanted:
        """Return what has to be loaded before *questions* can be answered."""
        documents: dict[DocumentKey, None] = {}
        accounts: dict[str, None] = {}
        for question in questions:
            if isinstance(question, Balances):
                accounts.update(dict.fromkeys(question.accounts))
            else:
                documents.update(dict.fromkeys(_documents(question)))
        unread = tuple([key for key in documents if key not in self.stored])
        return Wanted(unread, tuple(accounts), keys)

    def learn(self, wanted: Wanted, loaded: Loaded) -> dict[str, int]:
        """Remember the documents of *loaded*; return its balances by account."""
        self.stored.update(zip(wanted.documents, loaded.documents, strict=True))
        return dict(zip(wanted.accounts, loaded.balances, strict=True))

    def answer(self, question: Question[Any], balances: Mapping[str, int]) -> Any:
        """
        Answer one question from what was read.

        Raises:
            NotFound: A :class:`Ref` names a document that is not there.
        """
        match question:
            case Balances(accounts=accounts):
                return {account: balances[account] for account in accounts}
            case Each(kind=kind, ids=ids):
                found = ((one, self._value(kind, one)) for one in ids)
                return {one: value for one, value in found if value is not None}
            case Ref(kind=kind, id=one):
                value = self._value(kind, one)
                if value is None:
                    raise NotFound(kind.__name__, one)
                return value
            case Maybe(kind=kind, id=one):
                return self._value(kind, one)
            case _:
                raise _no_question(question)

    def _value(self, cls: type[Any], id: str) -> Any:  # noqa: A002 - the field's own word
        key = (declared(cls).name, id)
        value = self._values.get(key, _MISSING)
        if value is _MISSING:
            stored = self.stored[key]
            value = stored and self._codec.document(cls, stored, cached=self._cached)
            self._values[key] = value
        return value

    def version(self, ref: Ref[Any]) -> int:
        """
        Return the version that was read of *ref*.

        Raises:
            InvalidInput: The decision wants it checked but never read it, or it is absent.
        """
        stored = self.stored.get((declared(ref.kind).name, ref.id))
        if stored is None:
            raise invalid(
                "Changes.checks", "not_read", ref, "only a document that was read can be checked",
                "ask for it before, or leave it out of checks",
            )  # fmt: skip
        return stored.version


def _documents(question: Question[Any]) -> Iterable[DocumentKey]:
    match question:
        case Ref(kind=kind, id=one) | Maybe(kind=kind, id=one):
            return ((declared(kind).name, one),)
        case Each(kind=kind, ids=ids):
            name = declared(kind).name
            return [(name, one) for one in ids]
    return ()


def _no_question(question: Question[Any]) -> InvalidInput:
    return invalid(
        "ask", "not_a_question", question, "nothing is known to answer it with",
        "ask Ref, Maybe, Each or Balances; a Consultation is for consult()",
    )  # fmt: skip
