"""What integrators can get wrong in declarations, JSON, conditions and lifecycles."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from orderkit.codec import Codec
from orderkit.codec.forms import register_value
from orderkit.flow import command, document
from orderkit.lifecycle import Lifecycle, Move, Stage
from orderkit.orders import PlaceOrder
from orderkit.rules import (
    Compare,
    Fact,
    FactMissing,
    FactMistyped,
    FactTable,
    FactType,
    In,
    fact,
    from_json,
    holds,
)
from orderkit.values import EUR, USD
from tests.badinput.rows import Row, invalid, making
from tests.codec.test_answers import Untold

CODEC: Final = Codec()
LOOSELY: Final[Any] = Fact
DRAFT: Final = Stage("draft")
DONE: Final = Stage("done", terminal=True)


def parsing(kind: Any, data: object) -> Callable[..., object]:
    return lambda kit, _: kit.parse(kind, json.dumps(data))


def declaring(role: Any, name: str, **how: Any) -> Callable[..., object]:
    """Declare a class that has no fields."""
    return making(lambda: role(name, **how)(type("Anything", (), {})))


def lifecycle(
    *moves: Move, stages: tuple[Stage, ...] = (DRAFT, DONE), initial: str = "draft"
) -> Any:
    return making(lambda: Lifecycle("Thing", initial, stages, moves))


@frozen
class Lost:
    """Has a field of a type that is not there at run time."""

    other: Nowhere  # type: ignore[name-defined]  # noqa: F821 - what must be refused


@frozen
class Odd:
    """Has a field that nothing in JSON stands for."""

    weight: float


@frozen
class Plain:
    """Has a field of each kind that JSON may miss."""

    day: date
    pair: tuple[int, int]
    tags: frozenset[str]


@frozen
class Narrow:
    """Refuses in its own way."""

    share: Fraction


DECLARING: list[Row] = [
    invalid("a command of a bad name", "bad_name", call=declaring(command, "Place Order")),
    invalid("a version without the way from those before", "missing_upcaster",
            call=declaring(document, "test.thing", version=3)),
    invalid("a name that is taken", "name_taken",
            call=making(lambda: command("order.place")(frozen(type("Anything", (), {}))))),
    invalid("a document that is no attrs class", "not_attrs", call=declaring(document, "test.thing")),
    invalid("a document without an id", "id_missing",
            call=making(lambda: document("test.thing")(Plain))),
    invalid("a command that does not say its answer", "answer_untold",
            call=making(lambda: CODEC.answer(Untold, b"null"))),
    invalid("a field of a type that is not there", "unresolved_type",
            call=making(lambda: CODEC.parse(Lost, {}))),
    invalid("a field that nothing in JSON stands for", "unsupported_type",
            call=making(lambda: CODEC.parse(Odd, {}))),
]  # fmt: skip

JSON: list[Row] = [
    invalid("no JSON", "not_json", call=lambda kit, _: kit.parse(PlaceOrder, '{"customer": }')),
    invalid("a byte order mark", "byte_order_mark",
            call=lambda kit, _: kit.parse(PlaceOrder, "\ufeff{}")),
    invalid("no day, no pair, no set", "bad_date", "wrong_length", "duplicate_item",
            call=parsing(Plain, {"day": "31.12.2026", "pair": [1], "tags": ["a", "a"]})),
    invalid("keys that are missing, and one that nobody knows", "missing_key", "missing_key",
            "missing_key", "missing_key", "unknown_key",
            call=parsing(PlaceOrder, {"custmer": "c-1"})),
    invalid("a word that is none of the known", "unknown_word",
            call=parsing(PlaceOrder, {"customer": "c-1", "channel": "web", "number": "1",
                                      "lines": [{"item": "TEA-1", "quantity": 1}],
                                      "mode": "maybe"})),
    invalid("a value that its class refuses", "bad_value", call=parsing(Narrow, {"share": "a half"})),
]  # fmt: skip

RULES: list[Row] = [
    Row("a fact that nobody tells", FactMissing, "fact_missing", ("fact_missing",),
        making(lambda: holds(fact("total") > 1, {}))),
    Row("a fact of another type", FactMistyped, "fact_mistyped", ("fact_mistyped",),
        making(lambda: holds(fact("total") > 1, {"total": "much"}))),
    invalid("a condition where truth is asked", "no_truth",
            call=making(lambda: bool(fact("total") > 1))),
    invalid("a text that is more than another", "not_ordered",
            call=making(lambda: Compare("customer", "gt", "c-1"))),
    invalid("a set that is compared", "not_comparable",
            call=making(lambda: Compare("groups", "eq", frozenset({"gold"})))),
    invalid("truth values in a list", "not_listable", call=making(lambda: In("web", [True, False]))),
    invalid("values of two types in a list", "mixed_types", call=making(lambda: In("web", ["a", 1]))),
    invalid("amounts of two currencies in a list", "currency_mismatch",
            call=making(lambda: In("total", [EUR(1), USD(1)]))),
    invalid("a fact of no type", "bad_name", "unknown_type",
            call=making(lambda: LOOSELY("Order Total", "number"))),
    invalid("a text in a currency", "no_currency",
            call=making(lambda: Fact("customer", FactType.TEXT, currency="EUR"))),
    invalid("one fact twice", "duplicate_fact",
            call=making(lambda: FactTable("Order", [Fact("web", FactType.FLAG)] * 2))),
    invalid("a condition of no kind", "unknown_kind", call=making(lambda: from_json({"if": "web"}))),
    invalid("a condition of too many parts", "too_large",
            call=making(lambda: In("customer", [f"c-{n}" for n in range(2000)]))),
]  # fmt: skip

LIFECYCLES: list[Row] = [
    invalid("one stage twice", "duplicate_stage", call=lifecycle(stages=(DRAFT, DRAFT))),
    invalid("a beginning that is no stage", "unknown_stage", call=lifecycle(initial="drfat")),
    invalid("moves that contradict each other", "duplicate_move", "move_named_as_stage",
            "leaves_terminal",
            call=lifecycle(Move("go", "draft", "done"), Move("go", "draft", "draft"),
                           Move("done", "draft", "done"), Move("back", "done", "draft"))),
    invalid("a way around where no way is", "no_such_move",
            call=making(lambda: Lifecycle("Thing", "draft", (DRAFT, DONE), ()).reroute(
                "draft", "done", via=Stage("review"), move="pass_review"))),
]  # fmt: skip
register_value(Fraction, str, Fraction, {"type": "string"})
