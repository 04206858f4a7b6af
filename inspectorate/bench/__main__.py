"""`bin/bench NAME`: set up what is needed, measure the work and its floor in turns, print a line."""

import os
import sys

import django


def main() -> int:
    os.environ["JOB_PACE_SECONDS"] = "0"
    django.setup()
    from inspectorate.bench import api, archive, record, report, summary, walls  # noqa: PLC0415

    known = {
        "summary": summary.run,
        "api": api.run,
        "archive": archive.run,
        "record": record.run,
        "report": report.run,
        "walls": walls.run,
    }
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in known:
        sys.stderr.write(f"bin/bench NAME, where NAME is one of: {', '.join(known)}\n")
        return 2
    return known[name](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
