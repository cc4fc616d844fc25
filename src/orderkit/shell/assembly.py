"""From a decision to a change set: documents to bytes, transfers to bumps, events to rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from json.encoder import encode_basestring
from typing import Any, Final, NamedTuple, NoReturn

from orderkit.errors import invalid
from orderkit.flow import Changes, Command, Context, Put, Refusal, declared
from orderkit.ledger import netted
from orderkit.ports import (
    GENESIS,
    Answer,
    Bump,
    ChangeSet,
    Check,
    DocumentPut,
    Emit,
    OutsideEntry,
    body_hash,
    head_after,
)
from orderkit.shell.demands import Codec
from orderkit.shell.reading import Reads
from orderkit.values import moment_text

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

# Half the price of calling the class, for an argument that is an exact tuple of its fields.
_bump = partial(tuple.__new__, Bump)


class Assembled(NamedTuple):
    """
    A change set, and what only the execution knows of it.

    Attributes:
        refusals: Account to the refusal to raise when its floor does not hold.

        unread: ``kind/id`` of the documents it creates without having looked for them.
    """

    change: ChangeSet
    refusals: Mapping[str, Refusal]
    unread: frozenset[str]


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
        if not reads.has_read(*at):
            unread.append(f"{row.kind}/{row.id}")
    moved = netted(changes.transfers)
    change = ChangeSet(
        context.tenant,
        microseconds(context.now),
        (answer,),
        tuple(
            [
                Check(declared(ref.kind).name, ref.id, reads.version(ref))
                for ref in dict.fromkeys(changes.checks)
            ]
        ),
        tuple(puts.values()),
        tuple(map(_bump, moved.bumps)),
        tuple([OutsideEntry(*entry) for entry in moved.outside]) if moved.outside else (),
        tuple(emits),
    )
    return Assembled(change, moved.refusals, frozenset(unread))


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
    head = head_after(head, body_hash(body), audit)
    row = DocumentPut(
        about.name, value.id, version, head, "", body, about.keys(value), about.owner(value), audit
    )
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
    return [
        Emit(
            f"{stem}.{n}",
            subject,
            declared(type(event)).name,
            b'%b%b,"version":%d}' % (before, body, row.expect + 1),
        )
        for n, (event, body) in enumerate(zip(events, bodies, strict=True))
    ]


def at_version(emit: Emit, version: int) -> Emit:
    """Return the same outbox row for an event that belongs to another *version* after all."""
    before, _, _ = emit.body.rpartition(b":")
    return emit._replace(body=b"%b:%d}" % (before, version))
