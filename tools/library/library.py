"""What an operator does with the library: import, judge and admit, retire, undo."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from models.types import Scores
from tools.base import JudgeTexts
from tools.compliance.lawbook import Lawbook
from tools.importing.columns import TITLE_COLUMNS, map_columns
from tools.importing.reading import open_source
from tools.importing.source import ImportProblem
from tools.importing.values import text as as_text
from tools.library.admission import AdmissionSettings, Candidate, Judgement, Known, judge
from tools.library.materials import Change, Material, MaterialStore, State, WrongMaterial
from tools.store import Stores
from tools.store.changes import ChangeLog

BATCH = 500
BY_HAND = "operator"
"""The name under which a person's own rejection is kept beside the rules."""
SETTINGS_KEY = "admission"
Progress = Callable[[int], None]


class Scoring(Protocol):
    """The part of the scorers that admission uses."""

    def scores(self, titles: Sequence[str]) -> list[Scores]: ...


class Tagging(Protocol):
    """The part of the tagger that the library uses: each tag's probability, title by title."""

    def tag(self, titles: Sequence[str]) -> list[dict[str, float]]: ...


class Admission(BaseModel):
    """What came of an admission: the materials as they are now, and how many were passed over as no candidates."""

    model_config = ConfigDict(frozen=True)

    admitted: tuple[Material, ...]
    rejected: tuple[Material, ...]
    passed_over: int = 0


class MaterialLibrary:
    """Scorer, tagger and rules are read when they are first needed: listing needs none of them."""

    def __init__(
        self, stores: Stores, scorer: Callable[[], Scoring], tagger: Callable[[], Tagging], judge: JudgeTexts
    ) -> None:
        self._stores = stores
        self._scorer = functools.cache(scorer)
        self._tagger = functools.cache(tagger)
        self._judge = judge
        self._log = ChangeLog(stores.database)
        self.materials = MaterialStore(stores.database)
        self.database = stores.database

    @property
    def settings(self) -> AdmissionSettings:
        """As an operator last tuned them."""
        return AdmissionSettings.model_validate(self._log.get(SETTINGS_KEY) or {})

    def tune(self, settings: AdmissionSettings, *, by: str = "") -> None:
        """Keep new settings; the change is logged and can be undone (`tools.store.changes`)."""
        changed = settings.model_dump(mode="json", exclude_defaults=True)
        self._log.set(SETTINGS_KEY, changed, by=by, note="准入规则")

    def import_file(
        self, path: Path, *, advertiser_id: str | None, by: str, kind: str = "title", progress: Progress | None = None
    ) -> tuple[int, int]:
        """Titles of a CSV, JSONL or Parquet file become candidates: (rows with a text, new materials).

        Every 500 rows are one transaction; running a killed import again adds what is missing.
        Raises ImportProblem when the file cannot be read or holds no titles, NotFound for an unknown account.
        """
        if advertiser_id is not None:
            self._stores.advertisers.get(advertiser_id)
        read = added = 0
        batch: list[str] = []
        for text in _texts(path):
            read += 1
            batch.append(text)
            if len(batch) == BATCH:
                added += self.add(batch, advertiser_id=advertiser_id, by=by, kind=kind)
                batch = []
                if progress is not None:
                    progress(read)
        added += self.add(batch, advertiser_id=advertiser_id, by=by, kind=kind)
        if not read:
            raise ImportProblem(f"{path.name} 里没有找到标题，请检查有没有“标题”这一列")
        return read, added

    def add(self, texts: Sequence[str], *, advertiser_id: str | None, by: str, kind: str = "title") -> int:
        """Candidates with their tags; returns how many were new."""
        if not texts:
            return 0
        tags = [{tag: round(share, 3) for tag, share in one.items()} for one in self._tagger().tag(texts)]
        new = list(zip(texts, tags, strict=True))
        return self.materials.put(new, advertiser_id=advertiser_id, kind=kind, by=by)

    def admit(self, ids: Sequence[str], *, by: str) -> Admission:
        """Judge candidates by the rules as they are set now: each is admitted, or rejected with reasons.

        Rejected ones may be judged again. Raises WrongMaterial when a material is not there.
        """
        wanted = self.materials.many(list(dict.fromkeys(ids)))
        open_ones = [one for one in wanted if one.state in {State.CANDIDATE, State.REJECTED}]
        moved = [one for account, mine in _by_account(open_ones) for one in self._judge_and_move(mine, account, by)]
        now = self.materials.many(moved)
        return Admission(
            admitted=tuple(one for one in now if one.state is State.ADMITTED),
            rejected=tuple(one for one in now if one.state is State.REJECTED),
            passed_over=len(wanted) - len(now),
        )

    def judged(self, ids: Sequence[str]) -> dict[str, list[Judgement]]:
        """What the rules as set now say of materials, by id; nothing moves. Raises WrongMaterial."""
        wanted = self.materials.many(list(dict.fromkeys(ids)))
        found: dict[str, list[Judgement]] = {}
        for account, mine in _by_account(wanted):
            found |= zip((one.id for one in mine), self._judged(mine, account), strict=True)
        return found

    def reject(self, ids: Sequence[str], *, by: str, note: str = "") -> list[str]:
        """Turn down candidates by hand, whatever the rules say; returns the ids that moved. Raises WrongMaterial."""
        said = (Judgement(rule=BY_HAND, passed=False, reason=note or "人工拒绝"),)
        changes = [
            Change(material_id=one.id, before=one.state, after=State.REJECTED, judgements=said)
            for one in self.materials.many(list(dict.fromkeys(ids)))
            if one.state is State.CANDIDATE
        ]
        return self.materials.change(changes, by=by, note="拒绝")

    def retire(self, ids: Sequence[str], *, by: str, note: str = "下架") -> list[str]:
        """Take admitted materials out of use. Raises WrongMaterial when one is not there or not admitted."""
        for one in self.materials.many(ids):
            if one.state is not State.ADMITTED:
                raise WrongMaterial(f"素材 {one.id} 没有入库，不用下架")
        changes = [Change(material_id=one, before=State.ADMITTED, after=State.RETIRED) for one in ids]
        return self.materials.change(changes, by=by, note=note)

    def _judge_and_move(self, mine: Sequence[Material], account: str | None, by: str) -> list[str]:
        judged = self._judged(mine, account)
        changes = [
            Change(
                material_id=one.id,
                before=one.state,
                after=State.ADMITTED if all(rule.passed for rule in found) else State.REJECTED,
                judgements=tuple(found),
            )
            for one, found in zip(mine, judged, strict=True)
        ]
        return self.materials.change(changes, by=by, note="准入")

    def _judged(self, mine: Sequence[Material], account: str | None) -> list[list[Judgement]]:
        advertiser = self._stores.advertisers.get(account) if account else None
        texts = [one.text for one in mine]
        verdicts = self._judge(texts, advertiser)
        scores = self._scorer().scores(texts)
        candidates = [Candidate(*one) for one in zip(texts, verdicts, scores, strict=True)]
        admitted = self.materials.find(state=State.ADMITTED, advertiser_id=account)
        return judge(candidates, self.settings, Known(one.text for one in admitted))


def open_library(stores: Stores) -> MaterialLibrary:
    """The library with the scorers, the tagger and the rules that ship."""
    from models.scorers import load_scorers
    from models.tagger import load_tagger

    return MaterialLibrary(stores, load_scorers, load_tagger, Lawbook(stores).judge_texts)


def _by_account(found: Sequence[Material]) -> list[tuple[str | None, list[Material]]]:
    """Materials are judged account by account: its industry, its forbidden words, its own duplicates."""
    grouped: dict[str | None, list[Material]] = {}
    for one in found:
        grouped.setdefault(one.advertiser_id, []).append(one)
    return list(grouped.items())


def _texts(path: Path) -> Iterator[str]:
    source = open_source(path)
    columns = map_columns(source.columns, TITLE_COLUMNS) if source.columns else {}
    for row in source.rows:
        named = columns or map_columns(row.values, TITLE_COLUMNS)
        text = as_text(row.values.get(named["title"])) if "title" in named and not row.problem else ""
        if text:
            yield text
