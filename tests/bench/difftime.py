"""Time to compare two texts of 10 KB in which one line in ten changed; prints figures as JSON."""

import json
import time
from dataclasses import asdict

from tests.bench.content import page_text
from tests.bench.load import figures
from wiki.diffs import compare


def main() -> None:
    old = "".join(page_text(number, 10) for number in range(3))[:10_000]
    lines = old.split("\n")
    new = "\n".join(f"{line} ajout" if number % 10 == 3 else line for number, line in enumerate(lines))
    times = []
    for _number in range(50):
        begin = time.perf_counter()
        compare(old, new)
        times.append(time.perf_counter() - begin)
    print(json.dumps(asdict(figures(times, sum(times)))))


if __name__ == "__main__":
    main()
