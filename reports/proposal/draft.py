"""A commented `review.toml` out of what a database looks like."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.proposal.blocks import Block, make_block
from reports.proposal.columns import ENTITY_IDS
from reports.proposal.selection import select
from reports.proposal.toml import DOUBT, comment, noted, plain, toml_text
from reports.values.relation import CANONICAL
from reports.values.schema import Finding, Proposal, Schema

_MOST_DIMENSIONS = 6
_SPLIT = ("events", "predictions", "users")
_MOST_NAMED = 40
_MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user said beside the database: the URL as the file shall state it, and a zone.

    `variable` names the environment variable that stands in for a password given in the URL.
    """

    url: str
    product: str = "assistant"
    zone: str = ""
    variable: str = ""


def propose(schema: Schema, wishes: Wishes) -> Proposal:
    """Return the proposed file and a summary per relation."""
    chosen = select(schema)
    ids = {
        choice.column.name
        for one in chosen.values()
        for choice in one.choices
        if choice.canonical.name in ENTITY_IDS.values()
    }
    blocks = {name: make_block(one, schema.engine, ids) for name, one in chosen.items()}
    path = f"products.{wishes.product}"
    lines = [
        *_opening(wishes),
        *_product(path, wishes, blocks),
        *_relations(path, wishes, blocks),
        *_left_over(schema, blocks),
    ]
    return Proposal("\n".join(lines) + "\n", tuple(_finding(name, blocks) for name in CANONICAL))


def _opening(wishes: Wishes) -> list[str]:
    secret = (
        [f"# The password given on the command line is not kept: set {wishes.variable} to it."]
        if wishes.variable
        else []
    )
    zone = wishes.zone or "UTC"
    why = "a day begins at midnight here" if wishes.zone else "? the zone of your working day"
    return [
        "# A proposal, made by looking at the tables. Nothing in it is certain: read every line.",
        f'# Lines that begin with "{DOUBT.strip()}" are doubtful and not at work; take the mark',
        '# away to use them. Comments with a "?" need an answer. When done:',
        "#     product-review check",
        "",
        noted('title = "My company"', "? the name on every review"),
        noted("minimum_cell = 5", "segments with fewer users or rows are not shown"),
        "",
        "[warehouse]",
        *secret,
        f"url = {toml_text(wishes.url)}",
        "",
        "[calendar]",
        noted(f"zone = {toml_text(zone)}", why),
        'first_weekday = "monday"',
        "",
    ]


def _product(path: str, wishes: Wishes, blocks: Mapping[str, Block]) -> list[str]:
    counts = Counter(
        name
        for relation in _SPLIT
        if relation in blocks and blocks[relation].is_active
        for name, _ in blocks[relation].dimensions
    )
    chosen = ", ".join(toml_text(name) for name, _ in counts.most_common(_MOST_DIMENSIONS))
    title = wishes.product.replace("-", " ").capitalize()
    return [
        f"[{path}]",
        noted(f"title = {toml_text(title)}", "? what people call the product"),
        noted(f"dimensions = [{chosen}]", "? the segments the review looks into"),
        "",
        *_funnel(path, blocks),
        "",
    ]


def _funnel(path: str, blocks: Mapping[str, Block]) -> list[str]:
    """Return a funnel to fill in, with the names of events that were seen."""
    events = blocks.get("events")
    columns = {c.name: c.choice.column for c in events.columns} if events else {}
    names = [plain(name) for name in columns["name"].values] if "name" in columns else []
    told = f" Seen: {', '.join(names[:_MOST_STEPS])}." if names else ""
    return [
        *comment(f"? Conversion is measured on the first funnel, from event to event.{told}"),
        f"{DOUBT}[[{path}.funnels]]",
        f'{DOUBT}name = "activation"',
        f'{DOUBT}steps = ["first_event", "last_event"]',
    ]


def _relations(path: str, wishes: Wishes, blocks: Mapping[str, Block]) -> list[str]:
    lines: list[str] = []
    for name in sorted(CANONICAL, key=lambda one: (one not in blocks, list(CANONICAL).index(one))):
        own = f"{path}.relations.{name}"
        lines += blocks[name].lines(own, wishes.zone) if name in blocks else _missing(name, own)
        lines.append("")
    return lines


def _missing(name: str, path: str) -> list[str]:
    columns = CANONICAL[name].columns
    required = [column.name for column in columns if column.required]
    optional = [column.name for column in columns if not column.required]
    more = f"; optional {', '.join(optional)}" if optional else ""
    pairs = ", ".join(f'{column} = "…"' for column in required)
    return [
        *comment(f"{name}: nothing found. Needed: {', '.join(required)}{more}."),
        f"{DOUBT}[{path}]",
        f'{DOUBT}table = "…"',
        f"{DOUBT}columns = {{ {pairs} }}",
    ]


def _left_over(schema: Schema, blocks: Mapping[str, Block]) -> list[str]:
    used = {block.candidate.table.name for block in blocks.values()}
    others = [plain(table.name) for table in schema.tables if table.name not in used]
    more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
    told = f"Tables with no part in this: {', '.join(others[:_MOST_NAMED])}{more}."
    lines = comment(told) if others else []
    return lines + _notes(schema.notes)


def _notes(notes: Sequence[str]) -> list[str]:
    return [line for note in notes[:_MOST_NAMED] for line in comment(f"Note: {note}")]


def _finding(name: str, blocks: Mapping[str, Block]) -> Finding:
    block = blocks.get(name)
    if block is None:
        return Finding(name)
    confidence = block.candidate.confidence if block.is_active else "low"
    return Finding(name, block.candidate.table.name, confidence, block.doubts)
