"""Countries and territories by their ISO 3166-1 alpha-2 code, as CLDR knows them."""

from functools import lru_cache
from typing import Annotated

from babel import Locale
from pydantic import AfterValidator, StringConstraints

# Codes of CLDR that name no country: unions, parts of one, pseudo-locales, the unknown.
_NO_COUNTRY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Return every code that a country can be given by."""
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRY


def check_country(code: str) -> str:
    """Return the code. Errors: ValueError when no country has it."""
    if code not in country_codes():
        raise ValueError(f"{code!r} is no country's code (ISO 3166-1 alpha-2)")
    return code


Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(check_country)]
