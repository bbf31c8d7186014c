"""The first sight of a bet, by what it says."""

from datetime import UTC, datetime, timedelta

from reports.store import Store

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)


def test_the_first_sight_of_a_bet_stands(store: Store) -> None:
    """Seeing it again changes nothing; a changed bet is seen for the first time."""
    store.bets.see("bot", [("short", "a")], seen_at=NOW)
    store.bets.see("bot", [("short", "a"), ("short", "b")], seen_at=NOW + timedelta(days=7))

    assert {("short", "a"): NOW, ("short", "b"): NOW + timedelta(days=7)} == store.bets.first_seen(
        "bot"
    )


def test_products_have_bets_of_their_own(store: Store) -> None:
    """A bet of one name may stand in two products."""
    store.bets.see("bot", [], seen_at=NOW)
    store.bets.see("pen", [("short", "a")], seen_at=NOW)

    assert {} == store.bets.first_seen("bot")
