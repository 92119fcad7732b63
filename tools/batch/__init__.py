"""Titles for a whole file of keyword sets, in one go that survives a kill."""

from tools.batch.account import AccountWriter, for_account
from tools.batch.job import BatchReport, run_batch
from tools.batch.requests import BatchRow, read_requests

__all__ = ["AccountWriter", "BatchReport", "BatchRow", "for_account", "read_requests", "run_batch"]
