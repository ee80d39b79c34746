"""`python -m bench.serving.report`: write docs/performance.md and its pictures from the named records."""

from bench.serving.places import ROOT, say
from bench.serving.report.bars import svg
from bench.serving.report.page import named_records, notes, page
from bench.serving.report.pictures import PICTURES

DOCS, FOLDER = ROOT / "docs", "images/performance"


def main() -> None:
    """The newest record of a scenario makes its picture."""
    records = named_records()
    newest = {name: scenario for one in records.values() for name, scenario in one["scenarios"].items()}
    drawn = {name: f"{FOLDER}/{name.replace(' ', '-').lower()}.svg" for name in PICTURES if name in newest}
    (DOCS / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, path in drawn.items():
        (DOCS / path).write_text(svg(PICTURES[name](newest[name]["details"])), encoding="utf-8")
    (DOCS / "performance.md").write_text(page(records, drawn, notes(records)), encoding="utf-8")
    say(f"{DOCS / 'performance.md'}: {len(newest)} scenarios, {len(drawn)} pictures")


if __name__ == "__main__":
    main()
