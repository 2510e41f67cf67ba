"""What the facts of a country profile are called in documents."""

from __future__ import annotations

from toolkit.content.language import Language


def fact_name(key: str, language: Language) -> str:
    """A fact of a country profile, such as "Emergency number"; unknown keys keep their own words."""
    say = language.say
    names = {
        "emergency_number": say("Emergency number"),
        "police_number": say("Police"),
        "ambulance_number": say("Ambulance"),
        "fire_number": say("Fire service"),
        "labour_inspection": say("Labour inspection"),
        "labour_complaints": say("Where a worker can complain"),
        "migrant_helpline": say("Helpline for migrants"),
        "trafficking_helpline": say("Helpline against trafficking"),
        "recruitment_fee_rule": say("Recruitment fees"),
        "work_permit": say("Work permit"),
        "first_days": say("The first days: registration"),
        "health_coverage": say("Health care"),
        "minimum_wage": say("Minimum wage"),
        "working_hours": say("Working hours"),
        "weekly_rest": say("Weekly rest"),
        "annual_leave": say("Annual leave"),
        "passport_rule": say("Who may hold a passport"),
        "bank_account": say("Bank account"),
        "remittances": say("Sending money home"),
        "tax_number": say("Tax number"),
        "trade_unions": say("Trade unions"),
        "driving_side": say("Side of the road"),
        "power_plug": say("Power plug"),
        "climate": say("Climate"),
        "greeting": say("Greeting"),
        "residence_permit": say("Residence permit"),
        "asylum_helpline": say("Helpline for refugees"),
        "legal_aid": say("Free legal advice"),
        "equality_body": say("Where to report discrimination"),
        "housing_support": say("Help with housing"),
        "tenancy_rules": say("Renting a home"),
        "language_courses": say("Language courses"),
        "qualification_recognition": say("Recognition of qualifications"),
        "employment_service": say("Public employment service"),
        "school_age": say("School age"),
        "school_enrolment": say("Enrolling a child at school"),
        "university_access": say("Ways into university"),
        "health_registration": say("Registering with a doctor"),
        "mental_health_support": say("Psychosocial support"),
        "violence_helpline": say("Helpline on violence at home"),
        "child_helpline": say("Helpline for children"),
        "family_reunification": say("Bringing close family"),
        "social_benefits": say("Social support"),
        "orientation_programme": say("Orientation programme"),
        "return_support": say("Support for return"),
    }
    if key.startswith("embassy_of_"):
        return say("Embassy or consulate of {country}", country=language.country_within(key[-2:].upper()))
    spoken = key.replace("_", " ").strip()
    return names.get(key, spoken[:1].upper() + spoken[1:])
