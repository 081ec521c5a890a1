"""Spanish words of a proposal, as a question makes it and an answer repeats it."""

from typing import Final

from hookflash.domain.policy.speech.tokens import word_set

LIGHT: Final = word_set(
    """
    un una el la los las lo que esto eso este esta ese esa me mi nos nuestro para por de en con a
    aqui ahi ahora hacer
    """
)
LEADING: Final = word_set("un una el la los las mi hacer")
GENERAL: Final = word_set(
    """
    le les se su sus te tu usted ustedes yo quiere quieres gustaria desea puedo puede podria
    necesita algo mas otra cosa ayudar ayudarle ayudarte ayuda bien correcto si sí no y o es
    esta estan hay qué cómo cuánto cuándo cuál dónde quién alguna pregunta servicio hoy
    """
)
"""A question of these words alone leaves open what is wanted."""
