"""Every word of the racing tab, in both languages. `{}` marks where a value goes."""

from __future__ import annotations

from dataclasses import dataclass

from tools.racing.verdict import Language


@dataclass(frozen=True)
class RacingWords:
    language: Language
    title: str
    none: str
    none_how: str
    choose: str
    simulate: str
    back: str
    refresh: str
    counts: str
    states: dict[str, str]
    deeds: dict[str, str]
    columns: tuple[str, ...]
    figures: tuple[str, ...]
    interval: str
    per_thousand: str
    gained: str
    quarantined: str
    traffic: str
    over_decisions: str
    over_time: str
    over_nothing: str
    shares: str
    pause: str
    resume: str
    stop: str
    sure: str
    declare: str
    pin: str
    unpin: str
    exclude: str
    readmit: str
    out: str
    audit: str
    audit_none: str
    rules: str
    its_rules: str
    as_asked: str
    gone: str
    simulated: str
    simulated_more: str
    rates: str
    rates_hint: str
    impressions: str
    run: str
    running: str
    bad_rates: str
    true_rate: str
    sim_result: str
    sim_arm: str


ZH = RacingWords(
    language="zh",
    title="赛马",
    none="还没有赛马",
    none_how="在“对话”里写几条标题，选用后点“发起赛马”，或者直接说“帮我选3条上线”，确认后就会出现在这里。"
    "想先看看赛马是怎么跑的，可以模拟一场。",
    choose="选一场看详情",
    simulate="模拟一场",
    back="全部赛马",
    refresh="刷新",
    counts="{} 条标题 · 曝光 {} · 点击 {}",
    states={"running": "进行中", "paused": "已暂停", "stopped": "已停止", "simulated": "模拟"},
    deeds={
        "join": "加入",
        "leave": "移出",
        "stop": "停止",
        "pause": "暂停",
        "resume": "继续",
        "pin": "流量全给",
        "unpin": "放开流量",
        "declare": "定为胜者",
        "rules": "改规则",
        "drift": "点击率变了",
        "fatigue": "疲劳",
    },
    columns=("标题", "流量", "点击率", "胜出概率", "选它的损失", "花费", ""),
    figures=("曝光", "点击", "点击率", "花费（元）", "比平均分流多得点击"),
    interval="90% 区间 {} 至 {}",
    per_thousand="每千次少 {} 次点击",
    gained="90% 区间 {} 至 {}",
    quarantined="有 {} 条事件不合格，已隔离，没有计数。",
    traffic="流量分配",
    over_decisions="按决策次数，共 {} 次",
    over_time="按曝光时间，{} 至 {}",
    over_nothing="还没有曝光，第一批数据回来后这里会有图。",
    shares="最近一段的流量：{}",
    pause="暂停",
    resume="继续",
    stop="停止",
    sure="确定？",
    declare="定为胜者",
    pin="流量全给它",
    unpin="放开流量",
    exclude="移出",
    readmit="放回",
    out="已移出",
    audit="操作记录",
    audit_none="还没有人动过这场赛马。",
    rules="规则自动",
    its_rules="这场赛马的规则",
    as_asked="问的时候的进展",
    gone="找不到这场赛马，或者你不能操作它。",
    simulated="模拟",
    simulated_more="观众和点击都是编造的：不投放，不花钱，也不会保存。只用来看赛马怎样把流量让给更好的标题。",
    rates="每条标题的真实点击率",
    rates_hint="两到六个百分数，用逗号隔开",
    impressions="曝光次数",
    run="再跑一场",
    running="正在模拟 {} / {} 次曝光",
    bad_rates="请填两到六个 0.1 到 50 之间的百分数，例如 2, 3, 4.5。",
    true_rate="设定 {}",
    sim_result="结束，与平均分流相比 {} 次点击。",
    sim_arm="模拟标题 {}",
)

EN = RacingWords(
    language="en",
    title="Races",
    none="No races yet",
    none_how="Write some titles in the conversation, pick a few and press “Race them”, or say “帮我选3条上线”; "
    "once approved, the race appears here. To see how a race goes first, simulate one.",
    choose="Choose a race to see how it stands",
    simulate="Simulate",
    back="All races",
    refresh="Refresh",
    counts="{} titles · {} impressions · {} clicks",
    states={"running": "running", "paused": "paused", "stopped": "stopped", "simulated": "simulated"},
    deeds={
        "join": "let in",
        "leave": "excluded",
        "stop": "stopped",
        "pause": "paused",
        "resume": "resumed",
        "pin": "gave all traffic to",
        "unpin": "freed the traffic",
        "declare": "declared the winner",
        "rules": "changed the rules",
        "drift": "rate has changed",
        "fatigue": "wears out",
    },
    columns=("Title", "Traffic", "CTR", "Probability of best", "Loss if chosen", "Spend", ""),
    figures=("Impressions", "Clicks", "CTR", "Spend (yuan)", "Clicks gained over an even split"),
    interval="90% interval {} to {}",
    per_thousand="{} fewer clicks per 1,000",
    gained="90% interval {} to {}",
    quarantined="{} unusable events were set aside and not counted.",
    traffic="Traffic",
    over_decisions="by decisions, {} in all",
    over_time="by time of impression, {} to {}",
    over_nothing="Nothing was shown yet: the chart comes with the first impressions.",
    shares="Traffic of late: {}",
    pause="Pause",
    resume="Resume",
    stop="Stop",
    sure="Really?",
    declare="Declare winner",
    pin="Give all traffic",
    unpin="Free traffic",
    exclude="Exclude",
    readmit="Readmit",
    out="excluded",
    audit="Audit log",
    audit_none="Nobody has touched this race.",
    rules="by rule",
    its_rules="Rules of this race",
    as_asked="The race as it stood when asked",
    gone="That race is not there, or is not yours to steer.",
    simulated="Simulated",
    simulated_more="Viewers and clicks are made up: nothing is shown, spent or kept. It only lets you watch how a race "
    "moves traffic to the better title.",
    rates="True click rate of each title",
    rates_hint="two to six percentages, separated by commas",
    impressions="Impressions",
    run="Run again",
    running="Simulating {} of {} impressions",
    bad_rates="Give two to six percentages between 0.1 and 50, such as 2, 3, 4.5.",
    true_rate="set to {}",
    sim_result="done: {} clicks against an even split.",
    sim_arm="Simulated title {}",
)


def racing_words(language: str) -> RacingWords:
    return EN if language == "en" else ZH
