"""What the row of a job says of it. Rows outlive the code: what a payload once held, its model still reads."""

from pydantic import ConfigDict, JsonValue

from ml.progress import Frozen


class Payload(Frozen):
    """As JSON it holds what was set alone, so that what was not takes the default of the day."""

    model_config = ConfigDict(extra="ignore", validate_by_name=True)

    def to_json(self) -> dict[str, JsonValue]:
        """For the row."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class FrozenSet(Frozen):
    """A version of a data set by its name."""

    data_set: str
    version: int
