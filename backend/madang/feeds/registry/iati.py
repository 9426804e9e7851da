"""Actions of a published plan in the terms of IATI: each is an activity, in JSON with the standard's names and codes.

Source: IATI Activity Standard 2.03 and its code lists ActivityStatus, ActivityDateType, OrganisationRole,
OrganisationType, ResultType, IndicatorMeasure, BudgetStatus, TagVocabulary (2: SDG goals, 3: SDG targets).
"""

from collections.abc import Iterator
from typing import Any

from madang.action_plans.rules.tree import Row

Json = dict[str, Any]

_STATUS = {
    "not_started": "1",
    "planning": "1",
    "implementation": "2",
    "completed": "4",
    "paused": "6",
    "abandoned": "5",
}
_PIPELINE = "1"
_DATES = (("planned_start", "1"), ("actual_start", "2"), ("planned_end", "3"), ("actual_end", "4"))
_ROLES = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}
_BODIES = {
    "government": "10",
    "sse_organisation": "22",
    "company": "70",
    "university": "80",
    "international": "40",
    "other": "90",
}
_RESULTS = {"output": "1", "outcome": "2", "impact": "3"}
_UNIT, _QUALITATIVE = "1", "5"
_INDICATIVE = "1"
_GOAL, _TARGET = "2", "3"


def activity(action: Row, *, identifier: str, language: str, country: str | None) -> Json:
    """Return one action as an activity. What nobody filled in is left out; amounts are decimals as text.

    Shapes: `identifier` is the plan's, to which the action's own id is added.
    """

    def said(text: str | None) -> Json | None:
        return {"narrative": [{"lang": language, "text": text}]} if text else None

    return _filled(
        {
            "iati_identifier": f"{identifier}-{action.id}",
            "title": said(action["title"]),
            "description": said(action["description"] or action["problem"]),
            "activity_status": {"code": _STATUS.get(action["phase"] or "", _PIPELINE)},
            "activity_date": [
                {"type": code, "iso_date": action[name]} for name, code in _DATES if action[name] is not None
            ],
            "recipient_country": [{"code": country}] if country else None,
            "participating_org": [
                _filled(
                    {
                        "role": _ROLES.get(body["role"] or ""),
                        "type": _BODIES.get(body["kind"] or ""),
                        "narrative": [{"lang": language, "text": body["name"]}] if body["name"] else None,
                    }
                )
                for body in action.below("organisations")
            ],
            "tag": [{"vocabulary": _TARGET if "." in code else _GOAL, "code": code} for code in action["sdg"] or ()],
            "budget": [line for row in action.below("budget") if (line := _budget(row))],
            "result": list(_results(action, said)),
        }
    )


def _budget(row: Row) -> Json | None:
    if row["year"] is None or row["currency"] is None or row["planned"] is None:
        return None
    return {
        "status": _INDICATIVE,
        "period_start": {"iso_date": f"{row['year']}-01-01"},
        "period_end": {"iso_date": f"{row['year']}-12-31"},
        "value": {"amount": row["planned"], "currency": row["currency"], "value_date": f"{row['year']}-01-01"},
    }


def _results(action: Row, said: Any) -> Iterator[Json]:
    for indicator in action.below("indicators"):
        baseline = _filled({"value": indicator["baseline"], "year": indicator["baseline_year"]})
        yield _filled(
            {
                "type": _RESULTS.get(indicator["level"] or "output"),
                "title": said(indicator["title"]),
                "indicator": _filled(
                    {
                        "measure": _QUALITATIVE if indicator["qualitative"] else _UNIT,
                        "title": said(indicator["title"]),
                        "unit": indicator["unit"],
                        "baseline": [baseline] if baseline else None,
                        "period": [
                            _filled(
                                {
                                    "period_end": {"iso_date": period["ends"]} if period["ends"] else None,
                                    "target": [{"value": period["target"]}] if period["target"] else None,
                                    "actual": [{"value": period["actual"]}] if period["actual"] else None,
                                }
                            )
                            for period in indicator.below("periods")
                        ],
                    }
                ),
            }
        )


def _filled(of: Json) -> Json:
    return {name: value for name, value in of.items() if value not in (None, [], {})}
