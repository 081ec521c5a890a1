"""Phrases that answer a yes-or-no question, by what they contribute to the answer."""

from enum import StrEnum

from hookflash.domain.policy.speech.phrases import Phrases


class Said(StrEnum):
    """What a phrase contributes to an answer."""

    YES = "yes"
    REQUEST = "request"
    """A yes in the form of a question: "could you please?"."""
    OKAY = "okay"
    """A yes, unless it only introduces what follows: "okay, no"."""
    FINE = "fine"
    """A yes on its own, but only politeness after a no: "no, that's fine"."""
    PLEASE = "please"
    """A yes if nothing else is said."""
    SOFT = "soft"
    """Neither a yes nor a no, but fits both: "that's okay", "no problem"."""
    NO = "no"
    REFUSAL = "refusal"
    """A no whatever is said around it: "not yet", "no thanks"."""
    HOLD = "hold"
    """A no for the moment, if nothing else is said: "hold on"."""
    UNSURE = "unsure"
    """Neither a yes nor a no, and no yes with it: "maybe"."""
    TURN = "turn"
    """Announces something else: "but"."""
    LEAD_IN = "lead in"
    """Says nothing itself; at the end, the answer is unfinished: "okay, so"."""
    MANNERS = "manners"
    """Changes nothing: "thank you"."""


_GOOD = (
    "great|good|fine|nice|lovely|perfect|wonderful|awesome|excellent|fantastic|brilliant|amazing|"
    "helpful|ideal|super|cool|terrific|appreciated|best|the_best|okay|all_right|kind|handy|useful"
)
_VERY = "just|really|so|very|absolutely|actually|pretty|much|most|totally|quite"
_THEM = (
    "them|him|her|someone|somebody|anyone|anybody|a_person|a_human|a_human_being|a_real_person|"
    "a_live_person|a_representative|an_agent|that_person|the_person"
)
_MOMENT = "second|sec|moment|minute|min|bit"

YES_NO_PHRASES = Phrases[Said](
    {
        Said.YES: f"""
            yes|yeah|yep|yup|yea|yeh|yah|ya|yip|yessir|aye
            yes|yeah|yep|yup i am|think_so
            yes|yeah|sure i guess|suppose|guess_so|suppose_so
            i guess|suppose so
            i am|would|do indeed
            i do|would
            i [already] said yes
            that is a yes
            sure [thing]
            for sure
            why sure|yes|certainly
            surely|certainly|absolutely|definitely|totally|exactly|precisely|indeed|affirmative
            correct|agreed|naturally|gladly|happily
            of course
            by all means
            you bet
            you got it
            as you wish
            uh|mm|mmm|mhm|m huh|hmm|hm|hum
            mhm|mmhmm|mmhm|uhhuh
            please do [so|that|it|this]
            do please
            do [just] it|that|so|this
            go [right|straight] ahead
            go ahead and do it|that|so|this
            go on [then]
            go for it
            fire away
            make it so
            make it happen
            let us do it|that|this|so
            let us go [ahead|for_it]
            i do not see why not
            do not see why not
            i would [really|very_much] like|love|appreciate|want that|it|this [very_much|a_lot]
            i would like|love to|you_to
            i would [really] be [very|so] happy|glad|grateful|delighted|pleased [to|with_that]
            i want that|to|you_to
            that|it|this would|will be [{_VERY}] {_GOOD}
            that|it|this would|will [really] work|help|do
            that|it would be a [big|great|huge|real|total] help|lifesaver|relief|blessing
            that|this|it|which [all] sounds [{_VERY}] {_GOOD}
            sounds [{_VERY}] {_GOOD} [to_me]
            sounds like a [good|great] plan|idea
            that|this|it [all] works [for_me|fine|great|well|perfectly]
            works for me
            fine|okay|all_right|good|cool by|with me
            fine|good enough
            that|it is fine|okay|all_right|good|great|cool by|with me
            that is great|perfect|wonderful|excellent|awesome|fantastic|lovely|ideal|brilliant
            that is right|correct
            that is [exactly|just] what i want|need|would_like
            i am okay|fine|good|happy|all_right|cool|comfortable with that|it|this
            i am up|game for that|it
            i am good to go
            i am in|game
            good|great|excellent|wonderful|lovely|brilliant|fine idea|thinking|plan
            might|may as well
            if you could|would [do_that|do_so|please]
            if you would be so kind
            if you do|would not mind
            i do not mind if you do
            i would not mind [that|it|at_all|a_bit]
            you can|may [do_that|do_so|do_it|go_ahead]
            please and thank you
            [go_ahead_and] transfer|connect me [over|now] [to|with] [{_THEM}]
            [go_ahead_and] put|patch me [on|straight|right] through [to|with] [{_THEM}]
            [go_ahead_and] put me [on|in_touch] with|to {_THEM}
            [go_ahead_and] pass|hand me over|on|along [to|with] [{_THEM}]
            [go_ahead_and] get me {_THEM}
            i want|need|would_like|would_love|wish to talk|speak to|with {_THEM}
            i want|need|would_like|would_love to be transferred|connected|put_through [to] [{_THEM}]
            i want|need|would_like|would_love you to do_that|transfer_me|connect_me|put_me_through
            i want|need|would_like|would_love a|the|that transfer
            let me talk|speak to|with {_THEM}
        """,
        Said.REQUEST: f"""
            why not
            could|can|would|will you [please|kindly] transfer|connect me [to|with] [{_THEM}]
            could|can|would|will you [please|kindly] put|patch me through [to|with] [{_THEM}]
            could|can|would|will you please|kindly [do_that|do_it|do_so]
            could|can|would|will you do that|it please
            could|would you be so kind
            could|can|may i [please] talk|speak to|with {_THEM}
            could|can we [please] do that
        """,
        Said.OKAY: """
            okay [dokey|dokie|doke]
            all right|righty
            alrighty|righto|roger
            fine|great|cool|perfect|wonderful|awesome|excellent|fantastic|lovely|brilliant|super
            amazing|terrific|splendid|sweet|marvelous|marvellous|superb
            very well|good
            y
        """,
        Said.FINE: """
            that is [just|perfectly|totally] fine
            that would|will be all
        """,
        Said.PLEASE: """
            please
        """,
        Said.SOFT: """
            that|it is [quite|perfectly|totally] okay|all_right
            it is [just|perfectly|totally] fine
            all good
            no problem|problems|worries|bother|trouble|biggie|objection|objections|rush|hurry|harm
            not a problem|bother
            i do not mind
            if you like|want|wish|can|must
            if possible
            if that|it is okay|all_right|fine|possible|no_trouble|no_bother [with|for] [you]
            if it is not too much trouble|bother
        """,
        Said.NO: """
            no|nope|nah|naw|nay|noo|nooo|non|n
            uhuh
            nuhuh
            nuh uh
            negative|never|none|nothing|neither
            nothing else
        """,
        Said.REFUSAL: """
            no|nah|nope thanks|thank_you
            okay|all_right|fine|actually|but|well|sorry|wait|hmm|um|uh no|nope|nah
            no i_am|we_are [all|quite|just] good|fine|okay|set|all_right
            no all set
            no way|chance|need|deal|point|dice
            no need to|for [do] [that|it]
            there is no need
            no that is [quite|just] all_right|okay|fine
            no it is [quite|just] all_right|okay|fine
            no please do_not
            heck|hell|god|lord no
            not [just|quite] yet|now
            not [right|just|for] now
            not at the moment|minute
            not at this time|point|moment
            not today|tonight|tomorrow|this_time|ever|necessary|needed|required|interested
            not really|particularly|especially|exactly
            not a chance
            not so fast
            not for me
            not in the mood
            not if i can help it
            absolutely|definitely|certainly|of_course|obviously|surely|hopefully not
            maybe|perhaps|possibly|probably|preferably|better|best|rather|ideally|guess not
            i guess|suppose|think|hope|would_say not
            i am afraid not
            maybe|perhaps|possibly [some] later|another_time|next_time|other_time|tomorrow
            some other time
            another|next time
            i would|had [much] [rather|prefer] not [to]
            i would [much] prefer not [to]
            i would rather|prefer [if] you did|do not
            i would rather [just] stay [here|with_you|on_the_line]
            i would rather [just] talk|speak|deal to|with you
            i do not [really|actually|even|particularly] want|need|wish|like|care
            i do not think|believe so
            i do not think that|it is necessary|needed
            i do not feel like it|that
            i will|would|should not
            i would not like|want|wish|care
            i am not interested|ready|keen|going_to
            i did not [even] ask|want
            do not [you_dare]
            please [just] do not
            [please] do not [please|even|just] do|transfer|connect|put|bother|pass|send|go|hand|try
            do not worry about it|that
            do not want|need|think|like
            can we not
            let us not
            i will|would [have_to] pass
            i have to decline
            [a] hard pass
            pass
            never [ever|you] mind
            nevermind
            never in my life
            forget [about] it|that|this
            leave it|that [there|alone|be]
            leave me be|alone
            skip it|that|this
            cancel [it|that|this]
            stop it|that|this
            drop it
            scratch that
            i am [all|quite|just|perfectly|totally] good|fine|okay|set|all_right [here|for_now|now]
            i am [all] good|fine|okay|set thanks|thank_you
            we are [all] good|fine|okay|set
            all set
            i decline|refuse|pass
            declined
            that|it will|would not be necessary|needed|required
            that|it is not necessary|needed|required
            that|it is unnecessary
            i [have] changed my mind
            i [already] said no
            i [already] told you no
            that|it is a no [from] [me]
            not that i want
        """,
        Said.HOLD: f"""
            wait|hold_on|hang_on|hold_up|whoa|stop|slow_down|easy [a|one|just_a] [{_MOMENT}|tick]
            just|give_me a|one {_MOMENT}
            one|half_a {_MOMENT}
            in a {_MOMENT}|while|little_while
            later [on]
            i will do it|that later
            let me think [about_it|about_that|it_over]
            i need|have|want to think [about_it|about_that|it_over]
            on second thought|thoughts
            before that|you_do|you_do_that
            one more thing [first]
            tomorrow
        """,
        Said.UNSURE: """
            i am not [really|quite|so|too|entirely|totally|completely|very] sure|certain
            not [really|quite|so|too|entirely|totally|completely|very] sure|certain
            i do not [really|actually] know
            do not know
            i have no idea|clue
            no idea|clue|one|body|comment|matter|doubt|wonder|question|kidding|more|longer
            maybe|perhaps|possibly|probably|might
            [that|it] depends
            i guess|suppose|think
            yeah right
            not no
            why do not you|we
            do not you
            come again
            whatever [you_think|you_say|you_like]
            up to you
            not at all
            do not worry
            bye|goodbye
            bye bye
            have a good|great|nice|lovely day|one|evening|night|weekend
            huh|what|eh|pardon|who|right
        """,
        Said.TURN: """
            but|and|because|however|except|though|although
        """,
        Said.LEAD_IN: """
            um|umm|uh|uhh|er|erm|hmm|hm|mm|mmm|well|so|like
            you know
            i mean
        """,
        Said.MANNERS: """
            ah|oh|ooh|aw|then|now|just|really
            thanks|cheers|ta
            [and] thank you [so|very] [much|kindly]
            [and] thanks
            [and] thanks so_much|a_lot|a_bunch|a_million|very_much|again|anyway|though
            thank you a_lot|again|anyway|kindly|though
            many thanks
            much appreciated
            i appreciate it|that|you
            sir|ma'am|madam|miss|man|dude|mate|buddy|bud|honey|hun|dear|sweetie|darling|pal|friend
            very much [so|indeed]
            right away|now|then
            as soon as possible|you_can
            asap|immediately|today|finally|soon
            hey|hi|hello
            good|nice
            sorry
            that is [very|so|really] kind|nice|helpful|sweet|good of_you
            i am in a hurry
            i will|can hold|wait
            i have been waiting [for_ages|all_day|forever|so_long]
            you are [so|very] kind|sweet|nice
            you are the best
            when|whenever you are ready
            whenever you can|like
            i am ready
            my friend|dear
            actually
            them
        """,
    }
)
"""The longest match wins: "no problem" is not read as "no", nor "not sure" as "sure"."""
