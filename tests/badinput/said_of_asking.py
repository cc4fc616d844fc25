"""Who may not, what is no search, and decisions gone wrong: the messages, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "an actor without roles": (
        "eve may not order.place channel_number/3:web:1: no role of theirs (none) is "
        "granted order.place. Act as somebody who may, or have the permission policy "
        "grant it"
    ),
    "an actor of an unknown role": (
        "eve may not order.place channel_number/3:web:1: no role of theirs (pirate) is "
        "granted order.place. Act as somebody who may, or have the permission policy "
        "grant it"
    ),
    "reading without roles": (
        "eve may not read documents of kind order: no role of theirs is granted it. Act"
        " as somebody who may, or have the permission policy grant it"
    ),
    "searching without roles": (
        "eve may not read documents of kind order: no role of theirs is granted it. Act"
        " as somebody who may, or have the permission policy grant it"
    ),
    "an importer who reads price lists": (
        "shopbot may not read documents of kind price_list: no role of theirs is "
        "granted it. Act as somebody who may, or have the permission policy grant it"
    ),
    "a buyer who orders for another customer": (
        "tom may not order.place channel_number/3:web:1: it is not a matter of customer"
        " c-1. Act as somebody who may, or have the permission policy grant it"
    ),
    "a buyer who confirms": (
        "tom may not order.confirm order/(id): no role of theirs (buyer) is granted "
        "order.confirm. Act as somebody who may, or have the permission policy grant it"
    ),
    "a buyer who cancels another customer's order": "there is no Order '(id)' here: check the id and the tenant, or create it first",
    "a buyer who looks at another customer's order": "there is no Order '(id)' here: check the id and the tenant, or create it first",
    "a buyer who looks into another customer's history": "there is no Order '(id)' here: check the id and the tenant, or create it first",
    "another tenant's order": "there is no Order '(id)' here: check the id and the tenant, or create it first",
    "paying another tenant's order": "there is no Order '(id)' here: check the id and the tenant, or create it first",
    "looking at another tenant's order": "there is no Order '(id)' here: check the id and the tenant, or create it first",
    "ordering where the customer is another tenant's": "there is no Customer 'c-1' here: check the id and the tenant, or create it first",
    "a tenant that is no id": (
        "tenant cannot be 'a c m e': an id is 1 to 64 ASCII letters, digits and . _ : -"
        " with a letter or digit first; choose such an id and keep the original text in"
        " a field of its own"
    ),
    "nobody at the desk": "actor cannot be 'ann': nobody acts by it; pass Actor.person(…) or Actor.automaton(…)",
    "a role where roles belong": (
        "Actor.roles cannot be 'sales': several are asked for here; pass a list or a "
        "tuple, even of one"
    ),
    "a grant where grants belong": (
        "RolePolicy.sales cannot be 'order.*': a grant is a list of names; put the name into a list"
    ),
    "the key of another command": (
        "the key 'k-1' was already used for a command with other content: repeat the "
        "command exactly as it was, or choose a fresh key"
    ),
    "the key of the same command with other content": (
        "the key 'k-1' was already used for a command with other content: repeat the "
        "command exactly as it was, or choose a fresh key"
    ),
    "the key of somebody else": (
        "the key 'k-1' was already used for a command with other content: repeat the "
        "command exactly as it was, or choose a fresh key"
    ),
    "the channel's number under a key of its own": (
        "number 1 of channel web is order '(id)', which says something else: edit that "
        "order, or give the new one its own number"
    ),
    "a key over two lines": (
        "key cannot be 'a\\nkey': it has the control character U+000A; remove it; line breaks and tabs are for fields of several lines"
    ),
    "no command": (
        "command cannot be {'customer': 'c-1'}: it is no command; pass a command, or "
        "build one with kit.parse"
    ),
    "a command that was not declared": (
        "class cannot be <class 'tests.badinput.own_decisions.Undeclared'>: it has no "
        "stable name; decorate it with document(), event() or command()"
    ),
    "a field of another type": "PlaceOrder.mode cannot be 'offer': a str is no CaptureMode or None; pass a CaptureMode or None",
    "the cursor of another search": (
        "cursor cannot be 'WyJiMzhjZWM0YThhNmY2NzA0YjYiLCAiMjAyNi0wMy0wMlQwOTowMDowMFo…"
        " (98 characters): it was not given out by this search; pass the cursor of the "
        "page before, with the same arguments, or None to begin"
    ),
    "a cursor that is none": (
        "cursor cannot be 'next!': it was not given out by this search; pass the cursor"
        " of the page before, with the same arguments, or None to begin"
    ),
    "a page of 0": (
        "limit cannot be 0: a page has 1 to 1000 rows; ask for so many, and for the "
        "next page by its cursor"
    ),
    "a page of -1": (
        "limit cannot be -1: a page has 1 to 1000 rows; ask for so many, and for the "
        "next page by its cursor"
    ),
    "a page of 1001": (
        "limit cannot be 1001: a page has 1 to 1000 rows; ask for so many, and for the "
        "next page by its cursor"
    ),
    "a page of True": (
        "limit cannot be True: a page has 1 to 1000 rows; ask for so many, and for the "
        "next page by its cursor"
    ),
    "a page of '10'": (
        "limit cannot be '10': a page has 1 to 1000 rows; ask for so many, and for the "
        "next page by its cursor"
    ),
    "a page of None": (
        "limit cannot be None: a page has 1 to 1000 rows; ask for so many, and for the "
        "next page by its cursor"
    ),
    "a history of nothing": (
        "limit cannot be 0: a page has 1 to 1000 rows; ask for so many, and for the "
        "next page by its cursor"
    ),
    "a search without an index": (
        "Query.index cannot be 'total': Order cannot be found by it; use one of: "
        "by_status, by_customer, waiting_for"
    ),
    "a search by a number": "Query.equals cannot be (7,): index fields are compared as text; pass a tuple of str",
    "a search by half a character": (
        "Query.equals cannot be ('\\ud800',): it has half of a character (a lone "
        "surrogate); decode it again, as UTF-8"
    ),
    "letters where ids belong": "Each.ids cannot be 'c-1': its letters would be the names; pass a list, even of one name",
    "a lease that ends as it begins": (
        "lease_until cannot be 1772442000000000: the lease begins at 1772442000000000; "
        "let it last several times as long as the effect takes"
    ),
    "a claim of nothing": "limit cannot be 0: it would claim nothing; claim at least one",
    "a check of what was not read": (
        "Changes.checks cannot be Ref(kind=<class 'orderkit.parties.model.Customer'>, "
        "id='c-1'): only a document that was read can be checked; ask for it before, or"
        " leave it out of checks"
    ),
    "a document written twice": (
        "Changes.puts cannot be 'location/north': one commit gives one new version; put"
        " the last value, with the events of both"
    ),
    "a document created over another": (
        "Location 'south' already exists with other content: choose a fresh id, or "
        "change the existing one with its own command"
    ),
    "a floor that nobody speaks for": (
        "the account 'stock/main/TEA-1/north/available' stands at 20 and may not go "
        "beyond its limit: move less, or first move something the other way"
    ),
    "a movement of less than nothing": (
        "transfer stock/main/TEA-1/north/available → stock/main/TEA-1/south/available "
        "cannot be -1: a transfer moves at least 1 unit; swap source and target to move"
        " the other way, or leave the transfer out"
    ),
    "a movement to where it came from": (
        "transfer stock/main/TEA-1/north/available → stock/main/TEA-1/north/available "
        "cannot be 'stock/main/TEA-1/north/available': it leads from an account to "
        "itself; name two accounts, or leave the transfer out"
    ),
    "a question that is none": (
        "ask cannot be Weather(location='north'): nothing is known to answer it with; "
        "ask Ref, Maybe, Each or Balances; a Consultation is for consult()"
    ),
    "a service that nobody offers": (
        "services cannot be Weather(location='north'): nothing answers requests of "
        "class Weather; pass services={Weather: your_function} to the kit"
    ),
    "a document that is none": (
        "class cannot be <class 'orderkit.inventory.documents.Moved'>: it has no stable"
        " name; decorate it with document(), event() or command()"
    ),
    "an answer that cannot be stored": (
        "object cannot be <object object>: it is no plain JSON value; put a plain JSON value there"
    ),
}
