"""What one monitor holds of another's count: as plain data, and as a sentence."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.language import named, number, own
from trucewatch.cases.models import TallyRemark
from trucewatch.vocabulary.cases import BookVerdict

Names = Mapping[str, Mapping[str, str]]

_WHOLE: Final = {
    BookVerdict.CONFIRMED: lambda: _("All %(total)s confirmed by %(by)s."),
    BookVerdict.NOT_CONFIRMED: lambda: _("All %(total)s not confirmed by %(by)s."),
    BookVerdict.EXCLUDED_GROUP: lambda: _(
        "All %(total)s explained by %(by)s as fire at an excluded group."
    ),
    BookVerdict.PENDING: lambda: _("All %(total)s still examined by %(by)s."),
}
_OF_TOTAL: Final = {
    BookVerdict.CONFIRMED: lambda: _("Confirmed by %(by)s: %(count)s of %(total)s."),
    BookVerdict.NOT_CONFIRMED: lambda: _("Not confirmed by %(by)s: %(count)s of %(total)s."),
    BookVerdict.EXCLUDED_GROUP: lambda: _(
        "Explained by %(by)s as fire at an excluded group: %(count)s of %(total)s."
    ),
    BookVerdict.PENDING: lambda: _("Still examined by %(by)s: %(count)s of %(total)s."),
}
_OF_UNKNOWN: Final = {
    BookVerdict.CONFIRMED: lambda: _("Confirmed by %(by)s: %(count)s."),
    BookVerdict.NOT_CONFIRMED: lambda: _("Not confirmed by %(by)s: %(count)s."),
    BookVerdict.EXCLUDED_GROUP: lambda: _(
        "Explained by %(by)s as fire at an excluded group: %(count)s."
    ),
    BookVerdict.PENDING: lambda: _("Still examined by %(by)s: %(count)s."),
}


def remark_words(remark: TallyRemark) -> dict[str, Any]:
    """The remark as plain data, which a bulletin keeps."""
    return {
        "by": remark.by_monitor.name,
        "verdict": remark.verdict,
        "count": remark.count,
        "reason": remark.reason,
        "source": remark.source.name if remark.source is not None else "",
    }


def remark_sentence(remark: Mapping[str, Any], total: int | None, names: Names) -> str:
    """What one monitor holds of another's count, of how much of it, and why."""
    told = {
        "by": named(names, remark["by"]),
        "count": number(remark["count"]),
        "total": "" if total is None else number(total),
    }
    whole = total is not None and total > 1 and remark["count"] == total
    verdict = BookVerdict(remark["verdict"])
    sentence = (_WHOLE if whole else _OF_UNKNOWN if total is None else _OF_TOTAL)[verdict]()
    said = sentence % told
    if remark["reason"]:
        reason = _("Reason: %(reason)s") % {"reason": own(remark["reason"])}
    elif verdict is BookVerdict.NOT_CONFIRMED and remark["count"]:
        reason = _("No reason is given.")
    else:
        return said
    return f"{said} {reason}"
