"""Linear programs in whole numbers: the one module that knows HiGHS and numpy.

HiGHS computes in floating point. What it says is rounded and then proven in whole numbers: bounds hold, and every
reduced cost has the sign that an optimum demands. Programs of networks have whole vertices and whole duals, so that
nothing is lost by rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs

_NO_LIMIT = 2**53


class Undecided(Exception):
    """Choosing took longer than there was time."""


@dataclass(slots=True)
class Patience:
    """How many seconds choices may take, all together; each takes from what is left."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Optimum:
    """What a program's least cost is, where it is taken, and at which prices.

    An answer is an optimum exactly if columns of a reduced cost other than zero stay at the bound they are at, and so
    do rows of a price other than zero.
    """

    cost: int
    values: list[int]
    reduced_costs: list[int]
    activities: list[int]
    prices: list[int]


class Program:
    """The least cost of columns whose rows stay within bounds; solved again from where it was when bounds change."""

    def __init__(self) -> None:
        self._costs: list[int] = []
        self._upper: list[int] = []
        self._starts = [0]
        self._indices: list[int] = []
        self._coefficients: list[int] = []
        self._choices: list[int] = []
        self._row_lower: list[int] = []
        self._row_upper: list[int] = []
        self._loaded: _Loaded | None = None

    def add_row(self, lower: int, upper: int | None) -> int:
        """Add bounds of what columns bring, None for no limit, and return the row's number."""
        self._row_lower.append(lower)
        self._row_upper.append(_NO_LIMIT if upper is None else upper)
        return len(self._row_lower) - 1

    def add_column(
        self, cost: int, coefficients: Mapping[int, int], *, upper: int | None = None, choice: bool = False
    ) -> int:
        """Add what may be used from 0 to `upper` times and then brings so much to some rows, at least one.

        A choice is taken or not: what is between is no answer. It is counted when choices are made, by `choose`.
        """
        self._indices += coefficients.keys()
        self._coefficients += coefficients.values()
        self._starts.append(len(self._indices))
        self._upper.append(_NO_LIMIT if upper is None else upper)
        if choice:
            self._choices.append(len(self._costs))
        self._costs.append(cost)
        return len(self._costs) - 1

    def change_row(self, row: int, lower: int, upper: int) -> None:
        """Give a row other bounds."""
        self._row_lower[row], self._row_upper[row] = lower, upper
        if self._loaded is not None:
            self._loaded.change_row(row, lower, upper)

    def solve(self) -> Optimum:
        """Return the least cost, proven.

        Errors: ArithmeticError if there is no answer within the bounds, or none that can be proven.
        """
        if self._loaded is None:
            self._loaded = _Loaded(self)
        return self._loaded.solve()

    def choose(self, patience: Patience) -> list[int] | None:
        """Return how often each column is used at the least cost when choices are whole; None if nothing is possible.

        Costs are whole, hence nothing is cheaper if no answer costs as much as one less.

        Errors: Undecided when there is no time left; ArithmeticError if the solver fails.
        """
        return _Loaded(self).choose(patience)


class _Loaded:
    """A program as HiGHS holds it, and as whole numbers beside."""

    def __init__(self, program: Program) -> None:
        self._costs = np.array(program._costs, dtype=np.int64)
        self._upper = np.array(program._upper, dtype=np.int64)
        self._starts = np.array(program._starts, dtype=np.int32)
        self._indices = np.array(program._indices, dtype=np.int32)
        self._coefficients = np.array(program._coefficients, dtype=np.int64)
        self._row_lower = np.array(program._row_lower, dtype=np.int64)
        self._row_upper = np.array(program._row_upper, dtype=np.int64)
        # Its subclass `Highs` calls back into Python, and greets on standard output before it can be told not to.
        self._highs = _Highs()
        # One thread: several would take what other requests need, and save little here.
        for option, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("solver", "simplex")):
            self._highs.setOptionValue(option, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._costs), len(self._row_lower)
        model.col_cost_ = self._costs.astype(np.float64)
        model.col_lower_ = np.zeros(len(self._costs))
        model.col_upper_ = _limits(self._upper)
        model.row_lower_ = self._row_lower.astype(np.float64)
        model.row_upper_ = _limits(self._row_upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = self._starts
        model.a_matrix_.index_ = self._indices
        model.a_matrix_.value_ = self._coefficients.astype(np.float64)
        self._choices = program._choices
        self._highs.passModel(model)

    def change_row(self, row: int, lower: int, upper: int) -> None:
        self._row_lower[row], self._row_upper[row] = lower, upper
        self._highs.changeRowBounds(row, float(lower), float(upper))

    def solve(self) -> Optimum:
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"no optimum: {self._highs.modelStatusToString(status)}")
        found = self._highs.getSolution()
        values = np.rint(np.array(found.col_value)).astype(np.int64)
        prices = np.rint(np.array(found.row_dual)).astype(np.int64)
        activities = np.zeros(len(self._row_lower), dtype=np.int64)
        np.add.at(activities, self._indices, self._coefficients * np.repeat(values, np.diff(self._starts)))
        reduced = self._costs - np.add.reduceat(self._coefficients * prices[self._indices], self._starts[:-1])
        if not (
            _is_proven(values, np.zeros_like(values), self._upper, reduced)
            and _is_proven(activities, self._row_lower, self._row_upper, prices)
        ):
            raise ArithmeticError("the optimum could not be proven in whole numbers")
        return Optimum(
            cost=int(self._costs @ values),
            values=values.tolist(),
            reduced_costs=reduced.tolist(),
            activities=activities.tolist(),
            prices=prices.tolist(),
        )

    def choose(self, patience: Patience) -> list[int] | None:
        for option, value in (
            ("mip_abs_gap", 0.99),
            ("mip_rel_gap", 0.0),
            ("mip_feasibility_tolerance", 1e-9),
            ("time_limit", max(0.0, patience.seconds)),
        ):
            self._highs.setOptionValue(option, value)
        self._highs.setOptionValue("solver", "choose")
        for column in self._choices:
            self._highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        self._highs.run()
        patience.seconds -= self._highs.getRunTime()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise Undecided
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"no choice: {self._highs.modelStatusToString(status)}")
        return [round(value) for value in self._highs.getSolution().col_value]


def _limits(bounds: np.ndarray) -> np.ndarray:
    return np.where(bounds >= _NO_LIMIT, highspy.kHighsInf, bounds)


def _is_proven(values: np.ndarray, lower: np.ndarray, upper: np.ndarray, prices: np.ndarray) -> bool:
    """Tell whether bounds hold, and whether only what is at its lower bound would cost more, at its upper less."""
    within = (lower <= values) & (values <= upper)
    settled = ((prices <= 0) | (values == lower)) & ((prices >= 0) | (values == upper))
    return bool(np.all(within & settled))
