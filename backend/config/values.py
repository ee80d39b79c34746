"""What the value of a variable may be, beyond its type; each refusal goes on after "… is not valid:"."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import dj_database_url
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from ml.kinds import KINDS

Location = TypeVar("Location", str, Path)
# What PostgreSQL, SQLite and clocks can still count.
MOST = 2**63 - 1
DAY, YEAR_HOURS = 24 * 3600, 366 * 24
# 128 random bits, written as letters and digits or as hexadecimal digits, have as much.
SHORTEST_SECRET, LEAST_VARIETY = 22, 8
# As the examples have it: "at least 50 random characters".
PLACEHOLDER = "random characters"
# And what stands there for a password, in ours and in everybody's.
PLACEHOLDERS = {"password", "yourpassword", "passphrase", "secret", "changeme", "changethis", "changeit", "replaceme"}
BUCKET = r"s3://[a-z0-9][a-z0-9.-]+[a-z0-9](/[\w./-]*)?"


def split(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a comma-separated variable."""
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip())


def is_a_rate(value: str) -> str:
    """Refuse what REST framework would not count by."""
    if not re.fullmatch(r"[1-9][0-9]{0,8}/(s|sec|m|min|h|hour|d|day)", value):
        raise ValueError("write it as 20/min; beside min there are s, hour and day")
    return value


def is_postgres(value: str) -> str:
    """Refuse a URL that cannot be read, or of another database."""
    if value and not value.startswith(("postgres://", "postgresql://")):
        raise ValueError("it does not begin with postgres://")
    if value and not (_parts(value) and dj_database_url.parse(value)["NAME"]):
        raise ValueError("it names no database: postgres://user:password@host:5432/name")
    return value


def is_redis(value: str) -> str:
    """Refuse a URL that cannot be read, or of another broker."""
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("it does not begin with redis://")
    if value and _parts(value).path.strip("/") and not value.startswith("unix://"):
        number = _parts(value).path.strip("/")
        if not (number.isascii() and number.isdigit()):
            raise ValueError("what follows the port is no number of a database: redis://:password@host:6379/0")
    if "decode_responses" in parse_qs(_parts(value).query):
        raise ValueError("it asks for decode_responses, but what Slipway keeps there is not all text")
    return value


def has_a_known_home(value: Location) -> Location:
    """Refuse `~somebody` whom this machine does not know."""
    try:
        Path(value).expanduser()
    except RuntimeError:
        raise ValueError("this machine does not know whose home that is") from None
    return value


def have_a_scheme(origins: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a bare host name, which would match nothing: every form would be refused, without a word why."""
    for origin in origins:
        if not re.fullmatch(r"https?://[^/\s]+", origin):
            raise ValueError(f"{origin!r} is no origin such as https://slipway.example")
    return origins


def are_addresses(proxies: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a name: the server compares addresses, and would silently believe nobody."""
    for proxy in proxies:
        try:
            ip_network(proxy if proxy != "*" else "0.0.0.0/0")
        except ValueError:
            raise ValueError(f"{proxy!r} is no address or network such as 10.0.0.5 or 10.0.0.0/8") from None
    return proxies


def as_networks(value: str | tuple[IPv4Network | IPv6Network, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of a comma-separated variable."""
    if not isinstance(value, str):
        return value
    try:
        return tuple(ip_network(part) for part in split(value))
    except ValueError as error:
        raise ValueError(f"{error}; write an address or a network as 10.0.0.5 or 10.0.0.0/8") from None


def names_a_server(value: str) -> str:
    """Refuse what boto3 would stumble over later."""
    if value and (not _parts(value).hostname or re.search(r"\s", value)):
        raise ValueError("it names no server")
    return value


def are_public_keys(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a secret key in their place: it would be shown in messages and lie beside the backups."""
    if not all(recipient.startswith("age1") for recipient in recipients):
        raise ValueError("a public key of age begins with age1")
    return recipients


def is_a_folder_or_bucket(value: str) -> str:
    """Refuse what is neither."""
    if "://" in value and not re.fullmatch(BUCKET, value):
        raise ValueError("it is neither a folder nor s3://bucket/prefix")
    return value


def is_a_syslog(value: str) -> str:
    """Refuse what is neither the address of a server nor a socket of this machine."""
    parts = _parts(value)
    if value and not value.startswith("/") and not (parts.scheme in {"udp", "tcp"} and parts.hostname and parts.port):
        raise ValueError("write it as udp://host:514, tcp://host:514 or /dev/log")
    return value


def is_a_mail_server(value: str) -> str:
    """Refuse what is no server that takes mail."""
    parts = _parts(value)
    if value and not (parts.scheme in {"smtp", "smtps"} and parts.hostname):
        raise ValueError("write it as smtp://user:password@host:587 (STARTTLS), smtps://…:465, or smtp://host:25")
    return value


def are_mail_addresses(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what no server would take."""
    for address in addresses:
        if not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", address):
            raise ValueError(f"{address!r} is no address such as ops@example.com")
    return addresses


def are_known_kinds(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a kind that no worker knows."""
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
    if not kinds:
        raise ValueError(f"it names none of {', '.join(KINDS)}")
    return kinds


def weakness_of(secret: str) -> str:
    """Why a key that signs sessions could be guessed, as a sentence goes on; empty: it cannot."""
    if len(secret) < SHORTEST_SECRET:
        return f"has {len(secret)} characters, and {SHORTEST_SECRET} are the least"
    if PLACEHOLDER in secret:
        return "is still the placeholder of the example"
    return "is not random" if len(set(secret)) < LEAST_VARIETY else ""


def is_placeholder(secret: str) -> bool:
    """Whether it stands in an example, in the place of a password or key."""
    word = re.sub(r"[^a-z]", "", secret.lower())
    return word in PLACEHOLDERS or PLACEHOLDER in secret or secret.endswith("...")


def password_in(url: str) -> str:
    """The password of a URL; empty where it has none."""
    return unquote(urlsplit(url).password or "")


def _parts(url: str) -> SplitResult:
    # Python's own sentence would quote what stands in the place of the port: a part of a password with a # or / in it.
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        raise ValueError("it cannot be read; write signs such as # / @ [ in a password as %23 %2F %40 %5B") from None
    return parts


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split)]
Kinds = Annotated[Names, AfterValidator(are_known_kinds)]
Origins = Annotated[Names, AfterValidator(have_a_scheme)]
Proxies = Annotated[Names, AfterValidator(are_addresses)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(as_networks)]
Recipients = Annotated[Names, AfterValidator(are_public_keys)]
Rate = Annotated[str, AfterValidator(is_a_rate)]
Folder = Annotated[Path, AfterValidator(has_a_known_home)]
# Empty: none.
MaybePath = Annotated[str, AfterValidator(has_a_known_home)]
BackupUrl = Annotated[str, AfterValidator(has_a_known_home), AfterValidator(is_a_folder_or_bucket)]
StorageUrl = Annotated[str, Field(pattern=rf"^({BUCKET})?$")]
EndpointUrl = Annotated[str, Field(pattern=r"^(https?://.+)?$"), AfterValidator(names_a_server)]
SyslogUrl = Annotated[str, AfterValidator(is_a_syslog)]
MailUrl = Annotated[str, AfterValidator(is_a_mail_server)]
MailAddresses = Annotated[Names, AfterValidator(are_mail_addresses)]
DatabaseUrl = Annotated[str, AfterValidator(is_postgres)]
BrokerUrl = Annotated[str, AfterValidator(is_redis)]
