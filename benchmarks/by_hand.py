"""
Placing an order by hand: what somebody writes who needs this shop, this file and nothing else.

It works in a copy of the shop's own file, so that tables, indexes and what stands in them are the
same. It reads the same documents and parses their JSON, prices with whole cents, and writes the
same rows: the order and its claim with hash chain and audit entry, their places in the indexes,
the balances by conditional updates, the entries, the answer of the key, the outbox. All in one
transaction.

What it leaves out is what a library is for: it knows its three lists and their order, one unit,
one tax rate, one currency and one company; it checks no input, explains no price, retries nothing
and refuses in one way only.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from attrs import define, field

from shop import CUSTOMER, TENANT

Line = tuple[str, int]
Rows = dict[str, list[tuple[Any, ...]]]

WRITES: Final = {
    "documents": "INSERT INTO orderkit_documents VALUES (?, ?, ?, 1, ?, ?, ?)",
    "versions": "INSERT INTO orderkit_versions VALUES (?, ?, ?, ?, 1, ?, 0, ?, ?, '', ?, ?)",
    "index": "INSERT INTO orderkit_index VALUES (?, 'order', ?, ?, ?, ?, ?)",
    "balances": """UPDATE orderkit_balances SET balance = balance + ?, sequence = sequence + ?,
        last = ? WHERE n = ? AND balance + ?1 >= ?""",
    "causes": "INSERT INTO orderkit_causes VALUES (?, ?, ?)",
    "entries": """INSERT INTO orderkit_entries
        (account, sequence, delta, balance, cause, previous) VALUES (?, ?, ?, ?, ?, ?)""",
    "answers": "INSERT INTO orderkit_answers VALUES (?, ?, ?, ?, ?)",
    "outbox": """INSERT INTO orderkit_outbox
        (tenant, id, "partition", topic, due, body, state, tries, token, worker, why)
        VALUES (?, ?, ?, ?, 0, ?, ?, 0, '', '', '')""",
}

_BODIES: Final = """SELECT d.kind, d.id, v.body FROM orderkit_documents d
    JOIN orderkit_versions v ON v.n = d.last WHERE d.tenant = ? AND d.kind = ? AND d.id IN """
_NUMBERS: Final = "SELECT name, n FROM orderkit_accounts WHERE tenant = ? AND name IN "
_HEADS: Final = "SELECT n, balance, sequence, last FROM orderkit_balances WHERE n IN "
_LAST: Final = """SELECT (SELECT max(n) FROM orderkit_versions),
    (SELECT max(n) FROM orderkit_causes), (SELECT max(n) FROM orderkit_entries)"""


class SoldOut(Exception):
    """A balance would fall below zero."""


@define
class Head:
    """Where an account stands, and by how much it moved since it was read."""

    balance: int
    sequence: int
    last: int
    moved: int = 0
    moves: int = 0
    floor: int = -(2**53)


@define
class Work:
    """What has been read and decided and is not yet written; for one order or for a batch."""

    last: list[int]
    heads: dict[int, Head] = field(factory=dict)
    rows: Rows = field(factory=lambda: {name: [] for name in WRITES})


class ByHand:
    """
    The shop's file, worked by hand.

    Args:
        path: A copy of the file that the library opened.
    """

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "cache_size = -32768",
            "wal_autocheckpoint = 4000",
            "journal_size_limit = 33554432",
            "temp_store = MEMORY",
        ):
            self.connection.execute(f"PRAGMA {pragma}")
        self._cursor = self.connection.cursor()
        self._numbers: dict[str, int] = {}

    def place(self, number: str, lines: Sequence[Line], at: int) -> str:
        """Place one order in one transaction; return its id."""
        self._cursor.execute("BEGIN IMMEDIATE")
        try:
            work = self.begun()
            placed = self.decide(work, number, lines, at)
            self.write(work)
        except BaseException:
            self._cursor.execute("ROLLBACK")
            raise
        self._cursor.execute("COMMIT")
        return placed

    def write_alone(self, work: Work) -> None:
        """Write what was decided before, in one transaction: the raw batch write."""
        self._cursor.execute("BEGIN IMMEDIATE")
        self.write(work)
        self._cursor.execute("COMMIT")

    def begun(self) -> Work:
        """Return work that knows the last row number of each table."""
        return Work(list(self._cursor.execute(_LAST).fetchone()))

    def decide(self, work: Work, number: str, lines: Sequence[Line], at: int) -> str:
        """Read, price and reserve one order, and add its rows to *work*."""
        skus = [sku for sku, _ in lines]
        known = self._read(number, skus)
        accounts = [f"stock/main/{sku}/{place}/available" for sku in skus for place in _PLACES]
        accounts += [f"stock/main/{sku}/north/reserved" for sku in skus]
        self._read_heads(work, [*accounts, *_CREDIT])
        order_id = f"01{at:018d}"
        priced = [_priced(n, sku, pieces, known) for n, (sku, pieces) in enumerate(lines, 1)]
        order = _order(order_id, number, at, priced, known)
        _document(work, at, order, _audit(number, at, order))
        claim = {"content": sha256(number.encode()).hexdigest()[:32], "id": f"3:web:{number}",
                 "order_id": order_id}  # fmt: skip
        _document(work, at, claim, _audit(number, at, None))
        self._move(work, at, order_id, lines, order["total_minor"])
        _answer(work, number, at, order)
        return order_id

    def write(self, work: Work) -> None:
        """Write the rows, each table once."""
        execute = self._cursor.executemany
        work.rows["balances"] = [
            (head.moved, head.moves, head.last, n, head.floor)
            for n, head in sorted(work.heads.items())
            if head.moves
        ]
        for name, rows in work.rows.items():
            execute(WRITES[name], rows)
            if name == "balances" and self._cursor.rowcount != len(rows):
                raise SoldOut

    def _read(self, number: str, skus: Sequence[str]) -> dict[tuple[str, str], Any]:
        if self._bodies("channel_number", [f"3:web:{number}"]):
            raise ValueError(number)
        customer = self._bodies("customer", [CUSTOMER])
        groups = customer["customer", CUSTOMER]["groups"]
        books = ["everyone", *(f"5:group:{one}" for one in groups), f"8:customer:{CUSTOMER}"]
        known = customer | self._bodies("price_book", books)
        lists = [
            one["price_list"] for book in books for one in known["price_book", book]["listings"]
        ]
        entries = [f"{len(one)}:{one}:s.{sku}" for one in lists for sku in skus]
        return (
            known
            | self._bodies("company", ["main"])
            | self._bodies("credit_line", [CUSTOMER])
            | self._bodies("tax_table", ["main"])
            | self._bodies("price_list", lists)
            | self._bodies("product", skus)
            | self._bodies("price_entries", entries)
        )

    def _bodies(self, kind: str, ids: Sequence[str]) -> dict[tuple[str, str], Any]:
        found = self._cursor.execute(_BODIES + _marks(ids), (TENANT, kind, *ids))
        return {(kind, id_): json.loads(body)["data"] for kind, id_, body in found}

    def _read_heads(self, work: Work, names: Sequence[str]) -> None:
        new = [one for one in names if one not in self._numbers]
        if new:
            self._numbers.update(self._cursor.execute(_NUMBERS + _marks(new), (TENANT, *new)))
        numbers = [self._numbers[one] for one in names if self._numbers[one] not in work.heads]
        for n, *head in self._cursor.execute(_HEADS + _marks(numbers), numbers):
            work.heads[n] = Head(*head)

    def _move(self, work: Work, at: int, order_id: str, lines: Iterable[Line], total: int) -> None:
        work.last[1] += 1
        cause = work.last[1]
        work.rows["causes"].append((cause, at, f"order.place {order_id}"))
        moves: list[tuple[str, int, int | None]] = []
        moves += [(f"stock/main/{sku}/north/available", -pieces, 0) for sku, pieces in lines]
        moves += [(f"stock/main/{sku}/north/reserved", pieces, None) for sku, pieces in lines]
        moves += [(_CREDIT[0], -total, 0), (_CREDIT[1], total, None)]
        for account, delta, floor in moves:
            n = self._numbers[account]
            head = work.heads[n]
            head.balance += delta
            head.sequence += 1
            head.moved += delta
            head.moves += 1
            head.floor = head.floor if floor is None else floor
            work.last[2] += 1
            work.rows["entries"].append((n, head.sequence, delta, head.balance, cause, head.last))
            head.last = work.last[2]


_PLACES: Final = ("north", "south")
_CREDIT: Final = (f"credit/{CUSTOMER}/free", f"credit/{CUSTOMER}/open")
_LISTS: Final = ("c7", "gold", "retail")


def _priced(n: int, sku: str, pieces: int, known: dict[tuple[str, str], Any]) -> dict[str, Any]:
    product = known["product", sku]
    source, tier, price = _found(sku, pieces, known)
    net = int(price.removesuffix(" EUR").replace(".", "")) * pieces
    line = {
        "category": product["category"][-1], "extended": f"{net // 100}.{net % 100:02}",
        "id": str(n), "item": sku, "kind": "goods", "net_minor": net, "ordered": pieces,
        "quantity": str(pieces), "schedule": [{"location": "north", "quantity": pieces}],
        "sku": sku, "source": source, "tax_minor": 0, "unit_price": price,
    }  # fmt: skip
    return line | {"tier": tier} if tier else line


def _found(sku: str, pieces: int, known: dict[tuple[str, str], Any]) -> tuple[str, str, str]:
    for name in _LISTS:
        entries = known.get(("price_entries", f"{len(name)}:{name}:s.{sku}"))
        if entries is not None:
            for entry in reversed(entries["entries"]):
                tier = entry.get("minimum", "")
                if pieces >= int(tier or 0):
                    return name, tier, entry["price"]
    raise LookupError(sku)


def _taxed(lines: list[dict[str, Any]], known: dict[tuple[str, str], Any]) -> tuple[int, int]:
    """Tax the sum, share it out over the lines; return net and tax."""
    (rate,) = known["tax_table", "main"]["rates"]
    percent, net, tax = int(rate["percent"]), 0, 0
    for line in lines:
        net += line["net_minor"]
        line["tax_minor"] = (net * percent + 50) // 100 - tax
        tax += line["tax_minor"]
    return net, tax


def _order(
    order_id: str,
    number: str,
    at: int,
    lines: list[dict[str, Any]],
    known: dict[tuple[str, str], Any],
) -> dict[str, Any]:
    customer, company = known["customer", CUSTOMER], known["company", "main"]
    net, tax = _taxed(lines, known)
    home, moment = customer["ship_to"][0]["address"], _moment(at)
    return {
        "channel": "web", "credit": {"open": net + tax, "payer": CUSTOMER},
        "currency": company["currency"], "edited_by": "ann", "id": order_id, "lines": lines,
        "mode": "offer", "net_minor": net, "number": number, "placed_at": moment,
        "price_date": moment, "revision": 1,
        "roles": {"bill_to": home, "company": company["id"], "payer": CUSTOMER, "ship_to": home,
                  "sold_to": CUSTOMER},
        "sources": ["price_list/c7@1", "price_list/gold@1"], "stage": "confirmed",
        "submitted_by": "ann", "tax_minor": tax, "terms": customer["terms"],
        "total_minor": net + tax,
    }  # fmt: skip


def _document(work: Work, at: int, data: dict[str, Any], audit: bytes) -> None:
    kind, owner = ("order", CUSTOMER) if "lines" in data else ("channel_number", "")
    body = _encoded({"data": data, "type": kind, "v": 1})
    body_hash = sha256(body).digest()
    head = sha256(bytes(32) + body_hash + audit).digest()
    keys = _index(work, data, owner) if kind == "order" else []
    work.last[0] += 1
    n, key = work.last[0], (TENANT, kind, data["id"])
    told = json.dumps(keys, separators=(",", ":")) if keys else ""
    work.rows["documents"].append((*key, n, owner, told))
    work.rows["versions"].append((n, *key, at, head, body_hash, audit, body))


def _index(work: Work, order: dict[str, Any], owner: str) -> list[list[str]]:
    moment = order["placed_at"]
    equals = ("stage\x1fconfirmed\x1f", "payment\x1funpaid\x1f", "fulfilment\x1funfulfilled\x1f")
    keys = [["by_status", one, moment] for one in equals]
    keys.append(["by_customer", f"{CUSTOMER}\x1f", moment])
    work.rows["index"] += [(TENANT, *key, order["id"], owner) for key in keys]
    return keys


def _events(order: dict[str, Any]) -> list[dict[str, Any]]:
    total = f"{order['total_minor'] // 100}.{order['total_minor'] % 100:02} EUR"
    placed = {"channel": "web", "customer": CUSTOMER, "number": order["number"],
              "order_id": order["id"], "stage": "confirmed", "total": total}  # fmt: skip
    return [
        {"data": placed, "type": "order.placed", "v": 1},
        {"data": {"order_id": order["id"], "revision": 1}, "type": "order.confirmed", "v": 1},
    ]


def _audit(number: str, at: int, order: dict[str, Any] | None) -> bytes:
    return _encoded({
        "actor": "ann", "at": _moment(at), "command": "order.place", "customer": "",
        "events": _events(order) if order else [], "key": f"order.place/web/{number}",
    })  # fmt: skip


def _answer(work: Work, number: str, at: int, order: dict[str, Any]) -> None:
    events = _events(order)
    answer = {"order_id": order["id"], "revision": 1, "stage": "confirmed",
              "total": events[0]["data"]["total"]}  # fmt: skip
    key = f"order.place/web/{number}"
    asked = sha256(_encoded([(one["item"], one["quantity"]) for one in order["lines"]])).digest()
    work.rows["answers"].append((TENANT, key, asked, _encoded(answer), at))
    place, stem = f"order/{order['id']}", sha256(key.encode()).hexdigest()[:32]
    for nth, event in enumerate(events):
        body = _encoded({"document": place, "event": event, "version": 1})
        row = (TENANT, f"{stem}.{nth}", place, event["type"], body, int(nth > 0))
        work.rows["outbox"].append(row)


def _moment(at: int) -> str:
    return f"2026-03-02T09:00:00.{at % 1_000_000:06}Z"


def _encoded(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _marks(some: Sequence[object]) -> str:
    return f"({','.join('?' * len(some))})"
