"""Service in the model chapter: what is said, and what is not said of noise."""

from dataclasses import replace
from datetime import date

from reports.chapters.model.service import service_blocks
from reports.chapters.model.suites import suite_blocks
from reports.chapters.model.tools import tool_blocks
from reports.models.certainty import share
from reports.models.service import latency_quantiles
from reports.models.suites import ItemRuns, compare_versions
from reports.values.calendar import Period
from reports.values.document import Block, Note, Prose, Table
from reports.values.reading import Reading
from reports.values.service import Service, ServiceTrend, ServiceUse, SuiteUse

WEEK = Period(date(2026, 11, 9), date(2026, 11, 16), "week")
FAST, SLOW = (dict.fromkeys(range(low, low + 40), 10) for low in (100_200, 100_260))


def use(version: str, counts: dict[int, int], model: str = "m") -> ServiceUse:
    """Return a version that ended 98 of 100 requests well."""
    times = latency_quantiles(counts, "latency", (0.5, 0.95, 0.99))
    return ServiceUse(model, version, share("availability", 98, 100), latency=times)


def service(*versions: ServiceUse, low: float = 0.9) -> Service:
    """Return a service whose week had 98 % of 100 requests end well."""
    weeks = (Reading(WEEK, 0.98, "ok", n=100),)
    trend = ServiceTrend("m", "availability", "share", weeks, 0.95, low, 1.0)
    return Service(WEEK, WEEK, versions, (trend,))


def said(blocks: list[Block]) -> str:
    """Return the words of paragraphs and notes, with a mark for each number."""
    told = [span for one in blocks if isinstance(one, Prose | Note) for span in one.spans]
    return "".join(span if isinstance(span, str) else "#" for span in told)


def test_a_slower_version_is_named():
    """Only where the intervals of both versions lie apart."""
    assert "v2 is slower than v1: one answer in twenty over # against #." in said(
        service_blocks(service(use("v1", FAST), use("v2", SLOW)))
    )
    assert "v2 is faster than v1" in said(service_blocks(service(use("v1", SLOW), use("v2", FAST))))


def test_versions_that_differ_by_noise_are_not_set_against_each_other():
    """Equal times say nothing, and nothing is said twice of a model that was compared before."""
    little = {bucket + 1: n for bucket, n in FAST.items()}
    for close in (FAST, little):
        blocks = service_blocks(service(use("v1", FAST), use("v2", close)))
        assert "than v1" not in said(blocks)
    assert "than v1" not in said(service_blocks(service(use("v1", FAST), use("v2", SLOW)), {"m"}))


def test_a_week_is_unusual_only_beyond_its_limits():
    """Inside the range as usual, below it less than usual, without a range neither."""
    inside, below = service(use("v1", FAST)), service(use("v1", FAST), low=0.985)
    short = replace(inside.trends[0], usual=None, low=None, high=None)
    above = replace(inside.trends[0], high=0.97)

    assert "# of # requests of the week ended well, as usual (# to #)." in said(
        service_blocks(inside)
    )
    assert "less than usual" in said(service_blocks(below))
    assert "more than usual" in said(service_blocks(replace(inside, trends=(above,))))
    assert "too few weeks before" in said(service_blocks(replace(inside, trends=(short,))))


def test_requests_without_a_model_are_told_apart():
    """They have no row, and a note says how many there are."""
    lost = ServiceUse("unknown", "unknown", share("availability", 0, 7))
    found = service(use("v1", FAST), lost)
    trends = (*found.trends, replace(found.trends[0], model="unknown"))
    blocks = service_blocks(replace(found, trends=trends))
    table = next(block for block in blocks if isinstance(block, Table))

    assert ["m v1"] == [row[0] for row in table.rows]
    assert "No model is known of # requests" in said(blocks)
    assert "unknown" not in said(blocks)
    assert "No model is known" not in said(service_blocks(service(use("v1", FAST))))


def test_without_requests_nothing_is_said():
    """No versions, no blocks."""
    assert [] == service_blocks(Service(WEEK, WEEK))
    assert [] == suite_blocks(Service(WEEK, WEEK))


def test_a_suite_says_won_and_lost_tasks():
    """Eight lost of ten is worse, one lost of ten is chance."""

    def told(lost: int) -> str:
        runs = [
            ItemRuns("s", str(item), version, int(version == "v1" or item >= lost), 1)
            for item in range(10)
            for version in ("v1", "v2")
        ]
        compared = compare_versions(runs, "s", "v1", "v2")
        found = replace(service(), suites=(SuiteUse("m", "v1", "v2", compared),))
        return said(suite_blocks(found))

    assert "In suite s, m v2 solves fewer tasks than v1" in told(8)
    assert "Of the same tasks # were won and # lost." in told(8)
    assert "solves about as many tasks as" in told(1)


def test_a_tool_is_named_only_beyond_noise():
    """Eight of a hundred against one is no chance, two of a hundred is."""

    def told(failed: int) -> str:
        tools = (share("runner", failed, 100), share("search", 5, 500))
        return said(tool_blocks(replace(service(), tools=tools)))

    assert "runner failed most often: # of # calls, against # of the other tools." == told(8)
    assert "No tool failed more often than the others beyond noise." == told(2)
