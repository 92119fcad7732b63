"""A file of titles or comments becomes proposals with evidence, waiting in the meme queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from tools.memes.posts import read_posts
from tools.memes.proposing import propose
from ui.page.console.bench import Visit
from ui.page.console.words import Say

KINDS = [".csv", ".tsv", ".xlsx", ".jsonl", ".parquet"]


def mining_button() -> Any:
    """Stands under the meme queue, and nowhere else."""
    return gr.UploadButton(
        "⇪", file_types=KINDS, file_count="single", elem_id="mine-file", size="sm", variant="secondary", visible=False
    )


def shown_button(section: str, say: Say) -> Any:
    """How the button stands beside a section."""
    return gr.update(visible=section == "memes", label=f"⇪ {say('mine_file')}")


def mined(visit: Visit, path: Path) -> str:
    """Queue what a file holds, and say what came of it.

    Raises ImportProblem for a file without texts, ValueError for one that says nothing of when they were written.
    """
    posts = read_posts(path)
    found = propose(visit.bench.stores, posts)
    return visit.say("mined", len(posts), len(found), visit.bench.queue.add(found, by=visit.by))
