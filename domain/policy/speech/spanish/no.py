"""Spanish phrases that refuse, put off or leave open."""

from hookflash.domain.policy.speech.said import Said

NO = {
    Said.UNSURE: """
        no [lo] se [bien]
        no lo se
        no estoy [muy|tan|del_todo] seguro|segura|convencido|convencida
        ni idea
        no tengo idea
        quiza|quizas|acaso
        tal vez
        a lo mejor
        puede ser
        puede que sí|si|no
        [eso] depende
        supongo|supongamos
        me imagino
        lo que sea
        como quiera|quieras|diga|digas|guste|usted_quiera
        si usted|tu quiere|quieres|dice|dices
        si insiste|insistes
        eso|seria|es|sería todo [por_ahora|por_hoy|gracias]
        [con] eso seria|es todo [por_ahora|por_hoy]
        sí eso es|seria todo [por_ahora|por_hoy]
        nada mas [gracias|por_ahora]
        ya es|seria todo
        de todos modos|todas_formas|todas_maneras
        gracias de_todos_modos|de_todas_formas|de_todas_maneras|igual|igualmente|por_nada
        hasta luego|pronto|manana|la_vista
        adios|chao|bye|chau
        nos vemos
        que tenga|este|pase [un] [muy] buen|buena|lindo|bonito dia|tarde|noche|fin_de_semana
        que tenga|este|pase bien|buenas_tardes|buenas_noches
        qué|cómo|mande|quién
        no entiendo|entendi|comprendo|escucho|oigo|le_escucho|le_entiendo
        sí|si hombre|como_no_va_a_ser
        sí aja
    """,
    Said.NO: """
        no|nop|nope|nel|negativo|nada|nunca|jamas|ninguno|ninguna|tampoco
        que|pues no
    """,
    Said.REFUSAL: """
        no [muchas] gracias
        no [por] favor
        gracias pero no
        no [me] hace|es falta|necesario|necesaria|preciso
        no se preocupe|moleste|preocupes|molestes
        no hay necesidad
        todavia|aun|ahora|ahorita no
        por ahora|el_momento|lo_pronto no
        en este momento no
        hoy|asi no
        no [por|en] ahora|ahorita|todavia|aun|hoy|este_momento
        no [por] el momento
        mejor|claro_que|por_supuesto_que|desde_luego_que|creo_que|espero_que no
        yo creo|diria que no
        pienso|parece|me_parece que no
        digo|dije|he_dicho que no
        prefiero|preferiria que_no|no [<...>]
        no [lo] quiero|quisiera|deseo|necesito|acepto|me_gustaria|me_interesa|me_apetece
        no quiero|quisiera|deseo|necesito|me_gustaria <passive>
        no me pase|transfiera|comunique|conecte|ponga|pases|transfieras|comuniques|interesa|convence
        no lo haga|hagas|haga_todavia
        no estoy de_acuerdo|interesado|interesada|listo|lista
        ni hablar|loco|de_broma|modo
        de ninguna manera|eso_nada
        de eso nada
        para|en nada|absoluto
        en lo absoluto
        olvidelo|olvidalo|olvidese|dejelo|dejalo|cancelelo|cancelalo|cancele
        dejelo|dejalo asi|estar
        he cambiado de opinion|idea
        cambie de opinion|idea
        mas tarde|adelante
        tal|quiza vez mas_tarde|luego|despues|otro_dia
        quizas|quiza luego|despues|mas_tarde|otro_dia
        otro dia
        en otra ocasion
        en otro momento
        estoy bien [asi] [gracias]
        asi estoy bien
        prefiero seguir|quedarme|hablar con usted|contigo
    """,
    Said.HOLD: """
        espere|espera|esperese|esperate|aguarde|aguarda|alto [un|tantito] [momento|segundo|minuto]
        [un|deme_un|dame_un] momento|momentito|segundo|minuto|segundito|minutito [por_favor]
        permitame|permiteme [un] [momento|segundo]
        dejeme|dejame pensar|pensarlo|ver
        tengo|necesito que pensarlo
        necesito pensarlo
        luego|despues|manana
        antes de eso
        una cosa mas|antes
        primero
    """,
}
