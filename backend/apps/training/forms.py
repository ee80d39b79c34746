"""What people send about what was made, of whatever kind."""

from apps.core.forms import Form
from apps.training.api import SlugField
from ml.progress import Frozen


class RegisterForm(Form):
    """Under which name."""

    slug = SlugField(required=False, help_text="Without it the one that it was trained under")


class NewName(Frozen):
    """The name, or none."""

    slug: str = ""
