"""From a decision to a change set: documents to bytes, transfers to bumps, events to rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from json.encoder import encode_basestring
from typing import Any, Final, NamedTuple, NoReturn

from orderkit.errors import invalid
from orderkit.flow import Changes, Command, Context, Put, Refusal, declared
from orderkit.ledger import Netted, netted
from orderkit.ports import (
    GENESIS,
    Answer,
    ChangeSet,
    DocumentPut,
    Emit,
    body_hash,
    head_after,
)
from orderkit.shell.demands import Codec
from orderkit.shell.reading import Reads
from orderkit.values import moment_text

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Assembled(NamedTuple):
    """
    A change set, and what only the execution knows of it.

    Attributes:
        net: Its bumps and the transfers behind them.

        unread: ``kind/id`` of the documents it creates without having looked for them.
    """

    change: ChangeSet
    net: Netted
    unread: frozenset[str]

    @property
    def refusals(self) -> Mapping[str, Refusal]:
        """Account to the refusal to raise when its limit does not hold."""
        return self.net.refusals


def microseconds(at: datetime) -> int:
    """
    Return an aware time as whole microseconds since 1970 UTC.

    >>> microseconds(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC))
    1000005
    """
    return (at - _EPOCH) // _MICROSECOND


def assemble(
    command: Command[Any],
    context: Context,
    changes: Changes,
    answer: Answer,
    *,
    reads: Reads,
    codec: Codec,
) -> Assembled:
    """
    Turn what a decision wants into what the storage port takes.

    Raises:
        InvalidInput: A document is put twice, a check is of one that was not read, or a transfer
            cannot be.
    """
    note = _AuditNote(command, context)
    puts: dict[tuple[str, str], DocumentPut] = {}
    emits, unread = [], []
    for put in changes.puts:
        row, rows = _sealed(put, note, reads, codec)
        emits += rows
        at = (row.kind, row.id)
        if at in puts:
            _refuse_second(row)
        puts[at] = row
        if row.expect == 0 and not reads.has_read(*at):
            unread.append(f"{row.kind}/{row.id}")
    net = netted(changes.transfers)
    change = ChangeSet(
        context.tenant,
        microseconds(context.now),
        (answer,),
        tuple(dict.fromkeys(map(reads.check, changes.checks))),
        tuple(puts.values()),
        net.bumps,
        net.outside,
        tuple(emits),
    )
    return Assembled(change, net, frozenset(unread))


def _refuse_second(row: DocumentPut) -> NoReturn:
    raise invalid(
        "Changes.puts", "put_twice", f"{row.kind}/{row.id}", "one commit gives one new version",
        "put the last value, with the events of both",
    )  # fmt: skip


class _AuditNote:
    """What all audit entries of one execution have in common, encoded once."""

    __slots__ = ("after", "before", "context")

    def __init__(self, command: Command[Any], context: Context) -> None:
        self.context = context
        actor, name = encode_basestring(context.actor.id), declared(type(command)).name
        acting_for = encode_basestring(context.actor.customer)
        at = moment_text(context.now)
        self.before = (
            f'{{"actor":{actor},"at":"{at}","command":"{name}","customer":{acting_for},"events":['
        ).encode()
        self.after = f'],"key":{encode_basestring(context.key)}}}'.encode()


def _sealed(
    put: Put, note: _AuditNote, reads: Reads, codec: Codec
) -> tuple[DocumentPut, list[Emit]]:
    value = put.value
    about = declared(type(value))
    earlier = reads.stored(about.name, value.id)
    events = [codec.event_body(event) for event in put.events]
    audit = note.before + b",".join(events) + note.after
    body = codec.document_body(value)
    version, head = (0, GENESIS) if earlier is None else (earlier.version, earlier.head)
    hashed = body_hash(body)
    head = head_after(head, hashed, audit)
    keys, owner = about.keys(value), about.owner(value)
    row = DocumentPut(about.name, value.id, version, head, hashed, "", body, keys, owner, audit)
    return row, _emits(row, put.events, events, note.context.tenant) if events else []


def _emits(
    row: DocumentPut, events: Sequence[Any], bodies: Sequence[bytes], tenant: str
) -> list[Emit]:
    """
    Make the outbox rows of a document's events.

    Their ids are bound to the tenant, the document and all its history: no other event has them,
    in whatever inbox they meet.
    """
    subject = f"{row.kind}/{row.id}"
    seed = f"{tenant}\0{subject}\0".encode() + row.head
    stem = blake2b(seed, digest_size=16).hexdigest()
    before = b'{"document":%b,"event":' % encode_basestring(subject).encode()
    after = b',"version":%d}' % (row.expect + 1)
    return [
        Emit(f"{stem}.{n}", subject, declared(type(event)).name, before + bodies[n] + after)
        for n, event in enumerate(events)
    ]


def at_version(emit: Emit, version: int) -> Emit:
    """Return the same outbox row for an event that belongs to another *version* after all."""
    before, _, _ = emit.body.rpartition(b":")
    return emit._replace(body=b"%b:%d}" % (before, version))
