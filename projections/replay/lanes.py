"""A call as lanes on a common time line: who spoke, which phone rang, what was waited for."""

from collections.abc import Iterator, Sequence

from hookflash.domain.call import events as e
from hookflash.projections.replay.action_lanes import phone_lanes, text_lanes, voicemail_lane
from hookflash.projections.replay.event_text import describe
from hookflash.projections.replay.lane import CallLanes, Lane, Seconds
from hookflash.projections.replay.speech_lanes import (
    agent_lane,
    caller_lane,
    question_lane,
    state_lane,
)
from hookflash.projections.replay.waiting_lanes import provider_lane, timer_lane


def call_lanes(events: Sequence[e.CallEvent]) -> CallLanes:
    """Arrange the ``events`` of a call in lanes, each event in at least one.

    They begin with the first event of the call. Without events there are no lanes.
    """
    if not events:
        return CallLanes(began_at=None, seconds=0.0, live=False, lanes=())
    seconds = Seconds(events[0].at)
    lanes = [lane for lane in _lanes(events, seconds) if lane.spans or lane.points]
    shown = {position for lane in lanes for position in lane.positions()}
    rest = [one for one in events if one.position not in shown]
    points = tuple(seconds.point("other", one, describe(one)) for one in rest)
    lanes[0] = lanes[0].model_copy(update={"points": lanes[0].points + points})
    return CallLanes(
        began_at=events[0].at,
        seconds=max(seconds(one.at) for one in events),
        live=not any(isinstance(one, e.CallEnded) for one in events),
        lanes=tuple(lanes),
    )


def _lanes(events: Sequence[e.CallEvent], seconds: Seconds) -> Iterator[Lane]:
    yield state_lane(events, seconds)
    yield caller_lane(events, seconds)
    yield agent_lane(events, seconds)
    yield question_lane(events, seconds)
    yield from text_lanes(events, seconds)
    yield from phone_lanes(events, seconds)
    yield voicemail_lane(events, seconds)
    yield timer_lane(events, seconds)
    yield provider_lane(events, seconds)
