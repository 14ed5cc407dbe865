"""Generated cases whose truth is known: messy exports of an invented firm, and apart from them what was planted."""

from idic_lib.worlds.room import STAMP, Written, written_world
from idic_lib.worlds.write import WORLDS, fill_case, is_world, settings_file, stamp, write_world

__all__ = ["STAMP", "WORLDS", "Written", "fill_case", "is_world", "settings_file", "stamp", "write_world", "written_world"]
