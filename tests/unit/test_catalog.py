import pytest
from pydantic import ValidationError

from models.catalog import Advertiser


def test_a_bare_advertiser_gets_product_ids_and_lists():
    account = Advertiser.model_validate(
        {
            "id": "a",
            "name": "店",
            "products": [{"name": "灯", "audience": "学生", "price": 99}, {"name": "椅", "id": "x"}],
        }
    )
    assert [product.id for product in account.products] == ["a-p1", "x"]
    assert account.products[0].audience == ("学生",)
    assert "99" in account.products[0].sources
    assert account.product("x") is account.products[1] and account.product("none") is None


def test_a_product_without_a_name_is_refused():
    with pytest.raises(ValidationError):
        Advertiser.model_validate({"id": "a", "name": "店", "products": [{"category": "灯"}]})
