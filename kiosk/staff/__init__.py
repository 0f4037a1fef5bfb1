"""Staff 工作人员: founding, settings with their history, members, sessions, calls for help."""

from kiosk.family import Family
from kiosk.staff.events import EVENTS
from kiosk.staff.folds import fold
from kiosk.staff.records import Staff

STAFF: Family[Staff] = Family(name="staff", fold_version=1, empty=Staff(), events=EVENTS, fold=fold)
