"""Recognises small talk: what callers say about the conversation itself."""

from hookflash.domain.policy.speech.languages import base_of
from hookflash.domain.policy.speech.phrases import Phrases
from hookflash.domain.policy.speech.spanish.spelling import spelled
from hookflash.domain.policy.speech.tokens import memoized, segments
from hookflash.orchestrator.agents.scripted.listening import language
from hookflash.orchestrator.agents.scripted.talk import Talk
from hookflash.orchestrator.agents.scripted.talk_in_spanish import SPANISH_PHRASES

_MOMENT = "second|sec|moment|minute|min|bit"
_MACHINE = "robot|bot|machine|computer|recording|person|human|real_person|real_human|ai"

PHRASES = Phrases[Talk](
    {
        Talk.WHO: f"""
            who is this|that|speaking|there|calling
            who are you
            who am i speaking|talking to|with
            are you [a|an] [real] {_MACHINE}
            is this [a|an] [real] {_MACHINE}
            am i talking|speaking to|with [a|an] [real] {_MACHINE}
            what is your name
        """,
        Talk.REPEAT: """
            what [was_that|is_that|did_you_say]
            pardon [me]
            excuse me
            come again
            huh|eh
            say that|it again
            can|could|would you [please] say|repeat that|it [again]
            can|could|would you [please] repeat [yourself]
            repeat that|it
            i did not [quite] catch|hear|get|understand that
            i do not understand
            i can not hear you
            one more time
        """,
        Talk.WAIT: f"""
            wait|hold_on|hang_on [a|one|just_a] [{_MOMENT}]
            just|give_me a|one {_MOMENT}
            one {_MOMENT}
            let me check|look|see|think
            i am checking|looking
            checking
            i will check|look
            bear with me
        """,
        Talk.HELP: """
            what can|do you do|help_with|help_me_with [for_me]
            what are my options|choices
            [can|could|would you] help [me]
            i need|want [some] help
            can|could you help [me] [with_something]
            i have a question|problem
        """,
        Talk.FAREWELL: """
            bye|goodbye
            bye bye
            good bye|night
            see you [later|soon|then]
            talk to you later|soon
            have a good|great|nice|lovely|wonderful day|one|evening|night|weekend
            take care
            you too
        """,
        Talk.DONE: """
            that is all|it|everything [for_now|for_today|i_need|i_needed|i_wanted]
            that will be all
            nothing else|more
            i am [all] done|set|good|fine [for_now]
            we are [all] done|set|good
            all set|good|done
            no more questions
            never mind
            nevermind
            forget it|that|about_it
        """,
        Talk.THANKS: """
            [many] thanks
            thank you [so|very] [much|kindly]
            thanks|thank_you a_lot|so_much|very_much|again|anyway
            thanks|thank_you for that|your_help|the_help
            thank you for calling|everything|your_time
            i appreciate it|that|your_help
            cheers
            much appreciated
            you have been [very|so|really] helpful|kind
            that is very|so|really kind|helpful [of_you]
        """,
        Talk.GREETING: """
            hello|hi|hey|hiya|howdy [there|again]
            good morning|afternoon|evening|day
            greetings
            are you [still] there
            is anybody|anyone|somebody|someone there
            anybody|anyone there
            how are you [doing] [today]
            can you hear me
            it is me
        """,
        Talk.FILLER: """
            um|umm|uh|er|erm|hmm|hm|mm|ah|oh|well|so|then|now|just|okay|right|actually|please|sorry
            great|good|perfect|cool|awesome|nice|lovely|wonderful|excellent|fine|brilliant
            all right
            no|nope|nah|yes|yeah|yep
            sounds good|great|fine
            got it
            i see
            i know
            and
            sir|ma'am|madam|miss|man|dude|mate
        """,
    }
)


def small_talk(words: str) -> Talk | None:
    """Return the kind of small talk, or None if any part of ``words`` is something else."""
    return _small_talk(words, base_of(language()))


@memoized
def _small_talk(words: str, spoken: str) -> Talk | None:
    found = [
        part.kind
        for segment in segments(words)
        for part in (
            SPANISH_PHRASES.read(spelled(segment.words))
            if spoken == "es"
            else PHRASES.read(segment.words)
        )
    ]
    if not found or None in found:
        return None
    return next(talk for talk in Talk if talk in found)
