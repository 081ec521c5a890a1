"""What takes a sign of danger back: it is denied, over, feared, or only a figure of speech."""

from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech.sentences import Grammar


class Harmless(StrEnum):
    """Why a sign is none; ``<`` and ``>`` mark it."""

    DENIED = "denied"
    OVER = "over"
    SUPPOSED = "supposed"
    FIGURE = "figure of speech"
    SUBJECT = "subject"
    THING = "of a thing"
    PLAYED = "played"


_NOT_THAT = (
    "alarm|alarms|drill|drills|extinguisher|extinguishers|sale|sales|place|pit|pits|station|insurance|"
    "inspection|code|codes|damage|exit|exits|door|doors|hydrant|marshal|safety|works|sprinkler|"
    "sprinklers|stick|hose|tv|detector|detectors|sticks|escape|chief|policy|repair|repairs|"
    "class|classes|course|training|fundraiser|awareness|prevention|hotline|report|reports|bill|"
    "bills|billing|biller|record|records|fees|charge|charges|invoice|ride|rides|scanner|academy|discount|clearance|"
    "company|companies|service|services|supplies|kit|survivor|survivors|symptoms|research|"
    "patient|patients|medication|medications|test|tests|simulation|victim|victims|lawsuit|case|"
    "hazard|hazards|station|stations|range|ranges|oven|ovens|stove|fireplace|dryer|heater|boiler|"
    "certification|certificate|department|form|forms|fund|clinic|contact|contacts|evacuation|response|"
    "number|plan|doctor|appointment|appointments|turbo|carrera|porsche|operator|dispatcher|history|"
    "recovery|unit|center|specialist|cover|coverage|benefit|museum|memorial|movie|film|song|game|"
    "squad|watch|show|shows|video|scene|scenes|gallery|session|pad|team|hydrants|engine|crew|"
    "technician|meter|card|money|mileage|prices|price|tank|pump|cap|grill|guzzler|dinner|opal|water"
)
_THINGS = (
    "paperwork|debt|bills|emails|email|calls|laundry|orders|homework|options|details|prices|"
    "fees|price|bill|cost|costs|rent|taxes|data|meetings|applications|requests|netflix|chocolate|"
    "coffee|sugar|cookies|tv|caffeine|christmas|candy|cake|paper|spreadsheets|invoices|choices|"
    "loans|messages|student_loans|deadlines|regret|traffic|words|news|sunshine|carbs|pizza|"
    "trabajo|deudas|papeles|facturas|correos|precios|impuestos|chocolate|series|tareas|risa"
)
_STORY = (
    "movie|film|game|book|show|series|episode|novel|dream|play|story|song|scene|commercial|podcast"
)

HARMLESS: Final = Grammar[Harmless](
    {
        Harmless.DENIED: """
            not|never|no|without|nobody|none [really|to] [have|having|has|feel|see|smell|been|get|
                need|want|it|in] [is] [a|an|any|the|my|your] [real|big|sign_of|smell_of] <
            no longer|more|sign_of|need_to ~2 <
            do|does|did|is|was|would|should|are not [actually|really|even|want_to|need_to|have_to|
                need|think|going_to|going] [to] [call|have|be|you|it|that] [is] [a|an] <
            do|does|did not think|believe|mean ~4 <
            not|no < ~3 medical|life ~3 >
            no one|body [has|is|was|got|ever] <
            nobody [has|is|was|got] <
            nothing < ~3 >
            < ~3 not|no ~2 hurt|injured|trapped|dying|dead|wounded|shot|stabbed|choking|drowning|
                robbed|attacked >
            am|is|are|was not <
            no [hay|es|huele|tengo|tiene|hubo|era|necesito|se|me|fue|estoy|esta|le] [un|una|
                ningun|ninguna|la|el] <
            nadie|ningun|ninguna|nunca|tampoco ~1 <
            < no es ~5 >
            no < hay|es|huele|tiene ~6 >
        """,
        Harmless.OVER: """
            last|previous|next night|week|month|year|summer|winter|spring|fall|time|monday|
                tuesday|wednesday|thursday|friday|saturday|sunday|weekend|decade|january|may|june
            days|weeks|months|years|decades ago|earlier|before|later|back|old
            yesterday|previously|formerly|survived|recovered|recovering|anniversary|historically
            used to ~3 <
            < ~3 history|risk|signs|symptoms|fear|fears|chance ~3 >
            history|risk|signs|symptoms|chance|chances|case|cases|prevention|danger|fear|type|
                types|kind of [a|an|having|any] <
            after|since|from|before|during my|his|her|the|a|an|our|having ~1 <
            had|survive|survived|following a|an ~1 <
            > [was|is|has_been|got|has|were|already|now] [been|already|now] fixed|repaired|
                out_now|resolved|put_out|under_control|over_now|contained|extinguished|treated
            > in|of nineteen|19|20|twenty|2015|2016|2017|2018|2019|2020|2021|2022|2023|2024|2025|
                january|february|march|april|june|july|august|september|october|november|december
            in 2015|2016|2017|2018|2019|2020|2021|2022|2023|2024|2025|1999|january|february|march|
                april|june|july|august|september|october|november|december
            false alarm
            when i was|were
            already|has_been|was|were|is|got ~1 fixed|repaired|put_out|resolved|extinguished
            as a kid|child|teenager
            is|am|are|was|all|doing|feeling better|fine|okay|recovered|good|safe now
            ayer|anoche|anteayer
            pasado|pasada|proximo|proxima
            hace ~2 años|meses|semanas|dias
            ya lo|la|se|esta|fue apagaron|arreglaron|arreglada|apagado|reparo|repararon|reparada|
                resuelto
            falsa alarma
            despues del|de_mi|de_su|de_un ~1 <
            cuando era|tenia ~3
            tuve|tuvo|sufri|sufrio|hubo un|una ~1 <
            < tuvo|sufrio|hubo ~6 >
        """,
        Harmless.SUPPOSED: """
            if|in_case|in_case_of|in_the_event|in_the_event_of|what_if|suppose|imagine|unless|
                whenever|should ~4 <
            when someone|somebody|there|you|people|a|your|they|one ~2 <
            do|should|can|would|must i|we ~1 < ~4 > if|for|about|over|when|because
            would|might|could|can|may cause|be|lead_to|have ~3 <
            ^ ~1 how|where|who|what|why|when|which do|does|to|can|should|would|did|is|are ~5 <
            is|are|was|does|do|did|has|have there|it|they|you|your ~1 <
            is|was it ~2 to <
            afraid|worried|scared|concerned|worry of|about|that ~3 <
            hope|hoping|pray|avoid|prevent|preventing|avoiding ~5 <
            like a <
            for|about|against|regarding [a|an|the|your|our] [possible|potential] <
            si|por_si|en_caso_de|que_pasa_si|cuando|imagine ~4 <
            como|donde|que|cuando|cual se|hago|debo|puedo ~4 <
            para|contra|sobre|prevenir|evitar [un|una|el|la|los] <
            es esto ~3 <
        """,
        Harmless.FIGURE: f"""
            almost|nearly|practically|about|gave_me|give_me|gives_me|giving_me|gave_him|gave_her|
                feel_like_i_am_being|feels_like_being|felt_like|feels_like_i_am_being|basically|
                metaphorically|so_to_speak|figuratively ~4 <
            > [up|in|on|from|under|with|at|over|by] [all|all_the|these|those|the|my|this|that|
                your|too_much|a_sea_of|a_mountain_of|their] ~1 {_THINGS}
            > of laughter|boredom|embarrassment|curiosity|shame|hunger|thirst|cancer|old_age|
                jealousy
            > up ~9 about|thinking|watching|at
            > [up|in|under|with|by|from] [all|all_the|this|so_much|too_much|my] work
            so|too|this|super|crazy|insanely busy|swamped|slammed|booked|overworked|stressed|
                packed|backed_up [at_work|here|today|right_now|this_week] [that] [i|we] \
                [just|literally|really|simply|honestly] <
            < matter of life and_death|or_death > [for_me|for_us] to|that ~1 get|have|find|win|buy|
                book|see|know
            > with|under ~2 schedule|calendar|workload|deadline|timetable
            > [because] [i_am|we_are] [so|too|really|just] busy|swamped|booked
            > for|to my|our|the|this business|company|career|project|season|store|shop|brand
            > that|if|unless i|we|you ~1 get|have|find|know|receive|win
            > of the|its|his|her|your|any ~1 cost|costs|price|risk|risks|fact|rules
            > of flavor|flavors|flavour|flavours|color|colors|colour|colours|taste|demand|interest|
                orders|spam|sales|joy|creativity|growth|ideas
            > laughing|of_laughing|for_a|to_know|to_see|to_try|to_meet|to_hear
            > through my|his|her|the|one nose|nostril
            > when|if he|she|they|i|you see|sees|saw|hear|hears|find|finds|found|heard|opened|
                forget
            > when|after i saw|heard|got|opened|read ~4
            gums|gum|nose|radiator|brakes|brake|pen|printer|ink|heart|edge|screen ~3 <
            < ~5 gums|nose|printer|brakes|radiator ~5 >
            > edge|gums|nose|hearts|cool|love|ulcer
            < ~4 car|truck|mower|lawnmower|motorcycle|boat|van > [exhaust|smells]
            car|truck|mower|lawnmower|motorcycle|jet_ski|van|carburetor|tractor ~3 < ~3 smell|
                smells|leaking ~5 >
            < ~1 team|band|idea|video|campaign|song|market|business|career|stock|sales|post ~4 >
            kidding|joking|joke|haha|lol|lmao|figure_of_speech|expression|speak
            nail|glue|staple|heat|paint|spray|squirt|water|toy|radar|caulk|massage|temperature|
                nerf|tattoo|bb|replica|soldering gun|guns
            < ~6 nail|glue|staple|heat|paint|spray|squirt|water|toy|radar|caulk|massage|
                temperature|nerf|tattoo|bb|replica|soldering > gun|guns
            nail|glue|staple|heat|paint|spray|squirt|water|toy|radar|caulk|massage|temperature|
                nerf|tattoo|bb|replica|soldering <
            < ~4 nail|glue|staple|heat|paint|spray|squirt|water|toy|radar|caulk|massage|
                temperature|nerf|tattoo|bb|replica|soldering gun|guns >
            gun|knife show|safe|set|sets|shop|sharpening|sharpener|store|range|license|permit|
                block|rack|cabinet|case
            photo|video|basketball|film|movie|hoops|pool|commercial|wedding ~2 <
            < ~4 photo|video|basketball|hoops|film ~4 >
            > photos|videos|hoops|pictures|the_movie|a_movie|a_video|pool|baskets|a_commercial|
                the_breeze|an_email|clips|footage|stars|star|guard|weddings
            > down|an_email|glass|glasses|of_espresso|him_an_email
            flu|covid|vaccine|booster|allergy|tetanus|espresso|tequila ~2 <
            murder|kill for_a|for_some ~2
            keys|phone|wallet|ring|ball|drone|glasses|hat|camera|watch|earring ~2 < ~1 fell|
                fallen ~4 >
            < ~1 phone|battery|laptop|computer|server|website|app|router|printer|screen|system|
                internet|market|deal|tent|chair|it ~2 not_responding|unresponsive|not responding|
                collapsed ~3 >
            passed_out|passes_out|handed_out > ~2 flyers|candy|samples|brochures|cookies|awards
            < ~4 passed_out > ~2 flyers|candy|samples|brochures|cookies|awards|papers
            de risa|vergüenza|hambre|aburrimiento|curiosidad|ganas
            > de risa|vergüenza|hambre|aburrimiento|curiosidad|ganas|amor|sueño|sed
            > el|la|mi telefono|celular|bateria|computadora|laptop|planta
            jefe|jefa|mama|profesor|profesora ~1 < ~3 matar >
            < ~3 in|inside|outside|at|arrived ~3 > ~5 already|plumber|technician|cleaner|cleaning|
                fixing|delivery|package|electrician
            plumber|technician|cleaner|contractor|repairman|electrician|mechanic|installer|crew|
                realtor|tenant ~4 < ~3 in|inside|outside|at ~3 >
            > on|by|from instagram|twitter|facebook|social_media|ads|tiktok|linkedin
            casi ~3 <
            muerto|muerta|muero|muriendo de
            precios|precio ~3 matan|infarto|<
            > con|por|de|en [estos|los|tanto|tantos|tantas|esos] {_THINGS}
            me rob|robaron con|el ~3
        """,
        Harmless.THING: """
            my phone|battery|laptop|computer|server|website|app|router|printer|screen|system|
                internet|plant|plants|lawn|grass|car|tree|trees|market|economy|deal|website|chair|
                tent|table|lung|shelf|fence|umbrella|stroller|account|connection|dog|cat|fish|
                page|program|software|tv|fridge|modem|tablet ~2 <
            telefono|computadora|impresora|nariz|encias|internet ~3 <
        """,
        Harmless.PLAYED: """
            escape_room|escape_rooms|escape_game|escape_games|puzzle_room|haunted_house|haunted_houses|
                laser_tag|paintball ~8 < ~4 trapped|hostage|bomb|chased|being_chased|gun|shooting|
                screaming ~3 >
            < ~4 trapped|hostage|bomb|chased|gun ~3 > ~4 escape_room|escape_rooms|escape_game|
                haunted_house|haunted_houses|laser_tag|paintball
        """,
        Harmless.SUBJECT: f"""
            > ~1 {_NOT_THAT}
            < ~6 fire|gas|gun|bomb ~1 {_NOT_THAT} >
            in|from|of|about|on|watching|reading|wrote|playing|watched|saw|read a|the|this|that|
                my|an ~1 {_STORY}
            {_STORY}|games|movies|shows|books|stories|videos where|in_which|about|wherein ~6 <
            fire|smoke|gas|carbon_monoxide alarm|detector|extinguisher|drill|inspection|
                department_fundraiser ~3 battery|batteries|inspected|inspection|installed|test|
                tested|chirping|replaced|certificate|sale|price|low
            low battery
            first aid|responder
            cpr|lifeguard class|course|training|certification|certified
            sell|selling|install|installing|manufacture|repair|repairing|refill|teach|teaching|
                study|studying|train|write|writing|donate ~5 <
            costume|halloween|rehearsal|prank|haunted|escape_room|laser_tag|paintball|
                theater_production
            > insurance|claim|attorney|lawyer
            insurance|claim|lawyer|attorney|lawsuit|settlement|deductible|reimbursement|quote|
                estimate
            porsche|turbo|carrera
            emergency room|contact|dentist|dental|vet|plumber|plumbing|locksmith|exit|fund|loan|
                kit|appointment|slot|service
            simulacro|extintor|extintores|pelicula|serie|novela|libro|videojuego|seguro|
                aseguradora|factura|curso|clase|entrenamiento|abogado|cuenta
            > seguro|simulacro
            < ~3 alarma > de_incendios|de_humo
        """,
    }
)
