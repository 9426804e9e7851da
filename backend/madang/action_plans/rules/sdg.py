"""The Sustainable Development Goals and their targets, by code.

Source: A/RES/71/313, annex: 17 goals, 169 targets. A goal is `"11"`, a target `"11.3"` or `"11.c"`.
"""

_NUMBERED = {
    1: 5, 2: 5, 3: 9, 4: 7, 5: 6, 6: 6, 7: 3, 8: 10, 9: 5, 10: 7, 11: 7, 12: 8, 13: 3, 14: 7, 15: 9, 16: 10, 17: 19,
}  # fmt: skip
_LETTERED = {
    1: "ab", 2: "abc", 3: "abcd", 4: "abc", 5: "abc", 6: "ab", 7: "ab", 8: "ab", 9: "abc", 10: "abc", 11: "abc",
    12: "abc", 13: "ab", 14: "abc", 15: "abc", 16: "ab", 17: "",
}  # fmt: skip

GOALS: tuple[str, ...] = tuple(str(goal) for goal in _NUMBERED)

TARGETS: tuple[str, ...] = tuple(
    f"{goal}.{target}"
    for goal, count in _NUMBERED.items()
    for target in [*(str(number) for number in range(1, count + 1)), *_LETTERED[goal]]
)

CODES: frozenset[str] = frozenset(GOALS) | frozenset(TARGETS)


def goal_of(code: str) -> str:
    """Return the goal that a code belongs to: itself, or the goal of a target."""
    return code.partition(".")[0]
