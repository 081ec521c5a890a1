"""What a workspace has used of its daily limits so far, and what a person should look at."""

from collections.abc import Iterator

from hookflash.domain.policy.limits import Limits, near
from hookflash.domain.value import Value
from hookflash.domain.workspace.reach import still_beyond
from hookflash.domain.workspace.usage import Usage
from hookflash.domain.workspace.workspace import Workspace


class UsedToday(Value):
    """The counts of ``day``, a date in ``time_zone``, with the workspace's ``limits``.

    ``external_transfers`` include those that callers are still being asked about. Test calls are
    not counted. ``warnings``: limits of which 80 % are used, and numbers beyond the regions.
    """

    workspace: str
    day: str
    time_zone: str
    texts: int
    external_transfers: int
    limits: Limits
    warnings: tuple[str, ...] = ()


def used_today(workspace: Workspace, usage: Usage) -> UsedToday:
    """Describe ``usage``, that of today."""
    return UsedToday(
        workspace=workspace.slug,
        day=usage.day,
        time_zone=workspace.time_zone,
        texts=usage.texts,
        external_transfers=usage.external,
        limits=workspace.limits,
        warnings=tuple(_warnings(workspace, usage)),
    )


def _warnings(workspace: Workspace, usage: Usage) -> Iterator[str]:
    limits = workspace.limits
    most_to_one = max(usage.by_contact.values(), default=0)
    counts = (
        ("texts_per_day", usage.texts, limits.texts_per_day),
        ("texts_per_contact_per_day", most_to_one, limits.texts_per_contact_per_day),
        ("external_transfers_per_day", usage.external, limits.external_transfers_per_day),
    )
    for name, used, most in counts:
        if used >= near(most):
            yield f"{name}: {used:,} of {most:,} are used today"
    for one in still_beyond(workspace):
        yield f"{one.kind.removesuffix('s')} “{one.name}”: {one.problem.wrong}"
