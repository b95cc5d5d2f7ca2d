"""The title of a bulletin in the language that is spoken."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.language import dates_between


def title_of(words: Mapping[str, Any]) -> str:
    """The kind of bulletin and its dates; a corrigendum says that it is one."""
    kind = _(BulletinKind(words["kind"]).label)
    told = {"kind": kind, "dates": dates_between(words["window"])}
    if words.get("corrects"):
        return _("%(kind)s, %(dates)s: corrigendum") % told
    return _("%(kind)s, %(dates)s") % told
