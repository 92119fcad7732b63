import pytest
from pydantic import ValidationError

from models.types import Scores, Title


def test_titles_are_immutable_and_scores_bounded() -> None:
    title = Title(id="t1", text="标题")
    with pytest.raises(ValidationError):
        title.text = "改"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Scores(fluency=1.2, style=0, quality=0, source="test")


def test_title_survives_json() -> None:
    title = Title(id="t1", text="标题", keywords=("续航",))
    assert Title.model_validate_json(title.model_dump_json()) == title
