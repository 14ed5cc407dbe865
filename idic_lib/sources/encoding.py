"""How the letters of a text file are written as bytes, and a copy in UTF-8 of a file that is written otherwise."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from idic_lib.errors import InputError
from idic_lib.source import Encoding, Source

_ONE_BYTE: dict[str, Encoding] = {"cp1258": "windows-1258", "cp1252": "windows-1252", "latin_1": "latin-1"}
"""Encodings with one byte a letter, by their names in Python; `auto` knows the first two, of which latin-1 is a part."""

_MARKS: dict[bytes, Encoding] = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BLOCK = 1 << 20
_SAMPLE = 1 << 16

_VOWEL, _TONE = "[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY]", "[\u0300\u0301\u0303\u0309\u0323]"
_STRAY = re.compile(rf"(?<!{_VOWEL}){_TONE}")
"""A tone that stands on no vowel: hardly any in Vietnamese, most of them where a Western text is read as windows-1258."""
_WITHIN = re.compile(rf"{_VOWEL}{_TONE}[a-z]")
"""A tone within a word: the Italian ò and ì, which windows-1258 takes for tones, end words."""
_SYMBOL = re.compile("[A-Za-z][§¨©ª«¬\xad®µ¶·¸¹»¾][a-z]")
"""A sign within a word: what the letters ă â đ ê ô ơ ư of the old Vietnamese fonts (TCVN3) look like in windows-1252."""
_TYPING_ERRORS = 0.05
"""Up to this share of strange letters, people mistyped; beyond it, the encoding is another."""


@dataclass(frozen=True)
class _Survey:
    """What a file's bytes tell: the encoding that they prove, and up to 64 KB of lines with other than plain letters."""

    proven: Encoding | None
    sample: bytes


def as_utf8(source: Source, path: Path, space: Path) -> tuple[Path, Encoding]:
    """Return a text file in UTF-8 - the export, or a copy in `space` with letters and tones composed (NFC) - and how the export is written.

    Of an export that is said to be UTF-8 only the first bytes are read: whoever reads the rest finds what is not.
    Raises InputError for an export that is not written as the source says, or, with "auto", in no way known here.
    """
    if source.encoding == "utf-8":
        if (wide := _wide(_head(path))) not in {None, "utf-8"}:
            raise _otherwise(source, str(wide))
        return path, "utf-8"
    survey = _survey(path)
    encoding = _found(survey) if source.encoding == "auto" else _agreed(source, source.encoding, survey)
    if encoding is None:
        raise InputError(
            f"{source.label}: how its letters are written cannot be told. Save it as CSV UTF-8, or name its encoding in case.toml."
        )
    return (path, encoding) if encoding == "utf-8" else (_copy(source, path, encoding, space / f"{path.name}.utf-8"), encoding)


def found_encoding(path: Path) -> Encoding | None:
    """Find how a text file is written; plain ASCII counts as UTF-8. None where it is written in no way known here.

    UTF-8 is proven by all bytes, UTF-16 by its mark or its zeros. Of windows-1258 and windows-1252 the one that makes no nonsense
    of the lines with accents; where both make sense and differ, the one that charset-normalizer finds clearly less of a mess.
    """
    return _found(_survey(path))


def _found(survey: _Survey) -> Encoding | None:
    if survey.proven:
        return survey.proven
    codecs_left = [c for c in ("cp1252", "cp1258") if _makes_sense(c, survey.sample)]
    if len({survey.sample.decode(c) for c in codecs_left}) > 1:
        mess = {m.encoding: m.chaos for m in from_bytes(survey.sample, cp_isolation=codecs_left)}
        codecs_left = [c for c, found in mess.items() if found < min((v for k, v in mess.items() if k != c), default=1.0)]
    return _ONE_BYTE[codecs_left[0]] if codecs_left else None


def _agreed(source: Source, said: Encoding, survey: _Survey) -> Encoding:
    """Hold what the source says against what the bytes tell."""
    if said.startswith("utf-16"):
        if survey.proven is None or not survey.proven.startswith(said):
            raise _otherwise(source, _found(survey))
        return survey.proven
    codec, found = next(c for c, name in _ONE_BYTE.items() if name == said), _found(survey)
    toneless = said == "windows-1258" and found == "windows-1252" and not re.search(_TONE, survey.sample.decode(codec, errors="replace"))
    differs = found == "windows-1252" and survey.sample.decode(codec, errors="replace") != survey.sample.decode("cp1252")
    if survey.sample and (survey.proven or not _makes_sense(codec, survey.sample) or (toneless and differs)):
        raise _otherwise(source, found)
    return said if survey.sample else "utf-8"


def _otherwise(source: Source, found: str | None) -> InputError:
    what = f"it is written in {found}" if found else "its letters make no sense so"
    return InputError(f'{source.label}: {what}, not in {source.encoding}. Correct encoding in case.toml; "auto" looks for itself.')


def _survey(path: Path) -> _Survey:
    head = _head(path)
    if wide := _wide(head):
        return _Survey(wide, head[:_SAMPLE])
    decoder, sample, valid = codecs.getincrementaldecoder("utf-8")(), bytearray(), True
    for block in _blocks(path):
        valid = valid and _continues(decoder, block)
        if len(sample) < _SAMPLE and not block.isascii():
            sample += b"\n".join(line for line in block.split(b"\n") if not line.isascii())
        if not valid and len(sample) >= _SAMPLE:
            break
    return _Survey("utf-8" if valid and _continues(decoder, b"", final=True) else None, bytes(sample[:_SAMPLE]))


def _continues(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SAMPLE)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _wide(head: bytes) -> Encoding | None:
    """Return what a byte order mark says, or what zeros in every other byte tell: digits and commas are everywhere in an export."""
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    high, low = head[0::2].count(0), head[1::2].count(0)
    if marked or max(high, low) * 8 < len(head) or max(high, low) < 8 * min(high, low):
        return marked
    return "utf-16-le" if low > high else "utf-16-be"


def _makes_sense(codec: str, sample: bytes) -> bool:
    """Whether a text may be written so: every byte is a letter, tones stand on vowels, and no tones are taken for other letters."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return False
    if len(_SYMBOL.findall(text)) > _TYPING_ERRORS * sum(not letter.isascii() for letter in text):
        return False
    if codec == "cp1258":
        return len(_STRAY.findall(text)) <= _TYPING_ERRORS * len(re.findall(_TONE, text))
    return not re.search("[\x80-\x9f]", text) and not _is_vietnamese(sample)


def _is_vietnamese(sample: bytes) -> bool:
    return bool(_WITHIN.search(sample.decode("cp1258", errors="replace"))) and _makes_sense("cp1258", sample)


def _copy(source: Source, path: Path, encoding: Encoding, target: Path) -> Path:
    """Write an export once more, in UTF-8; whole lines at a time, so that no tone is parted from its vowel."""
    codec = next((c for c, name in _ONE_BYTE.items() if name == encoding), encoding)
    try:
        with path.open(encoding=codec, newline="") as old, target.open("w", encoding="utf-8", newline="") as new:
            while lines := old.readlines(_BLOCK):
                new.write(unicodedata.normalize("NFC", "".join(lines)).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source.label}{_line(path, codec)}: {error.reason} in {encoding}. Save it as CSV UTF-8, or correct encoding in case.toml."
        ) from None
    return target


def _line(path: Path, codec: str) -> str:
    """Name the line that cannot be read, where lines can be told apart before letters are."""
    if codec.startswith("utf-16"):
        return ""
    with path.open("rb") as file:
        return next((f", line {n:,}" for n, line in enumerate(file, 1) if not _continues(codecs.getincrementaldecoder(codec)(), line)), "")
