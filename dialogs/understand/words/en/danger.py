"""English signs that somebody's life may be in danger. Too many is right; one missing is not.

Written for signposting, not for judging: a clinic's own clinicians should read this list.
"""

from dialogs.understand.words.table import lines

DANGERS = {
    "self_harm": lines(
        """
        suicide|suicidal
        kill|killing|hang|hanging|drown|shoot|poison [of] myself|himself|herself|themselves
        end|ending|finish my|his|her|their [own] life
        end|ending it all
        take|taking my|his|her own life
        want|wants|going|ready|wish to die
        wish i was|were dead
        better off dead|without_me
        do|does|did not want to [be] live|alive|be_alive|be_here|exist|wake_up|go_on|
            carry_on_living [anymore|any_more]
        no reason|point to|in live|living|going_on
        nothing to live for
        can not go|carry on [living] anymore|any_more|like_this|$
        tired of living|life
        self harm|harmed|harming|injury
        selfharm
        selfharming
        harm|harming|harmed myself
        want|wants|going|thinking|thoughts|urge|feel|feeling [to|of|about|like] hurt|hurting|
            cut|cutting|harm|harming myself|himself|herself
        cutting myself
        do not want to live|exist|wake_up
        jump off|from a|the bridge|roof|building
        not want to be here|alive anymore|any_more
        """
    ),
    "emergency": lines(
        """
        can|could not [even|really|hardly|properly|get] [catch] [my|her|his|a|any] breathe|
            breathing|air
        hardly|barely|unable ... breathe
        difficulty|trouble|struggling|struggle|struggles|problem|problems|hard|difficult|harder
            [in|with|to|for] [me|him|her] [to] breathe|breathing
        not|stopped|stops|stop breathing
        short|shortness of breathe
        out of breathe
        breathing is|has|gets [become|getting|got|very|really|so] [very|really|so] bad|
            difficult|hard|fast|shallow|worse|stopped|funny|strange
        gasping [for]
        suffocating
        turning|turned|gone|going|is|are blue
        blue lips
        lips are|is|turning|have|gone blue
        choking
        choked on
        asthma attack
        inhaler is not|does working|helping|work|help
        chest [is|has|feels|really|very|so|pain] [pain|pains|hurts|hurting|tight|tightness|
            heavy|pressure|ache|aches|aching|crushing|burning] [pain|pains|hurts|hurting|tight|
            tightness|heavy|pressure|ache|aches|aching|crushing] !infection|xray|x_ray|clinic|
            freezer|of_drawers
        pain|pains|pressure|tightness|hurts|tight|crushing|ache|heaviness ... chest
        heart attack
        cardiac arrest
        heart [has] stopped
        pain down|in my left arm
        chestpain
        a|having|had|mini|another stroke !of
        face|mouth [is|has|side] [is|has|side] drooping|droopy|dropped|fallen|droops|droop|drooped
        drooping face|mouth|smile
        slurred|slurring|slurs
        speech is|has gone|slurred|strange|funny|unclear|slurring
        can not|unable_to speak|talk [properly] [properly|suddenly|at_all]
        one side of my|his|her|the [face|body] ... numb|weak|paralysed|paralyzed|drooping
        numb|numbness|weak|weakness|paralysed|paralyzed ... one|left|right side|arm|leg
        can not|unable_to move|feel|lift my|his|her [left|right] arm|arms|leg|legs|face|side
        sudden|suddenly ... weakness|numbness|confusion|confused|blind|paralysed|paralyzed
        lost|losing|loss [my|his|her|of] [my|his|her] sight|vision|consciousness
        suddenly can not see
        worst headache
        thunderclap
        unconscious
        knocked|out unconscious|cold
        i|he|she|they|was|got|been|husband|wife|son|daughter|mum|dad|child|baby knocked out !of|by
        passed|passing|pass|blacked|blacking out
        fainted|fainting
        collapsed
        unresponsive
        not responding|responsive
        not waking|wake [up] [up]
        will|can not wake [him|her|up|them|my] [up|son|daughter|baby|husband|wife|mum|dad]
        seizure|seizures|convulsions|convulsing|fitting_on
        having|had|has a|an fit
        epileptic fit
        will|does|would|can|has|have not stop|stopping|stopped bleeding
        bleeding ... will|does|would|can|has not|never stop|stopped|stopping
        not|never stopped|stop|stopping bleeding
        can|could not stop the|my|his|her bleeding|blood
        bleeding|blood heavily|profusely|everywhere|badly|severely|uncontrollably|pouring|
            spurting|gushing|non_stop|a_lot|so_much|to_death|out
        severe|heavy|serious|uncontrolled|massive|uncontrollable|profuse|bad bleeding|blood_loss
        losing|lost a_lot|lots|so_much|too_much [of] blood
        blood is pouring|gushing|everywhere|spurting|running
        pouring|gushing|spurting [with|of] blood
        bleeding is|has [very|really|getting|got] heavy|bad|worse|severe
        bleeding [and] [it] keeps|for hours
        keeps bleeding
        coughing|cough|coughed|vomiting|vomited|throwing|threw|spitting|sick|puking [up] blood
        pregnant ... bleeding
        bleeding ... pregnant
        head injury|trauma
        hit|hurt|banged|bumped|smashed|bashed|cracked|injured my|his|her|their|the [head] ...
            head [badly|hard|and|vomiting|sick|dizzy|confused|now]
        hit|banged|bumped|smashed|bashed head
        skull
        fell|fall|fallen ... on|hit|hitting my|his|her|their head
        stabbed|gunshot|stab_wound
        been|was|got|is|were shot
        shot himself|herself|myself|in_the
        broken neck|back
        broke my|his|her neck|back
        severe|bad|serious burn|burns
        electrocuted|electric_shock
        car accident|crash just|now
        been hit|run by|over by|a|by_a car|bus|van|lorry|truck
        overdose|overdosed|overdosing
        took|taken|swallowed|eaten|ate|take [way] [far] too_many|too_much|a_lot_of|lots_of|a_whole|
            the_whole|a_bottle|a_packet|a_box|all_my|all_the|all_of [bottle|packet|box|of]
            [my|the|of] pills|tablets|paracetamol|ibuprofen|painkillers|medicine|medication|codeine|
            morphine|aspirin|insulin
        too many|much pills|tablets|paracetamol|ibuprofen|painkillers|medicine|medication|
            codeine|insulin|aspirin
        poisoned|poisoning
        swallowed|drank|drunk|ate|eaten|swallow [some|a|the] [of] [button] bleach|poison|
            battery|batteries|antifreeze|magnet|acid|chemical|chemicals|cleaning|detergent
        bleach|acid|chemical|chemicals in|into my|his|her|the eye|eyes
        anaphylaxis|anaphylactic
        severe|bad|serious|terrible|massive|life_threatening allergic|allergy [reaction]
        having|having_an allergic reaction
        having an allergic reaction
        epipen
        throat|tongue|airway|neck|windpipe [is|has|are|feels|keeps] [very|really|getting|so|all|
            started|been] [to] swelling|swollen|swells|swell|closing|closed|tight|tightening|
            blocked|puffy|big|bigger
        swelling|swollen|swells [of|in|to|on|up] [up] [my|his|her|the] throat|tongue|airway|
            neck|eye|eyes|windpipe
        eye [is|has] [swollen|swelling] shut|swollen_shut|closed_up|closing_up
        swelling|swollen|abscess|infection ... spreading|spread|spreads [to|into|down|up|
            towards] [my|his|her|the] eye|eyes|neck|throat|face|chest|jaw|cheek|fast|quickly|now
        swelling|swollen|abscess ... fever|temperature|shivering|feverish|unwell
        fever|temperature|shivering|feverish ... swelling|swollen|abscess
        can not [even|hardly] swallow|swallowing
        difficulty|trouble|struggling|hard|difficult|unable|problems|problem [with|to] [swallow|
            swallowing|even] swallow|swallowing|swallow
        unable to swallow
        can not|hardly|barely open my|his|her mouth|jaw
        sepsis
        meningitis
        stiff neck ... rash|fever|headache|light
        rash that|which does|will not fade|disappear
        drooling ... swallow|breathe
        face ... swelling|swollen fast|quickly|rapidly|badly
        call|need|get|send|want|calling|ring|phone [me|us|for] [an|the] ambulance
        call|dial|ring 999|911|112|000|111
        medical|real|serious|life_threatening|a_life emergency !appointment|slot|dentist
        it|this|that is [a|an|really|actually] [an|a|medical|real] emergency !appointment|slot|
            dentist|dental|number|visit|booking|contact|surgery|clinic|extraction|treatment|
            room|or
        i|we|he|she have|has [got] an emergency !appointment|slot|dentist|dental|visit|booking|
            referral|number|contact|filling|extraction|prescription
        i am|think_i_am|feel_like_i_am dying !to|for|of|from
        he|she|they|baby|husband|wife|mum|dad is|are dying
        i am going to die
        about to die
        dying $
        life or death
        my life is in danger
        save my|his|her life
        ^ emergency $
        ^ help emergency
        ^ [please] [help] [help] emergency [please|help|now] $
        ^ [an] [urgent] emergency $
        need|want help emergency
        help ... emergency $
        swelling|swollen under|in|of my|her|his tongue|throat|mouth
        [severe|bad|having|had] allergic reaction
        numb|weak arm|leg
        arm|leg [is|has|went|gone|feels] [gone] numb
        ^ 999|112 [please] $
        drowned|drowning
        """
    ),
}
