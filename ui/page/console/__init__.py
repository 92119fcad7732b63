"""The operator console (运营台): library, admission, memes, phrases, placements, the law, and what was changed."""
