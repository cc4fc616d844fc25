"""The vocabulary of decisions: names, actors, permissions, queries, ids; no shell in sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput
from orderkit.flow import (
    DENY_ALL,
    PERMISSIONS,
    Actor,
    Ask,
    Balances,
    Command,
    Context,
    Decision,
    Each,
    Flow,
    Index,
    IndexKey,
    Maybe,
    Query,
    Ref,
    RolePolicy,
    Rule,
    Rulebook,
    all_declared,
    ask,
    command,
    declared,
    document,
    event,
    named,
)
from orderkit.flow.command import base32

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
TAGS = Index("by_tag", lambda box: [((tag,), box.id) for tag in box.tags])


@document("vocabulary.box", indexes=(TAGS,), owner=lambda box: box.owner)
@frozen
class Box:
    id: str
    tags: tuple[str, ...] = ()
    owner: str = ""


@command("vocabulary.look")
@frozen
class Look(Command[int]):
    customer: str = ""

    def decide(self, context: Context) -> Flow[int]:
        box = yield from ask(Maybe(Box, "b"))
        return Decision(len(box.tags) if box else context.now.year)


def context(key: str = "k", tenant: str = "acme", now: datetime = NOON) -> Context:
    return Context(now, tenant, Actor.person("ann"), key, Rulebook())


# Declarations


def test_declaration_tells_index_rows_and_owner() -> None:
    about = declared(Box)
    box = Box("b-1", ("x", "y"), "c-1")
    assert about.keys(box) == (
        IndexKey("by_tag", ("x",), "b-1"),
        IndexKey("by_tag", ("y",), "b-1"),
    )
    assert about.owner(box) == "c-1"
    assert named("document", "vocabulary.box") is about


def test_declared_classes_are_listed_by_name_and_role() -> None:
    names = [one.name for one in all_declared("document")]
    assert "vocabulary.box" in names
    assert names == sorted(names)
    assert "vocabulary.box" not in [one.name for one in all_declared("command")]


def test_house_documents_belong_to_no_customer() -> None:
    @document("vocabulary.house")
    @frozen
    class House:
        id: str

    assert declared(House).owner(House("h")) == ""
    assert declared(House).keys(House("h")) == ()


@pytest.mark.parametrize("name", ["", "Order", "order.", "order place", "1order", ".order", "é"])
def test_name_that_cannot_be_stored_for_ever_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match=r"use words like order\.place"):
        event(name)
    with pytest.raises(InvalidInput, match=r"use words like order\.place"):
        document("vocabulary.bad", indexes=(Index(name, lambda _value: ()),))


def test_two_indexes_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidInput, match="two indexes have one name"):
        document("vocabulary.bad", indexes=(TAGS, TAGS))


def test_only_attrs_classes_are_declared() -> None:
    with pytest.raises(InvalidInput, match="put @frozen between @event and the class"):
        event("vocabulary.bare")(type("Bare", (), {}))


def test_a_document_has_an_id() -> None:
    @frozen
    class Nameless:
        title: str

    with pytest.raises(InvalidInput, match="give it a field id: str"):
        document("vocabulary.nameless")(Nameless)


def test_every_earlier_version_needs_its_upcaster() -> None:
    with pytest.raises(InvalidInput, match=r"cannot be \[2\]"):
        event("vocabulary.old", version=3, upcasters={1: dict})
    event("vocabulary.old", version=2, upcasters={1: dict})


def test_name_stands_for_one_class() -> None:
    @frozen
    class Other:
        id: str

    with pytest.raises(InvalidInput, match="choose another"):
        document("vocabulary.box")(Other)
    namesake = frozen(type("Box", (), {"__module__": "elsewhere", "__annotations__": {"id": str}}))
    with pytest.raises(InvalidInput, match="choose another"):
        document("vocabulary.box")(namesake)
    assert declared(Box).cls is Box


def test_class_that_is_defined_anew_takes_its_own_name_over() -> None:
    page = ModuleType("page")
    made: list[type[Any]] = []
    for _ in range(2):
        exec(
            "@event('vocabulary.anew')\n@frozen\nclass Anew:\n    pass\n",
            {"event": event, "frozen": frozen, "__name__": page.__name__, "made": made},
        )
    assert named("event", "vocabulary.anew").cls.__module__ == "page"


def test_what_was_never_declared_is_told() -> None:
    with pytest.raises(InvalidInput, match=r"decorate it with document\(\), event\(\) or command"):
        declared(ModuleType)
    with pytest.raises(InvalidInput, match="no event has this name"):
        named("event", "vocabulary.box")


# Commands and contexts


def test_command_has_neither_key_nor_subject_nor_scope_unless_it_says_so() -> None:
    assert (Look().key(), Look().subject(), Look().scope()) == (None, "", None)


def test_decision_is_fed_by_hand() -> None:
    for box, answer in ((None, 2026), (Box("b", ("x",)), 1)):
        flow = Look().decide(context())
        assert next(flow) == Ask((Maybe(Box, "b"),))
        with pytest.raises(StopIteration) as stop:
            flow.send((box,))
        assert stop.value.value == Decision(answer)


def test_fresh_ids_are_the_same_on_a_rerun_and_differ_by_tenant_key_and_number() -> None:
    ids = {
        context().fresh_id(),
        context().fresh_id(1),
        context(key="other").fresh_id(),
        context(tenant="other").fresh_id(),
    }
    assert len(ids) == 4
    assert context().fresh_id() == context().fresh_id(0)
    assert all(len(one) == 20 and one.isalnum() for one in ids)


@given(st.integers(0, 2**40), st.integers(1, 2**40))
def test_fresh_ids_sort_by_time(start: int, later: int) -> None:
    early = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=start)
    first = context(now=early).fresh_id()
    second = context(now=early + timedelta(milliseconds=later)).fresh_id()
    assert first < second


@given(st.integers(0, 32**4 - 1), st.integers(0, 32**4 - 1))
def test_base32_sorts_as_the_number_does(a: int, b: int) -> None:
    assert (base32(a, 4) < base32(b, 4)) == (a < b)


# Questions


def test_several_ids_and_accounts_are_asked_for_once_each() -> None:
    assert Each(Box, ["a", "b", "a"]).ids == ("a", "b")
    assert Balances(["x", "x"]).accounts == ("x",)


@pytest.mark.parametrize("make", [lambda: Each(Box, "b-1"), lambda: Balances("uses/a/x")])
def test_text_is_not_several_names(make: Any) -> None:
    with pytest.raises(InvalidInput, match="its letters would be the names"):
        make()


def test_questions_are_values() -> None:
    assert Ref(Box, "b") == Ref(Box, "b")
    assert {Maybe(Box, "b"), Maybe(Box, "b")} == {Maybe(Box, "b")}
    assert len({Ref(Box, "b"), Maybe(Box, "b")}) == 2


# Queries


def test_query_names_a_declared_index_or_all_documents() -> None:
    assert Query(Box, "by_tag", ("x",)).equals == ("x",)
    assert Query(Box, "").equals == ()


@pytest.mark.parametrize("index", ["by_owner", "by_tag; drop table box", "tags"])
def test_query_by_anything_else_is_refused(index: str) -> None:
    with pytest.raises(InvalidInput, match="use one of: by_tag"):
        Query(Box, index)


def test_query_of_a_class_without_indexes_says_so() -> None:
    @document("vocabulary.plain")
    @frozen
    class Plain:
        id: str

    with pytest.raises(InvalidInput, match="none is declared"):
        Query(Plain, "by_tag")


@pytest.mark.parametrize("equals", ["x", ["x"], (1,), ("x", None)])
def test_query_compares_a_tuple_of_texts(equals: Any) -> None:
    with pytest.raises(InvalidInput, match="pass a tuple of str"):
        Query(Box, "by_tag", equals)


# Actors


def test_principal_is_the_actor_and_the_customer_they_act_for() -> None:
    assert Actor.person("ann", roles=["sales"]).principal == "ann"
    assert Actor.person("ann", customer="c-1").principal == "ann@c-1"
    robot = Actor.automaton("relay", roles={"importer"})
    assert (robot.system, robot.principal) == (True, "relay")
    assert robot.roles == {"importer"}


@pytest.mark.parametrize(
    "make",
    [
        lambda: Actor(""),
        lambda: Actor("ann@c-1"),
        lambda: Actor.person("ann", customer="c 1"),
        lambda: Actor.person("ann", roles="sales"),
    ],
)
def test_actor_that_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(InvalidInput):
        make()


# Permission

SALES = Actor.person("ann", roles={"sales"})
NOBODY = Actor.person("eve")
BUYER = Actor.person("ben", roles={"sales"}, customer="c-1")
POLICY = RolePolicy(
    commands={"sales": ["vocabulary.*"], "boss": ["*"], "narrow": ["vocabulary.look"]},
    reads={"sales": ["vocabulary.box"]},
)


def test_nothing_is_permitted_unless_it_is_granted() -> None:
    assert Rulebook()[PERMISSIONS] is DENY_ALL
    assert DENY_ALL.denial(SALES, Look(), None) is not None
    assert DENY_ALL.restriction(SALES, Box) is None
    assert POLICY.denial(NOBODY, Look(), None) == (
        "no role of theirs (none) is granted vocabulary.look"
    )


@pytest.mark.parametrize(
    ("role", "name", "granted"),
    [
        ("sales", "vocabulary.look", True),
        ("sales", "vocabulary", True),
        ("sales", "vocabularies.look", False),
        ("boss", "anything.at.all", True),
        ("narrow", "vocabulary.look", True),
        ("narrow", "vocabulary.lock", False),
        ("unknown", "vocabulary.look", False),
    ],
)
def test_grants_name_commands_families_or_everything(role: str, name: str, granted: bool) -> None:
    assert POLICY.grants(role, name) is granted


def test_grant_given_as_text_is_refused_because_its_letters_would_be_granted() -> None:
    with pytest.raises(InvalidInput, match="put the name into a list"):
        RolePolicy(commands={"sales": "order.*"}, reads={})


def test_buyer_does_only_what_is_their_customers() -> None:
    assert POLICY.denial(BUYER, Look("c-1"), None) is None
    assert POLICY.denial(BUYER, Look("c-2"), None) == "it is not a matter of customer c-1"
    assert POLICY.denial(BUYER, Look("c-2"), Box("b", owner="c-1")) is None
    assert POLICY.denial(BUYER, Look("c-1"), Box("b", owner="c-2")) is not None


def test_reading_is_granted_by_kind_and_confined_to_the_buyers_own() -> None:
    assert POLICY.read_denial(SALES, Box("b", owner="c-2")) is None
    assert POLICY.read_denial(BUYER, Box("b", owner="c-1")) is None
    assert POLICY.read_denial(BUYER, Box("b", owner="c-2")) is not None
    assert "no role of theirs (none)" in str(POLICY.read_denial(NOBODY, Box("b")))
    assert (POLICY.restriction(SALES, Box), POLICY.restriction(BUYER, Box)) == ("", "c-1")
    assert POLICY.restriction(NOBODY, Box) is None


# Rulebooks


def test_rulebook_has_what_was_chosen_over_the_default() -> None:
    rule: Rule[int] = Rule("limit", 3)
    same_name: Rule[int] = Rule("limit", 4)
    book = Rulebook({rule: 5})
    assert (book[rule], book[same_name], Rulebook()[rule]) == (5, 4, 3)
    assert book.having(rule, 6)[rule] == 6
    assert book[rule] == 5


def test_a_rulebook_is_made_from_a_mapping() -> None:
    with pytest.raises(InvalidInput) as caught:
        Rulebook(iter("ab"))  # type: ignore[arg-type]
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [
        ("Rulebook.chosen", "wrong_type")
    ]
