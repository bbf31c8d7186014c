"""`iteration new`, `bet`, `action`, `close`, `report`: what is planned, expected, done and told."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, cast, get_args
from uuid import uuid4

import typer

from reports import pipeline
from reports.cli.application import iteration_app
from reports.cli.options import HERE, ProductName, WorkspaceFolder, now, open_workspace
from reports.config import add_record, close_action, closing_keys
from reports.errors import ConfigError
from reports.iterating import plan_report, write_report
from reports.rendering import check_fonts_and_pango
from reports.values.record import ActionEnd
from reports.values.workspace import Workspace

Name = Annotated[str, typer.Argument(help="A name of its own.", show_default=False)]
What = Annotated[str, typer.Argument(help="What is to be done, in one line.", show_default=False)]
OnlyFor = Annotated[
    list[str] | None, typer.Option("--product", help="Only for this product; may be repeated.")
]
Expected = Annotated[
    str,
    typer.Option(
        "--expected", help="Relative change, LOW..VALUE..HIGH; low to high holds it 4 times in 5."
    ),
]
Guardrails = Annotated[
    list[str] | None, typer.Option("--guardrail", help="kpi=margin; may be repeated.")
]
Owner = Annotated[str, typer.Option("--owner", help="A role, such as 'model lead'.")]


@iteration_app.command(name="new")
def new_iteration(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    name: Name,
    first: Annotated[str, typer.Option("--from", help="First day.", show_default=False)],
    last: Annotated[str, typer.Option("--to", help="Last day.", show_default=False)],
    *,
    goal: Annotated[str, typer.Option("--goal", help="One line.")] = "",
    product: OnlyFor = None,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Add an iteration to iterations.toml.

    Example: product-review iteration new 2026-16 --from 2026-11-16 --to 2026-11-29
    --goal "Code answers as good as the others"
    """
    keys = {
        "name": name,
        "first_day": _day(first, "--from"),
        "last_day": _day(last, "--to"),
        "goal": goal,
        "products": product or [],
    }
    _add(open_workspace(workspace), "iterations", keys)


@iteration_app.command()
def bet(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    name: Name,
    *,
    hypothesis: Annotated[str, typer.Option("--hypothesis", help="What is believed, and why.")],
    kpi: Annotated[str, typer.Option("--kpi", help="The KPI that should move.")],
    expected: Expected,
    probability: Annotated[float, typer.Option("--probability", help="That it works, 0 to 1.")],
    rule: Annotated[str, typer.Option("--rule", help="What is decided when.")],
    owner: Owner,
    review_on: Annotated[str, typer.Option("--review-on", help="Day on which it is judged.")],
    experiment: Annotated[str, typer.Option("--experiment", help="Its experiment, or")] = "",
    release: Annotated[str, typer.Option("--release", help="its release.")] = "",
    segment: Annotated[str, typer.Option("--segment", help="dimension=value.")] = "",
    guardrail: Guardrails = None,
    iteration: Annotated[str, typer.Option("--iteration", help="Where it belongs.")] = "",
    product: OnlyFor = None,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Write down what is expected of an experiment or a release, before it ships.

    Example: product-review iteration bet "one-click export" --kpi exports
    --expected 0.05..0.20..0.35 --probability 0.6 --hypothesis "Fewer steps bring more exports"
    --rule "All if exports rise" --owner "head" --review-on 2026-12-14 --experiment one_click
    """
    loaded = open_workspace(workspace)
    _refuse_unknown_kpi(loaded, kpi)
    told = {"name": name, "iteration": iteration, "hypothesis": hypothesis, "kpi": kpi}
    basis = {"experiment": experiment, "release": release, "owner": owner, "rule": rule}
    keys = {
        **told,
        "segment": _pair(segment, "--segment") if segment else {},
        **_effect(expected),
        "probability": probability,
        "guardrails": [_guardrail(text) for text in guardrail or []],
        **basis,
        "written_on": _today(loaded),
        "review_on": _day(review_on, "--review-on"),
        "products": product or [],
    }
    _add(loaded, "bets", keys)


@iteration_app.command()
def action(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    what: What,
    *,
    owner: Owner,
    due: Annotated[str, typer.Option("--due", help="Day by which it is done.")],
    end_state: Annotated[
        str, typer.Option("--end-state", help="How one sees that it is done.")
    ] = "",
    kind: Annotated[str, typer.Option("--kind", help="prevent, detect, measure or build.")] = "",
    bet: Annotated[str, typer.Option("--bet", help="The bet it follows from.")] = "",
    kpi: Annotated[str, typer.Option("--kpi", help="The KPI whose signal it follows from.")] = "",
    link: Annotated[str, typer.Option("--link", help="Where it is tracked.")] = "",
    product: OnlyFor = None,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Add an action with its owner and its day; the next reviews open with it.

    Example: product-review iteration action "Cache long contexts" --owner "model lead"
    --due 2026-11-27 --kind prevent --end-state "p95 latency below 2.5 s for a week"
    """
    loaded = open_workspace(workspace)
    keys = {
        "what": what,
        "owner": owner,
        "due": _day(due, "--due"),
        "opened_on": _today(loaded),
        "kind": kind,
        "end_state": end_state,
        "bet": bet,
        "kpi": kpi,
        "link": link,
        "products": product or [],
    }
    _add(loaded, "actions", keys)


@iteration_app.command()
def close(
    what: Annotated[str, typer.Argument(help="How the action begins.", show_default=False)],
    *,
    ended: Annotated[str, typer.Option("--as", help="done or dropped.")] = "done",
    effect: Annotated[
        str, typer.Option("--effect", help="Whether it had the effect intended: yes or no.")
    ] = "",
    on: Annotated[str, typer.Option("--on", help="Day; today without it.")] = "",
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Close an open action as done or dropped.

    Example: product-review iteration close "Cache long" --effect yes
    """
    loaded = open_workspace(workspace)
    if ended not in get_args(ActionEnd):
        raise _wrong("--as", "done or dropped", ended)
    if effect not in ("", "yes", "no"):
        raise _wrong("--effect", "yes or no", effect)
    day = _day(on, "--on") if on else _today(loaded)
    keys = closing_keys(cast("ActionEnd", ended), day, effect=effect == "yes" if effect else None)
    path = close_action(loaded.root, what, keys, _names(loaded))
    typer.echo(f"{ended}: {what}\n  {path}")


@iteration_app.command()
def report(
    name: Annotated[str, typer.Argument(help="Name of the iteration.", show_default=False)],
    product: ProductName = "",
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Write the review of one iteration as a document of its own; it is not archived.

    Example: product-review iteration report 2026-15
    """
    check_fonts_and_pango()
    loaded = open_workspace(workspace)
    jobs = plan_report(loaded, name, product, now=now(), new_run_id=lambda: uuid4().hex)
    for job in jobs:
        folder = write_report(job, name)
        typer.echo(f"{job.product.name} {name}: report, as of {job.week_label}")
        for file in ("review.html", "review.pdf"):
            typer.echo(f"  {folder / file}")


def _add(workspace: Workspace, table: str, keys: Mapping[str, object]) -> None:
    """Add a table with the keys that say something, and tell where."""
    given = {key: value for key, value in keys.items() if value not in ("", [], {})}
    path = add_record(workspace.root, table, given, _names(workspace))
    typer.echo(f"added to {table}: {given.get('name', given.get('what'))}\n  {path}")


def _names(workspace: Workspace) -> tuple[str, ...]:
    return tuple(product.name for product in workspace.products)


def _today(workspace: Workspace) -> date:
    return workspace.products[0].calendar.local_day(now())


def _effect(text: str) -> Mapping[str, object]:
    """Return the keys of an effect written as low, value and high."""
    try:
        low, value, high = (float(part) for part in text.split(".."))
    except ValueError:
        raise _wrong("--expected", "three numbers such as 0.05..0.20..0.35", text) from None
    return {"expected": value, "interval": [low, high]}


def _guardrail(text: str) -> Mapping[str, object]:
    ((kpi, margin),) = _pair(text, "--guardrail").items()
    try:
        return {"kpi": kpi, "margin": float(margin)}
    except ValueError:
        raise _wrong("--guardrail", "kpi=margin, such as latency_p95=0.05", text) from None


def _pair(text: str, option: str) -> dict[str, str]:
    key, mark, value = text.partition("=")
    if not (key and mark and value):
        raise _wrong(option, "name=value", text)
    return {key: value}


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(option, "a day such as 2026-11-16", text) from None


def _refuse_unknown_kpi(workspace: Workspace, name: str) -> None:
    known = pipeline.workspace_catalog(workspace).kpis
    if name not in known:
        raise _wrong("--kpi", "a KPI of `product-review kpi list`", name)


def _wrong(option: str, expected: str, got: str) -> ConfigError:
    return ConfigError(
        f"{option} cannot be {got!r}",
        where="product-review iteration",
        expected=expected,
        got=got,
        next_step="see product-review iteration --help",
    )
