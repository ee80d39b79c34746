"""What can go wrong with a hub, as sentences that say what to do."""

from httpx2 import HTTPError, InvalidURL
from huggingface_hub import constants
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
)

from ml.errors import AdoptError

# Answers of a hub that knows better than its cache.
NOT_THERE = (EntryNotFoundError, RepositoryNotFoundError)
# Everything else that ends a call: no way to the hub, or an answer that says nothing of the repository.
AWAY = (HTTPError, InvalidURL, OfflineModeIsEnabled)
UNAUTHORISED, FORBIDDEN, TOO_MANY = 401, 403, 429
AGAIN = "Try again; it goes on from where it was."


def explained(error: Exception, repository: str) -> AdoptError:
    """The sentence for what the hub, or the way to it, did."""
    match error:
        case GatedRepoError():
            words = (
                f"The makers of {repository} ask you to accept their terms: do that on its page, and start the trainer "
                "with your token in HF_TOKEN."
            )
        case RepositoryNotFoundError():
            words = (
                f"The hub has no model {repository}, or it is private; for a private one, start the trainer with a "
                "token in HF_TOKEN."
            )
        case EntryNotFoundError():
            words = (
                f"{repository} has no {file_of(error)}; only models with safetensors (and, for speech, a vocabulary) "
                "can be installed, since pickles may run code."
            )
        case OfflineModeIsEnabled():
            words = (
                f"HF_HUB_OFFLINE is set, and the cache {constants.HF_HUB_CACHE} does not have all of {repository}. "
                "Put it there, or start the trainer without HF_HUB_OFFLINE; then try again."
            )
        case HfHubHTTPError():
            words = refusal(error, repository)
        case _:
            words = (
                f"The hub at {constants.ENDPOINT} cannot be reached ({reason(error)}), and the cache "
                f"{constants.HF_HUB_CACHE} does not have all of {repository}. Look at the network and at HF_ENDPOINT. "
                f"{AGAIN}"
            )
    return AdoptError(words)


def refusal(error: HfHubHTTPError, repository: str) -> str:
    """The sentence for a status of 400 and above."""
    status = error.response.status_code
    if status in {UNAUTHORISED, FORBIDDEN}:
        return f"The hub does not let this token have {repository} ({status}); look at the trainer's HF_TOKEN."
    if status == TOO_MANY:
        after = error.response.headers.get("Retry-After", "")
        wait = f"{after} seconds" if after.isdigit() else "some minutes"
        return f"The hub has had too many requests from here (429). Wait {wait}. {AGAIN}"
    if error.response.is_server_error:
        return f"The hub has a problem of its own ({status}). {AGAIN}"
    return f"The hub refused {repository} ({status}). Is HF_ENDPOINT, {constants.ENDPOINT}, right?"


def no_hub() -> AdoptError:
    """What answers is something else."""
    return AdoptError(f"What answers at {constants.ENDPOINT} is no hub of models; look at HF_ENDPOINT.")


def file_of(error: EntryNotFoundError) -> str:
    """The name of the file that was asked for."""
    answer = getattr(error, "response", None)
    return str(answer.url).rpartition("/")[2] if answer else "such file"


def reason(error: Exception) -> str:
    """The first line of an error, or its kind."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
