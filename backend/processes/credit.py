"""A worker that cannot acknowledge a message goes on listening.

kombu counts a message as delivered until the broker has taken its acknowledgement. Where the broker is gone in that
moment Celery logs the error and goes on, and with one message at a time kombu reads nothing more: not even that its
connection is lost. So the worker stayed deaf when the broker was back, until the watchdog ended it (kombu 5.7.0).
"""

from kombu.transport import redis
from kombu.transport.virtual import QoS


class CreditGivenBack(redis.QoS):
    """The message is off the count in any case; the broker that has lost it, or sends it again, is heard."""

    def ack(self, delivery_tag: str) -> None:
        """Raises what the broker's connection raised."""
        try:
            super().ack(delivery_tag)
        except Exception:
            QoS.ack(self, delivery_tag)
            raise


def give_back() -> None:
    """From now on, in this process."""
    redis.Channel.QoS = CreditGivenBack
