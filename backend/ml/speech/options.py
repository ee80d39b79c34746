"""What a request may ask of a speech model."""

from ml.options import RequestOptions


class SpeechOptions(RequestOptions):
    """None so far."""


OPTIONS = SpeechOptions
