"""The scenarios: each module has `run(options) -> Outcome`."""

SCENARIOS = {
    "empty": "an empty model, one file a request",
}
