"""Bars as SVG, readable in grey and on paper: labelled axis, values beside the bars, parts by shade and in a legend."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, BAR, GAP, TOP = 760, 190, 70, 18, 8, 64
SHADES = ("#1f1f1f", "#6b6b6b", "#a3a3a3", "#d0d0d0", "#ececec")
FONT = "font-family='system-ui, sans-serif' font-size='13'"


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars; each is made of parts, one after the other. `line` is a vertical one with its name."""

    title: str
    unit: str
    bars: Mapping[str, Mapping[str, float]]
    line: tuple[str, float] | None = None


def svg(chart: Chart) -> str:
    """The picture."""
    parts = list(dict.fromkeys(name for bar in chart.bars.values() for name in bar))
    most = max([sum(bar.values()) for bar in chart.bars.values()] + ([chart.line[1]] if chart.line else []))
    ticks = nice_ticks(most)
    scale = (WIDTH - LEFT - RIGHT) / ticks[-1]
    bottom = TOP + len(chart.bars) * (BAR + GAP)
    height = bottom + 44
    lines = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' {FONT} role='img'>",
        f"<title>{escape(chart.title)}</title>",
        f"<rect width='{WIDTH}' height='{height}' fill='white'/>",
        f"<text x='12' y='22' font-weight='600'>{escape(chart.title)}</text>",
        *_legend(parts),
        *_axis(ticks, scale, bottom, chart.unit),
        *(piece for row, (name, bar) in enumerate(chart.bars.items()) for piece in _bar(name, bar, row, parts, scale)),
        *(_line(*chart.line, scale, bottom) if chart.line else ()),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def nice_ticks(most: float) -> list[float]:
    """0 and up to six round numbers, the last at least `most`."""
    raw = max(most, 1e-9) / 5
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    return [step * number for number in range(math.ceil(most / step - 1e-9) + 1)]


def shown(value: float) -> str:
    """Three digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _legend(parts: Sequence[str]) -> list[str]:
    if len(parts) < 2:
        return []
    lines, x = [], LEFT
    for name, shade in zip(parts, SHADES, strict=False):
        lines.append(f"<rect x='{x}' y='34' width='13' height='13' fill='{shade}' stroke='black' stroke-width='0.5'/>")
        lines.append(f"<text x='{x + 18}' y='45'>{escape(name)}</text>")
        x += 36 + 8 * len(name)
    return lines


def _axis(ticks: Sequence[float], scale: float, bottom: int, unit: str) -> list[str]:
    lines = []
    for tick in ticks:
        x = LEFT + tick * scale
        lines.append(f"<line x1='{x:.1f}' y1='{TOP - 4}' x2='{x:.1f}' y2='{bottom}' stroke='#cccccc'/>")
        lines.append(f"<text x='{x:.1f}' y='{bottom + 16}' text-anchor='middle'>{shown(tick)}</text>")
    middle = (LEFT + WIDTH - RIGHT) / 2
    return [*lines, f"<text x='{middle:.0f}' y='{bottom + 34}' text-anchor='middle'>{escape(unit)}</text>"]


def _bar(name: str, bar: Mapping[str, float], row: int, parts: Sequence[str], scale: float) -> list[str]:
    y, x = TOP + row * (BAR + GAP), float(LEFT)
    lines = [f"<text x='{LEFT - 8}' y='{y + 14}' text-anchor='end'>{escape(name)}</text>"]
    for part, value in bar.items():
        shade = SHADES[min(parts.index(part), len(SHADES) - 1)]
        size = f"width='{max(0.0, value * scale):.1f}' height='{BAR}'"
        lines.append(f"<rect x='{x:.1f}' y='{y}' {size} fill='{shade}' stroke='black' stroke-width='0.5'/>")
        x += value * scale
    return [*lines, f"<text x='{x + 6:.1f}' y='{y + 14}'>{shown(sum(bar.values()))}</text>"]


def _line(name: str, value: float, scale: float, bottom: int) -> list[str]:
    x = LEFT + value * scale
    return [
        f"<line x1='{x:.1f}' y1='{TOP - 8}' x2='{x:.1f}' y2='{bottom}' stroke='black' stroke-dasharray='5 3'/>",
        f"<text x='{x:.1f}' y='{TOP - 10}' text-anchor='middle'>{escape(name)}</text>",
    ]
