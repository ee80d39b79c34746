"""The scenarios: each module has `run(options) -> Outcome`."""

SCENARIOS = {
    "empty": "an empty model, one file a request",
    "many": "an empty model, 64 files in one request",
    "resnet": "ResNet-50, one photo a request, beside the peers and the limit of the cores",
    "int8": "ResNet-50 in int8, beside the peers in fp32",
    "speech": "Wav2Vec2-base, clips of 2 to 15 s",
    "queue": "claim and finish alone, on PostgreSQL",
    "history": "everything with many finished rows (with --postgres: a million)",
    "waiting": "100,000 waiting rows drain",
    "bytes": "what a prediction leaves in the database",
    "snapshot": "a reader holds a snapshot for ten minutes (--quick: one), on PostgreSQL",
    "coldstart": "a worker starts while something waits",
    "sleeping": "a worker before a model that sleeps like an L4",
    "sockets": "idle websockets, also behind nginx",
}
