"""One SQL text per heavy table (DuckDB dialect, named parameters, money in integer minor units)."""
