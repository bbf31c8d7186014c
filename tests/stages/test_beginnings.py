"""Since when relations have rows is found with few statements, and kept."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import databases
import pytest

from reports.stages.beginnings import first_days
from reports.values.calendar import Calendar
from tests.stages.desk import Desk, event

NewDesk = Callable[..., Desk]


def begun(desk: Desk) -> tuple[Mapping[str, date], int]:
    """Return the first days, and the number of statements."""
    found = first_days(desk.job, desk.warehouse, desk.store)
    assert found.statements == len(desk.heard())
    return found.days, found.statements


def test_the_first_day_is_found_once(new_desk: NewDesk) -> None:
    """Two statements find it, later weeks need none."""
    desk = new_desk({"events": [event(day) for day in ("2024-05-07", "2024-05-08", "2026-11-11")]})
    first = {"events": date(2024, 5, 7)}

    assert [(first, 2), (first, 0), (first, 0), (first, 0)] == [
        begun(desk.at(label)) for label in ("2026-W46", "2026-W46", "2026-W47", "2026-W40")
    ]


def test_ten_years_are_asked_at_once(new_desk: NewDesk) -> None:
    """The count of the years is one statement of ten disjoint periods before the running one."""
    desk = new_desk({"events": [event("2023-05-07")]})
    first_days(desk.job, desk.warehouse, desk.store)
    years, days = (periods for _, periods in desk.warehouse.asked)

    assert (
        [date(year, 1, 1) for year in range(2016, 2026)],
        {"year"},
        [date(2023, 1, 1), date(2023, 12, 31), 365],
    ) == (
        [year.start for year in years],
        {year.grain for year in years},
        [days[0].start, days[-1].start, len(days)],
    )


def test_a_first_year_that_runs(new_desk: NewDesk) -> None:
    """Where no earlier year has rows its days up to the week's end are asked, no later ones."""
    desk = new_desk({"events": [event("2026-02-03"), event("2026-11-11")]})
    first = {"events": date(2026, 2, 3)}

    assert (first, 2) == begun(desk)
    assert (first, 0) == begun(desk.at("2026-W47"))
    assert (first, 0) == begun(desk.at("2026-W52"))
    # The year is over, so it is counted; its days are known.
    assert (first, 1) == begun(desk.at("2027-W20"))
    assert (first, 0) == begun(desk.at("2027-W21"))


def test_nothing_after_the_week_counts(new_desk: NewDesk) -> None:
    """A week before the first row has no first day, whatever later runs have stored."""
    desk = new_desk({"events": [event("2026-11-11")]})

    assert [({}, {"events": date(2026, 11, 11)}, {})] == [
        tuple(begun(desk.at(label))[0] for label in ("2026-W45", "2026-W46", "2026-W45"))
    ]
    assert {} == begun(desk.at("2025-W20"))[0]


def test_days_that_a_review_has_read_are_not_asked_again(new_desk: NewDesk) -> None:
    """Row counts by day are the same facts, so only days that are missing are asked."""
    desk = new_desk({"events": [event("2025-03-04"), event("2025-12-01")]})
    desk.reader().read(desk.warehouse.day_counts()["events"])

    assert [("day", date(2025, 1, 1))] == [
        (day.grain, day.start)
        for _, periods in desk.warehouse.asked
        for day in periods
        if day.start == date(2025, 1, 1)
    ]
    desk.heard()
    assert ({"events": date(2025, 3, 4)}, 1) == begun(desk)


def test_rows_that_arrive_late_move_nothing_that_is_kept(new_desk: NewDesk) -> None:
    """Years and days that were counted stay as they were read."""
    desk = new_desk({"events": [event("2025-05-07")]})
    before = begun(desk)
    other = new_desk({"events": [event("2019-01-01"), event("2025-05-07")]})

    assert (before[0], 0) == begun(replace(other, store=desk.store))


def test_relations_without_use_or_time_are_left_out(new_desk: NewDesk) -> None:
    """Rare relations, those without a time and those without rows have no first day."""
    desk = new_desk(
        {
            "events": [event("2026-11-11")],
            "predictions": [],
            "releases": [{"released_at": "2026-11-11T12:00:00Z", "release_id": "r"}],
            "users": [{"user_id": "u"}],
        }
    )

    assert {"events": date(2026, 11, 11)} == begun(desk)[0]


@pytest.mark.parametrize(("start", "first"), [(1, date(2016, 1, 5)), (10, date(2015, 10, 2))])
def test_ten_fiscal_years_are_looked_at(new_desk: NewDesk, start: int, first: date) -> None:
    """Fiscal years begin where the calendar says; older rows are not looked at."""
    rows = [event(day) for day in ("2010-01-01", "2015-10-02", "2016-01-05", "2026-11-11")]
    product = databases.product_of({"events": rows}, calendar=Calendar(fiscal_start=start))
    desk = new_desk({"events": rows}, product)

    assert {"events": first} == begun(desk.at("2026-W20"))[0]


def test_another_fiscal_year_does_not_mix_with_the_one_before(new_desk: NewDesk) -> None:
    """Counts of years that began in another month are not taken for those asked."""
    tables = {"events": [event("2024-02-03")]}
    desk = new_desk(tables)
    first = {"events": date(2024, 2, 3)}
    product = databases.product_of(tables, calendar=Calendar(fiscal_start=4))
    later = replace(desk, job=replace(desk.job, product=product))

    assert [first, first, first] == [begun(one)[0] for one in (desk, later, desk)]


def test_rows_not_known_then_do_not_count(new_desk: NewDesk) -> None:
    """A job of an earlier instant has a first day of its own."""
    tables = {
        "events": [
            event("2024-02-03", seen_at="2026-11-15T00:00:00Z"),
            event("2025-02-03", seen_at="2025-02-04T00:00:00Z"),
        ]
    }
    product = databases.product_of(tables)
    mapping = replace(product.relations["events"], known_at="seen_at")
    desk = new_desk(tables, databases.with_mapping(product, mapping))
    pinned = desk.at("2026-W46", as_of=datetime(2026, 11, 14, tzinfo=UTC), pinned=True)

    assert [{"events": date(2024, 2, 3)}, {"events": date(2025, 2, 3)}] == [
        begun(one)[0] for one in (desk, pinned)
    ]
