"""The first files of a workspace, as `product-review init` writes them."""

from pathlib import Path

from reports.errors import ConfigError

_STARTER = Path(__file__).resolve().parent / "starter"

# Hidden files would be at work in this repository too, so they rest here under plain names.
_SOURCES = {
    "review.toml": "review.toml",
    "kpis.toml": "kpis.toml",
    "iterations.toml": "iterations.toml",
    "comments.toml": "comments.toml",
    "sql/kpis/.gitkeep": "",
    ".gitignore": "gitignore",
    "README.md": "README.md",
}


def write_scaffold(folder: Path, review: str = "") -> tuple[Path, ...]:
    """Write a commented workspace into `folder`, made if needed, and return its files.

    `review` is the text of `review.toml` where it is not to be the example.
    Raises: ConfigError if any of the files exists or cannot be written; nothing is overwritten.
    """
    refuse_overwriting(folder)
    for name, source in _SOURCES.items():
        text = (_STARTER / source).read_text(encoding="utf-8") if source else ""
        _write(folder / name, review if review and name == "review.toml" else text)
    return tuple(folder / name for name in _SOURCES)


def refuse_overwriting(folder: Path) -> None:
    """Refuse a folder that has files of a workspace.

    Raises: ConfigError that names them.
    """
    existing = [
        name for name in _SOURCES if (folder / name).exists() or (folder / name).is_symlink()
    ]
    if existing:
        raise ConfigError(
            f"{' and '.join(Path(name).name for name in existing)} would be overwritten",
            where=str(folder),
            expected="a folder without these files",
            next_step="choose another folder, or move them away",
        )


def _write(path: Path, text: str) -> None:
    """Make a file that must not exist yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(
            "the file cannot be written",
            where=str(path),
            got=error.strerror or "an unknown fault",
            next_step="choose a folder you may write to",
        ) from error
