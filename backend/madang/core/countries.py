"""Countries and territories: ISO 3166-1 alpha-2, by what CLDR knows. Their names come from CLDR too, where shown."""

from functools import lru_cache
from typing import Annotated

from babel import Locale
from pydantic import AfterValidator, StringConstraints

# Groupings, outlying oceans, pseudo-locales and "unknown": CLDR names them, nobody comes from there.
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the code of every country and territory."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRY


def _known_country(code: str) -> str:
    if code not in countries():
        raise ValueError(f"{code!r} is no country or territory of ISO 3166-1")
    return code


CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_known_country)]
