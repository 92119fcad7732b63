"""A made-up log whose truth is known: simulated viewers, for tests and for trying things out. Never real figures.

Ids of its titles say so, and what is learned from it is never told to advertisers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit

from tools.racing.ctr.log import MADE_UP, tabulate

SUBJECTS = ("保温杯", "扫地机器人", "猫粮", "机械键盘", "露营灯", "空气炸锅", "防晒衣", "耳机", "牙刷", "书包")
OPENINGS = ("这个{}真香", "{}值不值得买？", "99块的{}", "用了三年的{}", "没想到{}这么能打", "{}怎么选？", "【实测】{}")
ENDINGS = ("", "，我后悔买晚了", "，打工人必备", "，宿舍党看过来", "！")
PLACEMENTS = {"feed": 0.0, "search": 0.6, "story": -0.5}
AUDIENCES = ("student", "worker")


def made_up_log(titles: int = 120, rows: int = 20_000, seed: int = 0) -> tuple[pd.DataFrame, pd.Series]:
    """(log, its true rates): questions draw clicks, from students most; search beats the feed; evenings are good."""
    rng = np.random.default_rng(seed)
    texts = [start.format(subject) + end for start in OPENINGS for subject in SUBJECTS for end in ENDINGS]
    texts = [str(text) for text in rng.permutation(texts)[:titles]]
    own = dict(zip(texts, rng.normal(0, 0.15, len(texts)), strict=True))
    share = np.sort(rng.random(rows))
    title = [texts[rng.integers(max(1, int(len(texts) * min(1.0, s / 0.8))))] for s in share]
    frame = pd.DataFrame(
        {
            "title_id": [MADE_UP + text for text in title],
            "title": title,
            "at": (share * 60 * 86_400).astype(int),
            "placement": rng.choice(list(PLACEMENTS), rows, p=[0.6, 0.2, 0.2]),
            "audience": rng.choice(AUDIENCES, rows),
            "device": rng.choice(["ios", "android"], rows),
            "line": rng.choice(["home", "digital"], rows),
            "shown": rng.integers(20, 120, rows),
            "clicks": 0,
        }
    )
    frame = tabulate(frame.to_dict("records"))
    asks = frame.title.str.contains("？").to_numpy(float)
    student = (frame.audience == "student").to_numpy(float)
    evening = ((frame.hour >= 18) & (frame.hour <= 23)).to_numpy(float)
    odds = -3.4 + 0.5 * asks + 0.6 * asks * student + 0.3 * evening
    odds = odds + frame.placement.map(PLACEMENTS).to_numpy() + frame.title.map(own).to_numpy()
    rates = expit(odds)
    frame["clicks"] = rng.binomial(frame.shown.to_numpy(int), rates)
    return frame, pd.Series(rates)
