"""What a password may not be, beyond Django's own rules."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

# A name of two letters is in many a good password by chance.
SHORTEST_NAME = 3


class NameIsNotInIt:
    """Refuses a password with the user's name in it. Django's rule asks how alike they are: carolcarol passes."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError."""
        name = user.get_username().casefold() if user else ""
        if len(name) >= SHORTEST_NAME and name in password.casefold():
            raise ValidationError("The password contains the user name.")

    def get_help_text(self) -> str:
        """For Django's forms."""
        return "Your password can't contain your user name."
