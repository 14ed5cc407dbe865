"""A hand-checked sample of cells: which of what the records say somebody found to be right."""

from __future__ import annotations

import pandas as pd

from idic_lib.case import Case
from idic_lib.errors import InputError

_WORDS = {"yes": True, "no": False, "có": True, "không": False}


def read_sample(case: Case) -> pd.DataFrame:
    """Read the file that `identify.checked_sample` names, beside case.toml: `record_id, field, right`; rows left empty are passed over.

    Raises InputError for a file or column that is not there and a word that is neither yes nor no.
    """
    path = case.folder / str(case.identify.checked_sample)
    if not path.is_file():
        raise InputError(f"case {case.name}: there is no file {path} with checked cells. Put it there or correct identify.checked_sample.")
    frame = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    absent = [c for c in ("record_id", "field", "right") if c not in frame]
    if absent:
        raise InputError(f"{path}: column {absent[0]!r} is missing; it needs record_id, field and right.")
    said = frame["right"].str.strip().str.lower()
    strange = frame.index[~said.isin([*_WORDS, ""])]
    if len(strange):
        raise InputError(
            f"{path}, row {strange[0] + 2}: right is {frame.loc[strange[0], 'right']!r}, neither yes nor no. Write one of them, or leave it empty."
        )
    known = frame[said != ""]
    return known.assign(right=said[said != ""].map(_WORDS).astype(bool))[["record_id", "field", "right"]].reset_index(drop=True)
