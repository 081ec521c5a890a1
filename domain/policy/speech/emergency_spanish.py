"""Signs of danger in what callers say in Spanish."""

from typing import Final

_QUIEN = (
    "esposo|esposa|hijo|hija|bebe|mama|papa|madre|padre|hermano|hermana|amigo|amiga|vecino|vecina|"
    "abuelo|abuela|niño|niña|señor|señora|hombre|mujer|marido|novio|novia|alguien|el|ella|compañero"
)
_ATAQUE = (
    "infarto|ataque_al_corazon|ataque_cardiaco|derrame|derrame_cerebral|ataque_epileptico|embolia|"
    "paro_cardiaco|convulsion|ataque_de_asma|reaccion_alergica|convulsiones"
)
_LUGARES = "casa|cocina|edificio|carro|coche|apartamento|departamento|cuarto|garaje|tienda|techo"

SIGNS: Final = f"""
    no puedo|puede|pueden|podemos|logra|consigo [casi] respirar
    no [esta|estoy|estan] respira|respirando
    dejo|deja de respirar
    cuesta|dificultad|problemas [mucho|para|con|la] respirar|respiracion
    le falta el aire
    dando|dio|da|teniendo|sufriendo|sufrio|tiene|tuvo|con|siendo|es|parece|creo_que_es un|una ~1 \
        {_ATAQUE}
    dolor|dolores|opresion|presion [fuerte|muy|terrible|mucho] [fuerte] en_el|de|del pecho
    duele|dolor [mucho|muy|fuerte] [mucho|fuerte] el pecho
    inconsciente|desmayado|desmayada|desplomado|convulsionando|sin_conocimiento|sin_pulso
    se desmayo|desplomo|colapso
    {_QUIEN} ~2 no despierta|responde|reacciona|se_mueve|se_despierta|contesta_y
    no [se] despierta|reacciona|se_mueve|tiene_pulso
    perdio el conocimiento
    sangra|sangrando|sangre|desangrando [muchisimo|mucho|demasiado|por_todas_partes|sin_parar|
        por_todos_lados|por_la_cabeza|de_la_cabeza]
    perdiendo|perdio|pierde [mucha|demasiada] sangre
    se esta desangrando
    no [le] para|deja de sangrar|salir_sangre
    no [hay|tiene|encuentro|siento|le_encuentro|le_siento] pulso
    humo saliendo|sale|que_sale [de|del|por|en]
    se metio|metieron|entro|entraron|meten ~2 ladron|ladrones|alguien|hombre|hombres|mi_casa
    atropello|atropellaron|atropellan a mi|un|una|alguien|el|la
    vomitando|tosiendo|escupiendo sangre
    sobredosis
    tomo|trago|comio|bebio|tomado|tragado|ingirio ~3 pastillas|veneno|cloro|lejia|medicamentos|
        detergente|pila|raticida
    se|me esta|estoy|estan|esta_mi ahogando|asfixiando|atragantando
    {_QUIEN} se ~1 ahoga|ahogando|atraganto|asfixia
    cayo|caido a|en ~2 piscina|alberca|rio|lago|pozo
    cayo|caido de|del|desde ~2 techo|escalera|balcon|escaleras|andamio|ventana|segundo|tercer
    quiero|quiere|voy_a|va_a|queria|intento|trato_de|pienso|pensando_en matarme|matarse|
        suicidarme|suicidarse|quitarme_la_vida|quitarse_la_vida|morirme|hacerme_daño|hacerse_daño
    me quiero|voy_a morir|matar|suicidar
    se quiere|va_a|intento matar|suicidar
    quiero|quiere morir|acabar_con_mi_vida|terminar_con_mi_vida
    no quiero seguir_viviendo|vivir_mas
    hay [un|una] [gran] fuego|incendio|explosion|llamas|bomba|fuga_de_gas|escape_de_gas|balacera|
        tiroteo
    {_LUGARES} ~2 quemando|incendiando|en_llamas|ardiendo|prendio_fuego|se_quema|se_incendia|
        prendiendo|incendio
    se esta|estan quemando|incendiando mi|la|el|una
    sale|saliendo|hay|mucho humo de|del|por|en
    ^ [auxilio|ayuda] fuego|incendio [fuego|auxilio|ayuda] $
    huele|olor|oler|apesta [mucho|muchisimo|fuerte] a gas
    fuga|escape|fugando de gas
    detector|alarma de monoxido
    alguien|hombre|tipo|ladron|extraño|ladrones ~2 entrando|entro|metiendo|metio|entrar|dentro|
        meterse ~4 {_LUGARES}|aqui|puerta|ventana
    hay un|unos|una|alguien [hombre|tipo|extraño] ladron|ladrones|intruso|extraño|dentro|
        hombre_armado|tirador|en_mi_casa
    me|nos|lo|la|le|los estan|esta robando|atacando|siguiendo|asaltando|golpeando|pegando|
        apuñalando|amenazando|secuestrando|estrangulando|disparando
    tiene|tienen|con|trae|saco|apunta|apuntando [con] una|un pistola|arma|cuchillo|navaja|machete|
        rifle
    esta|estan disparando|apuñalando
    disparos|balacera|tiroteo|balazos en|afuera|aqui|$
    le|lo|la|me|les|han|recibio [han] dispararon|disparado|apuñalaron|apuñalado|balearon|
        atropello|atropellaron|atropellado|balazo|un_balazo|un_disparo
    fue|fueron atropellado|atropellada|apuñalado|baleado|electrocutado
    me|nos|la|lo quiere|va_a|quieren|amenaza_con matar
    se electrocuto
    [muy|gravemente] malherido|herido_grave|gravemente_herido|gravemente_herida
    hay|esta|estan [varios|gente|personas|unos] heridos|atrapados|atrapado|atrapada|muriendo|
        muriendose
    se esta|me_estoy muriendo
    {_QUIEN} se ~1 muere|esta_muriendo
    necesito|necesitamos|mande|manden|llame|llamen|llama|envie|envien|pida|pidan ~2 ambulancia|
        911|112|bomberos|paramedicos
    necesito|mande|manden|llame|llamen|llama|envie|envien ~1 policia [ya|rapido|por_favor|ahora|$]
    emergencia medica
    vida o_muerte
    peligro de muerte
    ya viene|esta_naciendo|viene_ya el|mi bebe
    esta dando_a_luz|pariendo
"""
