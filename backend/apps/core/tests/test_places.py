"""So many at once, and so many of them for one."""

from contextlib import ExitStack

from apps.core.places import Places


def test_one_person_never_takes_all_places_and_all_together_never_more_than_there_are() -> None:
    places = Places(most=3, most_of_one=2)
    with ExitStack() as taken:
        got = [taken.enter_context(places.taken_by(who)) for who in ("ann", "ann", "ann", "ben", "cem")]
        assert got == [True, True, False, True, False]
    assert places.taken == 0


def test_a_place_is_free_again_whatever_happened() -> None:
    places = Places(most=1, most_of_one=1)
    try:
        with places.taken_by("ann"):
            raise ValueError
    except ValueError:
        pass
    with places.taken_by("ben") as free:
        assert free
