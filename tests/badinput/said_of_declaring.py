"""Declarations, JSON, conditions and charts that cannot be: the messages, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "a command of a bad name": "name cannot be 'Place Order': it is stored for ever; use words like order.place",
    "a version without the way from those before": (
        "upcasters cannot be [1, 2]: stored values of these versions exist; give one "
        "upcaster for every version below the present one"
    ),
    "a name that is taken": (
        "name cannot be 'order.place': <class 'orderkit.orders.placing.PlaceOrder'> has"
        " it; choose another"
    ),
    "a document that is no attrs class": (
        "class cannot be <class 'tests.badinput.declaring_rows.Anything'>: only the "
        "fields of an attrs class can be stored; put @frozen between @document and the "
        "class"
    ),
    "a document without an id": (
        "class cannot be <class 'tests.badinput.declaring_rows.Plain'>: a document is "
        "known by its id; give it a field id: str"
    ),
    "a command that does not say its answer": (
        "Untold cannot be <class 'tests.codec.test_answers.Untold'>: no base says what "
        "the answer is; inherit from Command[…] with the class of the answer"
    ),
    "a field of a type that is not there": (
        "Lost cannot be \"name 'Nowhere' is not defined\": its annotations name what its "
        "module does not have at run time; import it outside of 'if TYPE_CHECKING', and"
        " define the class in a module"
    ),
    "a field that nothing in JSON stands for": (
        "Odd.weight cannot be <class 'float'>: nothing in JSON stands for it alone; use"
        " a type of the table in orderkit.codec.shapes, or give it a form with "
        "register_value or register_json"
    ),
    "no JSON": (
        "$ cannot be '}': it is not JSON: Expecting value: line 1 column 14 (char 13); "
        "send JSON (RFC 8259)"
    ),
    "a byte order mark": "$ cannot be '\\ufeff{}': it begins with a byte order mark; send UTF-8 without one",
    "no day, no pair, no set": (
        "3 faults:\n- $.day cannot be '31.12.2026': it is not a day of the calendar; "
        "write it like '2026-01-31'\n- $.pair cannot be [1]: it has 1 items; send "
        "exactly 2\n- $.tags cannot be ['a', 'a']: an item stands there twice; send it "
        "once"
    ),
    "keys that are missing, and one that nobody knows": (
        "5 faults:\n- $.customer cannot be nothing: it is required; send it, for it has "
        "no default\n- $.channel cannot be nothing: it is required; send it, for it has "
        "no default\n- $.number cannot be nothing: it is required; send it, for it has "
        "no default\n- $.lines cannot be nothing: it is required; send it, for it has no"
        " default\n- $.custmer cannot be 'custmer': nothing has this name here; did you "
        "mean 'customer'?"
    ),
    "a word that is none of the known": "$.mode cannot be 'maybe': it is none of the known words; send one of: offer, record",
    "a value that its class refuses": (
        "$.share cannot be 'a half': Invalid literal for Fraction: 'a half'; check how "
        "it is written"
    ),
    "a fact that nobody tells": (
        "total cannot be missing: the condition asks for it and it was not told; tell "
        "every fact of the subject's table"
    ),
    "a fact of another type": (
        "total cannot be 'much': it is a text and the condition asks for integer; check"
        " the condition against the table of facts before it is stored"
    ),
    "a condition where truth is asked": (
        "condition cannot be Compare(fact='total', op='gt', value=1): it is neither "
        "true nor false before facts are told; join conditions with & | ~ instead of "
        "and, or, not and chained comparisons; ask holds(condition, facts)"
    ),
    "a text that is more than another": "Compare.op cannot be 'gt': a text is equal or not, and never more or less; use eq or ne",
    "a set that is compared": (
        "Compare.value cannot be frozenset({'gold'}): a set of texts is asked for what "
        "it has; use Has"
    ),
    "truth values in a list": "In.values cannot be (True, False): flags and sets are not listed; use Compare or Has",
    "values of two types in a list": (
        "In.values cannot be ('a', 1): they are of the types integer, text; list values of one type"
    ),
    "amounts of two currencies in a list": (
        "In.values cannot be (Money(minor=100, currency='EUR'), Money(minor=100, "
        "currency='USD')): they are in several currencies; list money of one currency"
    ),
    "a fact of no type": (
        "2 faults:\n- Fact.name cannot be 'Order Total': a fact's name is a small "
        "letter, then small letters, digits or underscores; write it like 'order_total'"
        "\n- Fact.type cannot be 'number': it is no type of facts; use one of: flag, "
        "integer, decimal, money, text, moment, texts"
    ),
    "a text in a currency": "Fact.currency cannot be 'EUR': a fact of type text has no currency; leave it out",
    "one fact twice": "FactTable.facts cannot be ['web', 'web']: told twice: web; tell each name once",
    "a condition of no kind": (
        "$ cannot be {'if': 'web'}: it is no kind of condition; give it one of: all, "
        "any, not, always, fact"
    ),
    "a condition of too many parts": (
        "condition cannot be '2000 parts': it has 2000 parts and may have 500; use several policies"
    ),
    "one stage twice": "Lifecycle.stages cannot be 'draft': 2 stages have this name; name each once",
    "a beginning that is no stage": "Lifecycle.initial cannot be 'drfat': no stage has this name; did you mean 'draft'?",
    "moves that contradict each other": (
        "3 faults:\n- Lifecycle.moves[1] cannot be 'go: draft → draft': another move "
        "'go' leads out of 'draft' already; give one of them another name\n- "
        "Lifecycle.moves[2] cannot be 'done: draft → done': there is a stage 'done', "
        "and a chart with both would lose the stage; name the move by its verb\n- "
        "Lifecycle.moves[3] cannot be 'back: done → draft': 'done' is terminal and "
        "nothing leads out of it; drop the move, or make the stage not terminal"
    ),
    "a way around where no way is": (
        "reroute cannot be 'draft' → 'done': no move leads from 'draft' to 'done'; name"
        " two stages with a move between them, or use extend()"
    ),
    "a chart without states": "Empty cannot be a lifecycle: it has no states; pass a class that declares them",
    "a chart with states inside": (
        "2 faults:\n- Nested.inside cannot be a lifecycle: it has states inside; flatten"
        " it to one state each\n- Nested.inside cannot be a lifecycle: a transition "
        "fires by itself; give it an event"
    ),
    "a chart with code in it": (
        "Guarded.begin cannot be a lifecycle: cond calls may_go, and a table holds no "
        "code; put that rule where the decision is made"
    ),
    "a chart that goes by itself": "Restless.begin cannot be a lifecycle: a transition fires by itself; give it an event",
    "a chart that goes later, and nowhere": (
        "2 faults:\n- Late.begin.later cannot be a lifecycle: the event waits before it "
        "fires; use a timer that sends a command\n- Late.begin cannot be a lifecycle: a "
        "transition has 0 targets; give it exactly one"
    ),
    "stages that do not fit their chart": (
        "3 faults:\n- stages['waiting'] cannot be Stage(name='asked'): it is told under "
        "the name 'waiting'; tell each stage under its own name\n- stages['approved'] "
        "cannot be Stage(name='approved'): in the chart its final is True; say the same"
        " in both\n- stages['aproved'] cannot be Stage(name='aproved'): no such state; "
        "did you mean 'approved'?"
    ),
}
