"""What each request takes from its key's allowance: one unit, or more if it takes more work."""

from typing import Final

_DOCUMENT: Final = 20
_SENDING: Final = 20
_WHOLE: Final = 10
_CHECKED: Final = 5

COSTS: Final[dict[str, int]] = {
    # the whole workspace is read, checked or compared
    "put_workspace": _DOCUMENT,
    "get_workspace": _WHOLE,
    "create_workspace": _WHOLE,
    # many events, or many contacts
    "add_opt_outs": _DOCUMENT,
    # many calls are simulated
    "run_job_tests": _DOCUMENT,
    "run_job_scenarios": _DOCUMENT,
    "publish_job": _DOCUMENT,
    # many calls are decided again
    "find_what_if": _DOCUMENT,
    "fork_call": _WHOLE,
    # something is sent to another server
    "test_webhook_endpoint": _SENDING,
    "resend_webhook_delivery": _SENDING,
    "check_carriers": _SENDING,
    # whole tables are searched or summed up
    "report_by_day": _WHOLE,
    "report_by_number": _WHOLE,
    "report_by_job": _WHOLE,
    "report_by_action": _WHOLE,
    "export_calls": _DOCUMENT,
    "list_calls": _CHECKED,
    "count_calls": _CHECKED,
    "list_threads": _CHECKED,
    "list_transfers": _CHECKED,
    "list_contacts": _CHECKED,
    "get_waveform": _CHECKED,
    # a whole call is folded, and everything of it shown
    "get_events": _CHECKED,
    "get_timeline": _CHECKED,
    "get_lanes": _CHECKED,
    "get_findings": _CHECKED,
    "get_changes": _CHECKED,
    "get_state": _CHECKED,
    "get_thread": _CHECKED,
    # instructions are read, and the workspace is checked with the change
    "check_job": _CHECKED,
    "put_job_draft": _CHECKED,
    "put_job_scenarios": _CHECKED,
    "switch_job": _CHECKED,
    "delete_job": _CHECKED,
    "get_difference": _CHECKED,
    "list_versions": _CHECKED,
    "preview_draft": _CHECKED,
    "preview_flow": _CHECKED,
    "publish_flow": _CHECKED,
    "put_carrier": _CHECKED,
    "delete_carrier": _CHECKED,
    "put_member": _CHECKED,
    "delete_member": _CHECKED,
    "put_inbox": _CHECKED,
    "delete_inbox": _CHECKED,
    "put_number": _CHECKED,
    "delete_number": _CHECKED,
    "delete_opt_out": _CHECKED,
    # lists of pieces are not paged
    "list_jobs": _CHECKED,
    "list_members": _CHECKED,
    "list_inboxes": _CHECKED,
    "list_opt_outs": _CHECKED,
    # an agent, phones and texts are simulated
    "begin_test_call": _CHECKED,
    "follow_events": _CHECKED,
    "follow_desk": _CHECKED,
    "follow_test_calls": _CHECKED,
}
"""Units by the name of the route, where it is more than one."""


def cost_of(route: str) -> int:
    """The units that a request to ``route`` takes."""
    return COSTS.get(route, 1)
