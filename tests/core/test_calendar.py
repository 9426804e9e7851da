"""Zones are those of places, and UTC."""

import pytest

from madang.core.calendar import get_zone


@pytest.mark.parametrize("name", ["Asia/Seoul", "America/Argentina/Ushuaia", "America/Montreal", "Etc/GMT-9", "UTC"])
def test_zone_of_a_place_is_known(name: str) -> None:
    assert get_zone(name).key == name


@pytest.mark.parametrize(
    "name",
    [
        *("localtime", "Factory", "posixrules", "leapseconds", "zone.tab", "posix/Asia/Seoul", "right/Asia/Seoul"),
        *("EST5EDT", "ROK", "asia/seoul", "Asia", "Asia/", "/Asia/Seoul", "Asia/../UTC", "", "\ud800", "UTC\n"),
    ],
)
def test_other_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not an IANA time zone"):
        get_zone(name)
