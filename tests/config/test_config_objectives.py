"""Objectives in review.toml: what they become, and what is refused where."""

import re
from datetime import date

import pytest

from reports.values.objective import Guardrail, Objective, ObjectiveKpi, Target, Waypoint

USEFUL = """\
[[products.assistant.objectives]]
name = "useful"
title = "People finish real work"
owner = "head of product"
weight = 2
kpis = [
  { kpi = "acceptance_share", target = 0.55, by = 2026-12-31, start = 0.5, from = 2026-07-01 },
  { kpi = "value_total", target = 900000, by = 2026-12-31, from = 2026-01-01, cumulative = true },
  { kpi = "active_users", path = [
    { on = 2026-07-01, value = 3000 },
    { on = 2026-12-31, value = 5000 },
  ] },
  { kpi = "stickiness", target = 0.2, by = 2026-12-31 },
  "exports",
]
guardrails = [
  { kpi = "latency_p95", limit = 2500 },
  { kpi = "error_share", margin = 0.1 },
]
"""
END = Waypoint(date(2026, 12, 31), 0.0)
NAME = '[[products.assistant.objectives]]\nname = "{}"\ntitle = "A"\nkpis = [{}]\n'
SUM = "from = 2026-01-01, cumulative = true"
OBJECTIVES = "products.assistant.objectives"

# The text to replace, the new text, the line with the rest of the key, and words of the message.
CHANGES = [
    ('name = "useful"\n', "", "9] name", ("the key is missing", 'name = "useful"')),
    ('"useful"', '""', "10] name", ("not a lower_snake name",)),
    ('"useful"', '"Very useful"', "10] name", ("not a lower_snake name",)),
    ("title", "titel", "11] titel", ("did you mean title?",)),
    ('"People finish real work"', '" "', "11] title", ("an empty text",)),
    ("owner", "onwer", "12] onwer", ("did you mean owner?",)),
    ("weight = 2", "weight = 0", "13] weight", ("greater than 0", "got: 0")),
    ("weight = 2", "weight = 101", "13] weight", ("less than or equal to 100", "101")),
    ("weight = 2", "weight = nan", "13] weight", ("finite",)),
    ("weight = 2", "weight = true", "13] weight", ("a number", "true")),
    ('"exports"', '"Exports"', "22.kpis #5] kpi", ("not a lower_snake name", "Exports")),
    ('"exports"', "5", "22] kpis #5", ("neither the name of a KPI nor a table",)),
    ('"exports"', "{ target = 1 }", "22.kpis #5] kpi", ("missing", 'kpi = "active_users"')),
    ('"exports"', '"stickiness"', "22] kpis #5", ("stickiness stands twice", "each KPI once")),
    ('"exports"', '"error_share"', "26] guardrails #2", ("error_share stands twice",)),
    ("target = 0.55,", "targt = 0.55,", "15.kpis #1] targt", ("did you mean target?",)),
    ("0.55", '"0.55"', "15.kpis #1] target", ("a number", '"0.55"')),
    ("0.55", "inf", "15.kpis #1] target", ("finite",)),
    ("0.55", "nan", "15.kpis #1] target", ("finite",)),
    ("0.55", "9" * 999, "15.kpis #1] target", ("a number", "a very large number")),
    ("target = 0.55, ", "", "15.kpis #1] by", ("by without a target",)),
    (", by = 2026-12-31, start", ", start", "15.kpis #1] target", ("without the day",)),
    ("start = 0.5, ", "", "15.kpis #1] from", ("without the value it starts with",)),
    (", from = 2026-07-01", "", "15.kpis #1] start", ("a start without its day",)),
    ("by = 2026-12-31, s", 'by = "2026", s', "15.kpis #1] by", ("2026-12-31, without q",)),
    ("= 2026-07-01 }", "= 2026-07-01T10:00:00 }", "15.kpis #1] from", ("without quotes",)),
    ("= 2026-07-01 }", "= 1969-12-31 }", "15.kpis #1] from", ("too far away", "1970")),
    (
        "from = 2026-07-01",
        "from = 2026-12-31",
        "15.kpis #1] by",
        ("not in order of time", "a day after 2026-12-31"),
    ),
    (", from = 2026-01-01", "", "16.kpis #2] cumulative", ("a sum without the day",)),
    (
        "from = 2026-01-01",
        "start = 5, from = 2026-01-01",
        "16.kpis #2] start",
        ("a sum starts with nothing", "expected: 0", "got: 5.0"),
    ),
    ("cumulative = true", "cumulative = 1", "16.kpis #2] cumulative", ("got: 1",)),
    (
        "path = [",
        "target = 1, by = 2026-12-31, path = [",
        "17.kpis #3] path",
        ("a path stands beside target and by", "either path, or target and by"),
    ),
    ("{ on = 2026-07-01, value = 3000 },", "", "17.kpis #3] path", ("at least 2",)),
    (
        "on = 2026-07-01",
        "on = 2027-07-01",
        "19.kpis #3.path #2] on",
        ("not in order of time", "a day after 2027-07-01", "got: 2026-12-31"),
    ),
    ("value = 3000", "value = inf", "18.kpis #3.path #1] value", ("finite",)),
    ("value = 3000", "valeu = 3000", "18.kpis #3.path #1] valeu", ("mean value?",)),
    (
        "] },",
        "], cumulative = true },",
        "18.kpis #3.path #1] value",
        ("a sum starts with nothing",),
    ),
    (", limit = 2500", "", "25] guardrails #1", ("either a limit or a margin", "neither")),
    (
        "limit = 2500",
        "limit = 2500, margin = 0.1",
        "25] guardrails #1",
        ("either a limit or a margin", "got: limit and margin"),
    ),
    ("margin = 0.1", "margin = 0", "26.guardrails #2] margin", ("greater than 0",)),
    ("margin = 0.1", "margin = -1", "26.guardrails #2] margin", ("greater than 0",)),
    ("margin = 0.1", "margin = 10", "26.guardrails #2] margin", ("less than or equal to 1",)),
    ("limit = 2500", "limit = inf", "25.guardrails #1] limit", ("finite",)),
    ('"error_share"', '"latency_p95"', "26] guardrails #2", ("latency_p95 stands twice",)),
]


def goal(value, first=None, start=0.0):
    """Return a path to a value by the end of 2026."""
    end = Waypoint(END.on, value)
    return (end,) if first is None else (Waypoint(first, start), end)


def test_objectives_are_read(load, small):
    """Every way to write a target becomes a path in order of time."""
    (product,) = load(small + USEFUL).products

    assert (
        Objective(
            name="useful",
            title="People finish real work",
            owner="head of product",
            weight=2.0,
            kpis=(
                ObjectiveKpi("acceptance_share", Target(goal(0.55, date(2026, 7, 1), 0.5))),
                ObjectiveKpi(
                    "value_total", Target(goal(900_000.0, date(2026, 1, 1)), cumulative=True)
                ),
                ObjectiveKpi("active_users", Target(goal(5000.0, date(2026, 7, 1), 3000.0))),
                ObjectiveKpi("stickiness", Target(goal(0.2))),
                ObjectiveKpi("exports"),
            ),
            guardrails=(
                Guardrail("latency_p95", limit=2500.0),
                Guardrail("error_share", margin=0.1),
            ),
        ),
    ) == product.objectives


def test_little_makes_an_objective(load, small):
    """A name, a title and a KPI are enough; guardrails may be shared by objectives."""
    rail = 'guardrails = [{ kpi = "error_share", limit = 0.02 }]\n'
    text = small + NAME.format("a", '"exports"') + rail + NAME.format("b", '"messages"') + rail
    first, second = load(text).products[0].objectives

    assert ("", 1.0, (ObjectiveKpi("exports"),)) == (first.owner, first.weight, first.kpis)
    assert first.guardrails == second.guardrails


def test_a_sum_may_say_that_it_starts_with_nothing(load, small):
    """For sums a start of 0 may be written or left out, as a key or as a waypoint."""
    path = "path = [{ on = 2026-01-01, value = 0 }, { on = 2026-12-31, value = 9 }]"
    ways = [f"target = 9, by = 2026-12-31, start = 0, {SUM}", f"{path}, cumulative = true"]
    entries = ", ".join(
        f'{{ kpi = "{name}", {way} }}' for name, way in zip("ab", ways, strict=True)
    )
    (objective,) = load(small + NAME.format("a", entries)).products[0].objectives

    assert {Target(goal(9.0, date(2026, 1, 1)), cumulative=True)} == {
        entry.target for entry in objective.kpis
    }


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change[2]} {change[3][0]}")
def test_mistakes_in_objectives_are_told(refusal, small, change):
    """Each mistake is told with its line and key."""
    old, new, place, words = change
    line = re.match(r"[0-9]+", place)[0]
    error = refusal(small + USEFUL.replace(old, new, 1))
    told = str(error)

    assert f"review.toml:{line}, [{OBJECTIVES} #1{place.removeprefix(line)}" == error.where
    assert [] == [word for word in words if word not in told]
    assert old in USEFUL
    assert error.next_step


def test_a_kpi_has_one_objective(refusal, small):
    """The second objective that claims a KPI is refused; so is the second of a name."""
    text = small + NAME.format("a", '"exports", "messages"') + NAME.format("a", '"messages"')
    told = str(refusal(text)).splitlines()

    assert "review.toml: 2 mistakes" == told[0]
    assert "review.toml:14, [products.assistant.objectives #2] name: two objectives" in told[1]
    assert "review.toml:16, [products.assistant.objectives #2] kpis #1: messages hangs" in told[2]


def test_products_may_share_kpis(load, small):
    """Another product ties the same KPI to an objective of its own."""
    other = small[small.index("[products") :].replace("assistant", "coder")
    objective = NAME.format("a", '"exports"')
    text = small + objective + other + objective.replace("assistant", "coder")

    assert [1, 1] == [len(product.objectives) for product in load(text).products]


def test_one_table_instead_of_a_list_is_told(refusal, small):
    """Single brackets are answered with the double ones."""
    error = refusal(small + '[products.assistant.objectives]\nname = "a"\n')

    assert "review.toml:9, [products.assistant] objectives" == error.where
    assert "[[two brackets]] around its name" == error.expected


def test_months_are_inherited(load, small):
    """Which months are shown is said for all products, or for one."""
    everywhere = small + '[calendar]\nmonths = "fiscal_year"\n'
    product = '[products.assistant.calendar]\nmonths = "{}"\n'
    views = [
        load(text).products[0].month_view
        for text in (
            small,
            everywhere,
            everywhere + product.format("last_twelve"),
            small + product.format("fiscal_year"),
        )
    ]

    assert ["last_twelve", "fiscal_year", "last_twelve", "fiscal_year"] == views


def test_other_months_are_refused(refusal, small):
    """The two views are named."""
    error = refusal(small + '[calendar]\nmonths = "all"\n')

    assert "review.toml:10, [calendar] months" == error.where
    assert "'last_twelve' or 'fiscal_year'" == error.expected
