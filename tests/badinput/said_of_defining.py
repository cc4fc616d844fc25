"""What cannot be published: the messages, word for word."""

from __future__ import annotations

from typing import Final

SAID: Final = {
    "a price list without a currency": (
        "PriceList.currency cannot be '': it is not an ISO 4217 code in use; write the "
        "three capitals of the currency, such as 'EUR'"
    ),
    "a price list with None for a currency": (
        "PriceList.currency cannot be None: it is not an ISO 4217 code in use; write "
        "the three capitals of the currency, such as 'EUR'"
    ),
    "a price in another currency than its list": (
        "entries[0].entries[0] cannot be '9.00 USD': the list is in EUR; publish a list"
        " per currency"
    ),
    "a list that builds on another currency": (
        "PriceList.bases cannot be 'usd': its prices are in USD, not in EUR; build on a"
        " list in the same currency"
    ),
    "a list that builds on itself": (
        "PriceList.id cannot be 'new': a formula means something else by it; choose "
        "another id, and build on other lists than itself"
    ),
    "a circle of formulas": (
        "the builds_on of price list 'retail' is () and cannot become ('new',), because"
        " books and other lists rely on it: publish a new list and withdraw this one"
    ),
    "a list that builds on one that is not there": "there is no PriceList 'none' here: check the id and the tenant, or create it first",
    "a formula on a list that is no base": (
        "entries[0].entries[0] cannot be 'retail': the list does not say that it builds"
        " upon it; name it among the list's bases when the list is first published"
    ),
    "the same product twice in a list": (
        "entries[1] cannot be 'TEA-1': the key stands in the list before; put all "
        "entries of a key into one place"
    ),
    "entries of another list": "entries[0] cannot be 'retail': the list published is new; publish each list by itself",
    "entries by category in a list without": (
        "entries[0] cannot be 'tea': the list has no entries by category; publish a "
        "list with by_category=True"
    ),
    "entries of nothing": (
        "PriceEntries.entries cannot be (): no price is said; give at least one entry, "
        "or leave the key out"
    ),
    "entries under another id": (
        "PriceEntries.id cannot be 'x': it is not made of list, kind of key and key; "
        "build it with PriceEntries.of(list, key, entries)"
    ),
    "a negative list price": (
        "Entry.price cannot be '-1.00 EUR': a list has no negative prices; give credit "
        "by a line of its own, with a reason"
    ),
    "a price and a formula, from below 0, in another unit": (
        "3 faults:\n- Entry.price cannot be UnitPrice(amount=Decimal('1'), "
        "currency='EUR', per=Decimal('1'), unit='pcs'): an entry has either a price or "
        "a formula; give exactly one of the two\n- Entry.minimum cannot be "
        "Decimal('-1'): no quantity is below 0; begin the lowest tier at 0 or 1\n- "
        "Entry.unit cannot be 'kg': its price is per pcs; leave the unit out, or give "
        "the price per that unit"
    ),
    "a group's list without a group": (
        "PriceList.of cannot be '': an id is 1 to 64 ASCII letters, digits and . _ : - "
        "with a letter or digit first; choose such an id and keep the original text in "
        "a field of its own"
    ),
    "everybody's list with a group and a contract": (
        "2 faults:\n- PriceList.of cannot be 'gold': the scope everyone has no name; "
        "leave it out, or choose the scope that is meant\n- PriceList.contract cannot be"
        " 'K-1': the scope is no contract; leave it out, or choose the scope contract"
    ),
    "prices for a list that is not there": "there is no PriceList 'none' here: check the id and the tenant, or create it first",
    "withdrawing what is no id": (
        "WithdrawPriceList.price_list cannot be 'a list': an id is 1 to 64 ASCII "
        "letters, digits and . _ : - with a letter or digit first; choose such an id "
        "and keep the original text in a field of its own"
    ),
    "an offer whose most is below its least": "Offer.maximum cannot be Decimal('3'): the minimum is 9; check the number",
    "a policy about an unknown fact": "levels[0].when.fact cannot be 'totl': Order has no such fact; did you mean 'total'?",
    "a policy with nobody to ask": "Level.approvers cannot be (): nobody would be asked; name a person or a role",
    "a policy that asks three of two": (
        "Level.needed cannot be 3: only 2 persons are asked; name more persons or a "
        "role, or ask fewer"
    ),
    "a policy that counts where it need not": "Level.needed cannot be 2: mode all does not count; use mode n_of_m, or leave it out",
    "a policy that asks one person twice": "Level.approvers cannot be 'person:bob': it is named 2 times; name each approver once",
    "a policy that asks a department": (
        "Level.approvers[0] cannot be 'finance': it is neither a person nor a role; "
        "write 'person:<actor id>' or 'role:<name>'"
    ),
    "a policy that needs nobody, in no mode": (
        "2 faults:\n- Level.mode cannot be 'most': it is no Mode; pass Mode.ANY, "
        "Mode.ALL or Mode.N_OF_M\n- Level.needed cannot be 0: at least one person has to"
        " say yes; give a whole number from 1"
    ),
    "a policy in another currency than its amounts": (
        "levels[0].when.value cannot be EUR: the fact 'total' is always in USD; give an"
        " amount in USD"
    ),
    "a policy in two currencies": (
        "2 faults:\n- levels[0].when.any[1].value cannot be USD: the fact 'total' is "
        "always in EUR; give an amount in EUR\n- levels[0].when.any[1].value cannot be "
        "USD: 'total' is compared in EUR as well; define one policy per currency"
    ),
    "a policy that compares a total with a number": (
        "levels[0].when.value cannot be of type integer: the fact 'total' is of type "
        "money; compare it with a value of type money"
    ),
    "a policy with one level twice": "PublishApprovalPolicy.levels cannot be 'big': 2 levels have this name; give each level its own",
    "a policy whose levels are none": "levels[0] cannot be 'big': a str is no Level; pass a Level",
    "a product that is sold in nothing": (
        "2 faults:\n- Product.minimum cannot be 5: a minimum lies between 0 and the "
        "maximum, 2; lower the minimum or raise the maximum\n- Product.multiple cannot "
        "be 0: nothing is a multiple of it; pass 1 where every quantity will do"
    ),
    "a case of nothing": (
        "Packaging.units['case'] cannot be (0, 1): a unit is worth a numerator and a "
        "denominator of stock units, both above 0; write a case of twelve as (12, 1)"
    ),
    "an item number that means nothing": (
        "CrossReference.meanings cannot be (): the number means nothing; give at least one meaning"
    ),
    "an item number of nobody's": (
        "CrossReference.scope cannot be 'shop:1': nobody numbers items there; write "
        "'customer:<id>', 'channel:<id>' or 'gtin'"
    ),
    "an item number with blanks around": (
        "CrossReference.text cannot be ' A ': an item number is 1 to 80 printable "
        "characters without blanks around; strip it, and check where it was read"
    ),
    "an item number that means two things": (
        "CrossReference.meanings[1].window cannot be '../..': the meaning before it "
        "holds ../.., and a number means one thing at a time; put the meanings in order"
        " of time and end each before the next begins"
    ),
    "an item number for none of it": (
        "Meaning.quantity cannot be 0: one of the number is at least one of the unit; "
        "pass a whole number from 1"
    ),
    "a customer with one place twice": "Customer.ship_to cannot be ['main', 'main']: one is named twice; name each once",
    "a company in no country that counts in millionths of millionths": (
        "2 faults:\n- Company.country cannot be 'UK': it is not an ISO 3166-1 code; "
        "write the two capitals of the country, such as 'DE'\n- Company.extended_places "
        "cannot be 12: an extended price has 0 to 6 decimals; choose one of them; 4 is "
        "usual"
    ),
    "a customer whose payer is not there": "there is no Customer 'nobody' here: check the id and the tenant, or create it first",
    "blocking nobody for nothing": (
        "2 faults:\n- BlockCustomer.customer cannot be 'any body': an id is 1 to 64 "
        "ASCII letters, digits and . _ : - with a letter or digit first; choose such an"
        " id and keep the original text in a field of its own\n- BlockCustomer.reason "
        "cannot be '': nothing is written there; fill it in"
    ),
    "tax rates out of order": (
        "TaxTable.rates[1] cannot be 'reduced': it comes after standard; sort by category and time"
    ),
    "two tax rates at once": (
        "TaxTable.rates[1] cannot be '../..': reduced has a rate ../.. before it, and "
        "one rate at a time; put the rates in order of time and end each where the next"
        " begins"
    ),
    "a tax of more than everything": (
        "TaxRate.percent cannot be Decimal('1001'): a rate is 0 to 100 percent; write "
        "nineteen percent as 19"
    ),
    "a window that ends before it begins": (
        "Window cannot be '2026-02-01T00:00:00Z/2026-01-01T00:00:00Z': it ends before "
        "or as it starts, so no moment lies in it; put the end after the start, or "
        "leave an end open"
    ),
}
