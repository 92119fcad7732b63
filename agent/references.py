"""Which titles a message points at: “第二个”, “一开始那4条”, “质量最低那条”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.plan import Intent, Plan, ShownList, TitleRef
from models.text import contains
from models.types import Title
from tools.opinions import Opinions
from tools.worth import standing


class UnknownReference(Exception):
    """The message points at a title that was never shown; the message says so in Chinese."""


def resolve(
    ref: TitleRef, shown: Sequence[ShownList], titles: Mapping[str, Title], raced: Mapping[str, float] | None = None
) -> tuple[str, ...]:
    """Ids of the titles meant, in the order asked for. `raced` are chances of winning, 0..1, of titles viewers saw.

    Raises:
        UnknownReference: nothing was shown yet, or the list is shorter than the number asked for.
    """
    chosen = _list_meant(ref, shown)
    ids = _as_changed(chosen, shown, titles) if ref.which == "latest" else chosen.title_ids
    if ref.by is not None:
        return _by_score(ref, ids, shown, titles, raced)
    if ref.numbers:
        return tuple(_at(ids, number) for number in ref.numbers)
    return ids


def whole_list(shown: Sequence[ShownList], titles: Mapping[str, Title]) -> tuple[str, ...]:
    """The latest list with what was changed in it since: after one title was refined, “全部” still means them all."""
    lists = [one for one in shown if one.title_ids]
    for one in reversed(lists):
        ids = _as_changed(one, lists, titles)
        if len(ids) > 1 and lists[-1].title_ids[0] in ids:
            return ids
        if len(one.title_ids) > 1 or _parent(ids[0], titles) is None:
            break
    return lists[-1].title_ids if lists else ()


def _as_changed(chosen: ShownList, shown: Sequence[ShownList], titles: Mapping[str, Title]) -> tuple[str, ...]:
    """The titles of a list, in the place of each the one that it was refined to since, if that is one."""
    ids = list(chosen.title_ids)
    for later in shown[list(shown).index(chosen) + 1 :]:
        for place, title_id in enumerate(ids):
            made = [one for one in later.title_ids if _parent(one, titles) == title_id]
            if len(made) == 1:
                ids[place] = made[0]
    return tuple(ids)


def _parent(title_id: str, titles: Mapping[str, Title]) -> str | None:
    title = titles.get(title_id)
    return title.provenance.parent_id if title else None


def candidates_for(
    plan: Plan,
    shown: Sequence[ShownList],
    titles: Mapping[str, Title],
    wanted: int,
    opinions: Mapping[str, Opinions] | None = None,
    raced: Mapping[str, float] | None = None,
    avoid: Sequence[str] = (),
) -> tuple[str, ...]:
    """The titles that finals are taken from: those pointed at, else as many lists as hold `wanted`.

    “最好的两条” takes the best of all these, so a list of one refined title never leaves fewer than asked for. What was
    picked or liked earlier in the conversation, for the same product, belongs to them; what was disliked, or holds a
    word of `avoid` (banned since it was shown), does not while anything else is left.
    """
    ref = plan.ref or TitleRef()

    def pooled(count: int) -> tuple[str, ...]:
        return _pooled(shown, titles, count, opinions or {}, avoid)

    if ref.numbers or ref.size or ref.which in ("first", "previous"):
        return resolve(ref, shown, titles)
    if ref.all:
        meant = resolve(ref, shown, titles)
        return meant if len(meant) >= (plan.pick or 0) else pooled(wanted)
    take = plan.pick or ref.take or (1 if ref.by else wanted)
    pool = pooled(take)
    if ref.by is None or not pool:
        return pool or resolve(ref, shown, titles)
    return _by_score(ref.model_copy(update={"take": take}), pool, shown, titles, raced)


def _pooled(
    shown: Sequence[ShownList],
    titles: Mapping[str, Title],
    wanted: int,
    opinions: Mapping[str, Opinions],
    avoid: Sequence[str],
) -> tuple[str, ...]:
    """The latest titles, and as many lists before them as it takes to have `wanted`, with what was picked or liked.

    A refined title stands in for the one it was made from.
    """
    pool: list[str] = []
    unwanted = {one for one, said in opinions.items() if said.is_disliked}
    unwanted |= {one for one, title in titles.items() if any(contains(title.text, word) for word in avoid)}
    for one in reversed(shown):
        if len(pool) >= wanted:
            break
        replaced = {titles[title_id].provenance.parent_id for title_id in pool}
        known = {*replaced, *pool, *unwanted}
        pool += [title_id for title_id in one.title_ids if title_id not in known]
    product = titles[pool[0]].product_id if pool else None
    chosen = [one for one, said in opinions.items() if said.rank and one not in unwanted and one not in pool]
    return (*pool, *(one for one in chosen if one in titles and titles[one].product_id == product))


def _list_meant(ref: TitleRef, shown: Sequence[ShownList]) -> ShownList:
    lists = [one for one in shown if one.title_ids]
    if not lists:
        raise UnknownReference("还没有写过标题，先告诉我要写什么，我写几条再改。")
    if ref.size is not None:
        sized = [one for one in lists if len(one.title_ids) == ref.size]
        if sized:
            return sized[0] if ref.which == "first" else sized[-1]
    if ref.which == "first":
        return lists[0]
    if ref.which == "previous":
        return lists[-2] if len(lists) > 1 else lists[-1]
    return _latest_holding(ref, lists)


def _latest_holding(ref: TitleRef, lists: Sequence[ShownList]) -> ShownList:
    """The latest list that has so many titles: after one title was refined, “第四条” still means the list before."""
    need = max((abs(number) for number in ref.numbers), default=1)
    return next((one for one in reversed(lists) if len(one.title_ids) >= need), lists[-1])


def _at(ids: Sequence[str], number: int) -> str:
    index = number - 1 if number > 0 else number
    if number == 0 or not -len(ids) <= index < len(ids):
        raise UnknownReference(f"这一批只有 {len(ids)} 条，没有第 {abs(number)} 条。你指的是哪一条？")
    return ids[index]


def _by_score(
    ref: TitleRef,
    ids: Sequence[str],
    shown: Sequence[ShownList],
    titles: Mapping[str, Title],
    raced: Mapping[str, float] | None = None,
) -> tuple[str, ...]:
    """The best or worst of `ids`: one by the race that all of them ran in, else as finals were picked, best first.

    Several are read in the order shown: “前两条” of finals are the first two, whatever viewers click.
    """
    if raced and ref.metric is None and (ref.take or 1) == 1 and raced.keys() >= set(ids):
        return (sorted(ids, key=lambda one: raced[one], reverse=ref.by == "best")[0],)
    picked = any(one.intent is Intent.RACE and one.title_ids == tuple(ids) for one in shown)
    if picked and ref.metric is None:
        ranked = list(ids) if ref.by == "best" else list(reversed(ids))
    else:
        unknown = ref.metric == "ctr" and any(titles[one].ctr is None for one in ids)
        metric = None if unknown else ref.metric
        best_first = sorted(ids, key=lambda one: _score(titles[one], metric), reverse=True)
        ranked = best_first if ref.by == "best" else best_first[::-1]  # of equal ones the last shown is the worst
    return tuple(ranked[: ref.take or 1])


def _score(title: Title, metric: str | None) -> tuple[bool, float]:
    """For sorting: by one score or rate alone where it was named, else by how the title stands."""
    scores = title.scores
    if metric == "ctr" and title.ctr is not None:
        return True, title.ctr.mean
    if metric is not None and scores is not None:
        return True, float(getattr(scores, metric))
    return standing(title)
