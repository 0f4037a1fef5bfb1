"""Figures 统计: what is counted of each day, folded from the entries of every family.

Not a family of the station: it gives no rule and no event, so nothing can depend on it. It is kept
like one, with a checkpoint, and may be thrown away and counted anew at any time.
"""

from kiosk.family import Family
from kiosk.figures.folds import COUNTED, fold
from kiosk.figures.records import Figures

FIGURES: Family[Figures] = Family(
    name="figures", fold_version=1, empty=Figures(), events=COUNTED, fold=fold
)
