"""The JSON of what a user keeps."""

from pydantic import Field

from apps.core.schemas import Schema


class StorageSchema(Schema):
    """Files as they came, without what was made of them."""

    files: int
    bytes: int
    max_files: int | None = Field(description="SLIPWAY_MAX_USER_FILES; null: no limit")
    max_bytes: int | None = Field(description="SLIPWAY_MAX_USER_BYTES; null: no limit")
