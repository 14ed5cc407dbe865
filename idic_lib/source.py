"""One export of a client: where it lies, how it is written, which of its columns fill which contract columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal, Self, TypeAlias
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, model_validator

from idic_lib.tables import EXPORTS

AS_LIST = Field(strict=False)
"""TOML and JSON know lists, a frozen setting is a tuple; what is in it stays strict."""

OF_THE_ORDER = ("customer_id", "ordered_on", "store_id")
"""What lines of orders take from their order where their own export does not say it."""


Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1258", "windows-1252", "latin-1"]
"""Ways to write letters as bytes; those that have a byte order mark may begin with it."""

DAY_NUMBERS = {"excel": date(1899, 12, 30), "excel 1904": date(1904, 1, 1)}
"""Ways to count days from a first one, as spreadsheets do: a date_format beside those written with %."""


class Frozen(BaseModel):
    """Frozen; an unknown key is an error; a number is never read from text; an error quotes no whole section, which may hold a secret."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


def _lines(found: object) -> int | Literal["auto"]:
    if found == "auto":
        return "auto"
    if type(found) is not int or found < 0:
        raise ValueError('neither a number of lines nor "auto"')
    return found


def _one_sign(found: str) -> str:
    if found != "auto" and len(found) != 1:
        raise ValueError('neither one character nor "auto"')
    return found


class Source(Frozen):
    """One `[[sources]]` block of case.toml.

    `file` lies beside case.toml, or in the installed `package`; with * or ? it names several exports of one kind, such as
    "raw/orders_*.csv", which are read in the order of their names and must have the same columns.
    `encoding = "auto"` finds how the letters are written, `delimiter = "auto"` one of , ; | and the tab.
    `skip` counts the lines above the header; `skip = "auto"` takes the first line that holds all the columns mapped.
    `sheet` is the first one unless named. `merged` names columns of an Excel sheet of which each merged cell holds for all its rows.
    `format = "postgres"` reads `table_name`, or what `query` selects, from the database at `url` (postgresql://user@host/database);
    `password_env` names the environment variable that holds the password, which never stands in case.toml.
    `keep` names columns of the export and the values that count; rows with another value are set aside.
    `timezone` says where the export's clock stands, when that is not where the case's does.
    `date_format` may be a list: a cell is read by the first format that fits it, and none may fit two with different days.
    `amounts = "written"` reads amounts as people write them: 1.250.000 đ, 1,5 triệu, (500.000).
    """

    table: str
    file: str = ""
    package: str | None = None
    format: Literal["csv", "parquet", "whitespace", "excel", "postgres"] = "csv"
    url: str | None = None
    password_env: Annotated[str, Field(pattern="^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    query: Annotated[str, Field(min_length=1)] | None = None
    table_name: Annotated[str, Field(min_length=1)] | None = None
    sheet: str | None = None
    skip: Annotated[int | Literal["auto"], PlainValidator(_lines)] = 0
    header: bool = True
    merged: Annotated[tuple[str, ...], AS_LIST] = ()
    delimiter: Annotated[str, AfterValidator(_one_sign)] = ","
    decimal: Literal[".", ","] = "."
    amounts: Literal["plain", "written"] = "plain"
    encoding: Literal["auto", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1258", "windows-1252", "latin-1"] = "utf-8"
    missing: Annotated[tuple[str, ...], AS_LIST] = ("",)
    date_format: str = "%Y-%m-%d"
    other_date_formats: Annotated[tuple[str, ...], AS_LIST] = ()
    timezone: str | None = None
    keep: Mapping[str, Annotated[tuple[str, ...], AS_LIST]] = {}
    columns: Mapping[str, str | int]

    @property
    def label(self) -> str:
        """What sentences and reports call the source, without this machine's folders."""
        if self.format == "postgres":
            return f"{place_of(self.url or '')}, {f'table {self.table_name}' if self.table_name else shortened(self.query or '')}"
        file = f"{self.package}/{self.file}" if self.package else self.file
        return f"{file}, sheet {self.sheet}" if self.sheet else file

    @property
    def is_typed(self) -> bool:
        """Whether its cells come with types, so that no text has to be read."""
        return self.format in {"parquet", "postgres"}

    @property
    def is_instant(self) -> bool:
        """Whether its days depend on where one's clock stands."""
        return self.timezone is not None or "%z" in self.date_format

    @property
    def date_formats(self) -> tuple[str, ...]:
        """All the ways in which its days may be written, in the order in which they are tried."""
        return (self.date_format, *self.other_date_formats)

    @property
    def decimal_declared(self) -> Literal[".", ","] | None:
        """The decimal sign where case.toml names it: only then does it settle whether '1.250' is 1250."""
        return self.decimal if "decimal" in self.model_fields_set else None

    @property
    def takes(self) -> tuple[str, ...]:
        """What is taken from the order of each line: nothing where the lines say themselves who bought and when."""
        unsaid = tuple(c for c in OF_THE_ORDER if c not in self.columns)
        return unsaid if self.table == "order_lines" and {"customer_id", "ordered_on"} & set(unsaid) else ()

    @model_validator(mode="before")
    @classmethod
    def _date_format_may_be_a_list(cls, given: Any) -> Any:  # noqa: ANN401 - whatever case.toml holds there
        formats = given.get("date_format") if isinstance(given, Mapping) else None
        if not isinstance(formats, (list, tuple)):
            return given
        if not formats:
            raise ValueError("date_format is an empty list; name at least one format")
        return {**given, "date_format": formats[0], "other_date_formats": tuple(formats[1:])}

    @model_validator(mode="before")
    @classmethod
    def _no_password(cls, given: Any) -> Any:  # noqa: ANN401 - whatever case.toml holds there
        """Refuse one before any other check can quote what it found."""
        if isinstance(given, Mapping) and ("password" in given or any(holds_password(str(v)) for v in given.values())):
            raise ValueError(
                'a password stands in case.toml; change that password, write url = "postgresql://user@host/database" and let password_env name the environment variable that holds it'
            )
        return given

    @model_validator(mode="after")
    def _file_or_database(self) -> Self:
        beyond = [k for k in ("url", "password_env", "query", "table_name") if getattr(self, k) is not None]
        if self.format != "postgres":
            if beyond:
                raise ValueError(f'{beyond[0]} is given, but format is {self.format!r}; only format = "postgres" reads a database')
            if not self.file:
                raise ValueError("file is missing; name the export")
            return self
        if self.file or self.package:
            raise ValueError('file is given, but format is "postgres", which reads a database; name it by url')
        if not re.match("postgres(ql)?://", self.url or ""):
            raise ValueError("url names no PostgreSQL database; write one such as postgresql://user@host/database")
        if (self.query is None) == (self.table_name is None):
            raise ValueError("either query or table_name says what to read from the database; give one of them")
        return self

    @model_validator(mode="after")
    def _known_ways_of_writing_days(self) -> Self:
        strange = [f for f in self.date_formats if "%" not in f and f not in DAY_NUMBERS]
        if strange:
            raise ValueError(
                f"date_format {strange[0]!r} is no format; write one such as %d/%m/%Y, a list of them, or {' or '.join(DAY_NUMBERS)} for day numbers"
            )
        if len({"%z" in f for f in self.date_formats}) > 1:
            raise ValueError("date_format names formats with and without %z; times of one column have either all their zone or none")
        return self

    @model_validator(mode="after")
    def _columns_fit_the_contract(self) -> Self:
        contract = EXPORTS.get(self.table)
        if contract is None:
            raise ValueError(f"table {self.table!r} is none of {', '.join(EXPORTS)}")
        known = {c.name for c in contract.columns}
        strange = [c for c in self.columns if c not in known]
        if strange and not contract.open:
            raise ValueError(f"columns.{strange[0]} is no column of {self.table}; it has {', '.join(sorted(known))}")
        unusable = [c for c in strange if not re.fullmatch("[a-z][a-z0-9_]*", c)]
        if unusable:
            raise ValueError(f"columns.{unusable[0]} is no name for a column; use small letters, digits and _")
        optional = {"orders": {"order_id"}, "order_lines": set(self.takes)}.get(self.table, set())
        absent = [c.name for c in contract.columns if c.needed and c.name not in self.columns and c.name not in optional]
        if absent:
            raise ValueError(f"columns.{absent[0]} is not mapped; {self.table} needs it")
        if self.table == "contacts" and len(self.columns) == 1:
            raise ValueError("columns holds no trait of a customer; map at least one, or leave the source out")
        return self

    @model_validator(mode="after")
    def _way_of_writing(self) -> Self:
        if self.sheet is not None and self.format != "excel":
            raise ValueError(f'sheet is given, but format is {self.format!r}; only format = "excel" has sheets')
        if self.skip == "auto" and not self.header:
            raise ValueError('skip = "auto" looks for the header, but header is false; say how many lines to skip')
        strange = [c for c in self.merged if c not in {*map(str, self.columns.values()), *self.keep}]
        if self.merged and (strange or self.format != "excel"):
            raise ValueError(
                f"merged names {strange[0]!r}, a column that is not mapped"
                if strange
                else f'merged is given, but format is {self.format!r}; only format = "excel" has merged cells'
            )
        if self.skip and self.format not in {"csv", "excel"}:
            raise ValueError(f"skip is given, but format is {self.format!r}; rows above the header are known of csv and excel")
        if self.timezone is not None:
            known_zone(self.timezone)
        timeless = [f for f in self.date_formats if not re.search("%[HIXT]", f)]
        if self.timezone is not None and not self.is_typed and timeless:
            raise ValueError(f"timezone is given, but date_format {timeless[0]!r} has no time of day to convert")
        if self.amounts == "written" and self.is_typed:
            raise ValueError(f'amounts = "written" reads texts, but the amounts of format {self.format!r} are typed; remove it')
        empty = [c for c, values in self.keep.items() if not values]
        if empty:
            raise ValueError(f"keep.{empty[0]} names no value, so that no row would count; name those that do")
        return self


def known_zone(name: str) -> str:
    """Return a time zone's name; ValueError for one that nobody keeps."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write one such as UTC or Asia/Ho_Chi_Minh") from None
    return name


def place_of(url: str) -> str:
    """Host and database of a URL, and nothing of who asks: 'db.acme.vn/crm'."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    host = parts.hostname or asked.get("host", "localhost").rsplit("/", maxsplit=1)[-1]
    return f"{host}/{parts.path.strip('/') or asked.get('dbname', '')}".rstrip("/")


def holds_password(text: str) -> bool:
    """Whether a text holds a URL with a password in it."""
    return bool(re.search(r"://[^/?#\s]*:[^/?#\s]+@|[?&][a-z]*password=", text))


def shortened(query: str) -> str:
    """A query on one line; a long one cut, with a mark that tells it from others that begin alike."""
    line = " ".join(query.split())
    return line if len(line) <= _QUERY_SHOWN else f"{line[:_QUERY_SHOWN]}... ({sha256(line.encode()).hexdigest()[:6]})"


_QUERY_SHOWN = 60
