"""A race: choose titles for viewers, learn from what they do, say how it stands, stop in time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from models.types import Title
from tools.racing.contextual import key_of
from tools.racing.events import Event, Receipt, read_event
from tools.racing.gain import Gain, clicks_gained, clicks_lost
from tools.racing.ledger import BY_HAND, Deed, Ledger, RaceStopped, state_of
from tools.racing.memory_ledger import MemoryLedger
from tools.racing.policies import Policy
from tools.racing.registry import make_policy
from tools.racing.rules import Prior, RaceRules, new_arm
from tools.racing.snapshot import CHOICES, Snapshot, stream
from tools.racing.status import RaceStatus, find_winner, judge_arms, ratio_p
from tools.racing.store import RaceStore
from tools.store.clock import Clock, utc_now


class Decision(NamedTuple):
    """Show this arm. `propensity` is the exact chance that it had; name `decision_id` in the events that follow."""

    arm_id: str
    propensity: float
    decision_id: str


class Race:
    """One race. Not safe to share between threads; several processes may open one race of one store."""

    def __init__(self, race_id: str, ledger: Ledger, policy: Policy, rules: RaceRules, seed: int) -> None:
        self.race_id = race_id
        self._ledger = ledger
        self._policy = policy
        self.rules = rules
        self._seed = seed
        # A race opened again goes on with other numbers than those it began with.
        self._rng = stream(seed, CHOICES, ledger.decisions())
        self._moment = 0
        self._refresh()

    def choose(
        self, context: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None, n: int = 1
    ) -> list[Decision]:
        """`n` independent decisions on the current beliefs, logged before they are returned.

        `context` holds a viewer's circumstances (placement, hour, device, audience, line); a list of them asks for one
        decision for each, in place of `n`. Only personal policies look at them, all are logged. Fewer decisions come
        back when `max_decisions` is reached. Raises RaceStopped.
        """
        viewers = None if context is None else [context] * n if isinstance(context, Mapping) else list(context)
        n = self._allowed(n if viewers is None else len(viewers))
        keys = None if viewers is None else [key_of(viewer) for viewer in viewers[:n]]
        picks = self._now.draw(n, keys, self._rng)
        first = self._ledger.log(picks)
        rows = zip(picks.index.tolist(), picks.propensity.tolist(), picks.holdout.tolist(), strict=True)
        return [
            Decision(picks.arm_ids[i], p, f"{self.race_id}.{number}{'h' if held else ''}")
            for number, (i, p, held) in enumerate(rows, first)
        ]

    def record(self, events: Iterable[Event | Mapping[str, Any]]) -> Receipt:
        """Count each event once, whatever its order or delay; what cannot be counted is set aside with a reason.

        A mapping needs id, kind (impression, click, adoption, spend) and arm_id; count, amount (yuan), at
        (seconds since 1970), decision_id and context (the viewer's circumstances, as in `choose`) may be absent.
        """
        good: list[Event] = []
        bad: list[tuple[Any, str]] = []
        for raw in events:
            event = read_event(raw, self._now.known)
            if isinstance(event, str):
                bad.append((raw, event))
            else:
                good.append(event)
        fresh = self._ledger.record(good, bad, self.rules.half_life, self.rules.maturation)
        self._refresh()
        self._stop_in_time()
        return Receipt(fresh, len(good) - fresh, len(bad), dict(Counter(reason for _raw, reason in bad)))

    def status(self) -> RaceStatus:
        """How the race stands. The same counts give the same figures."""
        self._refresh()
        if any(arm.waiting_shown or arm.waiting_clicks for arm in self._now.arms):
            self._ledger.ripen(self.rules.half_life)
            self._refresh()
        now = self._now
        shares = dict(zip(now.playing, now.distribution().tolist(), strict=True)) if now.playing else {}
        rows = judge_arms(now.arms, shares, self._seed)
        stopped = self._ledger.stopped()
        return RaceStatus(
            arms=rows,
            state=state_of(stopped),
            stop_reason=stopped,
            winner=self._ledger.declared() or find_winner(rows),
            declared=self._ledger.declared(),
            pinned=now.pinned,
            decisions=self._ledger.decisions(),
            impressions=sum(arm.shown for arm in now.arms),
            clicks=sum(arm.clicks for arm in now.arms),
            spend=sum(arm.spend for arm in now.arms),
            quarantined=self._ledger.quarantined(),
            sample_ratio_p=ratio_p(now.arms),
            holdout_impressions=sum(arm.holdout_shown for arm in now.arms),
            holdout_clicks=sum(arm.holdout_clicks for arm in now.arms),
        )

    def gain(self) -> Gain:
        """Clicks more than an even split of the same impressions would bring."""
        return clicks_gained(self._now.arms, self._seed)

    def stop(self, reason: str = BY_HAND, by: str = "") -> None:
        """No more decisions; late events still count. The first reason stays. `by` is kept in the audit."""
        self._ledger.stop(reason, by)

    def pause(self, by: str = "") -> None:
        """No decisions until `resume`; late events still count. Nothing happens to a race that stopped."""
        self._ledger.pause(by)

    def resume(self, by: str = "") -> None:
        """Go on after a pause, and only after that."""
        self._ledger.resume(by)

    def join(self, arm: str | Title, prior: Prior | None = None, by: str = "") -> None:
        """Let an arm in, or back in with the counts it had."""
        self._ledger.join(new_arm(arm_id_of(arm), prior), by)
        self._refresh()

    def pin(self, arm_id: str | None, by: str = "") -> None:
        """Give one arm all traffic but the holdout's, or none of them any more. Raises KeyError."""
        if arm_id is not None and arm_id not in self._now.playing:
            raise KeyError(arm_id)
        self._ledger.pin(arm_id, by)
        self._refresh()

    def declare(self, arm_id: str, by: str = "") -> None:
        """End the race with a winner of a person's choosing. Raises KeyError."""
        if arm_id not in self._now.known:
            raise KeyError(arm_id)
        self._ledger.declare(arm_id, by)

    def change_rules(self, rules: RaceRules, by: str = "") -> None:
        """Go on under these rules; a cap that is reached already stops the race."""
        changed = {name: value for name, value in asdict(rules).items() if value != getattr(self.rules, name)}
        if not changed:
            return
        self._ledger.bind(json.dumps(asdict(rules)), json.dumps(changed), by)
        self.rules = rules
        self._refresh()
        self._stop_in_time()

    def audit(self) -> list[Deed]:
        """What was done to the race by hand or by its rules, oldest first."""
        return self._ledger.audit()

    def leave(self, arm_id: str, by: str = "") -> None:
        """Take an arm out; its late events still count. Raises KeyError for an unknown arm."""
        if arm_id not in self._now.known:
            raise KeyError(arm_id)
        self._ledger.leave(arm_id, by)
        self._refresh()

    def _refresh(self) -> None:
        self._moment += 1
        self._now = Snapshot(self._ledger, self._policy, self.rules, self._seed, self._moment)

    def _allowed(self, n: int) -> int:
        if n < 1:
            raise ValueError("n is at least 1")
        stopped = self._ledger.stopped()
        if stopped is not None:
            raise RaceStopped(stopped)
        if not self._now.playing:
            raise RaceStopped("no arm is in play")
        limit = self.rules.max_decisions
        if limit is None:
            return n
        left = limit - self._ledger.decisions()
        if left < 1:
            self.stop(f"all {limit} decisions made")
            raise RaceStopped(f"all {limit} decisions made")
        return min(n, left)

    def _stop_in_time(self) -> None:
        budget, spend = self.rules.budget, sum(arm.spend for arm in self._now.arms)
        if budget is not None and spend >= budget:
            self.stop(f"budget of {budget:g} spent ({spend:g})")
        cap = self.rules.max_loss
        if cap is not None and (lost := clicks_lost(self._now.arms, self._seed)) >= cap:
            self.stop(f"loss of {cap:g} clicks reached ({lost:.1f})")


def open_race(
    arms: Sequence[str | Title],
    *,
    policy: str | Policy = "ttts",
    prior: Mapping[str, Prior] | None = None,
    store: RaceStore | Path | str | None = None,
    seed: int = 0,
    race_id: str | None = None,
    rules: RaceRules | None = None,
    clock: Clock = utc_now,
) -> Race:
    """Open a race between arms (ids or titles); with a store, the race `race_id` goes on where it was.

    `policy` is a name of `POLICIES` or an object with their interface. `prior` gives (rate, impressions it is
    worth) for some or all arms. `rules` are kept with the race; opened again without, it goes on under those it has.
    Without a store the race lives in memory, and `clock` says how old its impressions are. Raises
    ValueError for no or repeated arms.
    """
    ids = [arm_id_of(arm) for arm in arms]
    if not ids or len(set(ids)) != len(ids):
        raise ValueError("a race needs arms, each once")
    chosen = make_policy(policy)
    name = race_id or uuid4().hex[:16]
    if isinstance(store, (str, Path)):
        store = RaceStore.at(store)
    rows = [new_arm(arm_id, (prior or {}).get(arm_id)) for arm_id in ids]
    if store is not None:
        kept = store.open(name, rows)
        if rules is not None:
            store.set_rules(name, json.dumps(asdict(rules)))
        elif stored := store.rules(name):
            rules = RaceRules(**json.loads(stored))
        return Race(name, kept, chosen, rules or RaceRules(), seed)
    return Race(name, MemoryLedger(rows, clock), chosen, rules or RaceRules(), seed)


def arm_id_of(arm: str | Title) -> str:
    return arm if isinstance(arm, str) else arm.id
