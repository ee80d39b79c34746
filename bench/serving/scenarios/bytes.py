"""What a prediction leaves in the database: for the replay of events, and for ever. PostgreSQL, after VACUUM FULL."""

from contextlib import ExitStack
from dataclasses import replace

from bench.serving.contest import Load, asking, contest
from bench.serving.media import photo
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.record import Figure, Outcome
from bench.serving.servers.database import Database

FILES, EVENTS = 32, "live_event%"
TABLES = "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c WHERE relkind = 'r' AND relname"
THUMBNAILS = "SELECT coalesce(sum(pg_column_size(thumbnail)), 0) FROM uploads_upload"


def run(options: Options) -> Outcome:
    """Some hundred predictions of one photo each."""
    with ExitStack() as stack:
        (running,) = replace(options, on_postgres=True, against=None).slipways(stack, [bundles.empty()])
        if running.database is None:
            raise TypeError("it runs on PostgreSQL")
        before = _sizes(running.database)
        server = running.server("empty")
        load = Load(2, options.seconds(30), 1, each=FILES, warm_seconds=0)
        count = contest({"photos": asking(server, server.upload(*[photo()] * FILES))}, load)["photos"].count
        after = _sizes(running.database)
    each = {name: (after[name] - before[name]) / count / 1024 for name in after}
    figures = [
        Figure("events kept per prediction for replay", each["events"], "KB", 2, 0.6),
        Figure("the rest kept per prediction, without the thumbnail", each["rest"] - each["thumbnails"], "KB"),
        Figure("thumbnail", each["thumbnails"], "KB"),
    ]
    return Outcome(figures, {**each, "predictions": count})


def _sizes(database: Database) -> dict[str, float]:
    """Bytes of tables with their indexes, without what is dead."""
    database.execute("VACUUM FULL")
    events = database.figure(f"{TABLES} LIKE '{EVENTS}'")
    rest = database.figure(f"{TABLES} LIKE ANY (ARRAY['predictions_%', 'uploads_%', 'queueing_%'])")
    return {"events": events, "rest": rest, "thumbnails": database.figure(THUMBNAILS)}
