"""The web shop's numbers in plain pandas, from the order lines as they were published."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tests.real.frames import (
    Measure,
    Oracle,
    Span,
    busiest_share,
    by_day,
    extreme,
    first_rows,
    inside,
    quantile,
    ratio,
    read_parquet,
    recorded,
    stickiness,
    total,
    users,
)

OPEN = frozenset({0, 1, 2, 3, 4, 6})


@dataclass(frozen=True, slots=True)
class Shop:
    """The order lines, and the first line of each customer.

    Shape: `series` is the first letter of an invoice's number; C stands for cancellations, A for
    entries of bad debt, digits for sales.
    """

    lines: pd.DataFrame
    firsts: pd.DataFrame


def load_shop(data: Path) -> Oracle[Shop]:
    """Read the file and prepare its oracle."""
    raw = read_parquet(data / "online_retail" / "order_lines.parquet")
    letters = raw["invoice_no"].str[0]
    lines = by_day(
        raw.assign(
            user_id=raw["customer_id"],
            series=letters.where(letters.isin(["A", "C"]), "sale"),
            invoice=pd.factorize(raw["invoice_no"])[0],
            value=raw["quantity"] * raw["unit_price"],
        ),
        raw["invoice_ts"],
    )
    days = recorded(lines, OPEN)
    rows = Shop(lines, first_rows(lines, "invoice_ts"))
    return Oracle(rows, MEASURES, {"lines": days})


def _of(compute: Callable[[pd.DataFrame], float | None], *, trailing: int = 0) -> Measure[Shop]:
    def value(shop: Shop, span: Span) -> float | None:
        return compute(inside(shop.lines, span))

    return Measure("lines", value, trailing=trailing)


def _series(lines: pd.DataFrame, letter: str) -> pd.DataFrame:
    return lines[lines["series"] == letter]


def _invoices(letter: str) -> Measure[Shop]:
    return _of(lambda lines: float(_series(lines, letter)["invoice"].nunique()))


def _worth(letter: str, sign: int = 1) -> Measure[Shop]:
    return _of(lambda lines: sign * float(_series(lines, letter)["value"].sum()))


def _share(test: Callable[[pd.DataFrame], pd.Series]) -> Measure[Shop]:
    return _of(lambda lines: ratio(test(lines).sum(), len(lines)))


def _unknown_revenue(lines: pd.DataFrame) -> float | None:
    sales = _series(lines, "sale")
    return ratio(sales.loc[sales["user_id"].isna(), "value"].sum(), sales["value"].sum())


def _mean_quantity(lines: pd.DataFrame) -> float | None:
    sales = _series(lines, "sale")
    return ratio(sales["quantity"].sum(), len(sales))


MEASURES: dict[str, Measure[Shop]] = {
    "active_users": _of(lambda lines: float(users(lines))),
    "new_users": Measure("lines", lambda shop, span: float(len(inside(shop.firsts, span)))),
    "actions_per_user": _of(lambda lines: ratio(lines["user_id"].notna().sum(), users(lines))),
    "stickiness": _of(stickiness, trailing=28),
    "top_user_share": _of(busiest_share),
    "lines": _of(lambda lines: float(len(lines))),
    "lines_without_customer": _share(lambda lines: lines["user_id"].isna()),
    "orders": _invoices("sale"),
    "cancelled_orders": _invoices("C"),
    "items_per_line": _of(_mean_quantity),
    "value_total": _of(lambda lines: total(lines["value"])),
    "revenue": _worth("sale"),
    "refunds": _worth("C", -1),
    "adjustments": _worth("A"),
    "refund_share": Measure("", ratio, ("refunds", "revenue")),
    "revenue_without_customer": _of(_unknown_revenue),
    "customer_revenue": _of(
        lambda lines: float(lines.loc[lines["user_id"].notna(), "value"].sum())
    ),
    "revenue_per_customer": Measure("", ratio, ("customer_revenue", "active_users")),
    "revenue_per_order": Measure("", ratio, ("revenue", "orders")),
    "largest_line": _of(lambda lines: extreme(lines["value"], "max")),
    "largest_refund": _of(lambda lines: extreme(-_series(lines, "C")["value"], "max")),
    "unit_price_median": _of(lambda lines: quantile(lines["unit_price"], 0.5)),
    "unit_price_lowest": _of(lambda lines: extreme(lines["unit_price"], "min")),
    "negative_quantities": _share(lambda lines: lines["quantity"] < 0),
    "free_lines": _share(lambda lines: lines["unit_price"] <= 0),
}
