"""Workspace documents for tests: one example, and a strategy for generated ones."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from hookflash.domain.flow.flow import AgentStep, Flow, VoicemailStep
from hookflash.domain.job.action import Destination, TransferCall
from hookflash.domain.job.job import Job, Text
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NUMBER = "+14155550100"


def job(name: str, instructions: str = "Be kind.", *, on: bool = True) -> Job:
    """A job without actions."""
    return Job(name=name, instructions=instructions, steps=(Text(text=instructions),), on=on)


def flow(*jobs: str, greeting: str = "Hello.") -> Flow:
    """The smallest flow, with ``jobs`` attached."""
    return Flow(
        steps=(AgentStep(greeting=greeting, jobs=jobs), VoicemailStep(greeting="Leave a message."))
    )


HARBOR = WorkspaceDocument(
    name="Harbor Dental",
    members=(
        Member(name="Front Desk", phone="+14155550101"),
        Member(name="On Call", phone="+14155550102"),
    ),
    inboxes=(Inbox(name="Scheduling", members=("Front Desk", "On Call")),),
    numbers=(BusinessNumber(number=NUMBER, kind="local", registration="approved"),),
    flows={NUMBER: flow("Booking", "Talk to a person")},
    jobs=(
        job("Booking"),
        Job(
            name="Talk to a person",
            instructions="/Transfer call: Scheduling",
            steps=(TransferCall(destination=Destination(kind="inbox", name="Scheduling")),),
        ),
    ),
    opt_outs=("+14155550177",),
)

_NAMES = ("A", "a", "B", "C", "c")
_NUMBERS = ("+14155550100", "+14155550111", "+14155550122")
_SCENARIOS = st.sampled_from(((), ({"name": "One"},), ({"name": "One"}, {"name": "Two"})))
_JOBS = ("Booking", "Prices", "Talk")


@st.composite
def documents(draw: st.DrawFn) -> WorkspaceDocument:
    """A consistent workspace; any two of them have many names in common."""
    people = draw(st.lists(st.sampled_from(_NAMES), unique_by=str.casefold))
    member_names = [name for name in people if draw(st.booleans())]
    inbox_names = [name for name in people if name not in member_names]
    some_members = st.lists(st.sampled_from(member_names or [""]), unique=True)
    jobs = draw(st.lists(st.sampled_from(_JOBS), unique=True))
    numbers = draw(st.lists(st.sampled_from(_NUMBERS), unique=True))
    some_jobs = st.lists(st.sampled_from(jobs or [""]), unique=True)
    phone = st.sampled_from(("+14155550101", "+14155550102"))
    return WorkspaceDocument(
        name="Harbor Dental",
        agent=draw(st.sampled_from(("Sona", "Max"))),
        members=tuple(Member(name=name, phone=draw(phone)) for name in member_names),
        inboxes=tuple(
            Inbox(name=name, members=tuple(draw(some_members)) if member_names else ())
            for name in inbox_names
        ),
        numbers=tuple(
            BusinessNumber(
                number=number,
                kind="local",
                registration=draw(st.sampled_from(("pending", "approved"))),
            )
            for number in numbers
        ),
        flows={number: flow(*(draw(some_jobs) if jobs else ())) for number in numbers},
        jobs=tuple(job(name, draw(st.sampled_from(("Be kind.", "Be brief.")))) for name in jobs),
        scenarios={name: draw(_SCENARIOS) for name in jobs if draw(st.booleans())},
        opt_outs=tuple(
            draw(st.lists(st.sampled_from(("+14155550177", "+14155550178")), unique=True))
        ),
    )
