"""P3 and P5: what inspectors do all day. Save an evaluation; open the recording page and save."""

from argparse import ArgumentParser

from inspectorate.bench.fieldwork import make_fieldwork
from inspectorate.bench.filling import fill
from inspectorate.bench.paging import measure_page
from inspectorate.bench.saving import measure_saving


def run(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="bin/bench record")
    parser.add_argument("--evaluations", type=int, default=200_000, help="of everybody else")
    parser.add_argument("--inspections", type=int, default=20, help="being recorded")
    parser.add_argument("--evidence", type=int, default=2_000, help="pieces of one inspection")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each turn")
    options = parser.parse_args(arguments)
    print(f"Filling {options.evaluations:,} evaluations across 100 inspectorates...", flush=True)
    fill(options.evaluations)
    made = make_fieldwork(inspections=options.inspections, evidence=options.evidence)
    measure_saving(made, seconds=options.seconds, rounds=options.rounds)
    measure_page(made, rounds=options.rounds * 10)
    return 0
