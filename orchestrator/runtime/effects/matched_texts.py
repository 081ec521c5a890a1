"""Which of the provider's texts are known to be others: a search must not take one of them."""

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import SendText
from hookflash.orchestrator.projection_runner import ProjectionRunner


class MatchedTexts:
    """The provider's ids that the log has already, whichever call they are on."""

    def __init__(self, runner: ProjectionRunner) -> None:
        self._runner = runner

    async def with_other_ids(self, call: Call, request: SendText) -> SendText:
        """``request`` with the ids of all recent texts to the same contact."""
        others = await self._runner.complete(
            self._runner.views.texts.ids_of_others,
            call.workspace,
            request.recipient,
            call.number,
            request.effect_key,
            test=call.test,
        )
        known = tuple(dict.fromkeys((*request.other_ids, *others)))
        return request.model_copy(update={"other_ids": known})

    async def is_of_another(self, call: Call, request: SendText, provider_id: str) -> bool:
        """Whether another text has this id by now."""
        if provider_id in request.other_ids:
            return True
        return await self._runner.complete(
            self._runner.views.texts.is_of_another,
            call.workspace,
            provider_id,
            request.effect_key,
            test=call.test,
        )
