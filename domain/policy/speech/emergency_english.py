"""Signs of danger in what callers say in English."""

from typing import Final

_KIN = (
    "husband|wife|son|daughter|baby|mother|mom|mum|father|dad|kid|child|brother|sister|friend|"
    "neighbor|neighbour|roommate|partner|grandma|grandmother|grandpa|grandfather|coworker|"
    "colleague|man|woman|guy|patient|boyfriend|girlfriend|customer|toddler|infant|person|people|"
    "boy|girl|uncle|aunt|driver|passenger|worker|student|teenager|lady|granddaughter|grandson|"
    "boss|nephew|niece|cousin|client|guest|tenant|kids|children|guys|employee"
)
_WHO = f"i|he|she|we|they|someone|somebody|everyone|it|{_KIN}"
_THEM = f"he|she|they|someone|somebody|{_KIN}"
_BE = "is|are|am|was|be|being|been|has_been|keeps|started|just|now"
_ATTACK = (
    "heart_attack|stroke|seizure|seizures|cardiac_arrest|heart_failure|aneurysm|asthma_attack|"
    "allergic_reaction|convulsion|convulsions|anaphylactic_reaction|diabetic_shock"
)
_SELF = "myself|himself|herself|themselves|ourselves|themself"
_PLACES = (
    "house|apartment|building|kitchen|garage|car|truck|room|office|basement|attic|stove|oven|shop|"
    "roof|bed|sofa|couch|curtains|wall|walls|hotel|school|place|home|store|restaurant|dryer|barn|"
    "trailer|engine|vehicle|clothes|hair|flat|condo|warehouse|church|tree|forest|field|shed|boat|"
    "bus|door|neighbor's|mattress|outlet|bedroom|bathroom|microwave|van|floor|property|ceiling"
)
_ROOMS = "house|home|apartment|building|store|shop|office|garage|room|flat|yard|basement|kitchen"
_HARM = (
    "robbed|attacked|mugged|assaulted|beaten|stabbed|kidnapped|raped|strangled|held_hostage|shot_at|"
    "followed_home|abducted|carjacked|held_up|chased"
)
_HARMING = (
    "hitting|beating|choking|strangling|attacking|hurting|threatening|stabbing|punching|kicking|"
    "robbing|assaulting|mugging|kidnapping|shooting_at|chasing"
)
_WEAPON = "gun|knife|weapon|rifle|pistol|machete|shotgun|firearm|bomb"
_POISON = "bleach|poison|antifreeze|drain_cleaner|rat_poison|detergent|chemicals|pesticide|battery"
_HELP = "911|9_1_1|nine_one_one|999|112|an_ambulance|ambulance|paramedics|the_paramedics"
_POLICE = (
    "the_police|police|the_cops|cops|the_fire_department|fire_department|firefighters|fire_brigade"
)

SIGNS: Final = f"""
    can_not|could_not|unable_to|not_able_to|hardly|barely|struggling_to|struggles_to|hard_to|
        trying_to [even|really|hardly|barely|able_to] breathe
    not|stopped|stops|barely|hardly|quit breathing
    trouble|difficulty|problems|hard_time|a_hard_time [with] breathing
    struggling for breath|air
    gasping for air|breath
    having|suffering|suffers|has_a|have_a|in|into|going_into [from] ~3 {_ATTACK}
    {_BE}|think|thinks|might_be|could_be|maybe|looks_like|like|possibly|is_it [it|this|that|he|
        she] [is|has|had|be|was|am] [having] [a|an] [massive|bad|severe] {_ATTACK}
    has [just] had a {_ATTACK}
    just had a {_ATTACK}
    going into|in [anaphylactic] shock
    anaphylactic|anaphylaxis
    throat is closing|swelling|swollen
    severe|bad|terrible|crushing|having|have|has|strong|sharp|intense|really_bad|sudden|with|got|
        get|getting [some|a|lot_of] chest pain|pains|pressure
    chest pain|pains [and|right_now|now|that|going|down|$]
    chest [really|is|feels|felt] [so|very|really] hurts|hurting|tight
    pain|pressure|tightness in my|his|her|the chest
    {_WHO} ~2 unconscious|collapsed|unresponsive|passed_out|blacked_out|fainted|
        lost_consciousness|losing_consciousness|foaming_at_the_mouth|convulsing|hemorrhaging
    {_WHO} ~2 not|stopped responding|waking|moving
    {_THEM} will|would|can|does|do not wake|move|respond [up|$|at_all|to|and]
    will|can not wake him|her|them|my up
    can|could not wake ~2 {_KIN} [up]
    has_no|no|without_a|without|can_not_find_a|not_find_a|not_feel_a pulse
    turning|turned|going|went|is|are|lips_are blue [$|and|in_the_face|help|please]
    bleeding heavily|badly|a_lot|profusely|everywhere|out|to_death|uncontrollably|severely|
        so_much|really_bad|really_badly|very_badly|internally|all_over
    bleeding from his|her|my|the|their head|neck|wrist|wrists|stomach|chest|leg|arm|ears|mouth
    will_not|can_not|not|does_not stop [the] bleeding
    bleeding will|does|is not stop|stopping
    lost|losing|so_much|lots_of|lot_of|too_much|covered_in ~3 blood
    blood [is] everywhere|all_over|pouring|gushing|spurting
    coughing|vomiting|throwing|spitting [up] blood
    overdosed|overdosing
    taken|took|having|had|an|drug|is_an|possible overdose
    taken|took|swallowed|ate|drank ~3 too_many|all_the|all_of|bunch|lot|lots|whole_bottle|
        entire_bottle|bottle|handful [of] ~3 pills|tablets|medicine|medication|aspirin|tylenol|
        painkillers
    swallowed|drank|drunk|ate|eaten|ingested|inhaled ~2 {_POISON}
    been|got|getting|is|was poisoned
    {_WHO} {_BE} choking
    choking on ~2 food|piece|bone|grape|candy|toy|meat|something|hot_dog
    {_WHO} {_BE} drowning
    fell|fallen in|into|through ~2 pool|river|lake|ice|ocean|sea|canal|well
    want|wants|going|planning|plans|about|trying|threatening|threatened|thinking|tried|will|ready|
        says|said|say|gonna ~3 kill|killing|harm|harming|hurt|hurting {_SELF}
    want|wants|ready|wish|just_want to die
    end|ending|take|taking|ended my|his|her|their|own ~1 life|lives
    going|want|ready|wants to end it all|tonight|now|today|right_now|for_good
    holding me|us|them|him|her|people hostage|captive
    {_PLACES} ~2 filling|filled|full|fills with|of|up_with smoke
    feel|feeling|feels|am|is|are|was|been|very|being suicidal
    suicidal [thoughts|right_now] [$|and|right_now|help|now]
    having|has|have suicidal
    thinking|thinks|talking|talks|considering|contemplating [about|of] suicide
    commit|committing|attempted|attempting|attempt|tried suicide
    do|does not want to live|be_alive|be_here|go_on_living anymore|any_more|any_longer
    going|about|threatening|wants|want|trying to jump off|from|out ~5 bridge|roof|building|window|
        balcony|ledge|overpass
    {_PLACES} [is|are|just|has|was|on] ~1 on_fire|burning|in_flames|burning_down|up_in_flames|
        engulfed
    {_PLACES} [has|have|is] [just] caught|catching fire
    there is|are [a|an] [big|huge|small|electrical|grease|house|kitchen|real|bad] fire|flames
    there is|are smoke|flames coming|pouring|everywhere|in|all_over|filling|out
    fire in|at|inside|on ~3 {_PLACES}
    something [is] burning|on_fire
    see|seeing|can_see ~2 flames|smoke_coming
    flames|smoke [is|are] coming|pouring|shooting|everywhere|filling|billowing
    fire is spreading|growing|getting
    trapped in|inside|under|by ~3 fire|car|building|rubble|flames|house|wreck|smoke|vehicle|truck|
        tree|machine
    ^ [help|oh_my_god|please|there_is|its] fire [fire|help|please] [fire] $
    report|reporting [that] [a|an|there_is] [a] ~1 fire|gas_leak|shooting|robbery|break_in|
        stabbing|explosion|carbon_monoxide
    smell|smelling|smells|smelt|smelled|stinks|reeks|smell_of|odor_of [really|strongly|a_lot] \
        [like|of|some|strong|a|the|lot_of|natural|propane] [strong] gas|propane|natural_gas|
        rotten_eggs
    gas|propane [line|pipe|main] [is|has|keeps] [a] leak|leaking|escaping|ruptured|broke
    leaking|leak_of gas|propane|natural_gas
    gas|propane smell|odor|odour
    hissing ~3 gas
    carbon_monoxide|co alarm|detector|monitor [is|just|keeps|has|went|has_been] [been] going_off|
        beeping|sounding|went_off|off|ringing
    carbon_monoxide in|poisoning
    there was|is|has_been [just] a|an [huge|big|loud|massive] explosion|bomb|shooting|stabbing|
        shooter
    [something|house|tank|boiler] just exploded|blew_up
    {_WHO} {_BE} breaking|broke|broken|getting in|into ~4
    trying|tries to break|get|force|kick|smash ~2 in|into|door|window [my|the|our|here]
    there is|are a|an|some ~1 intruder|burglar|prowler|stranger|burglars|intruders|robber|gunman|
        shooter|attacker
    there is|are someone|somebody|a_man|a_stranger|people|a_guy in|inside|outside ~2 {_ROOMS}|
        window|door|closet
    someone|somebody|a_man|a_stranger is|has|broke in|inside|outside|gotten_into|entered ~3 \
        {_ROOMS}
    intruder|burglar|robber|prowler|burglars in|inside|downstairs|upstairs|outside|at
    {_WHO} is|are|am|getting being|getting {_HARM}
    being|getting [physically] {_HARM} [right] now
    we|store|shop|bank|i {_BE} being|getting {_HARM}
    has|have|had|pulled|pulled_out|with|holding|pointing|waving|got|carrying|pulling|brandishing \
        a|his|an [loaded] {_WEAPON}
    shots|gunshots|gunfire|shot_fired [were|fired|being|outside|in|everywhere|$]
    hear|heard|hearing ~2 gunshots|shots|gunfire
    active shooter
    {_THEM} {_BE} shooting|stabbing people|us|everyone|at|students|outside|everybody|in
    {_WHO} has_been|was|got|were|just_got|been|is|have_been [just] shot|stabbed|run_over|
        electrocuted|struck_by_lightning|hit_by_a_car|hit_by_a_truck|hit_by_a_bus|hit_by_a_train|
        crushed|impaled
    {_THEM} {_BE} {_HARMING} me|us|him|her|my|people|someone|his|their|a_woman|a_man|a_kid|a_guy|
        the_clerk
    being [domestically] abused|beaten right_now|by
    trying|threatening|threatened|threatens|wants|says_he_will|said_he_will|going_to_try to|
        he_will [shoot|stab] kill|shoot|stab|murder|hurt me|us|her|him|my|someone|everyone|people|
        them
    kill me|us|her and|please|help|he|right_now|he_has
    {_THEM}|passengers|people|three|two|several|many|both {_BE}|got|badly|seriously ~1 hurt|
        injured|trapped|pinned|dying|dead|wounded
    think ~2 dying
    car|truck|boat|van ~1 sinking
    broke|broken his|her|my neck|back|skull
    can_not|not feel|move my|his|her|their legs|arms|face|body
    i can_not|can not move [$|and|help|please]
    lying|laying ~5 not moving|responding|breathing|awake
    will|can not wake up
    bleeding ~3 can_not|not|will_not stop
    house|home|building|apartment|car|tank|boiler|truck|plant ~2 exploded|blew_up
    {_BE} being followed|chased|stalked
    robbery|burglary|break_in|shooting|stabbing|assault|kidnapping|fight ~1 going_on|in_progress|
        happening
    badly|severely|seriously|critically hurt|injured|burned|burnt|wounded
    electrocuted
    fell|fallen|jumped off|from|down|out ~3 roof|ladder|balcony|stairs|window|scaffold|
        scaffolding|building|cliff|bridge|bed_and|tree
    cut|cuts|chopped|sliced|sawed|ripped|tore off|through ~1 finger|fingers|hand|arm|leg|artery|
        wrist|wrists|foot|thumb
    severed ~1 finger|fingers|hand|arm|leg|artery|foot|thumb
    slit|cut|cutting my|his|her wrists|throat
    baby is coming|crowning now|right_now|out|help|early|and
    giving birth|going_into_labor|in_labor right_now|now|in_the|here|and
    bitten|bit by a ~1 snake|rattlesnake|cobra
    face is|started drooping|droops
    slurring|slurred his|her|my words|speech
    half_of|left_side|right_side|one_side of|is|went ~4 numb|paralyzed|drooping
    {_THEM} stopped|quit [just] breathing|moving
    kidnapped|abducted
    missing|took|taken ~1 child|kid|daughter|son|baby|toddler|girl|boy [$|from|is|and|right_now]
    call|dial|get|send|need|needs|want|calling|phone|request|sending ~2 {_HELP}
    call|send|get|need|calling ~1 {_POLICE} [now|right_now|please|quick|quickly|immediately|to|
        for_me|he|she|they|someone|there|my|$]
    medical emergency
    life|lives threatening|or_death|and_death|at_risk|in_danger
    matter of life [and_death|or_death] that|to|for ~3 get|have|find|send|reach|see ~3 help|
        someone|somebody|doctor|hospital|medicine|insulin|inhaler|epipen|{_KIN}
    matter of life [and_death|or_death]
    in grave|mortal|immediate|serious danger
    ^ [help|please|hello|hi|oh_my_god|oh_god|yes|look|listen|sir] [help|please|me] [this|it] \
        [is] [a|an] [real] emergency [help|please|hurry|help_me] [now|please] $
    ^ emergency emergency ~2 $
"""
