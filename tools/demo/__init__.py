"""Fictional advertisers (adv01 to adv16) and memes, written for this project, that a new home starts with."""

from tools.demo.loading import demo_advertisers, demo_memes, load_demo

__all__ = ["demo_advertisers", "demo_memes", "load_demo"]
