"""English phrases around an answer: politeness, reasons, and how an answer is taken back."""

from hookflash.domain.policy.speech.said import Said

_SUBJECT = "i|we|my|our|it|this|that|they|the|he|she|nobody|someone|somebody"
_FAILS = (
    "receive|received|get|got|gotten|find|found|log|access|open|reach|heard|hear|see_my|see_the|"
    "see_it|see_any|seen|order|ordered|make|made|figure|understand|authorize|recognize|work|"
    "working|works|arrive|arrived|"
    "come|been|show|showing|delivered|resolved|fixed|load|loading|had|have_my|have_access|have_the|"
    "solve|fix|resolve|afford|do_this|do_it|use|used|using|believe|keep|sign|pay|remember|change"
)
_HAPPENED = (
    "paid|had|got|received|ordered|bought|lost|tried|called|booked|returned|sent|was|were|keep|"
    "keeps|never|made|purchased|signed|canceled|cancelled|charged|missed|found|noticed|forgot|"
    "broke|stopped|submitted|applied|filed|requested|placed|used|spent"
)

AROUND = {
    Said.REASON: """
        because|since|cause|as <reason>
        <reason>
        so [that] i|we|they|somebody|someone|it can|could|may <...>
        to get|resolve|fix|sort|discuss|figure|straighten|clear|solve|settle|handle <...>
        about|regarding|concerning <...>
        for my|our|this|that|these|those <...>
        with this|that|these|those <...>
        because|since|cause|as i|we [<adv>] need|have|want|would_like to <...>
        as it|this|that is|has|was|will|needs <...>
        hopefully they|he|she|someone|somebody can <...>
        i hope they|he|she|someone|somebody can|will <...>
        maybe they|someone|somebody can help|assist|fix|resolve|explain [<...>]
    """,
    Said.TASK: """
        i|we [<adv>] want|need|would_like|would_love|wish|have|am_trying|wanted|hope to <...>
        i|we [<adv>] need|want|would_like a|an|some|my|our|this|that|these|it|more|new|help <...>
        i|we [<adv>] have <...>
        i am|was looking|calling|hoping to|for <...>
    """,
    Said.THANKS: """
        thanks|thank_you [so_much|very_much] for <thanked>
        i [<adv>] appreciate your|the|all_your|all_the help|assistance|time|patience|support|service
        you have been|were|are [<very>] helpful|great|kind|wonderful|amazing|a_great_help
        that is an|a amazing|great|good service
        sorry for|about the trouble|bother
        i appreciate that|you [so_much]
    """,
    Said.REPAIR: """
        i mean|meant [to_say]
        or rather
        correction
        i misspoke
        make that
    """,
    Said.ASIDE: """
        [i_am] sorry
        actually
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
    """,
    Said.PLEASE: """
        please
        pretty please
    """,
    Said.SOFT: """
        that|it is [quite|perfectly|totally] okay|all_right
        it is [just|perfectly|totally] fine
        all good
        no problem|problems|worries|bother|trouble|biggie|rush|hurry|harm
        no problem at all
        not a bother
        if you like|want|wish|can
        if possible
        if at all possible
        if that|it is okay|all_right|fine|possible|no_trouble|no_bother [with|for] [you]
        if it is not [any|a|too_much] trouble|bother|problem
    """,
    Said.TURN: """
        but|however|except|though|although
    """,
    Said.LINK: """
        and [then|also|yes]
        because|since|cause
    """,
    Said.LEAD_IN: """
        um|umm|uh|uhh|er|erm|hmm|hm|mm|mmm|well|so|like|ahem|right
        you know [what]
        i said
        let us see
    """,
    Said.MANNERS: """
        ah|oh|ooh|aw|then|now|just|really|wow|whew|phew|finally|god|gosh|man|inaudible|noise
        oh my [god|gosh|goodness]
        thank god|goodness|heavens
        thanks|cheers|ta|ty|tysm
        [and] thank you [so|very] [much|kindly]
        [and] thanks
        [and] thanks so_much|a_lot|a_bunch|a_million|a_ton|very_much|again|though|in_advance
        [and] thank you again|in_advance|a_lot|kindly|though|ever_so_much
        thank you so|very much again|indeed|for_that
        many thanks
        much appreciated
        appreciated
        [i] appreciate it
        i [really|would|do] appreciate it|that
        sir|ma'am|madam|miss|dude|mate|buddy|bud|honey|hun|dear|sweetie|darling|pal|friend|love|bro
        very much [so|indeed]
        right away|now|then
        as soon|quickly as possible|you_can
        asap|immediately|soon|quickly
        hey|hi|hello
        good|nice
        that is [very|so|really] kind|nice|helpful|sweet|generous
        that is [very] kind|nice|good|sweet of you
        [i_am] in a hurry
        i am in a [big|bit_of_a|real] hurry|rush
        i will|can hold|wait
        i have been waiting [for_ages|all_day|forever|so_long]
        i have been [waiting|on_hold] for hours|ages|an_hour|a_while|a_long_time
        i [<adv>] need [some] help|assistance
        you are [so|very] kind|sweet|nice|the_best|awesome|a_star|a_lifesaver
        when|whenever you are ready
        whenever you can|like
        i am ready
        ready when|whenever you are
        i am [<very>] happy|fine|okay|glad to hold|wait
        i do|would not mind waiting|holding
        i can hold|wait
        i am begging you
        my friend|dear|man
        [for] me
        to them|him|her
        with them|him|her
        them
    """,
}

PARTS = {
    "fixed": """
        resolved|fixed|sorted|handled|settled|done|solved|corrected|straightened_out|sorted_out
        figured_out|dealt_with|cleared_up|taken_care_of|looked_at
    """,
    "happens": """
        is|are|was|were|has|had|will|did|does|do|can|could|keep|keeps|got|went|came|broke|stopped
        hurts|hurt|needs|expired|arrived|shows|says|starts|started|died|failed|fails|charged|took
        sent|gave|lost|ran|fell|left|made|closed|changed|disappeared|crashed|froze|leaks|leaked
        need
        [have] never|still|just|also|already|really <happens>
    """,
    "arrange": """
        book|schedule|reschedule|move|change|cancel|arrange|make|set_up|sort|fix|return|update|order
    """,
    "thanked": """
        your|the|all_your|all_the|all_of_your help|assistance|time|patience|support|service|offer
        that|this|it|everything|helping|asking|offering|understanding|checking
        helping|offering me
    """,
    "reason": f"""
        i|we|they|it|she|he [<adv>] {_HAPPENED} [<...>]
        i|we have [<adv>] been|paid|had|tried|called|lost|waited|got [<...>]
        i|we am|are [<adv>] having|getting|being|trying|calling|locked|worried|frustrated [<...>]
        i|we am|are [<adv>] [<very>] worried|frustrated|upset|confused|stuck|lost|desperate [<...>]
        i|we [<adv>] need|could_use|want help|assistance|answers|this|it|a_refund [<...>]
        i|we [<adv>] have a|an|some|another problem|issue|question|complaint|claim|concern [<...>]
        my|our|the <...> <happens> [<...>]
        i|we have [<adv>] been on_hold|waiting|transferred|passed_around [<...>]
        i|we [<adv>] need|have to <arrange> <...>
        it|this|that|they|everything has|have been|stopped|got [<...>]
        it|this is [<very>] [<adv>] about|regarding|concerning|urgent|important|serious [<...>]
        it|this is [<adv>] [an] emergency|for|driving|ridiculous|unacceptable|broken [<...>]
        it|this is [<very>] frustrating|annoying|stressful|confusing|upsetting
        it|this|they keep|keeps <...>
        it|this needs <...>
        they <happens> [<...>]
        there is|are|was|were|has|seems <...>
        someone|somebody stole|hacked|took|used|keeps|has|charged <...>
        {_SUBJECT} [<...>] have|has|did|do|does|can|could|is|was|were not [<adv>] {_FAILS} [<...>]
        {_SUBJECT} [<...>] never arrived|came|received|got|worked|showed|shipped|went [<...>]
        i|we [<adv>] want|need|would_like|have to get|have this|that|it|everything <fixed> [<...>]
        someone|somebody needs|has to <...>
        nothing is|has|works|seems|worked [<...>]
        nobody|no_one is|has|can|could|helped|seems [<...>]
    """,
}
