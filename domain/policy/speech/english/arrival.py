"""Phrases that answer "Did the text arrive?"; the text is always "it", whatever it was called."""

from hookflash.domain.policy.speech.phrases import Phrases
from hookflash.domain.policy.speech.seen import Seen
from hookflash.domain.policy.speech.tokens import word_set

IGNORED = word_set("just already now actually finally only literally still even really")
"""Adverbs that do not change the meaning here."""

NAMES = frozenset({"text", "link", "message", "sms", "details", "info", "one", "something"})
"""What callers call the text."""
BEFORE_A_NAME = frozenset({"the", "your", "that", "this", "a", "my", "any", "text"})
"""These may precede the name: "the text message"."""
NOT_BEFORE_A_NAME = frozenset({"no", "not", "please", "to", "you"})
"""After these the word is a verb ("to text"), or says that there is no text ("no link")."""

_CAME = "came|arrived|come|arrive|landed|popped|appeared|arriving|coming|delivered|gone"
_THROUGH = "in|through|up|over|here|to_my_phone|on_my_phone|yet"
_GET = "get|got|gotten|receive|received|see|seen|find|have|had|saw"
_NOTHING = "it|that|them|anything|any_of_it|nothing"
_SO_FAR = "yet|here|there|so_far|at_all"

ARRIVAL_PHRASES = Phrases[Seen](
    {
        Seen.HERE: f"""
            i|we [have|did|do] got|received|see|found|get [it|that|them] [here]
            i|we have it|that|them [here]
            i|we can see it|that|them [here]
            [i_am] looking at it
            got|received it|that|them [here]
            got|received|arrived|delivered|came_through|came_in
            it|that|they [has|did|is|have] {_CAME} [{_THROUGH}]
            it|that is [right] here|there|in
            {_CAME} in|through|up|over
            here|there it|they|we is|are|go
            here it comes
            my phone buzzed|dinged|pinged|beeped|vibrated
        """,
        Seen.MISSING: f"""
            not yet|here|so_far
            not that i can_see|know_of
            nothing [at_all|here|there] [yet|so_far]
            nothing [has|is|have] {_CAME} [{_THROUGH}]
            i have|got|see|received nothing [here|yet|so_far]
            [i_am] waiting [here|for_it]
            no text|link|message|sms|texts|messages [{_SO_FAR}]
            no text|link|message [has|is] {_CAME} [{_THROUGH}]
            no sign [of_it]
            no it|i does|did|has|is|have|do not
            i|we do|did|have|can not [{_GET}] [{_NOTHING}] [{_SO_FAR}]
            did|have|do|has|does not [{_GET}|{_CAME}] [{_NOTHING}] [{_SO_FAR}|through|in]
            i do not think so|it_did|it_has|it_came|it_has_come|i_did|i_have
            i do not think i got|received|have|did [{_NOTHING}]
            i do not think it arrived|came_through|went_through|has_arrived|came
            i never got|received|saw [{_NOTHING}]
            it|that never {_CAME} [{_THROUGH}]
            never came|arrived|got|received [it|through|anything]
            it|that did|has|have|does|is not [{_CAME}] [{_THROUGH}|there]
            it|that did|has|have|does|is not show|shown|showing|go|be|been [{_THROUGH}|there]
            it is missing
            nothing on my phone
            there is nothing on my phone
            there is no it|messages [yet|here|there]
            there is nothing [here|there|yet]
            i am not seeing|getting|finding it|that|anything [yet|here]
            my phone does not show [any] [new] it|that|anything|messages
            i checked and it is not there|here
            it is not on|in my phone|messages
        """,
        Seen.YES: """
            yes|yeah|yep|yup|yea|yeh|ya|yah|aye|sure|correct|affirmative|indeed
            sure did|have|thing
            absolutely|definitely|certainly|totally
            of course
            uh|mm|mmm|mhm huh|hmm|hm
            mhm|mmhmm|uhhuh
            it did|has
            i did|do
            yes|yeah|yep i have
            i think|believe so
        """,
        Seen.NO: """
            no|nope|nah|naw|nay|negative|uhuh|nuhuh
            nuh uh
            not
        """,
        Seen.UNSURE: """
            not [quite|so] sure|certain
            i am not [quite|so] sure|certain
            i do not know
            do not know
            no idea|clue|problem|worries|rush
            maybe|perhaps|possibly|probably
            i guess|suppose|think
            got it to|working|from
            i did not do|say|want|ask|mean
            i do not want|need|like|understand|mind|care
            i can not hear|talk|understand|open
            do not send|text|bother|worry
            let me check|look|see
            hold|hang on
            what|which|who|how it
        """,
        Seen.MANNERS: """
            um|umm|uh|er|erm|hmm|hm|mm|ah|oh|well|so|then|okay|hey|wait|yet|here
            great|good|perfect|cool|awesome|nice|lovely|wonderful|excellent|fine|brilliant|all_right
            thanks|cheers|please|sorry
            [and] thank you [so|very] [much|kindly]
            thanks so_much|a_lot|very_much
            sir|ma'am|madam|miss|man|dude
            let us see
            i mean
            you know
        """,
    }
)
