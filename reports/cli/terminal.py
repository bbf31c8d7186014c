"""What commands print: tables for people, plain lines for programs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text


def console() -> Console:
    """Return a console that wraps nothing when it is not a terminal."""
    screen = Console()
    return screen if screen.is_terminal else Console(width=10_000, highlight=False)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as a table, or tab-separated with a header line when not a terminal."""
    screen = console()
    if not screen.is_terminal:
        for row in (columns, *rows):
            typer.echo("\t".join(row))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        # Texts of the user's may hold brackets, which are no markup.
        table.add_row(*map(Text, row))
    screen.print(table)


@contextmanager
def progress_of(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar while the block runs; stay silent when not a terminal."""
    screen = console()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as bar:
        task = bar.add_task(title)

        def report(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"{title}: {what}", completed=done, total=total)

        yield report
