"""English words of a proposal, as a question makes it and an answer repeats it."""

from typing import Final

from hookflash.domain.policy.speech.tokens import word_set

LIGHT: Final = word_set(
    """
    a an the this that it them these those one some my our me us for to of at in with on by there
    here now make making have having get getting be go ahead and
    """
)
LEADING: Final = word_set("a an the this that one some my our make have get go")
GENERAL: Final = word_set(
    """
    i you we he she they is are was do does did done doing can could would will shall should may
    might must what which who when where why how if or not no yes okay right correct like want need
    wish ready please sorry help assist assistance anything something else more other another any
    further additional thing things service today great good fine sure all just also so let know
    confirm details information find search interested look looking there's about from your myself
    """
)
"""A question of these words alone leaves open what is wanted."""
ALIKE: Final = tuple(
    map(
        word_set,
        [
            (
                "book booking bookings booked reserve reservation reservations reserving reserved "
                "schedule scheduling appointment appointments visit secure table room slot"
            ),
            (
                "buy buying bought purchase purchasing purchases get ticket tickets seat seats "
                "book reserve fare fares"
            ),
            "play playing watch watching listen listening hear start",
            "rent rental rented renting reserve book",
            "transfer transfers transferring send money",
            "car vehicle",
            "house apartment property place",
            "movie film show",
            "song music track",
            "add adding create creating new set alarm",
            "see view tour visit showing schedule",
        ],
    )
)
