"""Forms of the law desk. Each makes the changes that `law.actions` proposes; the law floor says what is wrong."""

from jariya.office.law.forms.calendar import OPERATIONS, CalendarForm
from jariya.office.law.forms.decision import Decision
from jariya.office.law.forms.norms import NormForm

__all__ = ["OPERATIONS", "CalendarForm", "Decision", "NormForm"]
