"""The report's pictures: drawn to scale from its figures, inside their frames, with nothing fetched from elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals import report, svg
from evals.cases import Case
from evals.lift import Gain, Lift
from evals.metrics import SECONDS, Summary, summarise
from evals.plots import figures
from evals.records import Observation, SeenCall, SeenTitle, Trajectory
from evals.report import html

CASE = Case.model_validate(
    {
        "id": "a",
        "advertiser": {"name": "店", "products": [{"name": "壶"}]},
        "turns": [
            {"user": "来", "expect": {"intent": "generate", "count": 1}},
            {"user": "搜梗", "expect": {"intent": "meme"}},
        ],
    }
)


def _talk(trial: int, *seconds: float) -> Trajectory:
    title = SeenTitle(id="1", text="壶里有茶", scores={"fluency": 0.6, "style": 0.4})
    first = Observation(user="来", intent="generate", titles=(title,), tools=(SeenCall(name="generate_titles"),))
    turns = (first, Observation(user="搜梗", intent="meme" if trial else "smalltalk"))
    timed = tuple(turn.model_copy(update={"seconds": value}) for turn, value in zip(turns, seconds, strict=True))
    return Trajectory(case_id="a", trial=trial, seed=trial, driver="agent", turns=timed)


@pytest.fixture
def summary() -> Summary:
    return summarise([CASE], [_talk(0, 0.3, 1.2), _talk(1, 0.1, 25.0)])


def _inner(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture[picture.index("<svg") : picture.index("</svg>") + 6])


def _all(root: ElementTree.Element, name: str) -> Iterator[dict[str, str]]:
    return (one.attrib for one in root.iter(f"{{http://www.w3.org/2000/svg}}{name}"))


def test_every_picture_is_drawn_and_stays_in_its_frame(summary: Summary) -> None:
    drawn = figures(summary)
    assert len(drawn) == 2
    for picture in drawn:
        root = _inner(picture)
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        spots = [(float(one["x"]), float(one["y"])) for name in ("text", "rect") for one in _all(root, name)]
        spots += [(float(one[f"x{end}"]), float(one[f"y{end}"])) for one in _all(root, "line") for end in (1, 2)]
        assert spots and all(0 <= x <= width and 0 <= y <= height for x, y in spots)


def test_the_page_fetches_nothing(summary: Summary) -> None:
    page = html(summary)
    assert page.count("<figure>") == 2
    outside = re.findall(r"""(?:src|href|url)\s*[=(]|https?://(?!www\.w3\.org/2000/svg)|<script|<link|@import""", page)
    assert not outside


def test_a_share_is_drawn_once_beside_its_row_and_to_scale(summary: Summary) -> None:
    shares = html(summary).split("<h2>Cases")[1].split("<h2>Intents")[0]  # the bars above name some rows too
    for name, share in (("pass^1", 0.5), ("generate", 1.0), ("meme", 0.5)):
        (row,) = re.findall(rf"<tr><td>{re.escape(name)}</td>.*?</tr>", shares)
        (width,) = re.findall(r'<rect width="(\d+)"', row)
        assert int(width) == pytest.approx(report._BAR * share, abs=1)


def test_turns_are_counted_in_bins_and_marks_fall_among_them(summary: Summary) -> None:
    assert dict(zip(SECONDS, summary.turn_histogram, strict=True)) == {
        edge: {0.0: 1, 0.25: 1, 1.0: 1, 20.0: 1}.get(edge, 0) for edge in SECONDS
    }
    root = _inner(figures(summary)[-1])
    marks = sorted(float(one["x1"]) for one in _all(root, "line") if "stroke-dasharray" in one)
    inner = svg.WIDTH - svg.LEFT - svg.RIGHT
    assert marks[0] == pytest.approx(svg.LEFT + inner * 1.2 / len(SECONDS), abs=0.1), "0.3 s: a fifth into its bin"


def test_an_independent_judge_is_drawn_before_the_agents_own_scores(summary: Summary) -> None:
    assert "that the agent ranks by" in figures(summary)[0]
    steps = {"1": Gain(cases=2, value=0.4, low=0.3, high=0.5), "2": Gain(cases=2, value=0.6, low=0.5, high=0.7)}
    judged = Lift(judge="j", titles=2, mean={}, talks={}, rewrites={}, by_turn={"sense": steps})
    picture = figures(summary.model_copy(update={"lift": judged}))[0]
    assert "does not rank by" in picture
    low, high = (float(one["cy"]) for one in _all(_inner(picture), "circle"))
    assert high < low, "a higher score is drawn higher"


def test_a_run_of_nothing_draws_nothing(tmp_path: Path) -> None:
    assert figures(summarise([CASE], [])) == []
