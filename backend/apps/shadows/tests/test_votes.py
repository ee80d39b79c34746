"""Staff say which of two answers is better, and are told only then which is whose."""

from math import comb

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.audit.models import Entry
from apps.shadows.models import Difference, Shadow
from apps.shadows.tests.conftest import Answers, Candidate, mirrored, start
from conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def shadow(as_operator: APIClient, candidate: Candidate, answered: Answers) -> Shadow:
    """Ten files that production took for cats, and the candidate for dogs."""
    made = start(as_operator)
    answered(10)
    return mirrored(made)


def at(shadow: Shadow, row: Difference | None = None, what: str = "") -> str:
    return f"/api/v1/shadows/{shadow.pk}/differences" + (f"/{row.pk}/{what}" if row else "")


def side(row: Difference, *, of_candidate: bool = True) -> str:
    return "left" if row.is_left == of_candidate else "right"


def test_which_is_whose_is_told_after_the_vote(as_operator: APIClient, shadow: Shadow) -> None:
    listed = as_operator.get(at(shadow)).json()["results"]
    assert {one["candidate"] for one in listed} == {None}
    row = Difference.objects.get(pk=listed[0]["id"])
    assert (listed[0]["left"], listed[0]["right"]) == (("dog", "cat") if row.is_left else ("cat", "dog"))
    told = as_operator.put(at(shadow, row, "vote"), {"choice": side(row)}, format="json").json()
    assert (told["choice"], told["candidate"]) == (side(row), side(row))
    assert Difference.objects.get(pk=row.pk).choice == "candidate"
    assert len(as_operator.get(at(shadow), {"votes": "open"}).json()["results"]) == 9
    assert [one["id"] for one in as_operator.get(at(shadow), {"votes": "given"}).json()["results"]] == [row.pk]
    back = as_operator.delete(at(shadow, row, "vote")).json()
    assert (back["choice"], back["candidate"]) == (None, None)


def test_votes_are_a_sign_test_that_may_be_looked_at_after_each(as_operator: APIClient, shadow: Shadow) -> None:
    *ours, theirs, both, neither = Difference.objects.all()
    for row in ours:
        as_operator.put(at(shadow, row, "vote"), {"choice": side(row)}, format="json")
    as_operator.put(at(shadow, theirs, "vote"), {"choice": side(theirs, of_candidate=False)}, format="json")
    for row, word in ((both, "both"), (neither, "neither")):
        as_operator.put(at(shadow, row, "vote"), {"choice": word}, format="json")
    votes = as_operator.get(f"/api/v1/shadows/{shadow.pk}").json()["figures"]["votes"]
    assert [votes[name] for name in ("candidate", "production", "both", "neither")] == [7, 1, 1, 1]
    # 7 of 8, weighed evenly over all chances above one half: the integral of p^7 (1 - p) from 1/2 to 1, by hand.
    expected = 2 * 2**8 * (1 / 8 - 1 / 9 - (0.5**8 / 8 - 0.5**9 / 9))
    assert votes["candidate_evidence"] == pytest.approx(expected)
    assert votes["production_evidence"] < 1
    assert comb(8, 7) / 2**8 < 1 / votes["candidate_evidence"]


def test_a_vote_is_its_persons_own_and_ends_with_the_shadow(
    operator: User, as_operator: APIClient, shadow: Shadow
) -> None:
    row = Difference.objects.all()[0]
    assert as_operator.put(at(shadow, row, "vote"), {"choice": "cat"}, format="json").status_code == 400
    as_operator.put(at(shadow, row, "vote"), {"choice": "both"}, format="json")
    other = signed_in(User.objects.create_user("other", is_staff=True))
    assert other.put(at(shadow, row, "vote"), {"choice": "left"}, format="json").status_code == 409
    assert other.delete(at(shadow, row, "vote")).status_code == 409
    assert as_operator.put(at(shadow, row, "vote"), {"choice": "left"}, format="json").status_code == 200
    missing = f"/api/v1/shadows/{shadow.pk}/differences/0/vote"
    assert as_operator.put(missing, {"choice": "left"}, format="json").status_code == 404
    as_operator.post(f"/api/v1/shadows/{shadow.pk}/end", {"reason": "Enough"}, format="json")
    assert as_operator.delete(at(shadow, row, "vote")).status_code == 409


def test_staff_look_at_the_file_and_the_audit_has_it(
    as_owner: APIClient, as_operator: APIClient, shadow: Shadow
) -> None:
    row = Difference.objects.all()[0]
    answer = as_operator.get(at(shadow, row, "file"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert str(row.prediction_id) in Entry.objects.get(event="file_read").facts
    assert as_owner.get(at(shadow, row, "file")).status_code == 403
