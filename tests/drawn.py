"""How many examples property tests draw: a few hundred in each run, and many more under `make fuzz`.

A run draws the same examples each time, so that a failure stays a failure and a change is not blamed for what stood
there before it. `make fuzz` draws others each time, so that what is found adds up, and prints how to draw a failure
again.
"""

from __future__ import annotations

from functools import partial

from hypothesis import HealthCheck, settings

CHEAP, DEAR = 400, 200
"""How many examples a run draws where one costs a few thousandths of a second, and where it costs a tenth."""
MANY = 4_000
"""How many of every test `make fuzz` draws."""
_any_size = partial(settings, deadline=None, database=None, suppress_health_check=list(HealthCheck))
settings.register_profile("fuzz", _any_size(max_examples=MANY, derandomize=False, print_blob=True))


def often(examples: int) -> settings:
    """Return the settings of a test that draws so many examples in a run, and many under `make fuzz`."""
    asked_for = settings()  # an option of its own, as for verbosity, gives a profile another name
    if asked_for.max_examples == MANY:
        return asked_for
    return _any_size(max_examples=examples, derandomize=True, print_blob=False)
