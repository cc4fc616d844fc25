"""Stores, ledgers and the world: the messages, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "a file that was never migrated": "schema cannot be 0: this code needs version 1; call migrate() once",
    "a file of newer code": (
        "schema cannot be 99: this code knows versions up to 1; use the version of "
        "orderkit that wrote it, or a later one"
    ),
    "a file of older code": "schema cannot be 1: this code needs version 2; call migrate() once",
    "joining without a transaction": (
        "connection cannot be <sqlite3.Connection object>: there is no transaction to "
        "join; begin one first: connection.execute('BEGIN IMMEDIATE')"
    ),
    "joining a connection that reads bytes": (
        "connection.text_factory cannot be <class 'bytes'>: ids and names are read as "
        "str; join with a connection that leaves it at str"
    ),
    "a name that a store cannot hold": (
        "value cannot be '\\ud800': SQLite cannot hold it; keep to text without lone "
        "surrogates and to integers within ±(2**53 - 1)"
    ),
    "a file that is no notifier's": (
        "orders.db cannot be b'a shopping list\\n': line 1 was not written by this "
        "notifier; name a file of its own"
    ),
    "a service that has to be awaited": (
        "services cannot be <coroutine object awaitable_service.<locals>.weather>: "
        "nothing is awaited here; pass one that blocks, or use the asyncio kit"
    ),
    "a batch of two tenants": (
        "jobs cannot be ['acme', 'other']: a batch is of one tenant; make one batch for each tenant"
    ),
    "keys for some of the commands": "keys cannot be 0: there are 1 commands; give one for each, None for its own",
    "a script without an answer": (
        "services cannot be Weather(location='north'): the script has no answer to it; "
        "pass services={request: answer}"
    ),
    "a stored order of newer code": (
        "stored command cannot be read: $.v cannot be 99: this code knows versions up "
        "to 1; run the newer code. Run the version that wrote it, or add an upcaster; "
        "nothing was changed"
    ),
    "a stored order that is torn": (
        "stored command cannot be read: $ cannot be …: Expecting property name enclosed"
        " in double quotes: line 1 column 10 (char 9); restore it from the history or a"
        " backup. Run the version that wrote it, or add an upcaster; nothing was "
        "changed"
    ),
    "a stored order without its envelope": (
        "stored command cannot be read: $ cannot be []: it has no data, type and "
        "version; look for what wrote it. Run the version that wrote it, or add an "
        "upcaster; nothing was changed"
    ),
    "an event that is written as a command": (
        "event cannot be <class 'orderkit.orders.moving.HoldOrder'>: it is declared as "
        "command; pass what is declared as event"
    ),
    "an account of no form": (
        "account cannot be 'tea': no such form of name is known; build the name with "
        "stock_account(), credit_account() or outside_account()"
    ),
    "a stock account that is none": (
        "account cannot be 'credit/c-1/free': it is not of the form "
        "stock/{owner}/{sku}/{location}/{bucket}; build the name with stock_account()"
    ),
    "entries of no account": "entries cannot be []: no account was begun that they belong to; call account() first",
    "credit for less than nothing": (
        "amount cannot be '-1.00 EUR': credit is taken for an amount above 0; give "
        "credit back with give_back()"
    ),
    "a product that is counted in other steps": (
        "DefineProduct.product.packaging cannot be 'kg to 3 places': stock and orders "
        "of TEA-1 are counted in pcs to 0 places; keep the stock unit and its places, "
        "or define a product with another SKU"
    ),
    "somebody else is faster": (
        "order/o-1 was changed by somebody else during each of 12 attempts: repeat the "
        "command with the same key"
    ),
    "the store is away": "nothing was written: the database is locked. Repeat the command with the same key",
    "the answer is lost": (
        "the outcome is unknown: the line went dead. Repeat the command with the same "
        "key: it is answered if it happened and carried out if it did not"
    ),
    "a part that is not installed": "this needs the module 'openpyxl', which is not installed: pip install 'orderkit[excel]'",
    "lists that build on each other": (
        "formula cannot be 'one > two > one': its lists build on each other; let one of"
        " them have prices of its own"
    ),
    "answering twice": (
        "bob has already answered approval 'a-1', and a person counts once: somebody "
        "else of role:approver has to answer"
    ),
}
