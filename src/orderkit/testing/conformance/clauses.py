"""The clauses of the storage ports, read from where they are written: the ports' docstrings."""

from __future__ import annotations

import re
from typing import Final

from orderkit.ports import AccessLog, Documents, Frozen, Ledger, Outbox, Schema, Writer

_PORTS: Final = (Documents, Ledger, Writer, Outbox, AccessLog, Frozen, Schema)
_CLAUSE: Final = re.compile(r"^\s*- ([A-Z]\d) (.*?)(?=^\s*- |^\s*$|\Z)", re.DOTALL | re.MULTILINE)
_ROLE: Final = re.compile(r":\w+:`~?(?:\w+\.)*(\w+)`")


def _written() -> dict[str, str]:
    clauses = {"T": "orderkit.ports: *Tenants.* The tenant is part of every key."}
    for port in _PORTS:
        for number, text in _CLAUSE.findall(port.__doc__ or ""):
            plain = _ROLE.sub(r"\1", " ".join(text.split()))
            clauses[number] = f"orderkit.ports.{port.__name__}: {plain}"
    return clauses


CLAUSES: Final = _written()
"""Number to port and words: ``CLAUSES["D3"]`` begins with ``orderkit.ports.Documents: *Bytes.*``."""
