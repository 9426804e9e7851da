"""Who hears of what, when: worked out, put off, held, sent, remembered."""

from notices.world import World


def whats(notices: dict[str, list[dict[str, object]]]) -> dict[str, list[object]]:
    return {name: [item["what"] for item in items] for name, items in notices.items()}


async def test_whoever_begins_hears_of_nothing_that_was_before(world: World) -> None:
    assert await world.announcements() == []
    assert await world.told() == {name: (1, {}) for name in ("mina", "omar", "ana")}


async def test_session_that_moves_is_told_to_everybody_who_takes_part(world: World) -> None:
    await world.move_opening(2)
    await world.look()

    announcement = (await world.announcements())[0]
    told = await world.notices(announcement["id"])
    assert (announcement["stage"], announcement["release_number"]) == ("waiting", 2)
    assert whats(told) == {name: ["moved"] for name in ("mina", "omar", "ana")}
    item = told["mina"][0]
    assert (item["session"]["ko"], item["old"]["start"], item["new"]["start"], item["new"]["room"]["ko"]) == (
        "개회",
        "2019-10-28T00:00:00Z",
        "2019-10-28T02:00:00Z",
        "대강당",
    )
