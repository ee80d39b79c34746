"""Make a link, end it, and find which one a token opens."""

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.accounts.keys import digest_of
from apps.catalogue.models import Model
from apps.core import audit
from apps.core.errors import Problem
from apps.sharing.models import Link

# Nobody can tell more apart.
MOST_LINKS = 100
# So long whoever comes too late is told so, and not that there never was such a link.
KEPT = timedelta(days=90)


def may_share(user: User, model: Model) -> bool:
    """Whether `user` may let guests use `model`: staff, and whoever made it for themselves."""
    return user.is_staff or model.owner_id == user.pk


@transaction.atomic
def make(user: User, slug: str, *, name: str, hours: int, most_a_day: int) -> tuple[Link, str]:
    """A new link of `user` to a model, and its token, 16 random bytes, which cannot be had again.

    Raises:
        Problem: 403 where the model is not theirs to share; 404 without a model; 409 where they have too many.
    """
    model = find_model(user, slug)
    if not may_share(user, model):
        raise Problem(403, "Only staff may share this model, and whoever made it.")
    now = timezone.now()
    Link.objects.filter(Q(expires_at__lt=now - KEPT) | Q(revoked_at__lt=now - KEPT), owner=user).delete()
    if Link.objects.filter(owner=user, revoked_at=None, expires_at__gt=now).count() >= MOST_LINKS:
        raise Problem(409, f"You have {MOST_LINKS} links; end one that is not used any more.")
    token = secrets.token_urlsafe(16)
    ends = now + timedelta(hours=hours)
    link = Link.objects.create(
        owner=user, model=model, name=name, digest=digest_of(token), expires_at=ends, most_a_day=most_a_day
    )
    audit.note("link_made", by=user, link=link.pk, name=name, model=slug, expires_at=ends)
    return link, token


@transaction.atomic
def revoke(user: User, slug: str, number: int) -> None:
    """End a link at once, for pages that are open as well; one that has ended stays as it is. Raises Problem 404."""
    link = seen_by(user, slug).filter(pk=number).first()
    if link is None:
        raise Problem(404, "There is no such link.")
    if not link.has_ended:
        Link.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
        audit.note("link_revoked", by=user, link=link.pk, name=link.name, model=slug)


def seen_by(user: User, slug: str) -> QuerySet[Link]:
    """The links to a model that `user` made, and for staff those of everybody; newest first."""
    links = Link.objects.filter(model_id=slug).select_related("owner")
    return links if user.is_staff else links.filter(owner=user)


def find_model(user: User, slug: str) -> Model:
    """A model that `user` may see. Raises Problem 404."""
    model = Model.all_for(user).filter(slug=slug).first()
    if model is None:
        raise Problem(404, "There is no such model.")
    return model


def opened_by(token: str) -> Link:
    """The link with this token, its owner and its model.

    Raises:
        Problem: 404 where there is none; 410 `link_ended` where it opens nothing any more.
    """
    return _open(Link.objects.filter(digest=digest_of(token)))


def still_open(link: Link) -> Link:
    """The same link as it is now. Raises as `opened_by`."""
    return _open(Link.objects.filter(pk=link.pk))


def _open(found: QuerySet[Link]) -> Link:
    link = found.select_related("owner", "model").first()
    if link is None:
        raise Problem(404, "There is no such link: it was copied in part, or deleted with its model or its owner.")
    if reason := _closed_by(link):
        raise Problem(410, reason, code="link_ended")
    return link


def _closed_by(link: Link) -> str:
    """Why it opens nothing; empty where it does."""
    ask = "Ask whoever gave it to you for another one."
    if link.revoked_at:
        return f"This link was taken back. {ask}"
    if link.has_ended:
        return f"This link was good until {link.expires_at:%Y-%m-%d %H:%M} UTC. {ask}"
    if not link.owner.is_active or not may_share(link.owner, link.model):
        return "Whoever made this link may not share this model any more."
    return ""
