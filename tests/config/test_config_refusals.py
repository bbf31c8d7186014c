"""Every mistake in review.toml is named with its line, its key and a way on."""

import pytest

EVENTS = "products.assistant.relations.events"
FUNNEL = '{ name = "a", steps = ["x", "y"] }'
RELATION = "[products.assistant.relations.{}]\n{}\n"

# The text to replace, the new text, the place, and words of the message in order.
CHANGES = [
    ('title = "Acme AI"', "", "", "the key is missing", 'title = "Acme AI"'),
    ('"Acme AI"', "5", "title", "does not fit", "text in quotes", "5"),
    ('"Acme AI"', '" "', "title", "an empty text"),
    ('"Acme AI"', '"a\\nb"', "title", "line break"),
    ("title =", "titel =", "titel", 'unknown key "titel"', "did you mean title?"),
    ("[warehouse]", "x = 1\n[warehouse]", "x", 'unknown key "x"', "remove it"),
    ("[warehouse]", "minimum_cell = 0\n[warehouse]", "minimum_cell", "greater than", "0"),
    ("[warehouse]", "minimum_cell = true\n[warehouse]", "minimum_cell", "whole number", "true"),
    ("[warehouse]", "restate_weeks = 1.5\n[warehouse]", "restate_weeks", "whole number", "1.5"),
    ("[warehouse]", 'page_size = "A5"\n[warehouse]', "page_size", "'A4' or 'Letter'", "A5"),
    ("[warehouse]", 'archive = ""\n[warehouse]', "archive", "an empty text"),
    ("[warehouse]", "[warehouse]\narchive = 1", "[warehouse] archive", "unknown", "move it to the"),
    ("url =", "urll =", "[warehouse] urll", 'unknown key "urll"', "did you mean url?"),
    ('url = "duckdb:///data/demo.duckdb"', "", "[warehouse] url", "holds nothing"),
    ("duckdb:///data/demo.duckdb", "duckdb:///:memory:", "[warehouse] url", "holds nothing"),
    ("duckdb:///", "mysql:///", "[warehouse] url", "not supported", "or postgresql://", "mysql://"),
    ("duckdb:///", "postgres:///", "[warehouse] url", "supported", "did you mean postgresql?"),
    ("duckdb:///data", "data", "[warehouse] url", "not supported", "duckdb://"),
    ("duckdb:///", "duckdb://", "[warehouse] url", "names no duckdb file", "three slashes"),
    ("duckdb:///data/demo.duckdb", "sqlite:///:memory:", "[warehouse] url", "names no sqlite file"),
    ("demo.duckdb", "demo.duckdb?a=b", "[warehouse] url", "names no duckdb file"),
    ("duckdb:///", "postgresql://h:x/", "[warehouse] url", "the URL cannot be read"),
    ("demo.duckdb", "a\\nb", "[warehouse] url", "line break"),
    ("demo.duckdb", "a" * 3000, "[warehouse] url", "at most 2000"),
    ("[products.assistant]", "[ledger]\nurl = 1\n[products.assistant]", "[ledger] url", "quotes"),
    (
        "[products.assistant]",
        '[ledger]\nurl = "duckdb:///x"\n[products.assistant]',
        "[ledger] url",
        "not supported",
        "sqlite:// or postgresql://",
    ),
    (
        "[products.assistant]",
        "statement_timeout_s = 0\n[products.assistant]",
        "[warehouse] statement_timeout_s",
        "greater than",
    ),
    (
        "[products.assistant]",
        'files = { a = "a.xlsx" }\n[products.assistant]',
        "[warehouse.files] a",
        "not read",
        ".parquet",
    ),
    (
        "[products.assistant]",
        'files = { A-b = "a.csv" }\n[products.assistant]',
        "[warehouse.files] A-b",
        "lower_snake",
    ),
    ("assistant", "Assistant", "[products] Assistant", "not a name for a product"),
    (
        "[products.assistant]",
        '[calendar]\nzone = "Europe/Berlim"\n[products.assistant]',
        "[calendar] zone",
        "no such time zone",
        "did you mean Europe/Berlin?",
    ),
    (
        "[products.assistant]",
        '[calendar]\nfirst_weekday = "mondey"\n[products.assistant]',
        "[calendar] first_weekday",
        "no such weekday",
        "did you mean monday?",
    ),
    (
        "[products.assistant]",
        "[calendar]\nfiscal_year_start = 13\n[products.assistant]",
        "[calendar] fiscal_year_start",
        "less than or equal to 12",
        "13",
    ),
    (
        "[products.assistant]",
        "[products.assistant]\ncalendar = { zones = 1 }",
        "[products.assistant.calendar] zones",
        "did you mean zone?",
    ),
    (
        "[products.assistant]",
        '[products.assistant]\ndimensions = ["contry"]',
        "[products.assistant] dimensions #1",
        "no relation of the product has the dimension contry",
        "did you mean country?",
    ),
    (
        "[products.assistant]",
        '[products.assistant]\ndimensions = ["plan", "plan"]',
        "[products.assistant] dimensions",
        "stands twice",
        "remove one plan",
    ),
    (
        "[products.assistant]",
        '[products.assistant]\nkpis = ["Weekly-Users"]',
        "[products.assistant] kpis #1",
        "lower_snake",
    ),
    (
        "[products.assistant]",
        "[products.assistant]\nparameters = { since = 2026-01-01 }",
        "[products.assistant.parameters] since",
        "text or a number",
        "2026-01-01",
    ),
    (
        "[products.assistant]",
        "[products.assistant]\nparameters = { on = true }",
        "[products.assistant.parameters] on",
        "text or a number",
    ),
    (
        "[products.assistant]",
        "[products.assistant]\nparameters = { x = inf }",
        "[products.assistant.parameters] x",
        "64 bits",
    ),
    (
        "[products.assistant]",
        f"[products.assistant]\nparameters = {{ x = 0x{'f' * 4000} }}",
        "[products.assistant.parameters] x",
        "64 bits",
        "a very large number",
    ),
    (
        "[products.assistant]",
        '[products.assistant]\nfunnels = [{ name = "a", steps = ["x"] }]',
        "[products.assistant.funnels #1] steps",
        "at least 2",
        "a list of 1",
    ),
    (
        "[products.assistant]",
        '[products.assistant]\nfunnels = [{ steps = ["x", "y"] }]',
        "[products.assistant.funnels #1] name",
        "missing",
        'name = "activation"',
    ),
    (
        "[products.assistant]",
        '[[products.assistant.funnels]]\nname = "a"\nsteps = ["x", "y"]\nwindow_days = 0',
        "[products.assistant.funnels #1] window_days",
        "greater than",
    ),
    (
        "[products.assistant]",
        f"[products.assistant]\nfunnels = [{FUNNEL}, {FUNNEL}]",
        "[products.assistant] funnels",
        "two funnels are called a",
    ),
    ('table = "usage_events"', "", EVENTS, "either from a table or from a SELECT", "neither"),
    (
        'table = "usage_events"',
        'table = "a"\nselect = "SELECT 1"',
        EVENTS,
        "either from a table or from a SELECT",
        "table and select",
    ),
    ("table =", "tabel =", f"[{EVENTS}] tabel", "did you mean table?"),
    ("user_id =", "usr_id =", f"[{EVENTS}.columns] usr_id", "no column", "did you mean user_id?"),
    ("user_id =", "colour =", f"[{EVENTS}.columns] colour", "put it under dimensions"),
    ('"uid"', '""', f"[{EVENTS}.columns] user_id", "an empty text"),
    ('"country",', '"Country",', f"[{EVENTS}.dimensions] Country", "lower_snake"),
    ('"country",', "5,", f"[{EVENTS}] dimensions", "not a list of names"),
    ('"country",', '"segment",', f"[{EVENTS}.dimensions] segment", "reserved name"),
    (
        'dimensions = ["country", "plan"]',
        'dimensions = { user_id = "other" }',
        f"[{EVENTS}.dimensions] user_id",
        "not a source column",
        "uid",
        "other",
    ),
    ("dimensions =", 'zone = "CETT"\ndimensions =', f"[{EVENTS}] zone", "no such time zone"),
    ("dimensions =", 'zone = "localtime"\ndimensions =', f"[{EVENTS}] zone", "no such time zone"),
    ("dimensions =", 'zone = "Europe"\ndimensions =', f"[{EVENTS}] zone", "no such time zone"),
    ("dimensions =", "known_at = 5\ndimensions =", f"[{EVENTS}] known_at", "text in quotes"),
    ("dimensions =", "weekdays = []\ndimensions =", f"[{EVENTS}] weekdays", "one or more"),
    ("dimensions =", 'weekdays = ["mo"]\ndimensions =', f"[{EVENTS}] weekdays #1", "no such weekd"),
    ("dimensions =", "weekdays = [[]]\ndimensions =", f"[{EVENTS}] weekdays #1", "no such weekday"),
]


def spoken(change):
    """Name a case by its place and what is said of it."""
    return f"{change[2]}: {change[3]}"


@pytest.mark.parametrize("change", CHANGES, ids=spoken)
def test_mistake_is_told(refusal, small, change):
    """One mistake gives one error at its line and key, with a next step."""
    old, new, place, *words = change
    error = refusal(small.replace(old, new))
    told = str(error)
    place = place if "[" in place or "." not in place else place.rpartition(".")[2]

    assert error.where.startswith("review.toml")
    assert error.where.endswith(place)
    assert error.next_step
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("evnts", 'table = "x"', "did you mean events?"),
        ("event", 'table = "x"\ncolumns = { occurred_at = "t" }', "did you mean events?"),
        ("first_seen", 'table = "x"', "first_seen is made from events"),
        ("Orders", 'table = "x"\ncolumns = { day = "d" }', "not a lower_snake name"),
        ("orders", 'table = "x"\ncolumns = { amount = "a" }', "has no time"),
        ("orders", 'table = "x"\ncolumns = { day = "d", period = "p" }', "not a name a column"),
        ("orders", 'table = "x"\ncolumns = { day = "d", Amount = "p" }', "not a name a column"),
    ],
)
def test_relation_of_ones_own_is_checked(refusal, small, name, body, words):
    """A relation beside the canonical ones needs a clear name, usable columns and a time."""
    error = refusal(small + RELATION.format(name, body))

    assert words in str(error)
    assert "review.toml:9" in error.where or "review.toml:11" in error.where


def test_all_mistakes_are_told_at_once(refusal, small):
    """Mistakes in different tables come in one error, each on its line, in the file's order."""
    text = small.replace("title =", "titel =").replace("url =", "urll =")
    text = text.replace("user_id =", "usr_id =") + RELATION.format("feedback", 'zone = "X"\nx = 1')
    lines = str(refusal(text)).splitlines()

    assert "review.toml: 5 mistakes" == lines[0]
    assert [
        "review.toml:1, titel",
        "review.toml:3, [warehouse] urll",
        f"review.toml:7, [{EVENTS}.columns] usr_id",
        "review.toml:10, [products.assistant.relations.feedback] zone",
        "review.toml:11, [products.assistant.relations.feedback] x",
    ] == [line.strip().partition(": ")[0] for line in lines[1:-1]]
    assert "  next: correct the file, then run product-review check" == lines[-1]


def test_files_need_duckdb(refusal, small):
    """Files beside another engine's URL are refused."""
    text = small.replace("duckdb:///", "sqlite:///") + '[warehouse.files]\na = "a.csv"\n'

    assert "files are read by DuckDB only" == refusal(text).what


def test_very_many_mistakes_are_cut_short(refusal, small):
    """A file that is wrong all over does not fill the screen."""
    text = "".join(f"key_{number} = 1\n" for number in range(200)) + small
    told = str(refusal(text)).splitlines()

    assert "review.toml: 200 mistakes" == told[0]
    assert "  … and 160 more" == told[-2]
    assert 43 == len(told)
