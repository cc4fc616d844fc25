"""
What one attempt has read. The first read of a document wins: however often a decision asks for it,
it sees the same value, and its writes expect the version of that one read.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import repeat
from typing import Any, Final, TypeAlias

from orderkit.errors import InvalidInput, NotFound, invalid
from orderkit.flow import Balances, Each, Maybe, Question, Ref, declared
from orderkit.ports import Check, DocumentKey, Loaded, Stored, Wanted
from orderkit.shell.demands import Codec, Demand, Load

_NO_ROUND: Final = Loaded()
_Rows: TypeAlias = Sequence[Stored | None]
_NOTHING: Final[tuple[tuple[str, ...], _Rows]] = ((), ())

_new = tuple.__new__
"""Half the price of calling the class, for an argument that is an exact tuple of its fields."""


class Reads:
    """The documents an attempt has seen, and the balances that its last round gave."""

    __slots__ = ("_balances", "_by_id", "_codec", "_given")

    def __init__(self, codec: Codec, *, cached: bool) -> None:
        self._codec = codec if cached else codec.apart()
        self._balances: dict[str, int] = {}
        # By kind: ids and rows as they were asked for and given. Few kinds are ever looked into
        # by id, and only for those a dict is made of them.
        self._given: dict[str, tuple[tuple[str, ...], _Rows]] = {}
        self._by_id: dict[str, dict[str, Stored | None]] = {}

    def round(
        self, tenant: str, questions: Sequence[Question[Any]], keys: tuple[str, ...] = ()
    ) -> Generator[Demand, Any, Loaded]:
        """Load what *questions* ask for and was not read yet, and the answers of *keys*."""
        unread, accounts = self._unread(questions)
        documents: list[DocumentKey] = []
        for kind, ids in unread.items():
            documents += zip(repeat(kind), ids)
        if not (documents or accounts or keys):
            return _NO_ROUND
        wanted = _new(Wanted, (tuple(documents), accounts, keys))
        loaded: Loaded = yield _new(Load, (tenant, wanted))
        start, rows = 0, loaded.documents
        for kind, ids in unread.items():
            end = start + len(ids)
            self._given[kind] = (ids, rows[start:end])
            start = end
        if accounts:
            self._balances = dict(zip(accounts, loaded.balances, strict=True))
        return loaded

    def _unread(
        self, questions: Sequence[Question[Any]]
    ) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """Return the ids that are asked for the first time, by kind, and the accounts."""
        unread: dict[str, tuple[str, ...]] = {}
        accounts: tuple[str, ...] = ()
        for question in questions:
            if type(question) is Each:
                ids = question.ids
            elif type(question) is Ref or type(question) is Maybe:
                ids = (question.id,)
            else:
                if type(question) is Balances:
                    accounts = _both(accounts, question.accounts)
                continue
            if ids:
                kind = declared(question.kind).name
                if kind in self._given:
                    seen = self._seen(kind)
                    ids = tuple([one for one in ids if one not in seen])
                unread[kind] = _both(unread[kind], ids) if kind in unread else ids
        return unread, accounts

    def _seen(self, kind: str) -> dict[str, Stored | None]:
        """Return what was read of a kind that was asked for, by id."""
        seen = self._by_id.setdefault(kind, {})
        ids, rows = self._given[kind]
        if ids:
            seen.update(zip(ids, rows, strict=True))
            self._given[kind] = _NOTHING
        return seen

    def stored(self, kind: str, id_: str) -> Stored | None:
        """Return what the store holds of a document; None if it is absent or was not read."""
        if kind not in self._given:
            return None
        given, rows = self._given[kind]
        return rows[0] if given == (id_,) else self._seen(kind).get(id_)

    def has_read(self, kind: str, id_: str) -> bool:
        """Tell whether a document was asked for, be it there or not."""
        return kind in self._given and id_ in self._seen(kind)

    def answers(self, questions: Sequence[Question[Any]]) -> tuple[Any, ...]:
        """
        Answer *questions*, which were those of the last round.

        Raises:
            NotFound: A :class:`Ref` names a document that is not there.
        """
        found: list[Any] = []
        for question in questions:
            if type(question) is Each:
                kind, ids = question.kind, question.ids
                found.append(self._codec.documents(kind, ids, self._rows(kind, ids)) if ids else {})
            elif type(question) is Ref or type(question) is Maybe:
                found.append(self.one(question))
            elif type(question) is Balances:
                found.append(self._moved(question.accounts))
            else:
                raise _no_question(question)
        return tuple(found)

    def _moved(self, accounts: tuple[str, ...]) -> dict[str, int]:
        balances = self._balances
        if len(balances) == len(accounts):  # this question was the only one for balances
            return balances
        return {account: balances[account] for account in accounts}

    def _rows(self, kind: type[Any], ids: tuple[str, ...]) -> _Rows:
        """Return what the store gave for *ids*, which were asked for."""
        name = declared(kind).name
        given, rows = self._given[name]
        if given is ids:
            return rows
        seen = self._seen(name)
        return [seen[one] for one in ids]

    def one(self, question: Ref[Any] | Maybe[Any]) -> Any:
        """
        Return the document that *question* asks for; None for a :class:`Maybe` that is absent.

        Raises:
            NotFound: A :class:`Ref` names a document that is not there.
        """
        kind, id_ = question.kind, question.id
        row = self.stored(declared(kind).name, id_)
        if row is None:
            if type(question) is Ref:
                raise NotFound(kind.__name__, id_)
            return None
        return self._codec.document(kind, row)

    def check(self, ref: Ref[Any]) -> Check:
        """
        Return the check that *ref* still is as it was read.

        Raises:
            InvalidInput: The decision wants it checked but never read it, or it is absent.
        """
        kind = declared(ref.kind).name
        stored = self.stored(kind, ref.id)
        if stored is None:
            raise invalid(
                "Changes.checks", "not_read", ref, "only a document that was read can be checked",
                "ask for it before, or leave it out of checks",
            )  # fmt: skip
        return _new(Check, (kind, ref.id, stored.version))


def _no_question(question: Question[Any]) -> InvalidInput:
    return invalid(
        "ask", "not_a_question", question, "nothing is known to answer it with",
        "ask Ref, Maybe, Each or Balances; a Consultation is for consult()",
    )  # fmt: skip


def _both(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others))) if some else others
