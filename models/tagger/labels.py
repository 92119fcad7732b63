"""Labels of the tags from a data folder: a table of titles with 1, 0 or unknown for each tag."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from models.scorers import data as sets
from models.scorers.inputs import clean
from models.splits import part_of
from models.tagger.tags import HOOK_OF_CODE, HOOKS, LEARNED, TONE_OF_HOOK, TOPIC_OF, TOPICS


def _blank(frame: pd.DataFrame) -> pd.DataFrame:
    """title and part of `frame` with every tag unknown."""
    out = frame[["title", "part"]].reset_index(drop=True)
    return pd.concat([out, pd.DataFrame(np.nan, index=out.index, columns=list(LEARNED))], axis=1)


def _topics(out: pd.DataFrame, categories: list[str]) -> None:
    known = np.array([category in TOPIC_OF for category in categories])
    for topic in TOPICS:
        column = np.array([float(TOPIC_OF.get(category) == topic) for category in categories])
        out[f"topic:{topic}"] = np.where(known, column, np.nan)


def _hooks(out: pd.DataFrame, hooks: list[set[str] | None], known: tuple[str, ...] = HOOKS) -> None:
    """`None` leaves a row unknown; tones follow from hooks."""
    has = np.array([found is not None for found in hooks])
    for hook in known:
        column = np.array([float(found is not None and hook in found) for found in hooks])
        out[f"hook:{hook}"] = np.where(has, column, np.nan)
    for tone in ("playful", "heartfelt"):
        column = np.array([float(any(TONE_OF_HOOK.get(h) == tone for h in found or ())) for found in hooks])
        out[f"tone:{tone}"] = np.where(has, column, np.nan)


def labels(data: Path) -> pd.DataFrame:
    """Columns title, part, and one a learned tag: 1, 0, or NaN where the source says nothing of it."""
    videos, styled, rated = sets.videos(data), sets.styled(data), sets.ratings(data)
    seen = _blank(videos)
    _topics(seen, videos.tname.tolist())
    written = _blank(styled)
    _topics(written, styled.category.tolist())
    angles = [{a} if a in HOOKS else None for a in styled.angle]
    generic = styled.native == 0
    _hooks(written, [set() if plain else found for plain, found in zip(generic, angles, strict=True)])
    written["tone:formal"] = generic.astype(float).to_numpy()
    judged = rated[rated.score >= 4]
    coded = _blank(judged)
    codes = [{HOOK_OF_CODE[c] for c in str(code) if c in HOOK_OF_CODE} for code in judged.codes]
    _hooks(coded, list(codes), tuple(HOOK_OF_CODE.values()))
    return pd.concat([seen, written, coded, _safety(data)], ignore_index=True)


def _safety(data: Path) -> pd.DataFrame:
    path = data / "compliance.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    frame = pd.DataFrame({"title": [clean(r["title"]) for r in rows], "part": [part_of(r["id"]) for r in rows]})
    out = _blank(frame)
    out["safety:risky"] = [float(row["verdict"] == "violation") for row in rows]
    return out
