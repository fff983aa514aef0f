"""Lists of English words that stand for much the same, for use in patterns."""

GROUPS = {
    "visit": (
        "appointment|appointments|booking|bookings|visit|checkup|check_up|consultation|"
        "cleaning|session|reservation|filling|slot"
    ),
    "appointment": "appointment|appointments|booking|bookings|visit|reservation|slot",
    "want": "want|need|like|love|wish|wanted|hoping|trying|looking|require",
    "free": "free|available|left|spare|going",
    "slot": (
        "slot|slots|appointment|appointments|time|times|availability|space|spaces|opening|"
        "openings|gap|gaps|cancellation|cancellations"
    ),
    "good": (
        "good|great|fine|ok|perfect|right|correct|lovely|brilliant|excellent|wonderful|well|"
        "nice|super|true|grand|ideal|all_right"
    ),
    "someone": "dentist|doctor|clinician|hygienist|person|one|time|day|nurse|gp|body",
    "person": (
        "person|human|receptionist|reception|agent|operator|staff|a_person|a_human|"
        "a_receptionist|the_receptionist|the_reception|the_desk|front_desk|the_front_desk|"
        "reception_desk|a_real_person|a_real_human|real_person|human_being|a_human_being|"
        "someone_real|a_member_of_staff|a_member_of_the_team|an_agent|an_operator|"
        "staff_member|representative|a_representative|advisor|an_advisor|the_clinic|"
        "the_practice|the_surgery|your_team|the_team|an_actual_person|an_actual_human|"
        "actual_person|a_live_person|live_agent"
    ),
    "staff": (
        "dentist|dentists|doctor|doctors|clinician|clinicians|hygienist|hygienists|nurse|nurses|"
        "gp|gps|physio|physios|physiotherapist|physiotherapists|therapist|therapists|"
        "specialist|specialists|orthodontist|orthodontists|practitioner|practitioners|staff|"
        "people|team|psychologist|psychologists|psychiatrist|psychiatrists|trainers"
    ),
    "treatment": (
        "filling|crown|checkup|check_up|cleaning|extraction|root_canal|implant|whitening|"
        "treatment|massage|scan|x_ray"
    ),
    "place": "location|branch|clinic|practice|surgery|site",
    "places": "locations|branches|clinics|practices|surgeries|sites|places|offices",
    "day": (
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|mon|tue|tues|"
        "wed|thu|thur|thurs|fri|sat|sun|mondays|tuesdays|wednesdays|thursdays|fridays"
    ),
}
