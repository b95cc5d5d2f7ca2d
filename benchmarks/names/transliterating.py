"""Spellings of Russian names by the rules of several languages."""

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SYSTEMS = {
    "english": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya",
    "passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia",
    "german": "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch _ y _ e ju ja",
    "french": "a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch _ y _ e iou ia",
    "scientific": "a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč _ y ' ė ju ja",
    "turkish": "a b v g d e yo j z i y k l m n o p r s t u f h ts ç ş şç _ ı _ e yu ya",
    "spanish": "a b v g d e io zh z i i k l m n o p r s t u f j ts ch sh shch _ y _ e iu ia",
}


def spellings_of(name: str) -> list[str]:
    """The name itself and as seven languages write it, each spelling once."""
    return list(dict.fromkeys([name, *(_written(name, system) for system in SYSTEMS)]))


def _written(name: str, system: str) -> str:
    table = dict(zip(LETTERS, SYSTEMS[system].split(), strict=True))
    words = []
    for word in name.lower().split():
        if system in ("english", "french", "german", "turkish", "spanish"):
            word = (
                word.removesuffix("ий") + "и"
                if word.endswith("ий") and system != "english"
                else word
            )
            word = word.removesuffix("ий") + "ы" if word.endswith("ий") else word
        if system in ("english", "french", "turkish"):
            word = word.replace("ье", "ъе")
            table["ъ"] = "y" if system != "french" else "i"
            if word.startswith("е"):
                word = "й" + word if system != "french" else word
        written = "".join(table.get(letter, letter) for letter in word).replace("_", "")
        words.append(written[:1].upper() + written[1:])
    return " ".join(words)
