"""The picture of a call flow: number, greeting, agent, jobs, destinations, voicemail."""

from urllib.parse import urlencode

from nicegui import ui

from hookflash.orchestrator.console.controls import Link
from hookflash.orchestrator.console.flow_map import FlowMap, MapAction, MapJob
from hookflash.orchestrator.console.navigation import PLACES
from hookflash.orchestrator.console.pages.jobs import editor_of
from hookflash.orchestrator.console.phone_numbers import format_number

_SETTINGS = "/settings"


class FlowPicture:
    """Draws a map from left to right, or from top to bottom where there is no room."""

    def __init__(self) -> None:
        self._shown: FlowMap | None = None
        self._box = ui.element("section").classes("hf-map").props('aria-label="The way of a call"')

    def show(self, shown: FlowMap) -> None:
        """Bring the picture up to date."""
        if shown == self._shown:
            return
        self._shown = shown
        self._box.clear()
        with self._box:
            with ui.element("div").classes("hf-map-begin"):
                self._build_number(shown)
                self._build_agent(shown)
            with ui.element("div").classes("hf-map-jobs"):
                for job in shown.jobs:
                    _build_job(job)
                if not shown.jobs:
                    ui.label("No jobs: the agent only talks.").classes("hf-faint")
                _build_voicemail(shown.voicemail)

    def _build_number(self, shown: FlowMap) -> None:
        with ui.element("div").classes("hf-node"):
            ui.icon("call").props("aria-hidden=true")
            with ui.element("div"):
                ui.label("Call to").classes("hf-faint")
                ui.label(format_number(shown.number)).classes("hf-strong hf-numeric")
                if shown.registration != "approved":
                    ui.label(f"Texts: {shown.registration}").classes("hf-badge followup")
                if any(place.path == _SETTINGS for place in PLACES):
                    Link("Settings", _SETTINGS)

    def _build_agent(self, shown: FlowMap) -> None:
        with ui.element("div").classes("hf-node"):
            ui.icon("support_agent").props("aria-hidden=true")
            with ui.element("div"):
                ui.label(f"{shown.agent} answers").classes("hf-strong")
                ui.label(f"“{shown.greeting}”").classes("hf-faint hf-quote")
                Link("Try it", f"/test?{urlencode({'number': shown.number})}")


def _build_job(job: MapJob) -> None:
    with ui.element("div").classes("hf-map-row"):
        with ui.element("div").classes("hf-node job"):
            ui.icon("task_alt").props("aria-hidden=true")
            with ui.element("div"):
                Link(job.name, editor_of(job.name), "hf-strong")
                if job.trouble:
                    ui.label(job.trouble.capitalize()).classes("hf-badge failed")
                if job.description:
                    ui.label(job.description).classes("hf-faint")
        with ui.element("div").classes("hf-map-ends"):
            for action in job.actions:
                _build_action(action)
            if not job.actions:
                ui.label("Talks only").classes("hf-faint")


def _build_action(action: MapAction) -> None:
    with ui.element("div").classes("hf-node end"):
        ui.icon("sms" if action.is_text else "phone_forwarded").props("aria-hidden=true")
        with ui.element("div"):
            ui.label(action.words).classes("" if action.is_text else "hf-strong")
            if action.phones:
                ui.label(f"Rings {', '.join(action.phones)}").classes("hf-faint")
            if action.own_voicemail:
                ui.label("Then its own voicemail").classes("hf-faint")


def _build_voicemail(greeting: str) -> None:
    with ui.element("div").classes("hf-map-row last"), ui.element("div").classes("hf-node"):
        ui.icon("voicemail").props("aria-hidden=true")
        with ui.element("div"):
            ui.label("Voicemail, if nobody answers").classes("hf-strong")
            ui.label(f"“{greeting}”").classes("hf-faint hf-quote")
