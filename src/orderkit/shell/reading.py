"""
What one attempt has read. The first read of a document wins: however often a decision asks for it,
it sees the same value, and its writes expect the version of that one read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, Final

from orderkit.errors import InvalidInput, NotFound, invalid
from orderkit.flow import Balances, Each, Maybe, Question, Ref, declared
from orderkit.ports import DocumentKey, Loaded, Stored, Wanted
from orderkit.shell.demands import Codec

_ONE: Final = (Ref, Maybe)
_NONE: Final[Mapping[str, Stored | None]] = {}


class Reads:
    """The documents an attempt has seen, decoded, with what the store said of them."""

    __slots__ = ("_cached", "_codec", "_stored", "_values")

    def __init__(self, codec: Codec, *, cached: bool) -> None:
        self._codec = codec
        self._cached = cached
        self._values: dict[type[Any], dict[str, Any]] = {}
        # By kind and then by id: texts keep their hash, pairs of texts do not.
        self._stored: dict[str, dict[str, Stored | None]] = {}

    def wanted(self, questions: tuple[Question[Any], ...], *keys: str) -> Wanted:
        """Return what has to be loaded before *questions* can be answered."""
        documents: list[DocumentKey] = []
        accounts: list[str] = []
        kinds: list[str] = []
        for question in questions:
            if isinstance(question, Balances):
                accounts += question.accounts
            elif isinstance(question, Each):
                kinds.append(declared(question.kind).name)
                documents += self._unread(kinds[-1], question.ids)
            elif isinstance(question, _ONE):
                kinds.append(declared(question.kind).name)
                documents += self._unread(kinds[-1], (question.id,))
        if len(set(kinds)) < len(kinds):
            documents = list(dict.fromkeys(documents))
        return Wanted(tuple(documents), tuple(dict.fromkeys(accounts)), keys)

    def _unread(self, kind: str, ids: Sequence[str]) -> Iterable[DocumentKey]:
        seen = self._stored.get(kind)
        return zip(repeat(kind), [one for one in ids if one not in seen] if seen else ids)

    def stored(self, kind: str, id_: str) -> Stored | None:
        """Return what the store holds of a document; None if it is absent or was not read."""
        return self._stored.get(kind, _NONE).get(id_)

    def has_read(self, kind: str, id_: str) -> bool:
        """Tell whether a document was asked for, be it there or not."""
        return id_ in self._stored.get(kind, _NONE)

    def learn(self, wanted: Wanted, loaded: Loaded) -> dict[str, int]:
        """Remember the documents of *loaded*; return its balances by account."""
        stored = self._stored
        for (kind, one), row in zip(wanted.documents, loaded.documents, strict=True):
            if kind in stored:
                stored[kind][one] = row
            else:
                stored[kind] = {one: row}
        return dict(zip(wanted.accounts, loaded.balances, strict=True))

    def answer(self, question: Question[Any], balances: Mapping[str, int]) -> Any:
        """
        Answer one question from what was read.

        Raises:
            NotFound: A :class:`Ref` names a document that is not there.
        """
        if isinstance(question, Each):
            return self._found(question.kind, question.ids)
        if isinstance(question, Balances):
            return {account: balances[account] for account in question.accounts}
        if isinstance(question, _ONE):
            kind, one = question.kind, question.id
            value = self._found(kind, (one,)).get(one)
            if value is None and isinstance(question, Ref):
                raise NotFound(kind.__name__, one)
            return value
        raise _no_question(question)

    def _found(self, cls: type[Any], ids: Sequence[str]) -> dict[str, Any]:
        """Return those documents of *ids* that exist, each decoded once."""
        found: dict[str, Any] = {}
        if not ids:
            return found
        values = self._values.setdefault(cls, {})
        stored = self._stored[declared(cls).name]
        decode, cached = self._codec.document, self._cached
        for one in ids:
            value = values.get(one)
            if value is None:
                row = stored[one]
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
        stored = self.stored(declared(ref.kind).name, ref.id)
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
