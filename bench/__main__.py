"""`python -m bench`: requests a second and p99 of the public agenda and registry, what publishing and lists cost.

Planning a visit of thousands and telling them of a change are measured, too.

Two servers take turns, round by round: Madang as `madang serve` runs it, every layer on, and a bare uvicorn app that
sends the same status, headers and bytes. Same client, same flags, same Accept-Encoding. A ratio is the median of the
rounds' own ratios, for what else the machine does changes from round to round.
"""

import argparse
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import lists, notices, sign_in, visits
from bench.load import Load, Result, find_client, measure
from bench.plans import publish_plans
from bench.programme import SLUG, publish_invented
from bench.servers import Bare, Madang

ACCEPT_ENCODING = "gzip, br"
SHIPPED = "gsef-cbt-2019"
GOAL = 0.9
CASES = ("json", "ics", "html", "304")
PLANS = 200


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parts = ["agenda", "registry", "sign-in", "lists", "visits", "notices"]
    parser.add_argument("--only", choices=parts, help="leave the others out")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="length of one measurement")
    parser.add_argument("--clients", default="1,16,64", help="connections, separated by commas")
    parser.add_argument("--workers", type=int, default=2, help="processes of each server")
    parser.add_argument("--sessions", type=int, default=2000, help="size of the invented edition; 0 leaves it out")
    parser.add_argument("--database-url", help="PostgreSQL to use in place of SQLite; it must be empty")
    return parser.parse_args()


def main() -> None:
    """Run everything and print it."""
    options = _options()
    if options.only in (None, "lists"):
        lists.report()
        print()
    if options.only in (None, "visits"):
        visits.report()
        print()
    if options.only in (None, "notices"):
        notices.report()
        print()
    if options.only in (None, "sign-in"):
        with tempfile.TemporaryDirectory() as folder:
            sign_in.report(sign_in.measure(Path(folder)))
        print()
    if options.only in (None, "agenda", "registry"):
        _measure_public(options)


def _measure_public(options: argparse.Namespace) -> None:
    clients = [int(count) for count in options.clients.split(",")]
    client = find_client()
    print(f"client: {client}; {options.workers} workers each; median of {options.rounds} rounds of {options.seconds} s")
    print(f"Accept-Encoding: {ACCEPT_ENCODING}\n")
    with tempfile.TemporaryDirectory() as folder:
        madang = Madang(Path(folder), workers=options.workers, database_url=options.database_url)
        with madang:
            if options.only != "agenda":
                publish_plans(madang, SHIPPED, PLANS)
                registry = f"/public/v1/editions/{SHIPPED}/action-plans"
                cases = {
                    "list": registry,
                    "search": f"{registry}?q=fund&sdg=8",
                    "page": f"/e/{SHIPPED}/registry",
                    "plan": f"{registry}/city-7",
                    "304": registry,
                }
                _compare(madang, f"registry of {PLANS} plans", cases, Path(folder), client, clients, options)
                print()
            if options.only == "registry":
                return
            _compare(madang, SHIPPED, _agenda(SHIPPED), Path(folder), client, clients, options)
            if options.sessions:
                print(f"\nPublishing {options.sessions} sessions, from request to answer")
                for what, seconds in publish_invented(madang, options.sessions):
                    print(f"  {what:<40}{seconds:6.2f} s")
                print()
                _compare(madang, SLUG, _agenda(SLUG), Path(folder), client, clients, options)


def _agenda(slug: str) -> dict[str, str]:
    base = f"/public/v1/editions/{slug}/agenda"
    return {case: f"{base}.{'json' if case == '304' else case}" for case in CASES}


def _compare(
    madang: Madang,
    name: str,
    cases: Mapping[str, str],
    folder: Path,
    client: str,
    clients: Sequence[int],
    options: argparse.Namespace,
) -> None:
    """Measure these addresses and print what came out; "304" is asked for with the ETag that it has."""
    answers = {case: madang.capture(path, ACCEPT_ENCODING) for case, path in cases.items()}
    known = answers["304"].header("etag")
    answers["304"] = madang.capture(cases["304"], ACCEPT_ENCODING, if_none_match=known)
    with Bare(folder / f"{name}.json", answers, workers=options.workers) as bare:
        loads: dict[str, tuple[Load, Load]] = {}
        for case, answer in answers.items():
            headers = {"Accept-Encoding": ACCEPT_ENCODING} | ({"If-None-Match": known} if case == "304" else {})
            loads[case] = (Load(madang.url + answer.path, headers), Load(f"{bare.url}/{case}", headers))
        for ours, other in loads.values():
            madang.warm_up(ours.url, ours.headers)
            madang.warm_up(other.url, other.headers)
        ours_results: dict[tuple[str, int], list[Result]] = {}
        bare_results: dict[tuple[str, int], list[Result]] = {}
        for number in range(options.rounds):
            for case, (ours, other) in loads.items():
                for count in clients:
                    turns = [(ours, ours_results), (other, bare_results)]
                    for load, results in turns if number % 2 == 0 else reversed(turns):
                        result = measure(client, load, connections=count, seconds=options.seconds)
                        results.setdefault((case, count), []).append(result)
    sizes = ", ".join(f"{case} {len(answer.body):,}" for case, answer in answers.items())
    print(f"{name}: bytes sent: {sizes}")
    print(f"{'':8}{'clients':>8}{'Madang/s':>12}{'bare/s':>12}{'ratio':>8}{'p99 ms':>10}{'bare p99':>10}")
    worst = 1e9
    for (case, count), measured in ours_results.items():
        others = bare_results[case, count]
        ratio = statistics.median(a.per_second / b.per_second for a, b in zip(measured, others, strict=True))
        if count == 16:
            worst = min(worst, ratio)
        print(
            f"{case:8}{count:>8}{_median(measured, 'per_second'):>12,.0f}{_median(others, 'per_second'):>12,.0f}"
            f"{ratio:>8.2f}{_median(measured, 'p99_ms'):>10.2f}{_median(others, 'p99_ms'):>10.2f}"
        )
    if 16 in clients:
        print(f"worst ratio at 16 clients: {worst:.2f} (goal: {GOAL})")


def _median(results: Sequence[Result], name: str) -> float:
    return float(statistics.median(getattr(result, name) for result in results))


if __name__ == "__main__":
    main()
