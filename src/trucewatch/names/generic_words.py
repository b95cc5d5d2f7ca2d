"""Words that say what kind of place a name belongs to, and not which place it is."""

from typing import Final

from trucewatch.names.folding import fold

# "Rif", "rural" and "countryside" are not here: Rural Damascus is another place than Damascus.
_LISTED: Final = (
    "governorate province district subdistrict county region area city town township "
    "village suburb neighbourhood neighborhood municipality mintaqat markaz muhafazat "
    "nahiyat nahiya qada the of "
    "محافظة مدينة قرية بلدة ناحية منطقة قضاء حي استان شهر شهرستان روستای بخش "
    "провинция провинции мухафаза город городе деревня посёлок район района село "
    "ili ilçesi vilayeti şehri kenti köyü beldesi kasabası"
)
GENERIC_WORDS: Final[frozenset[str]] = frozenset(fold(word) for word in _LISTED.split())


def without_generic_words(name: str) -> str:
    """A place name, folded, without words such as governorate, town or village.

    A name made only of such words is returned whole, folded.
    """
    words = fold(name).split()
    kept = [word for word in words if word not in GENERIC_WORDS]
    return " ".join(kept or words)
