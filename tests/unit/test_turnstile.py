"""The line before the turns: places, fairness, leaving."""

from __future__ import annotations

import threading

from agent.turnstile import Ticket, Turnstile


def order(line: Turnstile, running: list[Ticket]) -> list[str]:
    """Let everybody through, one at a time; who came when."""
    waiting = list(line._line)
    came = []
    while running:
        line.leave(running.pop(0))
        let_in = [one for one in waiting if one.admitted]
        waiting = [one for one in waiting if not one.admitted]
        running += let_in
        came += [one.party for one in let_in]
    return came


def test_free_places_are_taken_at_once_and_the_next_waits() -> None:
    line = Turnstile(2)
    first, second, third = (line.ticket(party) for party in "abc")
    assert first.admitted and second.admitted and not third.admitted
    assert next(line.waiting(third, threading.Event())) == 0
    line.leave(first)
    assert third.admitted and not list(line.waiting(third, threading.Event()))
    line.leave(first)
    assert len(line._inside) == 2, "a place was given back twice"


def test_a_party_with_many_tickets_takes_turns_with_the_others() -> None:
    line = Turnstile(1)
    running = [line.ticket("busy")]
    for _ in range(3):
        line.ticket("busy")
    for party in ("ann", "bob"):
        line.ticket(party)
    assert order(line, running) == ["ann", "bob", "busy", "busy", "busy"]


def test_parties_that_keep_coming_do_not_hold_up_who_waits() -> None:
    line = Turnstile(1)
    running = line.ticket("patient")
    waiting = [line.ticket("patient")]
    for number in range(10):
        waiting.append(line.ticket(f"new{number}"))
        line.leave(running)
        running = next(one for one in waiting if one.admitted)
        waiting.remove(running)
        if running.party == "patient":
            return
    raise AssertionError("ten newcomers went first")


def test_the_place_in_the_line_is_told_when_it_changes() -> None:
    line = Turnstile(1)
    running, ahead, last = (line.ticket(party) for party in "abc")
    places = line.waiting(last, threading.Event())
    assert next(places) == 1
    threading.Timer(0.05, line.leave, [ahead]).start()
    assert next(places) == 0, "one ahead gave up"
    threading.Timer(0.05, line.leave, [running]).start()
    assert next(places, None) is None and last.admitted


def test_giving_up_ends_the_wait_and_frees_the_place_in_line() -> None:
    line, cancel = Turnstile(1), threading.Event()
    running, quitter, last = (line.ticket(party) for party in "abc")
    places = line.waiting(quitter, cancel)
    assert next(places) == 0
    cancel.set()
    line.wake()
    assert next(places, None) is None and not quitter.admitted
    line.leave(quitter)
    assert line.length == 1 and next(line.waiting(last, threading.Event())) == 0
    line.leave(running)
    assert last.admitted


def test_what_is_remembered_of_parties_is_forgotten() -> None:
    line = Turnstile(1)
    for number in range(1000):
        line.leave(line.ticket(f"party{number}"))
    assert len(line._ends) <= 2
