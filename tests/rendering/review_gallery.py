"""A review that shows every family of charts once."""

from dataclasses import replace

from gallery_model import dots, histogram, multiples, reliability, waterfall
from gallery_people import funnel, growth, heatmap, month_cohorts
from review_sample import sample_review

from reports.values.document import Chapter, Chart


def all_charts():
    """Give one chart of each family."""
    return (
        *(heatmap(), funnel(), growth(), waterfall()),
        *(dots(), histogram(), reliability(), multiples()),
    )


def gallery_review():
    """Give the sample with a chapter of charts, and one group of weeks and months."""
    sample = sample_review()
    charts = [block for block in sample.chapters[0].blocks if isinstance(block, Chart)]
    blocks = (*all_charts(), month_cohorts(), charts[0])
    return replace(sample, chapters=(Chapter("gallery", "Gallery", blocks),))
