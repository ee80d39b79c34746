"""How often something may be done, counted in the broker for all processes together."""

import time
from dataclasses import dataclass
from typing import NamedTuple, Self

from apps.core.broker import broker

MOST_AHEAD, MOST_KNOWN = 32, 10_000
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
# GCRA (the generic cell rate algorithm of ATM): one number says until when all that was allowed is paid for, each
# request at duration / limit seconds. As long as that is less than one duration ahead, another request is allowed.
# By the broker's clock, which all webs share. A millisecond is forgiven, since the steps are rounded. What is paid for
# longer than one duration was written by a clock that was put back since, or under a narrower limit: all is used up.
COUNT = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local duration, limit, times = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local known = tonumber(redis.call('GET', KEYS[1]) or 0)
if known > now + duration + 0.001 then
    known = now + duration
    redis.call('SET', KEYS[1], string.format('%.6f', known), 'PX', duration * 1000)
end
local paid = math.max(known, now) + times * duration / limit
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


def count(what: str, limit: Limit, times: int = 1) -> float:
    """Count so many more; 0 where all are allowed, else after how many seconds they will be. Raises RedisError."""
    script = broker().register_script(COUNT)
    return float(script([f"slipway:requests:{what}"], [limit.seconds, limit.most, times]))


class Ahead:
    """Counts requests of those who send many, several by one question to the broker.

    Whoever has used up what was counted ahead within its second gets twice as much the next time, at most a hundredth
    of the limit; what is not used within its second is lost. So a limit below 200 is kept to the request.
    """

    def __init__(self) -> None:
        self._left: dict[tuple[str, Limit], _Left] = {}

    def count(self, what: str, limit: Limit) -> float:
        """As `count` of one."""
        now = time.monotonic()
        had = self._left.get((what, limit), _Left())
        if had.until > now and had.requests > 0:
            had.requests -= 1
            return 0.0
        most = limit.most // 100
        times = min(2 * had.counted, most, MOST_AHEAD) if had.until > now else 1
        if times > 1 and count(what, limit, times) == 0:
            self._keep((what, limit), _Left(times - 1, times, now + 1.0))
            return 0.0
        self._keep((what, limit), _Left(0, 1, now + 1.0))
        return count(what, limit)

    def _keep(self, what: tuple[str, Limit], left: "_Left") -> None:
        if len(self._left) >= MOST_KNOWN:
            self._left.clear()
        self._left[what] = left


@dataclass(slots=True)
class _Left:
    """Of what was counted ahead. Two threads may take the same one: no more than are at work at once."""

    requests: int = 0
    counted: int = 1
    until: float = 0.0
