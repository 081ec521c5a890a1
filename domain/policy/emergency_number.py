"""The emergency number of a region, and the words that send a caller there."""

from typing import Final

from hookflash.domain.policy.speech.languages import base_of

_BY_REGION: Final = {
    **dict.fromkeys(("US", "CA", "PR", "MX", "DO", "JM", "CO", "AR", "EC", "PE"), "911"),
    **dict.fromkeys(("GB", "IE", "HK", "SG", "MY"), "999"),
    **dict.fromkeys(
        (
            *("AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
            *("HU", "IS", "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI"),
            *("SK", "IN", "TR", "UA", "ZA"),
        ),
        "112",
    ),
    "AU": "000",
    "NZ": "111",
}


def emergency_words(region: str, language: str = "en") -> str:
    """What a caller in danger is told to do, who is in ``region`` (two letters, or empty)."""
    number = _BY_REGION.get(region, "")
    if base_of(language) == "es":
        return (
            "Parece una emergencia. Por favor, cuelgue ahora mismo y marque el "
            f"{number or 'número de emergencias de su zona'}."
        )
    dial = number or "your local emergency number"
    return f"This sounds like an emergency. Please hang up now and dial {dial}."
