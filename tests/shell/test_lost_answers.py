"""When the acknowledgement is lost, the caller learns the key to repeat the command with."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from orderkit.adapters.memory import MemoryRepository
from orderkit.errors import Unknown
from orderkit.kit import OrderKit
from orderkit.orders import CancelOrder, Line
from orderkit.ports import ChangeSet, Outcome
from tests.world import Clock, desk_of, opened, order_of, placed, stored


class Forgetful(MemoryRepository):
    """Commits, and loses the answer once."""

    def __init__(self) -> None:
        super().__init__()
        self.losing = False

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        outcomes = super().commit(sets)
        if self.losing:
            self.losing = False
            raise Unknown("the line went dead")
        return outcomes


def test_a_command_without_a_natural_key_is_repeated_with_the_key_it_was_told() -> None:
    repository = Forgetful()
    kit = opened(OrderKit(repository, clock=Clock()))
    _, order = placed(kit, Line("TEA-1", 10))
    repository.losing = True
    part = CancelOrder(order.id, "fewer", {"1": 2})

    with pytest.raises(Unknown, match="Repeat the command with key='") as lost:
        desk_of(kit).execute(part)
    desk_of(kit).execute(part, key=lost.value.key)

    assert stored(kit, order.id).lines[0].cancelled == 2


def test_a_natural_key_may_be_given_by_hand() -> None:
    kit = opened(OrderKit.memory(clock=Clock()))
    command = order_of(Line("TEA-1", 10), number="A/7")
    assert desk_of(kit).execute(command) == desk_of(kit).execute(command, key=command.key())
