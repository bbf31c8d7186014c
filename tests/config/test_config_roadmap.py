"""roadmap.toml and a product's market: read, written, refused in words."""

import pytest

from reports.config import Known, add_item, change_item
from reports.errors import ConfigError
from reports.values.roadmap import JobScores, MarketSettings, Target

FILE = "roadmap.toml"
ITEM = """
[[items]]
name = "phone"
title = "Shorter onboarding on the phone"
owner = "product manager"
kpi = "messages"
segment = { plan = "free" }
impact = [0.03, 0.12]
effort = [2, 5]
confidence = 0.6
"""
OTHER = '[[items]]\nname = "other"\ntitle = "Other"\nowner = "x"\ndepends_on = ["phone"]\n'
KNOWN = Known(("bot",))


def test_a_roadmap_is_read(load_beside):
    """Method, guesses, what is reached and dependencies."""
    roadmap = load_beside(FILE, f'method = "ice"\n{ITEM}{OTHER}').roadmap

    assert ("ice", ["phone", "other"]) == (roadmap.method, [one.name for one in roadmap.items])
    assert Target(segment=("plan", "free")) == roadmap.items[0].target
    assert ((0.03, 0.12), (2, 5), 0.6) == (
        roadmap.items[0].impact,
        roadmap.items[0].effort,
        roadmap.items[0].confidence,
    )
    assert ("phone",) == roadmap.items[1].depends_on


def test_jobs_are_read_for_shortest_job_first(load_beside):
    """The four scores stand together."""
    job = (
        "job = { business_value = 8, time_criticality = 13, risk_opportunity = 5, job_size = 8 }\n"
    )
    roadmap = load_beside(FILE, f'method = "wsjf"\n{ITEM}{job}').roadmap

    assert JobScores(8, 13, 5, 8) == roadmap.items[0].job


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ITEM.replace("[0.03, 0.12]", "[0.12, 0.03]"), "the values are not in order"),
        (ITEM.replace("[0.03, 0.12]", "[0.0, 0.12]"), "impact"),
        (ITEM.replace("0.6", "1.6"), "confidence"),
        (ITEM + 'feature = "export"\n', "more than one thing is reached"),
        (ITEM + 'step = "asked"\n', "funnel and step belong together"),
        (ITEM + 'bets = ["none"]\n', "no bet is called none"),
        (ITEM + 'products = ["shop"]\n', "no product is called shop"),
        (ITEM + OTHER.replace('["phone"]', '["phon"]'), "no other item is called phon"),
        (ITEM + ITEM, "two items are called phone"),
        (ITEM.replace("owner", "ower"), 'unknown key "ower"'),
        (f'method = "best"\n{ITEM}', "method"),
    ],
)
def test_what_is_wrong_with_a_roadmap_is_named(refusal_beside, text: str, told: str):
    """Every mistake names the file and says what was expected."""
    error = str(refusal_beside(FILE, text))

    assert told in error
    assert FILE in error


def test_an_item_is_added_changed_and_dropped_and_the_rest_stays(tmp_path):
    """Comments and layout are kept; only the item's own keys change."""
    path = tmp_path / FILE
    path.write_text(f"# ours\n{ITEM}   # end\n")
    add_item(tmp_path, {"name": "b", "title": "B", "owner": "x", "effort": (1.0, 2.0)}, KNOWN)
    change_item(tmp_path, "b", {"effort": (3.0, 4.0)}, KNOWN)
    change_item(tmp_path, "phone", {"status": "dropped"}, KNOWN)
    text = path.read_text()

    assert text.startswith("# ours\n")
    assert "# end" in text
    assert 'status = "dropped"' in text
    assert "effort = [3.0, 4.0]" in text


def test_an_unknown_item_and_wrong_guesses_change_nothing(tmp_path):
    """The file stays as it was, and the nearest name is told."""
    path = tmp_path / FILE
    path.write_text(ITEM)
    with pytest.raises(ConfigError, match="no item is called 'fone'"):
        change_item(tmp_path, "fone", {"status": "dropped"}, KNOWN)
    with pytest.raises(ConfigError, match="not in order"):
        change_item(tmp_path, "phone", {"effort": (4.0, 3.0)}, KNOWN)

    assert ITEM == path.read_text()


def test_a_products_market_is_read_and_needs_its_source(load, refusal, small):
    """What a series is and where it comes from belong together."""
    market = '[products.assistant.market]\nkpi = "active_users"\nown = "us"\nsource = "Stars"\n'

    assert MarketSettings("active_users", "us", (), source="Stars") == (
        load(small + market).products[0].market
    )
    assert 'source = "Stars on' in str(refusal(small + market.replace('source = "Stars"\n', "")))
