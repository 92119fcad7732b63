"""Recall (召回): which titles are worth a look for an account, by strategies with quotas and a trace."""

from tools.recall.pool import Item, Pool
from tools.recall.recalling import Recalled, Trace, recall
from tools.recall.settings import STRATEGIES, RecallDesk, RecallSettings, Strategy

__all__ = ["STRATEGIES", "Item", "Pool", "RecallDesk", "RecallSettings", "Recalled", "Strategy", "Trace", "recall"]
