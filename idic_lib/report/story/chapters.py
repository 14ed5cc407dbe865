"""The five chapters in their order."""

from idic_lib.report.story.customize import CUSTOMIZE
from idic_lib.report.story.differentiate import DIFFERENTIATE
from idic_lib.report.story.identify import IDENTIFY
from idic_lib.report.story.interact import INTERACT
from idic_lib.report.story.measure import MEASURE

CHAPTERS = (IDENTIFY, DIFFERENTIATE, INTERACT, CUSTOMIZE, MEASURE)
