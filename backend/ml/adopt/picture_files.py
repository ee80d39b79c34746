"""What the files beside a model of pictures say: Hugging Face's, timm's, and our own config.json."""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import JsonValue

from ml.adopt.labels import labels_of, told_apart
from ml.adopt.read_json import read_json, texts_in
from ml.adopt.vocabulary import CONFIG, extractor_in
from ml.errors import AdoptError

Settings = dict[str, object]
# Pillow's numbers, as Hugging Face writes them.
INTERPOLATIONS = {0: "nearest", 1: "lanczos", 2: "bilinear", 3: "bicubic"}
SQUASHED_FROM = 384


def labels_in(root: Path) -> tuple[str, ...]:
    """The labels in the order of the outputs, of config.json; none where it has none. Raises AdoptError."""
    config = config_in(root)
    listed = next((texts for name in ("labels", "label_names") if (texts := texts_in(config.get(name)))), ())
    listed = listed or texts_in(pretrained(config).get("label_names"))
    if listed or not isinstance(config.get("id2label"), dict):
        return told_apart(listed)
    return labels_of(json.dumps(config["id2label"]))


def settings_in(root: Path) -> Settings | None:
    """Fields of `ImageSpec`, None where nothing says them.

    Raises:
        AdoptError: they ask for something that is not done here.
    """
    config = config_in(root)
    own = config.get("preprocess")
    if isinstance(own, dict):
        return dict(own)
    if theirs := pretrained(config):
        return of_timm(theirs)
    extractor = extractor_in(root)
    return of_extractor(extractor) if extractor and "image_mean" in extractor else None


def config_in(root: Path) -> dict[str, JsonValue]:
    """config.json, empty where there is none. Raises AdoptError."""
    return read_json(root / CONFIG) if (root / CONFIG).exists() else {}


def pretrained(config: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """What timm says of its weights, in `pretrained_cfg` or beside it; empty where it says nothing."""
    inner = config.get("pretrained_cfg")
    found = inner if isinstance(inner, dict) else dict(config)
    return found if "input_size" in found else {}


def of_timm(theirs: Mapping[str, JsonValue]) -> Settings:
    """timm's `pretrained_cfg`. Raises AdoptError."""
    size = theirs["input_size"]
    if not isinstance(size, list) or len(size) != 3 or size[0] != 3 or size[1] != size[2]:
        raise AdoptError(f"pretrained_cfg has the input_size {size!r}; served are squares of three colours.")
    side, share, mode = (
        int(str(size[1])),
        float(str(theirs.get("crop_pct") or 0.875)),
        theirs.get("crop_mode") or "center",
    )
    if mode not in {"center", "squash"}:
        raise AdoptError(f"pretrained_cfg has the crop_mode {mode!r}; served are center and squash.")
    fit: Settings = (
        {"resize": "squash"} if mode == "squash" else {"resize": "center-crop", "resize_to": int(side / share)}
    )
    return {"size": side, **fit, "mean": theirs.get("mean"), "std": theirs.get("std"),
            "interpolation": interpolation(theirs.get("interpolation") or "bilinear")}  # fmt: skip


def of_extractor(theirs: Mapping[str, JsonValue]) -> Settings:
    """Hugging Face's image processor. Raises AdoptError."""
    resized, cropped = side_of(theirs.get("size")), side_of(theirs.get("crop_size"))
    crops = bool(theirs.get("do_center_crop")) and cropped is not None
    share, whole = theirs.get("crop_pct"), theirs.get("size")
    if share and resized and resized < SQUASHED_FROM:  # ConvNext: smaller pictures are cut out of somewhat larger ones
        fit: Settings = {"size": resized, "resize": "center-crop", "resize_to": int(resized / float(str(share)))}
    elif crops:
        fit = {"size": cropped, "resize": "center-crop", "resize_to": max(resized or 0, cropped or 0)}
    elif isinstance(whole, dict) and "shortest_edge" in whole and not share:
        fit = {"size": resized, "resize": "center-crop"}
    else:
        fit = {"size": resized, "resize": "squash"}
    if fit["size"] is None:
        raise AdoptError(f"preprocessor_config.json has the size {whole!r}; served are squares.")
    normal = theirs.get("do_normalize", True)
    scale = float(str(theirs.get("rescale_factor") or 1 / 255)) * 255 if theirs.get("do_rescale", True) else 255.0
    numbers = (
        scaled(theirs["image_mean"], theirs["image_std"], scale) if normal else scaled([0, 0, 0], [1, 1, 1], scale)
    )
    return {**fit, **numbers, "interpolation": interpolation(theirs.get("resample", 2))}


def scaled(mean: JsonValue, std: JsonValue, scale: float) -> Settings:
    """mean and std for values from 0 to 1, of those for values from 0 to `scale`."""
    if not isinstance(mean, list) or not isinstance(std, list):
        raise AdoptError(f"preprocessor_config.json has image_mean {mean!r}; expected are three numbers.")
    return {"mean": [float(str(one)) / scale for one in mean], "std": [float(str(one)) / scale for one in std]}


def side_of(size: JsonValue) -> int | None:
    """The side of a square, of a number or of {height, width} or {shortest_edge}; None for a rectangle."""
    if isinstance(size, dict):
        sides = {size.get(name) for name in ("height", "width", "shortest_edge") if name in size}
        size = next(iter(sides)) if len(sides) == 1 else None
    return size if isinstance(size, int) else None


def interpolation(said: JsonValue) -> str:
    """Its name here. Raises AdoptError."""
    name = INTERPOLATIONS.get(said, "") if isinstance(said, int) else str(said)
    if name not in INTERPOLATIONS.values():
        raise AdoptError(f"The pictures were resized by {said!r}; known are {', '.join(INTERPOLATIONS.values())}.")
    return name
