"""How colours look, by the numbers of the standards."""

import pytest

from reports.values.eyesight import contrast, distance, lightened, lightness


def test_contrast_is_that_of_the_standard():
    """Black on white is 21 to 1, and grey #777777 just below 4.5, in either order."""
    assert pytest.approx(21.0) == contrast("#000000", "#ffffff")
    assert pytest.approx(4.48, abs=0.01) == contrast("#ffffff", "#777777")


def test_lightness_is_that_of_the_standard():
    """White is 100, pure red 53.24, black nothing."""
    found = [lightness(colour) for colour in ("#ffffff", "#ff0000", "#000000")]

    assert pytest.approx([100, 53.24, 0], abs=0.02) == found


def test_distance_is_that_of_the_eyes_that_see_least():
    """Red and green of one lightness are far apart for most, and near for some."""
    assert pytest.approx(0) == distance("#336699", "#336699")
    assert distance("#b05000", "#607800") < 25 < distance("#b05000", "#0b5fa5")


def test_colours_are_lightened_in_their_hue():
    """Nothing is added to none, white is the end, and blue stays blue on the way."""
    assert "#0b5fa5" == lightened("#0b5fa5", 0)
    assert "#ffffff" == lightened("#0b5fa5", 1)
    assert "#8080ff" == lightened("#0000ff", 0.5)
