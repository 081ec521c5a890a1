"""Parts that the phrases of an answer are made of: people, ways to be put through, reasons."""

from hookflash.domain.policy.speech.tokens import word_set

STOPS = word_set(
    """
    no nope nah not never none neither nothing but if unless until till before after first once when
    whenever while whether provided providing assuming supposing only except though although however
    instead rather otherwise what who whom whose why how where which whatever maybe perhaps probably
    possibly guess suppose might depends wait hold hang stop cancel later tomorrow tonight another
    bye goodbye forget mind text texts texting message sms link email mail send sending callback
    you your yes yeah yep yup sure okay said says say told tell asked wife husband always usual joy
    time times
    love loving lucky fun thrilled wonder choice last talk talking speak speaking
    transfer transferred connect connected put stay quit please thanks thank and or so because
    department departments dept division branch clinic office desk reception receptionist manager
    managers supervisor boss owner director doctor doctors dr nurse dentist hygienist pharmacy
    pharmacist billing sales accounting accounts payroll finance marketing legal lab radiology
    lawyer attorney accountant secretary technician technical customer maintenance shipping
    fine better easier faster enough
    """
)
"""Words that change an answer, and are never part of words of any kind.

They condition, deny, postpone, ask or quote, speak of another action or of who else might answer,
prefer something else, or are often meant bitterly.
"""

_PERSON = (
    "person|human|human_being|representative|rep|agent|operator|specialist|expert|"
    "professional|colleague|coworker|associate|assistant|team_member|staff_member|"
    "member_of_your_team|member_of_the_team|member_of_staff|customer_service_representative|"
    "customer_service_rep|customer_service_agent|customer_service_person|support_agent|"
    "support_representative|support_rep|support_person|support_specialist|service_agent|"
    "service_representative|human_agent|human_representative|person_there"
)
_HELPS = (
    "help|assist|fix|resolve|solve|sort|answer|handle|deal|look|explain|figure|straighten|clear|"
    "address|take_care|do_something|do_that|do_it|make|get|process|correct|investigate|check|"
    "provide|give|access|see|support|guide|work|approve|refund|change|update|review"
)

PARTS = {
    "very": """
        just|really|so|very|absolutely|actually|pretty|much|most|totally|quite|perfectly|all|simply
        very|so much
        more than|of_course|certainly|definitely|super|extremely|incredibly
        a lot of|very
        exactly
        a real|great|big|huge
    """,
    "good": """
        great|good|fine|nice|lovely|perfect|wonderful|awesome|excellent|fantastic|brilliant|amazing
        helpful|ideal|super|cool|terrific|appreciated|best|the_best|okay|all_right|kind|handy
        useful|delightful|marvelous|marvellous|splendid|fabulous|superb|acceptable|agreeable
        beneficial|preferable|spot_on|right|a_great_idea|a_good_idea|a_plan|reasonable|fair
        better|much_better|magnificent|outstanding|alright|correct|much_appreciated|convenient
        suitable|satisfactory|grand
        [a] big|great|huge|real|tremendous|total|enormous help|lifesaver|relief|blessing|idea
        of great|much|big|real|tremendous help
        a help|lifesaver|relief|blessing|godsend|dream|treat|weight_off_my_mind
    """,
    "right": """
        right|correct|true|accurate|confirmed|it|perfect|affirmative|exact|the_one|the_right_one
        [just|exactly|precisely] right|correct|it
        exactly|just|precisely what|how i want|need|wanted|needed|would_like|asked_for|meant|said
        what i want|need|wanted|needed|would_like|asked_for|am_requesting|am_looking_for|meant
        [exactly|just] what i want|need|would_like to do
        why i called|am_calling|rang|am_here
        [just|exactly] why i called|am_calling|rang|am_here
        [exactly|just] what i was hoping_for|looking_for|after|going_to_ask
        a yes
        what i called|came|am_calling for
        the best|better|right|easiest option|choice|idea|way|thing|plan [to_do|to_go]
        [the] way|thing to_go|to_do
    """,
    "me": """
        for|by|with|to me|my_part
        for|by|with|to us
        of you
    """,
    "too": """
        too|also|as_well|then|now|actually|really|indeed|enough|right_now
    """,
    "mine": """
        <me>
        <too>
        <me> <too>
    """,
    "all": """
        that|this|it|which|everything|all
    """,
    "think": """
        think|believe|feel|guess|suppose
    """,
    "this": """
        this|that|it|this_issue|this_problem|the_issue|the_problem|this_matter|the_matter|everything
        my issue|problem|question|questions|concern|concerns|case|request|situation
    """,
    "tail": f"""
        who|that|whom can|could|will|would|may|might|is_able_to|knows [<adv>] [{_HELPS}] [<...>]
        who|that is <...>
        who|that knows [about_this|more|what_they_are_doing|what_is_going_on|the_answer|how_to_help]
        to {_HELPS} [<...>]
        about|regarding|concerning <...>
        for|with this|that|it|my|our|the|these|those [<...>]
        over|up there
        there|in_person|live|directly
    """,
    "adv": """
        just|really|actually|definitely|already|still|also|truly|honestly|certainly|currently|even
        clearly|badly|urgently|desperately|absolutely|genuinely|recently|better|possibly|have|kindly
    """,
    "them": f"""
        them|him|her|someone|somebody|anyone|anybody|that_person|the_person|those_people|people
        someone|somebody|anyone|anybody real|human|live|there|on_your_team|in_person|in_charge
        a|an|the|your|some|any|one_of_your [real|live|actual|human|different|other] {_PERSON}
        a|an real|live|actual one
        one of your|the agents|representatives|reps|specialists|people|colleagues|experts|advisors
        [the|that|a] right|relevant|appropriate|correct|proper|responsible people|person|place
        [the|that|a] right|relevant|appropriate|correct|proper|responsible department|team|one
        that|this|your department|team|desk|office|line|inbox|group|colleague
        the team|department|group
        them|someone|somebody|anyone|the_person|a_person|an_agent|a_human|a_representative <tail>
        a|an|the [human|live|real|support] {_PERSON} <tail>
        the|that|a right|appropriate|relevant person|people|department|team <tail>
    """,
    "whom": """
        to|with|through_to|through_with|on_to|onto|over_to <them>
        to|with|through_to|over_to <them> right_away|now|directly|immediately|quickly
        through|over|now|there|on|across|along|directly|straight_through|right_through|up
        right away|now|through|over
        over there|here
        through now|please|right_away
        straight|right|directly|on|over through|to|with <them>
        in touch with <them>
    """,
    "base": """
        transfer|connect|forward|redirect|route|switch|reroute|refer|direct me|us|my_call [<whom>]
        transfer|connect|forward|redirect|route|switch the|this call [<whom>]
        transfer|connect|forward me|my_call|the_call about|regarding|for <...>
        put|patch|get|pull|send me|us|my_call|the_call through [to|with] [<them>]
        put|patch me|us straight|right|directly through [to] [<them>]
        put|get|bring|patch me [on|in_touch|in_contact|over] with|to <them>
        put|get|bring them|someone|somebody|a_person|an_agent|a_human on [the_line|the_phone|here]
        pass|hand|send|bring me|us|my_call|the_call over|on|along|across [to|with] [<them>]
        get|find me <them>
        send me|us [over] to <them>
        get me over|connected|transferred|through [to|with|there] [<them>]
        have|let|get them|someone|somebody [to] help|assist|talk_to|speak_to|speak_with me
        have|let|get someone|somebody [to] [help|assist|fix] [me] [with] [<this>]
        make|do|start|initiate|arrange|set_up|complete|begin the|that|this transfer|call
        make|do the|that switch|connection|handoff|handover
        let me|us talk|speak|chat to|with <them>
        link me|us up [with] [<them>]
    """,
    "bring": """
        book|buy|reserve|rent|schedule|play|make|confirm|fix|add|share|purchase|order|try|set|get|see
        watch|hear|change|arrange|process|submit|save|start|create|run|have|take|use
        go ahead and book|buy|reserve|rent|schedule|play|confirm|purchase|order
    """,
    "do": """
        do [just|exactly] that|so|it|this [<me>]
        do that|so|it|this right_away|now|immediately|at_once|if_you_can
        go [right|straight|on] ahead
        go ahead and do that|it|so|this
        go ahead and proceed|transfer|connect
        go ahead and <base>
        go_ahead_with|proceed_with the|that|this transfer
        go ahead with that|it|this
        proceed [ahead|with_that|with_it|with_this|now|further|as_it_is]
        do proceed|go_ahead
        get on with it
        make it so|happen
        pull the trigger [on] [that|it]
    """,
    "ing": """
        being|getting|to_be|to_get put|patched through [to|with] [<them>]
        being|getting|to_be|to_get transferred|connected|forwarded|passed_on|handed_over [<whom>]
        being put in_touch|in_contact with <them>
        speaking|talking|to_talk|to_speak to|with <them>
        a|the|that transfer|connection [<whom>]
        a chance|way to speak|talk to|with <them>
        some|any|the|your|a_bit_of help|assistance|support [with_that|with_this|with_it]
        some|any|the|your|whatever help|assistance i|you|they can get|give|offer|provide [me]
        you transferring|connecting|forwarding me|my_call|us [<whom>]
        you putting|getting|patching me|us through [to] [<them>]
        someone's|their help|assistance
    """,
    "passive": """
        be|get transferred|connected|forwarded|passed_on|handed_over|redirected|rerouted [<whom>]
        be|get put|patched through [to|with] [<them>]
        be|get put in_touch|in_contact with <them>
        talk|speak|chat to|with <them>
        get in touch|contact with <them>
        get|receive|have some|more|further help|assistance
        get some help|assistance
        have <them> help|assist me
        have that|a_transfer|the_transfer
        proceed|go_ahead [with] [that|it|the_transfer]
    """,
}
"""``<them>`` is anyone who may answer there: not another department, not another name."""
