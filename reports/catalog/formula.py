"""Formulas over other KPIs: their grammar, their operands and the order to evaluate them in."""

import ast
import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from reports.catalog.names import did_you_mean
from reports.catalog.place import Place
from reports.errors import DefinitionError
from reports.values.kpi import Kpi

_TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_.])|[-+*/()])")
_GRAMMAR = "names of KPIs, numbers, + - * / and parentheses"
_LONGEST = 400
_ALLOWED = (
    *(ast.Expression, ast.BinOp, ast.UnaryOp, ast.Name, ast.Load, ast.Constant),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub),
)


def parse_formula(text: str, place: Place) -> tuple[str, tuple[str, ...]]:
    """Return a formula in canonical spacing and its operands in order of appearance.

    Raises: DefinitionError
    Example: "cost_total/active_users" gives ("cost_total / active_users", both names)
    """
    tokens = _tokens(text, place)
    canonical = " ".join(tokens)
    try:
        tree = ast.parse(canonical, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refused("the formula cannot be read", text, place) from error
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or (
            isinstance(node, ast.Constant) and type(node.value) not in (int, float)
        ):
            raise _refused("the formula uses more than arithmetic", text, place)
    operands = tuple(dict.fromkeys(token for token in tokens if token[0].isalpha()))
    if not operands:
        raise _refused("the formula names no KPI", text, place)
    return canonical, operands


def evaluation_order(
    kpis: Mapping[str, Kpi], places: Mapping[str, str], refused: Mapping[str, DefinitionError]
) -> tuple[list[str], dict[str, DefinitionError]]:
    """Order KPIs so that operands come first, and name those whose operands fail them.

    `places` says where each KPI stands; `refused` holds definitions that already failed.
    """
    broken: dict[str, DefinitionError] = {}
    while True:
        usable = {name: kpi for name, kpi in kpis.items() if name not in broken}
        failed = _failed_operands(usable, places, {**refused, **broken})
        try:
            order = [] if failed else _sorted_by_level(usable)
        except CycleError as error:
            failed = _cycle(error.args[1], places)
        if not failed:
            return order, broken
        broken |= failed


def _tokens(text: str, place: Place) -> list[str]:
    """Split a formula into names, numbers and operators."""
    if len(text) > _LONGEST:
        raise _refused(f"the formula is longer than {_LONGEST} characters", text, place)
    tokens, position, rest = [], 0, text.rstrip()
    while position < len(rest):
        found = _TOKEN.match(rest, position)
        if found is None:
            raise _refused("the formula cannot be read", text, place)
        tokens.append(found[1])
        position = found.end()
    return tokens


def _refused(what: str, text: str, place: Place) -> DefinitionError:
    return place.refuse(
        what,
        key="formula",
        expected=_GRAMMAR,
        got=text.strip(),
        next_step="write it like cost_total / active_users",
    )


def _failed_operands(
    kpis: Mapping[str, Kpi], places: Mapping[str, str], refused: Mapping[str, DefinitionError]
) -> dict[str, DefinitionError]:
    """Return an error for every formula over a KPI that is unknown or refused."""
    failed = {}
    for name, kpi in kpis.items():
        absent = next((operand for operand in kpi.operands if operand not in kpis), None)
        if absent is None:
            continue
        reason = f"its operand {absent} is refused" if absent in refused else "no such KPI"
        first_line = refused[absent].what if absent in refused else absent
        failed[name] = DefinitionError(
            f"the formula {kpi.formula} cannot be computed: {reason}",
            where=places.get(name, kpi.source),
            expected="names of KPIs that are defined and accepted",
            got=first_line,
            next_step=f"mend {absent} first"
            if absent in refused
            else did_you_mean(absent, kpis) or f"define {absent}",
        )
    return failed


def _cycle(members: list[str], places: Mapping[str, str]) -> dict[str, DefinitionError]:
    """Return the same error, naming the whole cycle, for every formula on it."""
    # graphlib lists a node before the ones that need it; read from formula to operand instead.
    ring = members[:0:-1]
    start = ring.index(min(ring))
    path = " → ".join([*ring[start:], *ring[:start], ring[start]])
    return {
        name: DefinitionError(
            f"formulas refer to each other in a circle: {path}",
            where=places.get(name, name),
            next_step="let one of them be a query, or compute it from other KPIs",
        )
        for name in ring
    }


def _sorted_by_level(kpis: Mapping[str, Kpi]) -> list[str]:
    """Sort topologically, and by name where the order is free."""
    sorter = TopologicalSorter({name: kpis[name].operands for name in sorted(kpis)})
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order
