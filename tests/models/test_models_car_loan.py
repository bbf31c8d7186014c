"""Public loan predictions with a known break: the numbers that NannyML prints for them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp

from reports.models.alarms import AlarmRules, WeekPoint, baseline_of, watch
from reports.models.binary import auc
from reports.models.cbpe import estimate, fit_calibrator
from reports.models.decisions import Confusion, confusion_at, deployed_threshold, f1
from reports.models.drift import (
    FeatureCounts,
    feature_drift,
    jensen_shannon,
    kolmogorov_smirnov,
    on_reference,
)
from reports.models.overview import cohorts, last_alarm
from reports.values.calendar import Period, epoch_day
from reports.values.models import VersionCounts
from tests.models.samples import binned, on_deciles

AREAS = (
    *(0.970962, 0.970248, 0.976282, 0.967721, 0.969886),
    *(0.960050, 0.958530, 0.959041, 0.963094, 0.957556),
)
SCORES = (
    *(0.943344, 0.940178, 0.948201, 0.942142, 0.940488),
    *(0.913685, 0.914954, 0.913395, 0.920589, 0.913498),
)
BREAK = 65  # the week of 2019-04-01, counted from that of 2018-01-01
FIRST = 43  # the week of 2018-10-29, in which the analysis part begins


def chunks(loans):
    """Give the ten chunks of 5,000 rows of the analysis part."""
    return [loans.frame.iloc[loans.reference + 5000 * i :][:5000] for i in range(10)]


def reference_chunks(loans):
    """Give those of the reference."""
    return [loans.frame.iloc[5000 * i : 5000 * (i + 1)] for i in range(10)]


def counted(frame):
    """Count scores and labels on the grid."""
    columns = (frame[name].to_numpy(dtype=float) for name in ("y_pred_proba", "repaid", "y_pred"))
    return binned(*columns)


def decided(frame):
    """Count decisions against labels."""
    y, guess = frame["repaid"].to_numpy() == 1, frame["y_pred"].to_numpy() == 1
    pairs = ((y & guess), (~y & guess), (y & ~guess), (~y & ~guess))
    return Confusion(*(int(one.sum()) for one in pairs))


def weekly(loans):
    """Give the analysis and reference weeks as NannyML cuts them, with their AUC."""
    part = np.arange(len(loans.frame)) >= loans.reference
    found = []
    for analysed in (False, True):
        for week in sorted(set(loans.weeks[part == analysed])):
            rows = loans.frame[(part == analysed) & (loans.weeks == week)]
            found.append((analysed, int(week), auc(counted(rows)), len(rows), decided(rows)))
    return found


def points(loans, *, analysed):
    """Give weeks as the alarms want them."""
    return [
        WeekPoint(week, found.value, found.se, n, "1", min(c.tp + c.fn, c.fp + c.tn))
        for part, week, found, n, c in weekly(loans)
        if part == analysed
    ]


def test_realized_performance_is_what_nannyml_prints(loans):
    """AUC and F1 of ten chunks agree to the sixth digit, from the histogram on our own grid."""
    found = [(auc(counted(one)).value, f1(decided(one)).value) for one in chunks(loans)]

    assert list(AREAS) == [pytest.approx(area, abs=5.1e-7) for area, _ in found]
    assert list(SCORES) == [pytest.approx(score, abs=5.1e-7) for _, score in found]


def test_limits_of_nannyml_are_three_spreads_of_the_reference(loans):
    """Mean plus and minus three standard deviations of the reference chunks give its limits."""
    areas = [auc(counted(one)).value for one in reference_chunks(loans)]
    mean, spread = np.mean(areas), np.std(areas)

    assert (0.963317, 0.978660) == (
        pytest.approx(mean - 3 * spread, abs=1e-6),
        pytest.approx(mean + 3 * spread, abs=1e-6),
    )


def test_performance_without_labels_is_near_that_of_nannyml(loans):
    """Estimates of the first and last chunk agree within 2e-4, and say that they are estimates."""
    known = counted(loans.frame.iloc[: loans.reference])
    calibrator = fit_calibrator(known, "1")
    found = [
        {one.name: one for one in estimate(counted(part), calibrator, "1")}
        for part in (chunks(loans)[0], chunks(loans)[-1])
    ]

    assert all(one.estimated for each in found for one in each.values())
    assert [0.970744, 0.961316] == [pytest.approx(one["AUC"].value, abs=2e-4) for one in found]
    assert [0.943030, 0.914751] == [pytest.approx(one["F1"].value, abs=2e-4) for one in found]


def test_weekly_areas_are_those_of_nannyml(loans):
    """The weeks named in its output agree, and so does the spread of the reference weeks."""
    found = weekly(loans)
    first, last = found[0], found[-1]
    quiet = [area.value for analysed, _, area, _, _ in found if not analysed]

    assert (44, 44) == (len(quiet), len(found) - len(quiet))
    assert (868, 578) == (min(n for _, _, _, n, _ in found if n > 578), last[3])
    assert 0.934824 == pytest.approx(last[2].value, abs=5.1e-7)
    assert 0.970420 in [pytest.approx(area.value, abs=5.1e-7) for _, w, area, _, _ in found]
    assert (0.970973, 0.005376) == (
        pytest.approx(np.mean(quiet), abs=1e-6),
        pytest.approx(np.std(quiet), abs=1e-6),
    )
    assert not first[0]


def test_break_is_found_by_the_fourth_week_and_nothing_before(loans):
    """22 quiet weeks raise no alarm; the break does within four weeks and keeps doing so."""
    rules = AlarmRules("higher")
    baseline = baseline_of(points(loans, analysed=False), rules)
    found = watch(points(loans, analysed=True), baseline, rules)
    alarmed = [one.week for one in found if one.state == "alarm"]

    assert 22 == len([one for one in found if one.week < BREAK])
    assert [] == [week for week in alarmed if week < BREAK]
    assert alarmed[0] < BREAK + 4
    assert 19 <= len(alarmed)


def test_last_part_of_a_week_counts_by_its_own_error(loans):
    """578 rows lie 3.25 of their own errors off, where equal weeks would make it 6.7 spreads."""
    rules = AlarmRules("higher")
    baseline = baseline_of(points(loans, analysed=False), rules)
    last = points(loans, analysed=True)[-1]

    assert 578 == last.n
    assert 0.0111 == pytest.approx(last.se, abs=5e-5)
    assert 3.25 == pytest.approx(watch([last], baseline, rules)[0].distance, abs=0.005)


def test_deployed_threshold_is_read_from_the_decisions(loans):
    """Decisions turn positive at 0.65, which the grid knows as an edge."""
    assert 0.65 == deployed_threshold(counted(loans.frame))
    assert decided(loans.frame) == confusion_at(counted(loans.frame), 0.65)


def doane(reference, values):
    """Count on NannyML's bins: Doane's rule on the reference, with one bin for what is outside."""
    edges = np.histogram_bin_edges(reference, bins="doane")
    counts = np.histogram(values, bins=edges)[0]
    return np.append(counts, len(values) - counts.sum()).astype(float)


def test_jensen_shannon_is_that_of_nannyml_on_its_bins(loans):
    """On its equally wide bins our base-2 distance gives its numbers; on deciles it is another."""
    base = loans.frame["car_value"].to_numpy()[: loans.reference]
    parts = [one["car_value"].to_numpy() for one in chunks(loans)]
    found = [jensen_shannon(doane(base, base), doane(base, parts[i])) for i in (0, 4, 5, 9)]

    assert [0.0262, 0.0287, 0.4648, 0.4678] == [pytest.approx(one, abs=5.1e-5) for one in found]


def test_kolmogorov_smirnov_lies_within_its_bound(loans):
    """The distance at decile edges and its bound hold NannyML's distance between them."""
    base = loans.frame["car_value"].to_numpy()[: loans.reference]
    for index, theirs in ((0, 0.0131), (4, 0.0112), (5, 0.4353), (9, 0.4384)):
        part = chunks(loans)[index]["car_value"].to_numpy()
        before, now = (on_deciles("car_value", base, one) for one in (base, part))
        low, missed = kolmogorov_smirnov(np.array(before.counts), np.array(now.counts))
        true = ks_2samp(base, part).statistic

        assert theirs == pytest.approx(true, abs=2e-4)
        assert low - 1e-12 <= true <= low + missed


def levels(loans, feature):
    """Return the weeks in which a feature drifted by our definition."""
    frame, base = loans.frame, loans.frame.iloc[: loans.reference]
    numeric = feature in {"car_value", "loan_length", "driver_tenure", "debt_to_income_ratio"}
    values = frame[feature].to_numpy()
    if numeric:
        reference = on_deciles(feature, values[: loans.reference], values[: loans.reference])
    else:
        known = base[feature].value_counts()
        names, counts = tuple(known.index), tuple(int(n) for n in known)
        reference = FeatureCounts(feature, "category", "frozen", names, counts)
    drifted = []
    analysed = np.arange(len(frame)) >= loans.reference
    for week in range(FIRST, int(loans.weeks.max()) + 1):
        rows = values[analysed & (loans.weeks == week)]
        if numeric:
            now = on_deciles(feature, values[: loans.reference], rows)
        else:
            now = on_reference(reference, {name: int((rows == name).sum()) for name in set(rows)})
        if feature_drift(reference, now).level in {"moved", "strong"}:
            drifted.append(week)
    return drifted


@pytest.mark.parametrize(
    ("feature", "weeks"),
    [
        ("car_value", range(BREAK, BREAK + 22)),
        ("salary_range", range(BREAK, BREAK + 22)),
        ("driver_tenure", ()),
        ("size_of_downpayment", ()),
    ],
)
def test_drift_is_seen_in_the_weeks_of_the_break(loans, feature, weeks):
    """All 22 weeks after the break and none before, where NannyML has up to two before."""
    assert list(weeks) == levels(loans, feature)


@pytest.mark.parametrize(
    ("feature", "alerts"), [("car_value", 22), ("loan_length", 22), ("driver_tenure", 0)]
)
def test_their_weekly_alerts_are_theirs_on_their_bins(loans, feature, alerts):
    """On Doane's bins, with limits from the reference weeks, as many weeks alert as theirs do."""
    values = loans.frame[feature].to_numpy()
    base = values[: loans.reference]
    known, part = doane(base, base), np.arange(len(values)) >= loans.reference
    distances = [
        [jensen_shannon(known, doane(base, values[(part == side) & (loans.weeks == week)]))
         for week in sorted(set(loans.weeks[part == side]))]
        for side in (False, True)
    ]  # fmt: skip
    limit = np.mean(distances[0]) + 3 * np.std(distances[0])

    assert alerts == sum(distance > limit for distance in distances[1])


def test_estimates_hold_what_comes_true_in_most_weeks(loans):
    """The realized AUC lies within three errors of the estimate in at least 42 of 44 weeks."""
    calibrator = fit_calibrator(counted(loans.frame.iloc[: loans.reference]), "1")
    analysed, inside = np.arange(len(loans.frame)) >= loans.reference, 0
    for week in sorted(set(loans.weeks[analysed])):
        part = counted(loans.frame[analysed & (loans.weeks == week)])
        guess = estimate(part, calibrator, "1")[0]
        inside += abs(guess.value - auc(part).value) <= 3 * guess.se

    assert inside >= 42


def test_limit_of_their_distance_is_theirs(loans):
    """Mean and three spreads of the reference chunks on Doane's bins give the limit 0.0353."""
    base = loans.frame["car_value"].to_numpy()[: loans.reference]
    known = doane(base, base)
    found = [jensen_shannon(known, doane(base, one["car_value"].to_numpy()))
             for one in reference_chunks(loans)]  # fmt: skip

    assert 0.0353 == pytest.approx(np.mean(found) + 3 * np.std(found), abs=5.1e-5)


def test_the_review_of_each_week_finds_the_break_and_nothing_before_it(loans):
    """As the chapter judges a week: from right decisions of 26 weeks, none of them in advance."""
    right = loans.frame["y_pred"].to_numpy() == loans.frame["repaid"].to_numpy()
    stamps = pd.to_datetime(loans.frame["timestamp"]).dt.date
    counts = pd.DataFrame({"day": stamps, "right": right}).groupby("day")["right"]
    days = {
        epoch_day(day): VersionCounts(int(n), int(n), int(good))
        for day, n, good in counts.agg(["size", "sum"]).itertuples()
    }
    zero = Period(date(2018, 1, 1), date(2018, 1, 8), "week")

    def judged(week: int) -> str:
        seen = tuple(zero.shifted(7 * at) for at in range(week - 25, week + 1))
        known = {day: one for day, one in days.items() if day < epoch_day(seen[-1].end)}
        alarm, _ = last_alarm({"1": known}, seen, cohorts([known], seen))
        return alarm.state

    assert {"clear"} == {judged(week) for week in range(FIRST, BREAK)}
    assert ["alarm"] * 8 == [judged(week) for week in range(BREAK, BREAK + 8)]
