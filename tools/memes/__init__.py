"""Memes: hybrid retrieval that fits a product, a scene or a word, and never brings a risky one."""

from tools.demo import load_demo
from tools.memes.search import Meme, MemeSearch

__all__ = ["Meme", "MemeSearch", "load_demo"]
