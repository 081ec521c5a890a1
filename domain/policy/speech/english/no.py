"""English phrases that refuse, put off or leave open."""

from hookflash.domain.policy.speech.said import Said

_MOMENT = "second|sec|moment|minute|min|bit"

NO = {
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
        yeah|yea|ya right
        not no
        why do not you|we
        do not you
        come again
        whatever [you_think|you_say|you_like|you_want|works|makes_you_happy]
        if you say|insist so
        if you say|insist
        if you must
        up to you
        not at all
        do not worry
        bye|goodbye|ciao
        bye bye|now
        see you [later|soon]
        talk to you later|soon
        have a [very] good|great|nice|lovely|wonderful|blessed day|one|evening|night|weekend
        take care
        huh|what|eh|pardon|who
        that|it|this|which would|will be all|it|everything [for_now|for_today|now|today|then|thanks]
        that|this|it is all|everything [for_now|for_today|now|today|i_need|i_needed|i_have]
        that|it is it|all for_now|for_today|today|for_me|right_now
        right|for now that|it is it|all
        that is about it
        [i_think|i_guess] that is all
        thanks|thank_you anyway|anyways|all_the_same|regardless
        thanks for nothing
        great|perfect|wonderful|fantastic just great|perfect|wonderful|fantastic
        just great|perfect|wonderful|fantastic|brilliant|lovely|terrific
        just what i need|needed
        oh great|perfect|wonderful|fantastic|brilliant|joy|goody|terrific
        as if
        [because] i have [got] all day|night|the_time_in_the_world|nothing_better_to_do
        like i have a|any choice
        as always|usual
        fat chance
        big deal
        in your dreams
        good luck [with_that]
        i got it
        got it
        yes|yeah|yep|yup|sure|okay i am [all|just|quite] good|fine|okay|set|all_right
    """,
    Said.NO: """
        no|nope|nah|naw|nay|noo|nooo|non|n
        uhuh
        nuhuh
        nuh uh
        negative|none|nothing|neither
        nothing else
    """,
    Said.REFUSAL: """
        no|nah|nope thanks|thank_you
        [i_am] okay|all_right|fine|actually|but|well|sorry|wait|hmm|um|uh no|nope|nah
        no i_am|we_are [all|quite|just] good|fine|okay|set|all_right
        no all set
        no way|chance|need|deal|point|dice
        no need to|for [do] [that|it]
        there is no need
        no that is [quite|just] all_right|okay|fine
        no it is [quite|just] all_right|okay|fine
        no please do_not
        heck|hell|god|lord|like_hell no
        not [just|quite|right] yet|now
        not [right|just|for] now
        not right away|this_minute|this_second
        not at the moment|minute
        not at this time|point|moment
        not today|tonight|tomorrow|this_time|ever|necessary|needed|required|interested
        not really|particularly|especially|exactly
        not a chance|fan
        not so fast
        not for me
        not in the mood
        not if i can help it
        absolutely|definitely|certainly|of_course|obviously|surely|hopefully|please not
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
        i would rather|prefer [just] [to] talk|speak|deal to|with you
        i do not [really|actually|even|particularly] want|need|wish|like|care
        i do not think|believe so
        i do not think that|it_is necessary|needed
        i do not feel like it|that
        i do not|will_not agree|consent|accept
        i will|would|should not
        i would not like|want|wish|care
        i am not interested|ready|keen|going_to|happy|okay|comfortable
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
        never [ever]
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
        declined|rejected
        that|it will|would not be necessary|needed|required
        that|it|this will|would|does not work|do|help
        that|it is not necessary|needed|required
        that|it is unnecessary
        i [have] changed my mind
        i [already] said no
        i [already] told you no
        that|it is a no [from] [me]
        not that i want
        out of the question
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
}
"""What comes first in a table is read first if a phrase is in two of them."""
