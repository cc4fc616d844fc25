"""Reading for people: one document, a search, a history; the permission policy is asked each time."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple, TypeVar

from attrs import frozen

from orderkit.errors import NotFound, NotPermitted, Refused, invalid
from orderkit.flow import PERMISSIONS, Actor, Page, Query, Rulebook, declared
from orderkit.ports import Access, ChangeSet, Found, Loaded, Stored, VersionRow, Wanted
from orderkit.shell.demands import Call, Codec, Demand, Execution, Load, logged

T = TypeVar("T")


@frozen
class View:
    """Who looks, when (microseconds since 1970 UTC), into whose data, under which rules."""

    at: int
    tenant: str
    actor: Actor
    rulebook: Rulebook
    codec: Codec
    joined: bool = False


class PastVersion(NamedTuple):
    """
    One version of a document, as it was.

    Attributes:
        at: Microseconds since 1970 UTC of its commit.

        audit: The audit entry in JSON: who, when, which command, which events, under which key.
    """

    version: int
    at: int
    audit: bytes
    document: Any


def get(view: View, kind: type[T], id: str) -> Execution[T]:  # noqa: A002 - the field's own word
    """
    Return the document *id*.

    Raises:
        InvalidInput: The id is no text.
        NotPermitted: The actor may not read documents of this kind.
        NotFound: It is not there, or not theirs.
    """
    if not isinstance(id, str):
        raise invalid("id", "wrong_type", id, "an id is text", "pass the id of a document")
    yield from _restriction(view, kind)
    key = (declared(kind).name, id)
    loaded: Loaded = yield Load(view.tenant, Wanted((key,)))
    stored = loaded.documents[0]
    if stored is None:
        raise NotFound(kind.__name__, id)
    value: T = view.codec.document(kind, stored, cached=not view.joined)
    denial = view.rulebook[PERMISSIONS].read_denial(view.actor, value)
    if denial is not None:
        absent = NotFound(kind.__name__, id)
        yield from _logged(view, "/".join(key), denial, absent)
        raise absent
    return value


def find(view: View, query: Query[T], after: str | None, limit: int) -> Execution[Page[T]]:
    """
    Return a page of the documents that *query* finds and the actor may read.

    The index may lag behind the documents; each is loaded, and left out if it is gone.

    Raises:
        NotPermitted: The actor may not read documents of this kind.
        InvalidInput: The cursor is of another search, the limit is not within 1…1,000, or it is no
            query at all.
    """
    if not isinstance(query, Query):
        remedy = "pass a declared search, such as Order.in_stage('placed'), or Query(Order, '')"
        raise invalid("query", "wrong_type", query, "it is no Query", remedy)
    owner = yield from _restriction(view, query.kind)
    name = declared(query.kind).name
    found: Found = yield Call(
        "find", (view.tenant, name, query.index, query.equals, owner, after, limit)
    )
    if not found.ids:
        return Page((), found.next)
    loaded: Loaded = yield Load(view.tenant, Wanted(tuple((name, one) for one in found.ids)))
    items = tuple(
        view.codec.document(query.kind, stored, cached=not view.joined)
        for stored in loaded.documents
        if stored is not None
    )
    policy = view.rulebook[PERMISSIONS]
    allowed = tuple(one for one in items if policy.read_denial(view.actor, one) is None)
    return Page(allowed, found.next)


def history(
    view: View,
    kind: type[T],
    id: str,  # noqa: A002 - the field's own word
    before: int | None,
    limit: int,
) -> Generator[Demand, Any, tuple[PastVersion, ...]]:
    """
    Return up to *limit* versions of a document below *before*, newest first.

    Raises:
        NotPermitted: The actor may not read documents of this kind.
        NotFound: It is not there, or not theirs.
    """
    yield from get(view, kind, id)
    key = (declared(kind).name, id)
    rows: tuple[VersionRow, ...] = yield Call("history", (view.tenant, key, before, limit))
    return tuple(
        PastVersion(
            row.version,
            row.at,
            row.audit,
            view.codec.document(
                kind, Stored(row.version, row.head, "", row.body), cached=not view.joined
            ),
        )
        for row in rows
    )


def _restriction(view: View, kind: type[Any]) -> Execution[str]:
    owner = view.rulebook[PERMISSIONS].restriction(view.actor, kind)
    if owner is not None:
        return owner
    name = declared(kind).name
    denial = NotPermitted(
        view.actor.id, "read", f"documents of kind {name}", "no role of theirs is granted it"
    )
    yield from _logged(view, name, str(denial), denial)
    raise denial


def _logged(view: View, subject: str, why: str, told: Refused) -> Execution[None]:
    line = Access(view.actor.id, "read", subject, NotPermitted.code, why)
    yield from logged(ChangeSet(view.tenant, view.at, access=(line,)), told)
