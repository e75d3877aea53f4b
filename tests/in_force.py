"""Versions and days, and how each version stands on each of them: one table for the library and for the script."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

Status = dict[str, dict[str, Any]]


def said(
    order: int, first: str, last: str | None = None, status: str = "agreed", withdrawn: str | None = None
) -> dict[str, Any]:
    """Return what `status.json` says of a version."""
    return {
        "status": status,
        "order": order,
        "effective_from": first,
        "effective_to": last,
        "withdrawn": {"on": withdrawn, "reason": "A slip."} if withdrawn else None,
        "errata": [],
    }


YEARS = {"2026-1": said(1, "2026-01-01", "2026-12-31"), "2027-1": said(2, "2027-01-01", "2027-12-31")}
ABLE, NOT_YET, EXPIRED, OVER, GONE, DRAFT = (
    "in force",
    "not yet in force",
    "expired",
    "superseded",
    "withdrawn",
    "draft",
)
TABLE: tuple[tuple[str, Status, dict[str, tuple[str, ...]]], ...] = (
    (
        "one year after the other",
        YEARS,
        {
            "2025-12-31": (NOT_YET, NOT_YET),
            "2026-01-01": (ABLE, NOT_YET),
            "2026-11-29": (ABLE, NOT_YET),
            "2026-12-31": (ABLE, NOT_YET),
            "2027-01-01": (OVER, ABLE),
            "2027-12-31": (OVER, ABLE),
            "2028-01-01": (EXPIRED, EXPIRED),
        },
    ),
    (
        "a gap between two",
        {"1": said(1, "2026-01-01", "2026-11-30"), "2": said(2, "2027-01-01")},
        {"2026-11-30": (ABLE, NOT_YET), "2026-12-15": (EXPIRED, NOT_YET), "2027-01-01": (OVER, ABLE)},
    ),
    (
        "the second begins before the first ends",
        {"1": said(1, "2026-01-01", "2026-12-31"), "2": said(2, "2026-07-01", "2027-06-30")},
        {"2026-06-30": (ABLE, NOT_YET), "2026-07-01": (OVER, ABLE), "2027-07-01": (EXPIRED, EXPIRED)},
    ),
    (
        "the same days again, published later",
        {"2026-1": said(1, "2026-01-01", "2026-12-31"), "2026-1a": said(2, "2026-01-01", "2026-12-31")},
        {"2026-01-01": (OVER, ABLE), "2027-01-01": (EXPIRED, EXPIRED)},
    ),
    (
        "names that a script sorts like numbers",
        {"2026": said(2, "2026-01-01"), "3": said(1, "2026-01-01")},
        {"2026-05-01": (ABLE, OVER)},
    ),
    (
        "a short one in the time of an open one",
        {"1": said(1, "2026-01-01"), "2": said(2, "2026-07-01", "2026-09-30")},
        {"2026-08-01": (OVER, ABLE), "2026-10-01": (ABLE, EXPIRED)},
    ),
    (
        "the later one is withdrawn",
        {"1": said(1, "2026-01-01", "2026-12-31"), "2": said(2, "2026-07-01", withdrawn="2026-08-01")},
        {"2026-09-01": (ABLE, GONE), "2027-02-01": (EXPIRED, GONE)},
    ),
    (
        "drafts are in force on no day",
        {"1": said(1, "2026-01-01", "2026-12-31"), "2": said(2, "2026-07-01", status="draft")},
        {"2026-09-01": (ABLE, DRAFT), "2025-09-01": (NOT_YET, DRAFT), "2027-09-01": (EXPIRED, DRAFT)},
    ),
    (
        "as it was written before it held dates alone",
        {
            "1": {"state": "superseded", "effective_from": "2026-01-01", "effective_to": None, "withdrawn": None},
            "2": {"state": "draft", "effective_from": "2026-01-01", "effective_to": None, "withdrawn": None},
            "4": {"state": "in force", "effective_from": "2027-01-01", "effective_to": None, "withdrawn": None},
        },
        {"2026-11-29": (ABLE, DRAFT, NOT_YET), "2027-01-01": (OVER, DRAFT, ABLE)},
    ),
)
"""What each case is, what `status.json` says, and for days the state of each version in that order."""


def every_pair() -> list[tuple[Status, str]]:
    """Return many pairs of two versions whose days touch, overlap, hold each other or leave a gap, and a day each."""
    first = date(2026, 1, 1)
    days = [(first + timedelta(number)).isoformat() for number in range(6)]
    terms = [(begin, end) for begin, end in product(days[1:4], [*days[2:5], None]) if end is None or begin <= end]
    kinds = [("agreed", None), ("draft", None), ("agreed", days[2])]
    return [
        ({"1": said(1, *one, *kind), "2": said(2, *other, *another)}, day)
        for one, other, kind, another, day in product(terms, terms, kinds, kinds, days)
    ]
