import pandas as pd

from idic_lib.differentiate import tier_table


def test_tiers_of_customers_who_bought_nothing_yet_have_no_share_of_sales() -> None:
    tiers = pd.DataFrame({"customer_id": ["a", "b"], "tier": ["top", "low"], "amount": [0, 0], "expected_amount": [9, 1]})
    table = tier_table(tiers, names=("top", "low"), seed=1)
    assert table[["sales_share", "lo", "hi"]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]
