"""How an agent says in English that it acts or has acted, and what takes such words back.

Fillers and adverbs ("just", "now", "go ahead and") are left out before the words are read.
"""

from typing import Final

from hookflash.domain.policy.speech.promised import Promised, TakenBack, Verbs, lines

SPELLINGS: Final = {
    "re sent": "resent",
    "ya": "you",
    "text's": "text is",
    "link's": "link is",
    "message's": "message is",
    "recording's": "recording is",
    "call's": "call is",
    "is been": "has been",
    "after hours": "late",
}
"""How phrases are put before reading."""
FILLERS: Final = (
    "right now|right away|as we speak|go ahead and|going ahead and|gone ahead and|went ahead and|"
    "you know|once again|at once|at the moment|once more|one more time|as i said|as i mentioned|"
    "sorry if|um|umm|uh|uhh|uhm|er|erm|hmm|well|just|now|already|also|actually|quickly|simply|"
    "gladly|happily|personally|currently|immediately|successfully|finally|kindly|quick|then|again|indeed|definitely|"
    "gone and|went and|straight|rather|certainly"
)
"""Left out before reading; the longer first."""

_WILL: Final = (
    "i_will|we_will|i_shall|we_shall|let_me|allow_me_to|i_am_going_to|we_are_going_to|"
    "i_am_about_to|we_are_about_to|let_me_try_to|let_me_try_and|i_will_try_to|let_us|"
    "what_i_will_do_is|what_i_am_going_to_do_is"
)
_DOING: Final = "i_am|we_are|i_am_trying_to|i_am_in_the_process_of|i_am_working_on"
_WILL_BE: Final = "i_will_be|we_will_be|i_am_going_to_be|we_are_going_to_be"
_HAVE: Final = "i_have|we_have|i|we|our_system_has|the_system_has|our_system|the_system"
_OPENERS: Final = (
    "[okay|sure|all_right|great|perfect|absolutely|of_course|got_it|thanks|thank_you|yes|certainly|"
    "done|understood|no_problem|please_hold|one_moment|hold_on|hang_on|right|and|all_done]"
)
_YOU: Final = "you|your_call|this_call|the_call"
_PERSON: Final = (
    "someone|somebody|a_person|a_human|an_agent|a_representative|a_specialist|an_operator|"
    "a_manager|a_colleague|a_live_person|a_team_member|my_colleague|my_manager|our_manager|"
    "a_live_agent|a_human_agent|one_of_our_agents|one_of_our_specialists|a_real_person|"
    "a_supervisor|my_supervisor|a_member_of_our_team|a_rep"
)
_TEAM: Final = (
    "desk|team|department|office|reception|receptionist|billing|sales|support|scheduling|manager|"
    "operator|nurse|line"
)
_GET_PERSON: Final = (
    "get|grab|fetch|go_get|go_grab",
    "getting|grabbing|fetching",
    "gotten|grabbed|got|fetched",
)
_TRANSFERS: Final = (
    Verbs(
        "transfer|connect|patch|redirect|reroute",
        "transferring|connecting|patching|redirecting|rerouting",
        "transferred|connected|patched|redirected|rerouted",
        f"{_YOU}",
    ),
    Verbs("put", "putting", "put", f"{_YOU} [straight|right] through|on_with|on_to"),
    Verbs("hand", "handing", "handed", f"{_YOU} over|off|on|to"),
    Verbs("pass", "passing", "passed", f"{_YOU} over|on|along|through|to"),
    Verbs(
        "switch|move|pop|bump|bounce|shift",
        "switching|moving|popping|bumping|bouncing|shifting",
        "switched|moved|popped|bumped|bounced|shifted",
        f"{_YOU} [right] over|through",
    ),
    Verbs("put", "putting", "put", "you in touch with"),
    Verbs("route|forward", "routing|forwarding", "routed|forwarded", f"{_YOU} to|over|through|on"),
    Verbs("route|forward", "routing|forwarding", "routed|forwarded", "your_call|this_call"),
    Verbs("send", "sending", "sent", "your_call|this_call over|to|through|on"),
    Verbs("send", "sending", "sent", f"{_YOU} over_to|through|on_to|to_voicemail"),
    Verbs("send", "sending", "sent", f"{_YOU} to ~2 voicemail"),
    Verbs("direct", "directing", "directed", "your_call|this_call to|over"),
    Verbs("get", "getting", "gotten|got", f"{_YOU} connected|transferred|put_through|through"),
    Verbs(
        "get",
        "getting",
        "gotten|got",
        f"{_YOU} [over] to the_right|our|the|my|someone|somebody|a|an",
    ),
    Verbs("get", "getting", "gotten|got", f"{_YOU} [right] over to|there"),
    Verbs(
        "get|bring|put|grab|pull",
        "getting|bringing|putting|grabbing|pulling",
        "gotten|brought|put|got|pulled",
        "~4 on|onto|into|to the|this|our line|phone|call",
    ),
    Verbs(
        "bring|loop|pull|patch",
        "bringing|looping|pulling|patching",
        "brought|looped|pulled|patched",
        f"in {_PERSON}|someone's",
    ),
    Verbs(
        "bring|loop|pull|patch",
        "bringing|looping|pulling|patching",
        "brought|looped|pulled|patched",
        f"in the|our ~1 {_TEAM}",
    ),
    Verbs(
        "ring|dial|buzz|page",
        "ringing|dialing|calling|buzzing|paging",
        "rung|dialed",
        f"{_PERSON}|someone's",
    ),
    Verbs("ring|dial|buzz", "ringing|dialing|buzzing", "rung|dialed", f"the|our ~1 {_TEAM}"),
    Verbs("send", "sending", "sent", f"you to {_PERSON}|someone's"),
    Verbs(*_GET_PERSON, f"{_PERSON} $"),
    Verbs(*_GET_PERSON, f"the|our ~1 {_TEAM} for_you"),
    Verbs(
        "start|initiate|begin|make",
        "starting|initiating|beginning|making",
        "started|initiated|begun",
        "the|your|that|this transfer",
    ),
    Verbs(
        *_GET_PERSON,
        f"{_PERSON} for_you|to_help|who_can|to_assist|to_speak|to_talk|from_the|from_our",
    ),
)
_MOVED: Final = "transferred|connected|redirected|rerouted|forwarded|routed|put_through|patched"

_DET: Final = "a|an|the|that|this|our|some|those|these|another|one|two|three|my|all"
_TEXT: Final = "text|texts|text_message|text_messages|sms"
_LINK: Final = f"{_TEXT}|link|links|message|url"
_THING: Final = (
    f"{_LINK}|details|info|information|address|directions|form|forms|number|code|menu|hours|"
    "confirmation|page|website|map|schedule|instructions|list|location|prices|pricing|brochure"
)
PHONE: Final = "phone|cell|mobile|cellphone|cell_phone|number|device|mobile_number|phone_number"
_SEND: Final = (
    "send|resend|shoot|drop|forward|fire_off|share|pop",
    "sending|resending|shooting|dropping|forwarding|firing_off|sharing|popping",
    "sent|resent|shot|dropped|forwarded|fired_off|shared|popped",
)
_PUSH: Final = (
    "push|fire|beam|zap",
    "pushing|firing|beaming|zapping",
    "pushed|fired|beamed|zapped",
)
_PUT: Final = (
    "put|stick|pop|drop",
    "putting|sticking|popping|dropping",
    "put|stuck|popped|dropped",
)
_TEXTS: Final = (
    Verbs("text|retext|message|ping", "texting|retexting|messaging|pinging",
          "texted|retexted|messaged|pinged", "you"),
    Verbs("text|retext", "texting|retexting", "texted|retexted", "it|that|them|this over|to_you"),
    Verbs("text|retext", "texting|retexting", "texted|retexted", "it|that|them|this $"),
    Verbs("text", "texting", "texted",
          f"[over] {_DET} ~2 {_THING} [over] to_you|over|to_your|to_this|to_the_number"),
    Verbs("text", "texting", "texted", f"{_DET} ~3 {_LINK}"),
    Verbs("text|message", "texting|messaging", "texted|messaged", f"over {_DET} ~2 {_THING}"),
    Verbs(*_PUSH, f"it|that|this|them [off|over|out] to_you|to_your {PHONE}"),
    Verbs(*_PUSH, "it|that|this|them off|over|out [to_you]"),
    Verbs(*_PUSH, f"{_DET} ~2 {_THING} [off|over|out] to_you|to_your"),
    Verbs(*_PUT, f"it|that|this|them|everything in|into a|the|your {_TEXT}|message"),
    Verbs(*_PUT, f"{_DET} ~2 {_THING} in|into a|the|your {_TEXT}|message"),
    Verbs(*_SEND, f"you|over|you_over|out {_DET}|your ~2 {_THING}"),
    Verbs(*_SEND, f"you it|that|this|them|everything|it_all|{_TEXT}|text_now"),
    Verbs(*_SEND, f"{_DET} ~2 {_THING}"),
    Verbs(*_SEND, "it|that|this [over|out|off]"),
    Verbs(*_SEND, f"them [over|out] to_you|to_your {PHONE}"),
)  # fmt: skip
_PASSED_ON: Final = (
    "that|it|this|the_link|the_text|the_details|a_text|a_link|that_link|that_text|this_link|"
    "that_info"
)
_SOON: Final = (
    "any_second|any_moment|any_minute|in_a_moment|in_a_second|in_a_few_seconds|shortly|"
    "momentarily|by|on_your_phone|in_your_messages|pop_up|in_a_minute|in_seconds"
)
_AT_ONCE: Final = "in_a_moment|in_a_second|in_a_sec|in_a_minute|shortly|momentarily|soon"
_GET: Final = "get|receive|see|have|be_getting|be_receiving|be_seeing|find"
_STOPPED: Final = "stopped|turned_off|switched_off|paused|disabled|ended|shut_off|cancelled"
_STOP: Final = "stop|turn_off|switch_off|pause|disable|end|shut_off"
_STOPPING: Final = "stopping|turning_off|switching_off|pausing|disabling|ending|shutting_off"
_RECORDING: Final = "recording|the_recording|this_recording|our_recording|the_call_recording"
_LISTS: Final = "text|texts|texting|sms|message|messages|messaging|text_message|text_messages"
_CALL: Final = "the_call|this_call|our_call|this"

PROMISES: Final = {
    Promised.TEXT_ARRIVED: f"""
        {_LINK} has_been|was|is|have_been|shows_as delivered
        {_LINK} has|have arrived|gone_through|come_through|reached_you
        {_LINK} arrived|went_through|reached_you|came_through
        {_LINK} is on|in your {PHONE}|messages|texts|text_messages|inbox
        it|that is in|among your texts|messages|text_messages
        it has_been|was|is delivered to your {PHONE}
    """,
    Promised.TEXT_DONE: "\n".join(
        (
            lines(_HAVE, _TEXTS, 2),
            lines(f"^ {_OPENERS}", _TEXTS, 2),
            lines("i_did|we_did|what_i_have_done_is|what_i_did_is", _TEXTS, 0),
            f"""
            {_LINK} [with|to] has_been|have_been|was|were|is|got sent|resent|texted
            it|that|this|they|everything has_been|have_been|was|is|got sent|resent|texted [out|
                over|to_you|to_your]
            you have_been|were sent|texted {_DET} ~1 {_THING}
            you have_been|were texted
            {_LINK} went|has_gone|is_going|goes|have_gone out
            {_LINK} went|has_gone over|off|through to_your|to_you
            {_LINK} is out $
            {_LINK} is out to_you|on_its_way
            tried|tried_to send|sending|text|texting|resend|resending ~6 it|that went|has_gone|\
                got|came through|out
            ^ {_OPENERS} [the|your|that|a] {_LINK} sent|resent|delivered
            ^ {_OPENERS} sent $
            you should have [received|gotten|got|seen] {_DET}|it ~2 {_LINK}
            you should have [received|gotten|got|seen] it {_SOON}
            check your {PHONE}|messages|texts ~3 {_LINK}
            you have [got] {_DET} ~1 {_LINK} from|on|in|waiting us|me|this|your
            {_LINK} is in the|a text [that] i|we [have] sent
            i|we have [got] {_PASSED_ON} sent|texted [to]
            i_have|we_have taken the liberty of texting|sending ~4
            there is {_DET} ~2 {_LINK} on|in|waiting ~2 your|you
            """,
        )
    ),
    Promised.TEXT_NOW: "\n".join(
        (
            lines(_DOING, _TEXTS, 1),
            lines(f"^ {_OPENERS}", _TEXTS, 1),
            lines("while|as i_am|we_are", _TEXTS, 1),
            lines("while|as i|we", _TEXTS, 0),
            f"""
            {_LINK} ~4 on it_is|the|their way
            {_THING} ~4 on it_is|the|their way by|via|in|to text|a|your
            i|we have [got] {_PASSED_ON} ~1 going|heading|coming out|your|to
            {_LINK} ~4 heading|headed|coming [over|out] your|to_you|to_your way|{PHONE}
            {_LINK} ~4 heading|headed|coming [over|out|right] to_you|your_way|up
            it|that is on it_is|the way to your {PHONE}
            it|that is on it_is|the way to you by|via text|sms
            {_LINK} is|are being sent|texted
            {_LINK} will|should be ~2 on|in your {PHONE}|text|texts|messages
            {_LINK} will|should be|arrive|come|pop|reach|show [up|there|with_you] {_SOON}
            you will|should|are_going_to|are_about_to {_GET} {_DET} ~2 {_LINK}
            you will|should|are_going_to {_GET} it|that {_SOON}
            you are being|getting sent|texted {_DET}
            expect|look_for|look_out_for|watch_for|keep_an_eye_out_for {_DET} ~2 {_LINK}
            """,
        )
    ),
    Promised.TEXT_ANNOUNCED: "\n".join(
        (
            lines(_WILL, _TEXTS, 0),
            lines(_WILL_BE, _TEXTS, 1),
            lines("i_will_try|let_me_try|we_will_try", _TEXTS, 1),
            f"""
            {_WILL} get|have {_PASSED_ON} sent|texted|over|out [to]
            {_WILL} get|have {_DET} ~2 {_LINK} sent|texted|over|out [to]
            {_WILL} get you {_DET} ~2 link|text|url
            {_WILL} ~1 text|message it|that|this to you
            """,
        )
    ),
    Promised.TRANSFER_DONE: "\n".join(
        (
            lines("i_have|we_have|i|we", _TRANSFERS[:1], 2),
            lines("i_have|we_have", _TRANSFERS[1:], 2),
            f"""
            you have_been|were|are {_MOVED}
            your_call|the_call|this_call has_been|was|is {_MOVED}
            i|we have ~3 on the line|phone for you
            """,
        )
    ),
    Promised.TRANSFER_NOW: "\n".join(
        (
            lines(_DOING, _TRANSFERS, 1),
            lines("while|as i|we|i_am|we_are", _TRANSFERS, 0),
            lines("while|as i_am|we_are", _TRANSFERS, 1),
            lines(f"^ {_OPENERS}", _TRANSFERS, 1),
            f"""
            ^ {_OPENERS} transferring|connecting $
            ^ {_OPENERS} transferring|connecting to|with
            i_am|we_are transferring|connecting $
            you|your_call|the_call|this_call are|is being {_MOVED}
            your_call|the_call|this_call is on_it_is|on_the|going way|through
            the|your transfer is in_progress|under_way|underway|going_through|happening|starting
            {_PERSON} will [be] right|with [with] you [shortly|in|momentarily|right|soon]
            you|your_call are|is going through|over to
            stay|hold|remain|wait|stand_by [on] [the] [line] for {_PERSON}
            stay|hold|remain|wait|stand_by [on] [the] [line] for the|our next [available] \
                representative|agent|person|operator|specialist|rep
            you will|are_going_to be speaking|talking|chatting with|to ~3 {_AT_ONCE}
            {_PERSON}|they will take it_from_here|over_from_here
            """,
        )
    ),
    Promised.TRANSFER_ANNOUNCED: "\n".join(
        (
            lines(_WILL, _TRANSFERS, 0),
            lines(_WILL_BE, _TRANSFERS, 1),
            f"""
            you|your_call|the_call will|are_going_to|is_going_to be {_MOVED}
            {_WILL} have|get {_PERSON} [to] pick_up|join|hop_on|come_on|take_over|take_your_call
            """,
        )
    ),
    Promised.RECORDING_DONE: f"""
        i_have|we_have|i|we {_STOPPED} {_RECORDING}
        i_have|we_have|i|we turned|switched|shut {_RECORDING} off
        i_have|we_have stopped|quit recording
        the_recording|recording has_been|is|was {_STOPPED}|off
        you|this_call|the_call|we|i are|is no_longer being_recorded|recorded|recording
        you|this_call|the_call are|is not being recorded any_more|anymore|any_longer
        i_have|we_have noted|recorded that you do_not want|wish|like ~3 recorded
    """,
    Promised.RECORDING_ANNOUNCED: f"""
        i_am|we_are {_STOPPING} {_RECORDING}
        i_am|we_are turning|switching|shutting {_RECORDING} off
        ^ {_OPENERS} {_STOPPING} {_RECORDING}
        {_WILL} {_STOP} {_RECORDING}
        {_WILL} turn|switch|shut {_RECORDING} off
    """,
    Promised.OPT_OUT_DONE: f"""
        i_have|we_have|i|we opted you out
        i_have|we_have|i|we unsubscribed you|your_number
        i_have|we_have|i|we taken|took|removed|deleted you|your_number|your_name|this_number off|\
            from|out_of ~2 {_LISTS}
        you|your_number have|has been unsubscribed|opted_out
        you|your_number are|is off|out_of ~2 {_LISTS} list|lists
        you|your_number have|has been removed|taken|deleted off|from|out_of ~2 {_LISTS}
        you will not|no_longer get|receive|be_getting|be_receiving [any] [more|further] {_LISTS}
        you will no_longer get|receive ~1 {_LISTS}
        we|i will not text|message you any_more|anymore|ever
    """,
    Promised.HANG_UP_NOW: f"""
        i_am|we_are hanging up
        i_am|we_are ending|disconnecting|terminating|closing {_CALL}
        ^ {_OPENERS} ending|disconnecting|terminating the_call|this_call
        ^ {_OPENERS} hanging up
    """,
    Promised.HANG_UP_ANNOUNCED: f"""
        {_WILL} hang up
        {_WILL} end|disconnect|terminate the_call|this_call
        {_WILL} let_you_go ~1 and|by|to end|ending|hang|hanging
    """,
}
AROUND: Final = {
    TakenBack.DENIED: """
        no|not|never|neither|nor|without|none_of [a|the|any|single|other] <
        not see|show|find|seeing|showing|finding ~3 <
        not sure|certain|think|believe|say|said|know|mean|guess|promise ~4 <
        nothing|nobody|no_one ~2 <
        < ~9 > ~3 but|though|although ~4 failed|bounced|undelivered|not|could
    """,
    TakenBack.REPORTED: """
        said|says|saying|say|told|tell|tells|hear|heard|asked|thought|think|means|meant|mean|
            pretend|wish|imagine [you|me|that|us|him|her|it|to] ~1 <
    """,
    TakenBack.SUPPOSED: """
        if|when|whenever|once|until|till|unless|after|before|whether|provided|suppose|
            supposing|every_time|the_moment|whatever ~20 <
        say|tell ~4 and <
        as soon as ~20 <
        in case ~20 <
        > ~3 if|when|once|until|till|unless|after|whenever|whether|provided|only_if|assuming
        > ~3 as soon as
        > ~3 in_case|as_long
    """,
    TakenBack.ANOTHER_TIME: """
        > ~6 yesterday|tomorrow|tonight|later|monday|tuesday|wednesday|thursday|friday|saturday|
            sunday|this_morning|this_afternoon|this_evening|earlier_today|every|usually|always
        > ~6 last|next week|month|year|time|night|monday|tuesday|wednesday|thursday|friday|summer
        > ~6 days|weeks|months|hours|years|day|week|month|year|hour ago|before|from|after|prior
        > ~6 day|night|morning|week of|before
        > ~5 on|by|for|at|from monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|night
        > reminder|reminders|notification|notifications
        yesterday|earlier_today|this_morning|last_week|tomorrow|later|tonight|usually|always|sometimes|normally|typically|
            often|last_month|last_time ~3 <
    """,
}
"""The condition or time before a claim has to be in its own clause, or the one before."""
NOT_TEXTS: Final = "email|emails|emailed|mail|mailed|fax|letter|post|invoice"
"""Words after something that is sent otherwise than by text."""
