"""What `/metrics` tells of the database: how large it is, and on PostgreSQL each of Slipway's tables."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from prometheus_client.core import GaugeMetricFamily, Metric

# `reltuples` is what the last VACUUM or ANALYZE counted, and -1 before the first. A table has its partitions' too.
TABLES = """
    WITH part AS (SELECT oid AS whole, oid FROM pg_class UNION ALL SELECT inhparent, inhrelid FROM pg_inherits)
    SELECT whole.relname, sum(greatest(one.reltuples, 0)), sum(pg_total_relation_size(one.oid))
    FROM pg_class whole JOIN part ON part.whole = whole.oid JOIN pg_class one ON one.oid = part.oid
    WHERE whole.relnamespace = current_schema()::regnamespace AND one.relkind = 'r' AND whole.relname = ANY(%s)
    GROUP BY whole.relname
"""
SIZES = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
}


def of_the_database() -> Iterator[Metric]:
    """All of it, and table by table where the database knows that without reading them."""
    size = GaugeMetricFamily("slipway_database_bytes", "Size of the database")
    rows = GaugeMetricFamily("slipway_table_rows", "Rows of the table, about; PostgreSQL only", labels=["table"])
    each = GaugeMetricFamily("slipway_table_bytes", "Table with its indexes; PostgreSQL only", labels=["table"])
    with connection.cursor() as cursor:
        cursor.execute(SIZES[connection.vendor])
        size.add_metric([], cursor.fetchone()[0])
        if connection.vendor == "postgresql":
            cursor.execute(TABLES, [[model._meta.db_table for model in apps.get_models()]])
            for name, count, length in cursor.fetchall():
                rows.add_metric([name], count)
                each.add_metric([name], length)
    yield from (size, rows, each)
