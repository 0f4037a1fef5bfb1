"""Staff 工作人员: founding, settings, members, sessions, calls for help, the calendar."""

from kiosk.family import Family
from kiosk.staff.events import EVENTS
from kiosk.staff.folds import fold
from kiosk.staff.records import Staff

STAFF: Family[Staff] = Family(name="staff", fold_version=3, empty=Staff(), events=EVENTS, fold=fold)
