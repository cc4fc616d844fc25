"""
What is found while an order is composed: faults, holds and notices.

A fault says what it would be held for. An offered order with faults is refused with all of them; a
recorded one stands, and each fault becomes a hold for its reason. Some faults no order can have.
"""

from __future__ import annotations

from datetime import datetime

from orderkit.errors import Fault, Refused
from orderkit.orders.answers import Notice
from orderkit.orders.model import Hold
from orderkit.orders.refusals import OrderRefused
from orderkit.parties import CaptureMode


class Findings:
    """Collects what composing finds; see the module."""

    def __init__(self, mode: CaptureMode) -> None:
        self.mode = mode
        self.notices: list[Notice] = []
        self._faults: list[tuple[Fault, Refused | None]] = []
        self._holds: dict[str, list[str]] = {}

    @property
    def binding(self) -> bool:
        """Whether the order stands whatever is wrong with it."""
        return self.mode is CaptureMode.RECORD

    @property
    def clean(self) -> bool:
        """Whether no fault was found yet."""
        return not self._faults

    def fault(self, reason: str, fault: Fault, own: Refused | None = None) -> None:
        """
        Note something wrong: a refusal of an offer, a hold of a record.

        Args:
            reason: What a recorded order is held for.
            own: The refusal to raise if this is the only fault.
        """
        if self.binding:
            self.hold(reason, f"{fault.got}: {fault.why}")
        else:
            self._faults.append((fault, own))

    def impossible(self, fault: Fault) -> None:
        """Note something that no order can have, recorded or not."""
        self._faults.append((fault, None))

    def hold(self, reason: str, detail: str) -> None:
        """Note why the order may not move on."""
        self._holds.setdefault(reason, []).append(detail)

    def lift(self, reason: str) -> None:
        """Forget what was noted for *reason*: there is no ground for it."""
        self._holds.pop(reason, None)

    def holds(self, since: datetime) -> tuple[Hold, ...]:
        """Return one hold per reason."""
        return tuple(
            Hold(reason, "; ".join(details), since) for reason, details in self._holds.items()
        )

    def settle(self, customer: str) -> None:
        """
        Raise what was found wrong, if anything.

        Raises:
            Refused: The only fault has a refusal of its own.
            OrderRefused: With all faults.
        """
        if not self._faults:
            return
        only = self._faults[0][1]
        if only is not None and len(self._faults) == 1:
            raise only
        raise OrderRefused(customer, tuple(fault for fault, _ in self._faults))
