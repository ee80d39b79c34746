"""How often something may be done, counted in the broker for all processes together."""

from typing import NamedTuple, Self

from apps.core.broker import broker

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
# GCRA (the generic cell rate algorithm of ATM): one number says until when all that was allowed is paid for, each
# request at duration / limit seconds. As long as that is less than one duration ahead, another request is allowed.
# By the broker's clock, which all webs share. A millisecond is forgiven, since the steps are rounded.
COUNT = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local duration, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local paid = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + duration / limit
if paid - now > duration + 0.001 then
    return string.format('%.3f', paid - now - duration)
end
redis.call('SET', KEYS[1], string.format('%.6f', paid), 'PX', math.ceil((paid - now) * 1000))
return '0'
"""


class Limit(NamedTuple):
    """So many may be used up at once, and come back evenly over so many seconds."""

    most: int
    seconds: int

    @classmethod
    def of(cls, text: str) -> Self:
        """The limit that `20/min` stands for."""
        most, _, unit = text.partition("/")
        return cls(int(most), SECONDS[unit[0]])


def count(what: str, limit: Limit) -> float:
    """Count one more; 0 where it is allowed, else after how many seconds it will be. Raises RedisError."""
    script = broker().register_script(COUNT)
    return float(script([f"slipway:requests:{what}"], [limit.seconds, limit.most]))
