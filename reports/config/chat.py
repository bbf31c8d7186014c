"""`[[chat]]` of review.toml: channels that hear of a published review, none by default."""

from collections.abc import Mapping

from pydantic import Field

from reports.config.fields import FilledLine, Line, NameList
from reports.config.locate import KeyPath
from reports.config.problems import Problem, clipped, suggestion
from reports.config.redaction import VARIABLE
from reports.config.schema import Keys
from reports.config.sections import read_section, subtable
from reports.config.urls import Surroundings, filled
from reports.values.chat import ChatChannel


class ChatKeys(Keys):
    """[[chat]]."""

    name: FilledLine = Field(examples=['name = "product team"'])
    url: Line = Field(examples=['url = "${TEAM_CHAT_URL}"'])
    products: NameList = Field(default_factory=list)


def read_chat(document: Mapping[str, object], around: Surroundings) -> tuple[ChatChannel, ...]:
    """Return the channels; their URLs come from the environment, as each holds a secret."""
    entries = document.get("chat", [])
    found: list[ChatChannel] = []
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        path: KeyPath = ("chat", index)
        keys = (
            read_section(ChatKeys, entry, path, around.problems)
            if isinstance(entry, dict)
            else None
        )
        if keys is None:
            continue
        if any(one.name.casefold() == keys.name.casefold() for one in found):
            what = f"two channels are called {clipped(keys.name)}"
            around.problems.add(Problem((*path, "name"), what, "a name of its own for each"))
        _check_products(keys, path, tuple(subtable(document, "products")), around)
        found.append(ChatChannel(keys.name, _url(keys, path, around), tuple(keys.products)))
    return tuple(found)


def _url(keys: ChatKeys, path: KeyPath, around: Surroundings) -> str:
    """Return a URL that is one variable and nothing else."""
    if not VARIABLE.fullmatch(keys.url):
        around.problems.add(
            Problem(
                (*path, "url"),
                "the URL of a channel is a secret and stands in the file",
                expected='url = "${TEAM_CHAT_URL}"',
                next_step="put it in the environment, and change it if the file was ever shared",
            )
        )
        return ""
    return filled(keys.url, (*path, "url"), around)


def _check_products(
    keys: ChatKeys, path: KeyPath, products: tuple[str, ...], around: Surroundings
) -> None:
    for at, name in enumerate(keys.products):
        if name not in products:
            what = f"no product is called {clipped(name)}"
            expected = f"one of {', '.join(products)}"
            hint = suggestion(name, products)
            place = (*path, "products", at)
            around.problems.add(Problem(place, what, expected, next_step=hint))
