"""Who asks, for what, and how: permissions, tenants, keys, searches, leases, own decisions."""

from __future__ import annotations

from typing import Any, Final

from orderkit.errors import AlreadyExists, KeyReuse, NotFound, NotPermitted, OutOfLimits
from orderkit.flow import Actor, Each, Query, RolePolicy
from orderkit.kit import OrderKit
from orderkit.orders import CancelOrder, ConfirmOrder, HoldOrder, Line, NumberTaken, Order
from orderkit.parties import Customer
from orderkit.payments import RecordPayment
from orderkit.pricing import PriceList
from orderkit.values import EUR
from tests.badinput.own_decisions import OwnDecision, Undeclared
from tests.badinput.rows import OTHER, Call, Row, doing, invalid, making
from tests.badinput.situations import an_order
from tests.world import ANN, BUYER, NOW, ROOT, SHOPBOT, TENANT, desk_of, order_of, placed

NOBODY: Final = Actor.person("eve")
PIRATE: Final = Actor.person("eve", roles={"pirate"})
TIM: Final = Actor.person("tim", roles={"buyer"}, customer="c-3")
"""Buys for the Spa."""

LOOSELY: Final[Any] = Query
ROLES: Final[Any] = RolePolicy
US: Final = int(NOW.timestamp()) * 10**6


def elsewhere(command: Any) -> Call:
    """Execute in the name of another tenant."""
    return lambda kit, given: kit.acting(ROOT, tenant=OTHER).execute(command(given), key="bad")


def finding(query: Query[Any], actor: Actor = ANN, **page: Any) -> Call:
    return lambda kit, _: desk_of(kit, actor).find(query, **page)


def two_orders(kit: OrderKit) -> str:
    """The cursor of another search than the one that is asked."""
    for number in ("1", "2"):
        placed(kit, number=number)
    page = desk_of(kit).find(Query(Order, "by_customer", ("c-1",)), limit=1)
    assert page.next is not None
    return page.next


def keyed(kit: OrderKit) -> None:
    """An order of ann's under a key."""
    desk_of(kit).execute(order_of(), key="k-1")


def as_actor(actor: object) -> Call:
    loosely: Any = actor
    return lambda kit, _: kit.acting(loosely, tenant=TENANT)


def execute(given: object, **how: Any) -> Call:
    loosely: Any = given
    return lambda kit, _: desk_of(kit).execute(loosely, **how)


def claiming(until: int, limit: int) -> Call:
    return lambda kit, _: kit.repository.claim(US, until, limit, "worker", TENANT)


def history(limit: int) -> Call:
    return lambda kit, order: desk_of(kit).history(Order, order.id, limit=limit)


def own(what: str) -> Call:
    return doing(lambda _: OwnDecision(what))


ALLOWED: list[Row] = [
    Row("an actor without roles", NotPermitted, "not_permitted", (),
        doing(lambda _: order_of(), NOBODY)),
    Row("an actor of an unknown role", NotPermitted, "not_permitted", (),
        doing(lambda _: order_of(), PIRATE)),
    Row("reading without roles", NotPermitted, "not_permitted", (),
        lambda kit, order: desk_of(kit, NOBODY).get(Order, order.id), an_order),
    Row("searching without roles", NotPermitted, "not_permitted", (),
        finding(Query(Order, ""), NOBODY), an_order),
    Row("an importer who reads price lists", NotPermitted, "not_permitted", (),
        lambda kit, _: desk_of(kit, SHOPBOT).get(PriceList, "retail")),
    Row("a buyer who orders for another customer", NotPermitted, "not_permitted", (),
        doing(lambda _: order_of(customer="c-2"), BUYER)),
    Row("a buyer who confirms", NotPermitted, "not_permitted", (),
        doing(lambda o: ConfirmOrder(o.id), BUYER), an_order),
    Row("a buyer who cancels another customer's order", NotFound, "not_found", (),
        doing(lambda o: CancelOrder(o.id, "late"), TIM), an_order),
    Row("a buyer who looks at another customer's order", NotFound, "not_found", (),
        lambda kit, order: desk_of(kit, TIM).get(Order, order.id), an_order),
    Row("a buyer who looks into another customer's history", NotFound, "not_found", (),
        lambda kit, order: desk_of(kit, TIM).history(Order, order.id), an_order),
    Row("another tenant's order", NotFound, "not_found", (),
        elsewhere(lambda o: HoldOrder(o.id)), an_order),
    Row("paying another tenant's order", NotFound, "not_found", (),
        elsewhere(lambda o: RecordPayment(o.id, EUR("1"), "transfer", "bank-1")), an_order),
    Row("looking at another tenant's order", NotFound, "not_found", (),
        lambda kit, order: kit.acting(ROOT, tenant=OTHER).get(Order, order.id), an_order),
    Row("ordering where the customer is another tenant's", NotFound, "not_found", (),
        elsewhere(lambda _: order_of())),
    invalid("a tenant that is no id", "bad_id", call=lambda kit, _: kit.acting(ANN, tenant="a c m e")),
    invalid("nobody at the desk", "wrong_type", call=as_actor("ann")),
    invalid("a role where roles belong", "not_several",
            call=making(lambda: Actor.person("eve", roles="sales"))),
    invalid("a grant where grants belong", "not_several",
            call=making(lambda: ROLES({"sales": "order.*"}, {}))),
]  # fmt: skip

KEYS: list[Row] = [
    Row("the key of another command", KeyReuse, "key_reuse", (),
        execute(HoldOrder("o-1"), key="k-1"), keyed),
    Row("the key of the same command with other content", KeyReuse, "key_reuse", (),
        execute(order_of(Line("TEA-1", 2)), key="k-1"), keyed),
    Row("the key of somebody else", KeyReuse, "key_reuse", (),
        doing(lambda _: order_of(), ROOT, "k-1"), keyed),
    Row("the channel's number under a key of its own", NumberTaken, "number_taken", (),
        execute(order_of(Line("TEA-1", 2)), key="fresh"), an_order),
    invalid("a key over two lines", "control_character", call=execute(order_of(), key="a\nkey")),
    invalid("no command", "wrong_type", call=execute({"customer": "c-1"})),
    invalid("a command that was not declared", "not_declared", call=execute(Undeclared())),
    invalid("a field of another type", "wrong_type",
            call=making(lambda: order_of(placed_at=None, mode="offer"))),
]  # fmt: skip

SEARCHING: list[Row] = [
    invalid("the cursor of another search", "foreign_cursor",
            call=lambda kit, cursor: desk_of(kit).find(Query(Order, ""), after=cursor), given=two_orders),
    invalid("a cursor that is none", "foreign_cursor", call=finding(Query(Order, ""), after="next!")),
    *(invalid(f"a page of {limit!r}", "bad_limit", call=finding(Query(Order, ""), limit=limit))
      for limit in (0, -1, 1001, True, "10", None)),
    invalid("a history of nothing", "bad_limit", call=history(0), given=an_order),
    invalid("a search without an index", "not_indexed", call=making(lambda: Query(Order, "total"))),
    invalid("a search by a number", "not_text", call=making(lambda: LOOSELY(Order, "", (7,)))),
    invalid("a search by half a character", "surrogate",
            call=making(lambda: Query(Order, "by_customer", ("\ud800",)))),
    invalid("letters where ids belong", "not_several", call=making(lambda: Each(Customer, "c-1"))),
    invalid("a lease that ends as it begins", "bad_lease", call=claiming(US, 10)),
    invalid("a claim of nothing", "bad_limit", call=claiming(US + 1, 0)),
]  # fmt: skip

DECIDING: list[Row] = [
    invalid("a check of what was not read", "not_read", call=own("unread_check")),
    invalid("a document written twice", "put_twice", call=own("two_puts")),
    Row("a document created over another", AlreadyExists, "already_exists", (), own("blind_put")),
    Row("a floor that nobody speaks for", OutOfLimits, "out_of_limits", (), own("floorless")),
    invalid("a movement of less than nothing", "not_positive", call=own("negative_move")),
    invalid("a movement to where it came from", "same_account", call=own("circular_move")),
    invalid("a question that is none", "not_a_question", call=own("odd_question")),
    invalid("a service that nobody offers", "no_service", call=own("unserved")),
    invalid("a document that is none", "not_declared", call=own("odd_document")),
    invalid("an answer that cannot be stored", "wrong_type", call=own("odd_answer")),
]  # fmt: skip
