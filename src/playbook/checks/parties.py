"""Questions about the organisations, and about what each sourcing structure asks of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playbook.checks.base import Check, Context, Finding, about, ring_told, rings, with_sense
from playbook.checks.positions import stands_beside
from playbook.model import Forum, Party, Playbook
from playbook.model.zoned import zones_in
from playbook.model.zones import meant_by, newer_name, of_a_place
from playbook.problems import quoted

YEARS_ASKED = 3
"""For how many years of a cycle public holidays are asked; later ones are seldom fixed."""
_ENGAGED = ("subcontractor", "third-party")


def _engaged(playbook: Playbook) -> list[Party]:
    """Return the parties that somebody else than the client brings in, under a prime contract."""
    brought = [party for party in playbook.parties if party.kind in _ENGAGED]
    prime = playbook.sourcing.kind == "prime"
    return [party for party in brought if prime and playbook.side_of_party(party.id) != "client"]


def _attending(playbook: Playbook, forum: Forum) -> set[str]:
    return {playbook.roles[role].party for role in forum.everyone}


def client_not_a_client(context: Context) -> Iterator[Finding]:
    """The party that buys is a client and those that supply are not, unless the client's own departments do."""
    record, parties = context.playbook.about, context.playbook.parties
    if context.playbook.client.kind != "client":
        message = f"{quoted(record.client)} buys, and its kind is {context.playbook.client.kind}"
        yield about(record, message, f"write `kind: client` at the party {quoted(record.client)}", "client")
    in_house = context.playbook.sourcing.kind == "internal"
    for position, id in enumerate(record.suppliers):
        if id == record.client or (parties[id].kind == "client" and not in_house):
            message = f"{quoted(id)} supplies, and is a client"
            yield about(record, message, "name a party of another kind, such as `prime`", "suppliers", position)


def supplier_missing(context: Context) -> Iterator[Finding]:
    """A contract has somebody who supplies; only where the client's own people deliver does nobody else."""
    playbook = context.playbook
    if not playbook.about.suppliers and playbook.sourcing.kind != "internal":
        message = f"nobody supplies, and the sourcing structure is {quoted(playbook.sourcing.kind)}"
        hint = "name the parties that hold the contract under `suppliers`, or write `kind: internal` under `sourcing`"
        yield about(playbook.about, message, hint)


def party_without_role(context: Context) -> Iterator[Finding]:
    """A party that the contract binds has a role that speaks for it; one that is only brought in may do without."""
    speaking = {role.party for role in context.playbook.roles}
    for party in context.playbook.parties:
        brought = bool(party.engaged_by) or stands_beside(context.playbook, party.id)
        if party.id not in speaking and not brought:
            message = f"no role belongs to the party {quoted(party.id)}"
            yield about(party, message, "add a role that speaks for it, or take it out")


def engaged_by_cycle(context: Context) -> Iterator[Finding]:
    """Each party is brought in by one that was there before."""
    parties = context.playbook.parties
    for ring in rings({party.id: (party.engaged_by,) for party in parties if party.engaged_by}):
        message = ring_told(ring, "engages itself", "parties engage each other in a ring")
        yield about(parties[ring[0]], message, "end it at one party", "engaged_by")


def prime_subcontractor_unowned(context: Context) -> Iterator[Finding]:
    """Under a prime contract somebody answers for each further provider, or it is no part of the contract."""
    for party in _engaged(context.playbook):
        if not party.engaged_by:
            message = f"nobody engages {quoted(party.id)}, so nobody answers for it"
            hint = "name the party whose contract brings it in under `engaged_by`"
            yield about(party, message, hint)


def prime_no_support_duty(context: Context) -> Iterator[Finding]:
    """Who engages a provider supports its work: some activity joins a role of the one with a role of the other."""
    playbook = context.playbook
    joined: set[tuple[str, str]] = set()
    for activity in playbook.activities:
        leading = {playbook.roles[r].party for r in with_sense(playbook, activity, "accountable", "responsible")}
        joined.update((lead, playbook.roles[item.role].party) for lead in leading for item in activity.assigned)
    for party in _engaged(playbook):
        if party.engaged_by and len(playbook.activities) and (party.engaged_by, party.id) not in joined:
            message = f"no activity of {quoted(party.engaged_by)} has a part for {quoted(party.id)}, which it engages"
            hint = f"add the activity by which {quoted(party.engaged_by)} steers or supports {quoted(party.id)}"
            yield about(party, message, hint, "engaged_by")


def prime_bypass(context: Context) -> Iterator[Finding]:
    """The client reaches a prime's providers through the prime, which otherwise answers for what it did not agree."""
    playbook = context.playbook
    engaged = {party.id: party.engaged_by for party in _engaged(playbook) if party.engaged_by}
    for role in playbook.roles if engaged else ():
        faced = {playbook.roles[id].party for id in role.counterparts}
        for position, id in enumerate(role.counterparts):
            past = engaged.get(playbook.roles[id].party)
            if playbook.side_of(role.id) == "client" and past and past not in faced:
                message = f"{quoted(role.id)} faces {quoted(id)} past {quoted(past)}"
                yield about(role, message, "name a role of the prime as its counterpart", "counterparts", position)
    for forum in playbook.forums:
        present = _attending(playbook, forum)
        for party in sorted(present & engaged.keys() if playbook.client.id in present else ()):
            if engaged[party] not in present:
                message = f"{quoted(forum.id)} joins the client and {quoted(party)} without {quoted(engaged[party])}"
                yield about(forum, message, f"invite a role of {quoted(engaged[party])}", "attendees")


def _joint_forums(playbook: Playbook) -> list[Forum]:
    """Return the forums in which the client and every member of the consortium take part."""
    members = {party.id for party in playbook.parties if party.kind == "consortium-member"}
    return [forum for forum in playbook.forums if _attending(playbook, forum) >= {playbook.client.id, *members}]


def consortium_no_joint_forum(context: Context) -> Iterator[Finding]:
    """The members of a consortium meet the client at one table, or each hears another story."""
    playbook = context.playbook
    if playbook.sourcing.kind == "consortium" and len(playbook.forums) and not _joint_forums(playbook):
        message = "no forum brings the client and every member of the consortium together"
        yield about(playbook.sourcing, message, "invite a role of each to one forum", "kind")


def consortium_no_lead_or_rule(context: Context) -> Iterator[Finding]:
    """Members of equal standing need one that leads, or a rule by which they decide."""
    playbook = context.playbook
    ruled = playbook.sourcing.lead_party or any(forum.decision_rule for forum in _joint_forums(playbook))
    if playbook.sourcing.kind == "consortium" and not ruled:
        message = "the consortium has neither a lead nor a rule for its decisions"
        hint = "name its `lead_party`, or write the `decision_rule` of the forum in which all members meet"
        yield about(playbook.sourcing, message, hint, "kind")


def consortium_harmony_risk(context: Context) -> Iterator[Finding]:
    """That the members of a consortium do not work in harmony is its first risk, and one to be named."""
    sourcing = context.playbook.sourcing
    if sourcing.kind == "consortium" and not sourcing.risks:
        message = "no risk of the consortium is named"
        yield about(sourcing, message, "write under `risks` what happens when its members disagree", "kind")


def full_service_multi_provider(context: Context) -> Iterator[Finding]:
    """Full service means one contract with one provider."""
    record = context.playbook.about
    several = len(set(record.suppliers))
    if context.playbook.sourcing.kind == "full-service" and several > 1:
        message = f"the structure is full service, and {several} suppliers hold contracts"
        hint = "keep one, or name the structure that holds, such as `multi-vendor`"
        yield about(record, message, hint, "suppliers", 1)


def full_service_no_asset_step(context: Context) -> Iterator[Finding]:
    """Full service moves assets and people to the provider, and the playbook says which."""
    sourcing = context.playbook.sourcing
    if sourcing.kind == "full-service" and not sourcing.asset_transfer:
        message = "the structure is full service, and nothing says what changes hands"
        yield about(sourcing, message, "write under `asset_transfer` what does, or that nothing does", "kind")


def internal_has_supplier(context: Context) -> Iterator[Finding]:
    """With internal delivery the client's own staff deliver, so nobody outside holds a contract."""
    record, parties = context.playbook.about, context.playbook.parties
    for position, id in enumerate(record.suppliers):
        if context.playbook.sourcing.kind == "internal" and parties[id].kind != "client":
            message = f"the structure is internal, and {quoted(id)} is a supplier from outside"
            hint = "name a department of the client's, a party of the kind `client`, or another structure"
            yield about(record, message, hint, "suppliers", position)


def zone_no_place(context: Context) -> Iterator[Finding]:
    """A time zone is that of a place, whose clocks change as people's do; `GMT` and `EST` keep winter all year."""
    playbook = context.playbook
    for record in (entity for _, entity in playbook.entities()):
        for path, name in zones_in(record):
            if not of_a_place(name):
                meant = _meant(playbook, name)
                suggested = f"did you mean `{meant}`? " if meant else ""
                hint = f"{suggested}Write the zone of a city where people's clocks are meant"
                finding = about(record, f"{quoted(name)} is the time of no place", hint[:1].lower() + hint[1:], *path)
                yield finding.because(
                    "playbook", f"places have {quoted(name)} for a zone, which is the time of no place"
                )


def zone_older_name(context: Context) -> Iterator[Finding]:
    """A zone is called what it is called today, because the same clocks under two names look like two zones."""
    for record in (entity for _, entity in context.playbook.entities()):
        for path, name in zones_in(record):
            if of_a_place(name) and (newer := newer_name(name)):
                finding = about(record, f"{quoted(name)} is an older name", f"write {quoted(newer)}", *path)
                yield finding.because("playbook", f"places have {quoted(name)} for a zone, which is an older name")


def _meant(playbook: Playbook, name: str) -> str | None:
    """Return the zone that is probably meant: one of the parties' where it has the same time in winter."""
    year = playbook.about.cycle.effective_from.year
    own = [party.zone for party in playbook.parties if party.zone and of_a_place(party.zone)]
    likely = (zone for zone in own if _in_winter(zone, year) == _in_winter(name, year))
    return "UTC" if meant_by(name) == "UTC" else next(likely, None) or meant_by(name)


def _in_winter(zone: str, year: int) -> timedelta:
    """Return the offset from UTC in the winter of a zone, wherever on earth."""
    moments = (datetime(year, month, 15, 12, tzinfo=ZoneInfo(zone)) for month in (1, 7))
    return min(moment.utcoffset() or timedelta() for moment in moments)


def holidays_missing(context: Context) -> Iterator[Finding]:
    """Where meetings move around public holidays, each party at them lists those of every year of the cycle."""
    for party in context.playbook.parties:
        if not party.holidays and not _moves_for(context.playbook, party):
            continue
        asked = [year for year, days in _years(context.playbook, party) if days > context.threshold]
        if missing := [year for year in asked if year not in {day.year for day in party.holidays}]:
            said = " and ".join(map(str, missing)) if len(missing) < 3 else f"{missing[0]} to {missing[-1]}"
            message = f"{quoted(party.id)} has no public holidays in {said}"
            path = ["holidays"] if party.holidays else []
            yield about(party, message, "list them under `holidays`, or the meetings fall on days off", *path)


def _moves_for(playbook: Playbook, party: Party) -> bool:
    """Tell whether a party must attend meetings that move to days worked, and does not work on every day."""
    always = party.working_hours is not None and party.working_hours.always
    moving = (forum for forum in playbook.forums if forum.recurrence.move)
    roles = (role for forum in moving for role in (forum.chair, *forum.attendees) if role)
    return not always and any(playbook.roles[role].party == party.id for role in roles)


def _years(playbook: Playbook, party: Party) -> Iterator[tuple[int, int]]:
    """Iterate over the years that the cycle touches while a party takes part, each with its number of such days."""
    cycle = playbook.about.cycle
    first = max(filter(None, (cycle.effective_from, party.since)))
    end = cycle.effective_to or cycle.effective_from + timedelta(days=364)
    last = min(day for day in (end, party.until, first + timedelta(days=YEARS_ASKED * 366)) if day)
    for year in range(first.year, last.year + 1):
        yield year, (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1


CHECKS = (
    Check(zone_no_place, "warning", of_parts=True),
    Check(zone_older_name, "info", of_parts=True),
    Check(holidays_missing, "warning", threshold=14),
    Check(client_not_a_client, "error"),
    Check(supplier_missing, "error"),
    Check(party_without_role, "warning", profile="contract"),
    Check(engaged_by_cycle, "error", of_parts=True),
    Check(prime_subcontractor_unowned, "warning"),
    Check(prime_no_support_duty, "warning", profile="contract"),
    Check(prime_bypass, "warning"),
    Check(consortium_no_joint_forum, "warning"),
    Check(consortium_no_lead_or_rule, "warning", profile="contract"),
    Check(consortium_harmony_risk, "warning", profile="contract"),
    Check(full_service_multi_provider, "warning"),
    Check(full_service_no_asset_step, "warning", profile="contract"),
    Check(internal_has_supplier, "warning"),
)
