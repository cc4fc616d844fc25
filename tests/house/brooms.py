"""
What a reader of one Python file would object to. Each broom takes a parsed file and names the dirt.

Linters and type checkers see names, types and formatting; these see the rules of this house. A broom
is a plain function, so that it can be tried on planted dirt, which ``test_brooms.py`` does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

MAX_FUNCTION_LINES = 50
"""Physical lines, docstring included. Never raise it; split the function."""

READS = frozenset({"ask", "consult", "balances"})
"""What a decision yields from; called without, it does nothing and says nothing."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function's body without those of the functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, NESTED):
            waiting.extend(ast.iter_child_nodes(node))


def called(node: ast.AST) -> str:
    """The last word of what a call calls: ``c`` for ``a.b.c()``; empty for anything else."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
        case _:
            return ""


def long_functions(tree: ast.Module) -> Iterator[str]:
    for function in functions(tree):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > MAX_FUNCTION_LINES:
            yield f"line {function.lineno}: {function.name} has {lines} lines"


def is_read(node: ast.AST) -> bool:
    """Whether *node* calls one of READS, as itself or out of the flow package."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in READS
        case ast.Call(func=ast.Attribute(value=ast.Name(id="flow"), attr=name)):
            return name in READS
        case _:
            return False


def loose_reads(tree: ast.Module) -> Iterator[str]:
    """
    Reads whose generator nobody drives, and yields that a shell would have to guess about.

    A function without any yield may *return* a read: its caller drives it.
    """
    for function in functions(tree):
        nodes = list(own_nodes(function))
        driven = {id(node.value) for node in nodes if isinstance(node, ast.YieldFrom)}
        passed_on = {id(node.value) for node in nodes if isinstance(node, ast.Return)}
        drives = any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes)
        fine = driven if drives else passed_on
        for node in nodes:
            if is_read(node) and id(node) not in fine:
                yield f"line {_line(node)}: write `yield from {called(node)}(...)`"
        yield from _loose_yields(function, nodes)


def is_decision(function: Function) -> bool:
    """Whether a shell drives *function*: by its name, or by what it says it returns."""
    match function.returns:
        case ast.Subscript(value=ast.Name(id="Reading" | "Flow")):
            return True
        case _:
            return function.name == "decide"


def _loose_yields(function: Function, nodes: list[ast.AST]) -> Iterator[str]:
    statements = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    decision = is_decision(function) or any(
        isinstance(node, ast.YieldFrom) and is_read(node.value) for node in nodes
    )
    for node in nodes:
        if isinstance(node, ast.Yield) and (decision or id(node) not in statements):
            yield f"line {node.lineno}: bare `yield`; a decision has only `yield from`"


def floats(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield f"line {node.lineno}: a float literal; write Decimal or a whole number"
            case ast.Call(func=ast.Name(id="float")):
                yield f"line {node.lineno}: float(...); write Decimal or a whole number"


def clocks_and_dice(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="utcnow" | "today" | "fromtimestamp" as name):
                yield f"line {node.lineno}: .{name} reads a clock or a zone; take the time"
            case ast.Call(func=ast.Attribute(attr="now")):
                yield f"line {node.lineno}: .now() reads a clock; take the time as an argument"
            case ast.Call(func=ast.Name(id="uuid1" | "uuid4" | "uuid7" | "urandom" as name)):
                yield f"line {node.lineno}: {name} throws dice; take a fresh id from the context"
            case ast.Import(names=names) if any(one.name in {"random", "secrets"} for one in names):
                yield f"line {node.lineno}: dice in the core"
            case ast.ImportFrom(module="random" | "secrets" | "uuid"):
                yield f"line {node.lineno}: dice in the core"


def switchable_checks(tree: ast.Module) -> Iterator[str]:
    """attrs validators: one call switches them off for the whole process."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="validator"):
                yield f"line {node.value.lineno}: an attrs validator; check in __attrs_post_init__"
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                if any("validators" in one.name for one in names):
                    yield f"line {node.lineno}: attrs validators; check in __attrs_post_init__"
        for decorator in getattr(node, "decorator_list", []):
            if isinstance(decorator, ast.Attribute) and decorator.attr == "validator":
                yield f"line {decorator.lineno}: an attrs validator; check in __attrs_post_init__"


def swallowed_errors(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ExceptHandler(body=[ast.Pass() | ast.Expr(value=ast.Constant())]):
                yield f"line {node.lineno}: an error is swallowed"
            case ast.Call(args=[*_, ast.Name(id="Exception" | "BaseException")]):
                if called(node) == "suppress":
                    yield f"line {node.lineno}: every error is swallowed"


def constant_asserts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Assert(test=ast.Constant(value=value)) if value:
                yield f"line {node.lineno}: an assertion that cannot fail"


PROVING = ("assert", "check", "expect", "fail", "raises", "verify", "warns", "run_")
"""How the names of calls begin that fail a test by themselves."""


def tests_that_prove_nothing(tree: ast.Module) -> Iterator[str]:
    for function in functions(tree):
        if not function.name.startswith("test_"):
            continue
        proves = any(
            isinstance(node, ast.Assert) or called(node).lstrip("_").startswith(PROVING)
            for node in ast.walk(function)
        )
        if not proves:
            yield f"line {function.lineno}: {function.name} asserts nothing"


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Public modules, classes, functions and methods without a docstring."""
    if not ast.get_docstring(tree):
        yield "line 1: the module has no docstring"
    yield from _undocumented_in(tree)


def _undocumented_in(owner: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in owner.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_") or _is_second_signature(node):
            continue
        if not ast.get_docstring(node):
            yield f"line {node.lineno}: {node.name} has no docstring"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_in(node)


def _is_second_signature(node: Function | ast.ClassDef) -> bool:
    """Overloads and setters: the docstring stands at the implementation or the getter."""
    for decorator in node.decorator_list:
        match decorator:
            case ast.Name(id="overload") | ast.Attribute(attr="overload" | "setter" | "deleter"):
                return True
    return False


def is_empty(tree: ast.Module) -> bool:
    """Whether nothing stands in the file, not even a docstring."""
    return not tree.body


def _line(node: ast.AST) -> int:
    line: int = getattr(node, "lineno", 0)
    return line
