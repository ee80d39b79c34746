"""The small world that the recogniser knows: letters, digits, numbers, dates, command words and home phrases."""

from collections.abc import Callable
from random import Random
from string import ascii_uppercase


def _words(text: str) -> list[str]:
    return text.split()


DIGITS = _words("ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE")
TEENS = _words("TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN SEVENTEEN EIGHTEEN NINETEEN")
TENS = _words("TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY")
MONTHS = _words("JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER")
ORDINALS = _words(
    "FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH ELEVENTH TWELFTH THIRTEENTH FOURTEENTH "
    "FIFTEENTH SIXTEENTH SEVENTEENTH EIGHTEENTH NINETEENTH TWENTIETH THIRTIETH"
)
COMMANDS = _words(
    "YES NO UP DOWN LEFT RIGHT ON OFF STOP GO BACKWARD BED BIRD CAT DOG FOLLOW FORWARD HAPPY HOUSE LEARN MARVIN "
    "SHEILA TREE VISUAL WOW"
)
CENSUS = _words("ENTER ERASE RUBOUT REPEAT START STOP HELP YES NO GO")
DEVICES = _words("LIGHT LIGHTS LAMP FAN HEATING MUSIC RADIO DOOR WINDOW ALARM COFFEE HEATER")
ROOMS = _words("KITCHEN BEDROOM BATHROOM LIVING GARDEN OFFICE HALL GARAGE")
HOME = _words("TURN SWITCH THE IN OPEN CLOSE SET TO ROOM DEGREES PLAY VOLUME LOUDER QUIETER DIM TIMER FOR MINUTES")
SPOKEN_LETTERS = dict(
    zip(
        ascii_uppercase,
        _words(
            "ay bee see dee ee eff jee aitch eye jay kay ell em en oh pee cue are ess tee you vee double-you ex why zee"
        ),
        strict=True,
    )
)
WORDS: tuple[str, ...] = tuple(
    sorted(
        {*DIGITS, "OH", "HUNDRED", "THOUSAND", "AND", "HALF", *TEENS, *TENS, *MONTHS, *ORDINALS, *COMMANDS, *CENSUS}
        | {*DEVICES, *ROOMS, *HOME, *ascii_uppercase}
    )
)


def below_hundred(random: Random) -> list[str]:
    """A number from 10 to 99 in words."""
    if random.random() < 0.3:
        return [random.choice(TEENS)]
    return [random.choice(TENS), *([random.choice(DIGITS[1:])] if random.random() < 0.7 else [])]


def digits(random: Random) -> list[str]:
    """Two to seven digits, a zero now and then as OH."""
    return [random.choice([*DIGITS, "OH"]) for _ in range(random.randint(2, 7))]


def letters(random: Random) -> list[str]:
    """Two to nine spelled letters."""
    return [random.choice(ascii_uppercase) for _ in range(random.randint(2, 9))]


def number(random: Random) -> list[str]:
    """Up to four groups such as TWELVE TWENTY NINE, or with HUNDRED and THOUSAND."""
    if random.random() < 0.3:
        hundreds = [random.choice(DIGITS[1:]), random.choice(["HUNDRED", "THOUSAND"])]
        return [*hundreds, *(["AND"] if random.random() < 0.2 else []), *below_hundred(random)]
    return [word for _ in range(random.randint(1, 4)) for word in below_hundred(random)]


def date(random: Random) -> list[str]:
    """A month with a day, sometimes a year."""
    day = [random.choice(ORDINALS)] if random.random() < 0.5 else below_hundred(random)
    year = [random.choice(["NINETEEN", "TWENTY"]), *below_hundred(random)] if random.random() < 0.5 else []
    return [random.choice(MONTHS), *day, *year]


def census(random: Random) -> list[str]:
    """A command with letters and a number, as in the AN4 sessions."""
    spelled = letters(random)[: random.randint(0, 5)]
    return [random.choice(CENSUS), *spelled, *random.choice([digits, number])(random)[:3]]


def home(random: Random) -> list[str]:
    """A smart-home request."""
    room = random.choice(ROOMS)
    place = [room, "ROOM"] if room == "LIVING" else [room]
    device = random.choice(DEVICES)
    return random.choice(
        [
            ["TURN", random.choice(["ON", "OFF"]), "THE", device],
            ["TURN", "THE", device, random.choice(["ON", "OFF", "UP", "DOWN"])],
            ["SWITCH", random.choice(["ON", "OFF"]), "THE", *place, random.choice(["LIGHT", "LIGHTS", "LAMP"])],
            ["TURN", random.choice(["ON", "OFF"]), "THE", "LIGHTS", "IN", "THE", *place],
            [random.choice(["OPEN", "CLOSE"]), "THE", *place, random.choice(["DOOR", "WINDOW"])],
            ["SET", "THE", "HEATING", "TO", *below_hundred(random), "DEGREES"],
            ["SET", "THE", "ALARM", "FOR", random.choice(DIGITS[1:] + TEENS)],
            ["SET", "A", "TIMER", "FOR", *below_hundred(random), "MINUTES"],
            [random.choice(["PLAY", "STOP", "START"]), "THE", random.choice(["MUSIC", "RADIO", "COFFEE"])],
            ["VOLUME", random.choice(["UP", "DOWN"])],
            ["DIM", "THE", *place, "LIGHTS"],
            ["GO", random.choice(["LEFT", "RIGHT", "UP", "DOWN", "FORWARD", "BACKWARD"])],
        ]
    )


KINDS: tuple[Callable[[Random], list[str]], ...] = (digits, letters, number, date, census, home)


def phrase(random: Random) -> str:
    """One random phrase of this world."""
    return " ".join(random.choice(KINDS)(random))


def as_spoken(text: str) -> str:
    """The text as a speech synthesiser should read it: single letters by name, except the article in SET A TIMER."""
    words = text.split()
    if "TIMER" in words:
        return text.lower()
    return " ".join(SPOKEN_LETTERS.get(word, word.lower()) for word in words).replace("double-you", "double you")
