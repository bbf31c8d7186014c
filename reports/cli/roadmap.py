"""`roadmap add`, `score` and `drop`: what could be done next, with its guesses."""

from collections.abc import Mapping
from typing import Annotated

import typer

from reports.cli.application import roadmap_app
from reports.cli.options import HERE, WorkspaceFolder, open_workspace
from reports.config import Known, add_item, change_item
from reports.errors import ConfigError
from reports.values.roadmap import Span90
from reports.values.workspace import Workspace

Name = Annotated[str, typer.Argument(help="A short name of its own.", show_default=False)]
Reach = Annotated[str, typer.Option("--reach", help="People a week, 5 % and 95 %: 800..1500.")]
Impact = Annotated[
    str, typer.Option("--impact", help="Relative change for those reached: 0.05..0.20.")
]
Effort = Annotated[str, typer.Option("--effort", help="Weeks of work: 1..4.")]
Confidence = Annotated[float | None, typer.Option("--confidence", help="From 0 to 1.")]


@roadmap_app.command()
def add(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    name: Name,
    *,
    title: Annotated[str, typer.Option("--title", help="What it is, in one line.")],
    owner: Annotated[str, typer.Option("--owner", help="A role.")],
    objective: Annotated[str, typer.Option("--objective", help="The objective it serves.")] = "",
    kpi: Annotated[str, typer.Option("--kpi", help="The KPI it should move.")] = "",
    segment: Annotated[str, typer.Option("--segment", help="dimension=value it touches.")] = "",
    feature: Annotated[str, typer.Option("--feature", help="The event it touches.")] = "",
    reach: Reach = "",
    impact: Impact = "",
    effort: Effort = "",
    confidence: Confidence = None,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Add an item to roadmap.toml; where it names a segment or a feature, reach is measured.

    Example: product-review roadmap add mobile-onboarding --title "Shorter onboarding on the phone"
    --owner "product manager" --kpi retention_week_1 --segment platform=mobile
    --impact 0.03..0.12 --effort 2..5 --confidence 0.6
    """
    dimension, _, value = segment.partition("=")
    if segment and not value:
        raise _wrong("--segment", "dimension=value, such as platform=mobile", segment)
    keys = {
        "name": name,
        "title": title,
        "owner": owner,
        "objective": objective,
        "kpi": kpi,
        "segment": {dimension: value} if segment else {},
        "feature": feature,
        "reach": _span(reach, "--reach"),
        "impact": _span(impact, "--impact"),
        "effort": _span(effort, "--effort"),
        "confidence": confidence,
    }
    loaded = open_workspace(workspace)
    path = add_item(loaded.root, _given(keys), _known(loaded))
    typer.echo(f"added: {name}\n  {path}")


@roadmap_app.command()
def score(  # noqa: PLR0913 - typer reads the options of a command from its arguments
    name: Name,
    *,
    reach: Reach = "",
    impact: Impact = "",
    effort: Effort = "",
    confidence: Confidence = None,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Change the guesses of an item; the next review says what was re-estimated.

    Example: product-review roadmap score mobile-onboarding --effort 3..6
    """
    keys = {
        "reach": _span(reach, "--reach"),
        "impact": _span(impact, "--impact"),
        "effort": _span(effort, "--effort"),
        "confidence": confidence,
    }
    given = _given(keys)
    if not given:
        raise _wrong("roadmap score", "--reach, --impact, --effort or --confidence", "none")
    loaded = open_workspace(workspace)
    path = change_item(loaded.root, name, given, _known(loaded))
    typer.echo(f"scored: {name}\n  {path}")


@roadmap_app.command()
def drop(name: Name, workspace: WorkspaceFolder = HERE) -> None:
    """Take an item out of the ranking; it stays in the file.

    Example: product-review roadmap drop mobile-onboarding
    """
    loaded = open_workspace(workspace)
    path = change_item(loaded.root, name, {"status": "dropped"}, _known(loaded))
    typer.echo(f"dropped: {name}\n  {path}")


def _known(workspace: Workspace) -> Known:
    products = tuple(product.name for product in workspace.products)
    return Known.of(products, workspace.records)


def _given(keys: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in keys.items() if value not in ("", None, {})}


def _span(text: str, option: str) -> Span90 | None:
    """Return two numbers written as LOW..HIGH."""
    if not text:
        return None
    low, mark, high = text.partition("..")
    try:
        return float(low), float(high if mark else "")
    except ValueError:
        raise _wrong(option, "two numbers such as 800..1500", text) from None


def _wrong(option: str, expected: str, got: str) -> ConfigError:
    return ConfigError(
        f"{option} cannot be read",
        where="product-review roadmap",
        expected=expected,
        got=got,
        next_step="see product-review roadmap --help",
    )
