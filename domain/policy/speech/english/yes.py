"""English phrases that agree."""

from hookflash.domain.policy.speech.said import Said

_WISH = "want|need|wish|would_like|would_love|would_prefer|prefer|am_asking|am_looking"
_BE = "would_probably_be|is|was|will_be|would_be|should_be|seems|sounds|looks|feels"

YES = {
    Said.PROPOSAL: f"""
        <base>
        please <base>
        please do
        do please
        i agree|consent to the|a transfer
        you have my permission|blessing|approval|consent|okay to <base>
        you have my permission|blessing|approval|consent|okay to <do>
        go ahead and <base>
        [i_said] do <base>
        please|do go_ahead|proceed
        go ahead with the|that transfer
        proceed with the|that transfer
        do the|that transfer
        i [do] [<adv>] {_WISH} to <passive>
        i <think> i [<adv>] {_WISH} to <passive>
        i <think> i [<adv>] {_WISH} <them>
        i <think> you can|may|should [just] <base>
        [i_think] it|that would be [<very>] <good> if you transferred|connected me [<whom>]
        [i_think] it|that would be [<very>] <good> if you put|got me through [to] [<them>]
        i [do] [<adv>] {_WISH} you [to] <base>
        i [do] [<adv>] {_WISH} you to <do>
        i [do] [<adv>] {_WISH} a|the|that transfer [<whom>]
        i [do] [<adv>] {_WISH} <them>
        i would [<adv>] [be] [<very>] appreciate|appreciative|welcome|like|love [of] <ing>
        i would [<adv>] [very_much|greatly] appreciate|welcome|like|love|enjoy <ing>
        i would [<adv>] appreciate <ing> <tail>
        i would [<adv>] [very_much|greatly] appreciate it|that [very_much|a_lot|so_much]
        i would [<adv>] appreciate it|that if you could|would|can [please|just] <base>
        i would [<adv>] appreciate it|that if you could|would|can [please|just] <do>
        i would [be] [<very>] grateful|thankful|happy|glad|obliged|delighted for <ing>
        i would [be] [<very>] grateful|thankful|happy|glad|obliged if you could|would|can <base>
        i would [be] [<very>] grateful|thankful|happy|glad|obliged if you could|would|can <do>
        i would [be] [<very>] happy|glad|delighted|pleased to <passive>
        i am [<very>] happy|glad|ready|willing|keen|eager|okay to <passive>
        i am [<very>] happy|okay|fine|comfortable|good with <ing>
        i do not mind <ing>
        i would not mind <ing>
        it|that would [be] [<very>] <good> if you could|would|can [please|just] <base>
        it|that would [be] [<very>] <good> if you could|would|can [please|just] <do>
        it|that would [be] [<very>] <good> to <passive>
        a transfer would|will be [<very>] <good>
        <ing> would|will be [<very>] <good>
        <ing> would|will help|work
        let us|me go_ahead_with|proceed_with|do the|that transfer
        let us|me <passive>
        you can|may|could [please|just] [go_ahead_and] <base>
        if you could|would|can [please|just] <base>
        i could [<adv>] use some|the|your|that|their help
        i am looking to <passive>
    """,
    Said.REQUEST: """
        could|can|would|will you [please] do proposed
        can i|we [please] do proposed
        why not
        why the heck|hell not
        could|can|would|will you [please|kindly|just] [go_ahead_and] <base>
        please could|can|would|will you [kindly|just] <base>
        could|can|would|will you please|kindly [<do>]
        could|can|would|will you <do> please|for_me_please
        could|would you be so kind
        could|can|may|might i|we [please|just] <passive>
        could|can we please <do>
        would you mind transferring|connecting|forwarding me [<whom>]
        would you mind putting|patching me through [to] [<them>]
        would you mind doing that|so
        where do i sign
        what are you waiting for
    """,
    Said.DOING: """
        do proposed
        [please] <bring> it|that|them|this|one|those [<mine>]
        i want|need|would_like|would_love|wish to <bring> it|that|them|this|one|those [<mine>]
        i want|need|would_like|would_love one|them|those|it [<too>]
        let us|me <bring> it|that|them|this|one|those [<mine>]
        i will take it|that|them|this|your_advice
        carry on
        continue
        it|that|this is|does|will|would [<too>]
        that is it
    """,
    Said.YES: f"""
        yes|yeah|yep|yup|yea|yeh|yah|ya|yip|yessir|aye|yeap|yess|yass|yas|ye|yaah|yesss
        yes|yeah|yep|yup i am|think_so
        yes|yeah|sure i guess|suppose|guess_so|suppose_so
        i guess|suppose so
        [i] guess|suppose|think|believe that|it {_BE} <good> [<me>]
        i think|believe so|yes
        i think|believe that|it {_BE} [<very>] <good>|<right> [<me>]
        i think i would [like|love] [that|it]
        i am|would|do indeed
        i do|would
        i [sure|certainly|definitely|absolutely|really] do|would|am
        i would [<very>] [to]
        i [already] said yes
        that|it is|would_be|will_be [a] [definite|resounding|clear|big|hard|firm] yes [from_me]
        [my|the] answer is [a] [definite|resounding|clear|big] yes
        consider it|that|this a yes
        sure [thing]
        for sure
        why sure|yes|certainly|of_course
        surely|certainly|absolutely|definitely|totally|exactly|precisely|indeed|affirmative|positive
        correct|agreed|naturally|gladly|happily|confirmed|accepted|true|approved|granted|affirmitive
        [most|very] certainly|definitely|true|gladly
        exactly|absolutely|precisely|completely|totally|very|quite|entirely right|correct|true
        one hundred percent
        hundred|100|1000 percent [correct|yes|sure]
        of course
        by all means
        you bet [ya]
        you got|have|nailed it|that [right|all_right|correct|perfect|exactly_right]
        you got|have it all [right|correct]
        you are [<very>] right|correct
        as you wish
        uh|mm|mmm|mhm|m huh|hmm|hm|hum
        mhm|mmhmm|mmhm|uhhuh
        please do so|that|it|this [<me>]
        please <do>
        <do>
        go on [then]
        go for it
        fire away
        let us <do>
        let us go [ahead|for_it]
        let us do that|this|it|so
        let us roll|rock|get_going|get_started
        i do not|can_not see why not
        do not see why not
        can not|never hurt
        it|that would|could|can not hurt
        can not hurt
        could|would not hurt
        be my guest
        i would not say no [to_that|to_it|to_this]
        i can not|never say no [to_that|to_it]
        would not say no
        i could not agree more
        do not mind if i do
        do not mind if you do
        i do not mind if you do
        i do not mind [at_all|a_bit|that|it|one_bit|in_the_least|doing_that]
        i have no objection|objections|problem|problems|issue|issues [to_that|with_that|with_it]
        [i_have] no objection|objections [here|from_me|at_all|to_that]
        not a problem
        not a problem at_all|for_me|with_me
        not a bad idea
        that is not a bad|problem|issue [idea] [at_all]
        it|that would not be a bad idea
        i thought you would never ask
        the sooner the better
        a thousand|hundred|million times yes
        why would not i
        [it_would_be] my pleasure
        have at it
        knock yourself out
        count me in
        twist my arm
        that is [just] the ticket|plan
        now we are talking
        full speed ahead
        full steam ahead
        you have my permission|blessing|approval|consent|okay|go_ahead|yes
        permission granted
        i [hereby|do|fully|would] agree|accept|consent|approve|confirm [to|with] [that|it|this]
        i am all for that|it
        i|we would [<adv>] [really|very_much] like|love|appreciate|want|welcome that|it|this
        i|we really|certainly|definitely|sure|do would like|love|appreciate|welcome that|it|this
        i|we would [<adv>] [really|very_much] appreciate it|that if you did|would|could
        no|nah|nope i do|would not mind [at_all|that|it|one_bit|a_bit]
        heck|hell yes|yeah
        too right
        let us go with that|it
        that|it would save me [a_lot_of|some|so_much|lots_of] time|trouble|bother
        i would [<adv>] [really|very_much] like|love|appreciate|want that|it very_much|a_lot|please
        i would like|love|you_to
        i would like|love|prefer to|for_you_to
        i would [really] be [very|so] happy|glad|grateful|delighted|pleased [to|with_that|for_that]
        i would be much|very obliged
        i want that|to|you_to
        i need that
        i want|need|would_like|would_love you to
        i do want|need that|it|to
        <all> would|will|should|could [all] be [<very>] <good> [<mine>]
        would|will|should be [<very>] <good> [<me>]
        that|it|this also|too would|will|should be [<very>] <good> [<me>]
        that|this time|date|one will|would|should work [well|fine|great] [<me>]
        that|it|this would|will|should|could [<adv>] work|help|do|suffice [<mine>]
        that|it would|will work|help [out] great|fine|well|perfectly|nicely|a_lot|me|wonders [<me>]
        that|it|this would|will help|benefit me|us [out] [a_lot|greatly|a_great_deal]
        that|it would|will sound [<very>] <good>
        i <think> that|it would|will|should [really|probably] help|work [<me>]
        <all> [all] sounds|seems|looks [like] [<very>] <good> [<mine>]
        that|this|it sounds|seems|looks like a [very] [good|great] plan|idea|deal [<me>]
        <all> sounds|seems|looks [<very>] <right> [<me>]
        it|that|this [all] sound <good> [<me>]
        that is sound|sounds <good> [<me>]
        sounds|sound|seems|looks [<very>] <good> [<mine>]
        sounds|sound|seems|looks like a [good|great|solid|fine] plan|idea|deal [<me>]
        that|this|it [all|still] works|suits [for|with] [me|us] [<too>]
        that|this|it [all|still] works|suits [me] fine|great|well|perfectly|good|okay [<mine>]
        works|suits [for_me|me] [fine|well|great|perfectly]
        fine|okay|all_right|good|cool|great|perfect by|with|for me [<too>]
        fine|good enough [<me>]
        <all> is [<very>] fine|okay|all_right|good|great|cool <me> [<too>]
        <all> is [<very>] great|perfect|wonderful|excellent|awesome [<mine>]
        <all> is [<very>] lovely|ideal|brilliant|amazing|fantastic|good [<mine>]
        that|this is [<very>] cool [<mine>]
        this|everything is [<very>] fine|okay|all_right [<too>]
        that|this|that_one is okay|fine as_well|too|now|enough
        that|this one is|sounds|would_be|works|will_be [<very>] <good> [<mine>]
        <all>|those|these [all] is|are [all|absolutely|quite|very] <right>
        that|it|this would be <right>
        it sure is
        it is indeed
        all <right>
        just|exactly what i want|need|needed|wanted
        i am okay|fine|good|happy|all_right|cool|comfortable with that|it|this|you [<too>]
        i am [<very>] okay|happy|glad|pleased to [do_that|do_so|do_it]
        i am happy for you to <do>
        i am up|game for that|it
        i am good to go
        i am in|game|ready
        i am ready for that|it|you_to_do_that
        [a] good|great|excellent|wonderful|lovely|brilliant|fine|smart idea|thinking|plan|call
        that|it is [a|an] [<very>] good|great|excellent|wonderful|smart idea|plan|suggestion
        that|it is probably a|the [<very>] good|great|best idea|plan|way|thing
        might|may as well
        that|it would|will [probably] be best|better|for_the_best|good|great|helpful|easiest|easier
        if you could|would|can [please|just|kindly] [do_that|do_so|do_it|that]
        if you would be so kind
        if you do|would not mind [doing_that|that|it]
        i would not mind [that|it|doing_that] [at_all|a_bit|one_bit]
        you can|may|could [please] [just] <do>
        you can|may|could|should [do_that|go_ahead|proceed|go_on|do_it_now]
        [you] may proceed
        please and thank_you|thanks
        i will go_ahead|do_that|do_it [and_do_that]
        please|let_us|let_me do proposed
        do proposed please
        i [do|sure|definitely|really] want|need|would_like|would_love|wish [to] <do>
        i am looking [to|for] <do>
        i [do|sure|definitely|really] want|need|would_like|would_love|wish [to] do proposed
        i am looking [to|for] do proposed
        could|can|would|will you [please] do proposed please
        i [really|do|would] like that|it
        i can do that|it
        [the|that|this|those|these] [info|information|details] [all] is|are [all] <right>
        you did it|that
        you have|got them right
        everything you have is <right>
        you are [<very>] accurate|spot_on|perfect
        that|it would be <right>|it
        nailed it
        please proceed|confirm|continue|carry_on
        confirm [that|it|this]
    """,
}
"""A phrase here is a yes wherever it is said, unless something else takes it back."""
