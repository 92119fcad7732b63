import pytest

from agent.brief import Brief
from agent.conflicts import find_conflict
from agent.critique import faults, is_weak
from models.types import Compliance, Scores, Title, Verdict


def title(text: str, **known: object) -> Title:
    return Title.model_validate({"id": "t", "text": text, **known})


@pytest.mark.parametrize(
    ("text", "brief", "fault"),
    [
        ("猫爬架到家第一天", Brief(max_chars=5), "too_long"),
        ("猫爬架", Brief(min_chars=5), "too_short"),
        ("猫爬架到家", Brief(must_include=("剑麻",)), "must_include"),
        ("猫爬架到家", Brief(include_any=("狗", "兔")), "include_any"),
        ("猫爬架神器", Brief(avoid=("神器",)), "avoid"),
        ("猫爬架打３折", Brief(), "invented_number"),
    ],
)
def test_each_condition_is_checked(text: str, brief: Brief, fault: str):
    assert faults(title(text), brief, 30, ["高约1.6米"]) == [fault]


def test_a_title_that_keeps_everything_has_no_fault():
    brief = Brief(max_chars=12, must_include=("WiFi",), avoid=("神器",))
    assert faults(title("wifi只要189元"), brief, 30, ["189元"]) == []


def test_a_violation_is_never_offered():
    illegal = title("猫爬架", compliance=Compliance(verdict=Verdict.VIOLATION))
    assert faults(illegal, Brief(), 30, []) == ["violation"]


def test_doubtful_sense_makes_a_title_weak():
    assert is_weak(title("x", scores=Scores(fluency=0.9, style=0.9, quality=0.9, sense=0.1, source="s")))
    assert not is_weak(title("x"))


def test_what_code_made_of_a_shown_title_is_not_doubted():
    low = Scores(fluency=0.1, style=0.9, quality=0.9, sense=0.1, source="s")
    edited = title("x", scores=low, provenance={"source": "edit", "parent_id": "p"})
    mended_draft = title("x", scores=low, provenance={"source": "edit"})
    assert (is_weak(edited), is_weak(mended_draft)) == (False, True)


@pytest.mark.parametrize(
    ("text", "topic", "weak"),
    [
        ("二荆条的酸味，让人放不下", "下饭", True),
        ("这碗饭我先干为敬", "下饭", False),
        ("开场就下饭", "下饭", False),
        ("Late night run", "夜跑RUN", False),
        ("毕业那天才想起来拍照", "送给刚毕业的学生", False),
        ("随便写写", "不大好", False),
    ],
)
def test_a_title_that_leaves_out_a_short_topic_is_weak(text: str, topic: str, weak: bool):
    assert is_weak(title(text), topic) is weak


@pytest.mark.parametrize(
    ("brief", "words"),
    [
        (Brief(must_include=("无绳跳绳",), avoid=("跳绳",)), "跳绳"),
        (Brief(must_include=("免打孔", "遮光帘", "租房党", "可水洗"), max_chars=9), "放不下"),
        (Brief(min_chars=20, max_chars=10), "最少 20 字"),
    ],
)
def test_contradictions_are_found(brief: Brief, words: str):
    conflict = find_conflict(brief)
    assert conflict is not None and words in conflict


def test_words_inside_one_another_need_room_once():
    assert find_conflict(Brief(must_include=("遮光", "遮光帘"), max_chars=4)) is None
