"""Scripts that run within the backend of the Slipway that is measured: `Slipway.inside`."""

import django

django.setup()
