"""A race on made-up viewers, drawn while it runs and marked as simulated wherever a figure stands."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from markupsafe import Markup

from tools.racing import ArmStatus, RaceStatus
from tools.racing.simulation import simulated
from tools.racing.traffic import Traffic
from ui.page.cards import button
from ui.page.racing.plot import colour
from ui.page.racing.view import badge, interval_html, plot_html
from ui.page.racing.words import RacingWords

DEFAULT_RATES = (0.02, 0.03, 0.045)
SIZES = (2_000, 10_000, 20_000)
LOOKS = 25
FRAME_SECONDS = 0.12
MOST_ARMS = 6
LEAST_RATE, MOST_RATE = 0.001, 0.5


@dataclass
class Simulation:
    """What was seen so far. `rates` are the true ones, 0..1."""

    rates: Sequence[float] = DEFAULT_RATES
    impressions: int = SIZES[1]
    looks: list[RaceStatus] = field(default_factory=list)

    def run(self, seed: int, frame: float | None = None) -> Iterator[None]:
        """Step after step, each no shorter than `frame` seconds, so that one can watch."""
        frame = FRAME_SECONDS if frame is None else frame
        for look in simulated(self.rates, self.impressions, seed=seed, looks=LOOKS):
            started = time.monotonic()
            self.looks.append(look)
            yield
            time.sleep(max(0.0, frame - (time.monotonic() - started)))


def read_rates(text: str) -> tuple[float, ...] | None:
    """2, 3%，4.5 as shares; none when it is not two to six percentages between 0.1 and 50."""
    parts = [part.strip().removesuffix("%").strip() for part in text.replace("，", ",").replace("、", ",").split(",")]
    try:
        rates = tuple(float(part) / 100 for part in parts if part)
    except ValueError:
        return None
    fits = all(math.isfinite(rate) and LEAST_RATE <= rate <= MOST_RATE for rate in rates)
    return rates if 2 <= len(rates) <= MOST_ARMS and fits else None


def simulation_html(simulation: Simulation, words: RacingWords, *, done: bool) -> Markup:
    body = _seen(simulation, words, done) if simulation.looks else Markup("")
    return Markup(
        '<article class="race simulated"><header class="race-head">{}<div><h2>{} {}</h2></div></header>'
        '<p class="told mark">{}</p>{}{}</article>'
    ).format(
        button("do", f"‹ {words.back}", style="ghost back", what="list"),
        words.title,
        badge("simulated", words),
        words.simulated_more,
        _form(simulation, words, done),
        body,
    )


def _form(simulation: Simulation, words: RacingWords, done: bool) -> Markup:
    rates = ", ".join(f"{100 * rate:g}" for rate in simulation.rates)
    sizes = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            size, Markup(" selected") if size == simulation.impressions else "", f"{size:,}"
        )
        for size in SIZES
    )
    run = button("do", words.run, style="primary", what="simulate") if done else Markup("")
    return Markup(
        '<div class="form" data-form><label>{} (%)<input name="rates" value="{}" title="{}" maxlength="60"></label>'
        '<label>{}<select name="impressions">{}</select></label>{}</div>'
    ).format(words.rates, rates, words.rates_hint, words.impressions, sizes, run)


def _seen(simulation: Simulation, words: RacingWords, done: bool) -> Markup:
    last = simulation.looks[-1]
    gained = last.clicks - last.impressions * float(np.mean(simulation.rates))
    told = (
        words.sim_result.format(f"{gained:+,.0f}")
        if done
        else words.running.format(f"{last.impressions:,}", f"{simulation.impressions:,}")
    )
    seen = _traffic(simulation.looks)
    shares = "，".join(f"{share:.0%}" for share in seen.shares[-1])
    axis = words.over_decisions.format(f"{last.decisions:,}")
    most = max(arm.high for arm in last.arms)
    rows = Markup("").join(_row(place, arm, simulation, most, words) for place, arm in enumerate(last.arms))
    heads = Markup("").join(Markup("<span>{}</span>").format(name) for name in words.columns[:5])
    return Markup(
        '<p class="told" role="status">{}：{}</p>{}<div class="arms five"><div class="arm heads" aria-hidden="true">{}'
        "</div>{}</div>"
    ).format(
        words.simulated,
        told,
        plot_html(seen, words.shares.format(shares), axis, words, mark=words.simulated),
        heads,
        rows,
    )


def _row(place: int, arm: ArmStatus, simulation: Simulation, most: float, words: RacingWords) -> Markup:
    cells = (
        f"{arm.traffic_share:.0%}",
        interval_html(arm, most, words),
        f"{arm.probability_best:.0%}",
        words.per_thousand.format(f"{arm.expected_loss * 1000:.2f}"),
    )
    named = Markup("").join(
        Markup('<span class="cell" data-name="{}">{}</span>').format(name, cell)
        for name, cell in zip(words.columns[1:], cells, strict=False)
    )
    return Markup(
        '<div class="arm"><span class="title"><i class="swatch {}"></i>{} <small>{}</small></span>{}</div>'
    ).format(
        colour(place),
        words.sim_arm.format(place + 1),
        words.true_rate.format(f"{simulation.rates[place]:.1%}"),
        named,
    )


def _traffic(looks: Sequence[RaceStatus]) -> Traffic:
    """Shares of the impressions between one look and the next."""
    counts = np.array([[arm.impressions for arm in look.arms] for look in looks], float)
    steps = np.diff(counts, axis=0, prepend=np.zeros((1, counts.shape[1])))
    ends = np.array([look.impressions for look in looks], float)
    ids = tuple(arm.arm_id for arm in looks[-1].arms)
    return Traffic("decisions", ids, ends, steps / np.maximum(steps.sum(axis=1, keepdims=True), 1))
