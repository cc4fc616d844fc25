"""
What one attempt has read. The first read of a document wins: however often a decision asks for it,
it sees the same value, and its writes expect the version of that one read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orderkit.errors import InvalidInput, NotFound, invalid
from orderkit.flow import Balances, Each, Maybe, Question, Ref, declared
from orderkit.ports import DocumentKey, Loaded, Stored, Wanted
from orderkit.shell.demands import Codec


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
        self._values: dict[type[Any], dict[str, Any]] = {}
        self.stored: dict[DocumentKey, Stored | None] = {}

    def wanted(self, questions: tuple[Question[Any], ...], *keys: str) -> Wanted:
        """Return what has to be loaded before *questions* can be answered."""
        documents: list[DocumentKey] = []
        accounts: list[str] = []
        for question in questions:
            if isinstance(question, Each):
                name = declared(question.kind).name
                documents += [(name, one) for one in question.ids]
            elif isinstance(question, Ref | Maybe):
                documents.append((declared(question.kind).name, question.id))
            elif isinstance(question, Balances):
                accounts += question.accounts
        stored = self.stored
        unread = [key for key in dict.fromkeys(documents) if key not in stored]
        return Wanted(tuple(unread), tuple(dict.fromkeys(accounts)), keys)

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
        if isinstance(question, Each):
            return self._found(question.kind, question.ids)
        if isinstance(question, Ref | Maybe):
            kind, one = question.kind, question.id
            value = self._found(kind, (one,)).get(one)
            if value is None and isinstance(question, Ref):
                raise NotFound(kind.__name__, one)
            return value
        if isinstance(question, Balances):
            return {account: balances[account] for account in question.accounts}
        raise _no_question(question)

    def _found(self, cls: type[Any], ids: Sequence[str]) -> dict[str, Any]:
        """Return those documents of *ids* that exist, each decoded once."""
        found: dict[str, Any] = {}
        if not ids:
            return found
        values = self._values.setdefault(cls, {})
        name, stored = declared(cls).name, self.stored
        decode, cached = self._codec.document, self._cached
        for one in ids:
            value = values.get(one)
            if value is None:
                row = stored[name, one]
                if row is None:
                    continue
                value = values[one] = decode(cls, row, cached=cached)
            found[one] = value
        return found

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


def _no_question(question: Question[Any]) -> InvalidInput:
    return invalid(
        "ask", "not_a_question", question, "nothing is known to answer it with",
        "ask Ref, Maybe, Each or Balances; a Consultation is for consult()",
    )  # fmt: skip
