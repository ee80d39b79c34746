"""Votes over HTTP."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.core.schemas import answer
from apps.predictions import standings, votes
from apps.predictions.forms import VoteSerializer
from apps.predictions.page_schemas import StandingListSchema, StandingSchema, VoteListSchema


class VotesView(APIView):
    """Of one prediction."""

    @extend_schema(operation_id="predictions_votes_list", responses=VoteListSchema)
    def get(self, request: Request, prediction_id: UUID) -> Response:
        """What was said of a prediction beside other answers to the same file, the latest first."""
        return answer(VoteListSchema.of(prediction_id, votes.votes_on(user_of(request), prediction_id)))


class VoteView(APIView):
    """On two answers to one file."""

    @extend_schema(operation_id="predictions_vote", request=VoteSerializer, responses={204: None})
    def put(self, request: Request, prediction_id: UUID, other_id: UUID) -> Response:
        """Say that it is better than the other answer to the same file, or worse; replaces what was said of the two."""
        form = VoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        votes.vote(user_of(request), prediction_id, other_id, better=form.validated_data["better"])
        return Response(status=204)

    @extend_schema(operation_id="predictions_vote_withdraw", responses={204: None})
    def delete(self, request: Request, prediction_id: UUID, other_id: UUID) -> Response:
        """Take back what was said of the two."""
        votes.withdraw(user_of(request), prediction_id, other_id)
        return Response(status=204)


class StandingsView(APIView):
    """Of one model."""

    @extend_schema(operation_id="models_votes", responses=StandingListSchema)
    def get(self, request: Request, slug: str) -> Response:
        """How its versions stand against others, by all votes on two answers to one file."""
        found = standings.standings(user_of(request), slug)
        return answer(StandingListSchema(results=[StandingSchema.of(one) for one in found]))
