"""What the closed word lists of the content format are called in a reader's language.

Each function says all its words with literal messages, so that they are found for translation.
"""

from __future__ import annotations

from toolkit.content.language import Language


def kind_name(kind: str, language: Language) -> str:
    """A kind of activity or slot, such as "Group work"."""
    say = language.say
    names = {
        "presentation": say("Presentation"),
        "demonstration": say("Demonstration"),
        "discussion": say("Discussion"),
        "brainstorm": say("Brainstorm"),
        "group-work": say("Group work"),
        "pair-work": say("Work in pairs"),
        "individual-work": say("Individual work"),
        "case-study": say("Case study"),
        "role-play": say("Role play"),
        "simulation": say("Simulation"),
        "game": say("Game"),
        "quiz": say("Quiz"),
        "question-and-answer": say("Questions and answers"),
        "story": say("Story"),
        "mapping": say("Mapping"),
        "reflection": say("Reflection"),
        "guest": say("Guest speaker"),
        "video": say("Video"),
        "site-visit": say("Site visit"),
        "opening": say("Opening"),
        "ground-rules": say("Ground rules"),
        "icebreaker": say("Icebreaker"),
        "energiser": say("Energiser"),
        "recap": say("Recap"),
        "daily-closing": say("Closing of the day"),
        "closing": say("Closing"),
        "break": say("Break"),
        "lunch": say("Lunch"),
        "fixed-break": say("Break"),
        "pre-test": say("Pre-test"),
        "post-test": say("Post-test"),
        "arrival": say("Arrival and registration"),
    }
    return names.get(kind, _spoken(kind))


def grouping_name(grouping: str, language: Language) -> str:
    """How people sit and work, such as "Small groups"."""
    say = language.say
    names = {
        "plenary": say("Whole group"),
        "small-groups": say("Small groups"),
        "pairs": say("Pairs"),
        "individual": say("Each person alone"),
    }
    return names.get(grouping, _spoken(grouping))


def phase_name(phase: str, language: Language) -> str:
    """A phase of a module, such as "Practice"."""
    say = language.say
    names = {
        "motivation": say("Motivation: what people know already"),
        "information": say("Information"),
        "practice": say("Practice"),
        "application": say("Application to one's own life"),
    }
    return names.get(phase, _spoken(phase))


def need_name(need: str, language: Language) -> str:
    """A situation for which an activity is adapted, such as "Low literacy"."""
    say = language.say
    names = {
        "low-literacy": say("Low literacy"),
        "remote": say("Remote"),
        "with-interpreter": say("With an interpreter"),
        "women-only": say("Women only"),
        "men-only": say("Men only"),
        "mixed-sex": say("Women and men together"),
        "children": say("Children take part"),
        "disability": say("Disability"),
        "small-group": say("Small group"),
        "large-group": say("Large group"),
    }
    return names.get(need, _spoken(need))


def literacy_name(literacy: str, language: Language) -> str:
    """A reading level, such as "Short sentences"."""
    say = language.say
    names = {
        "none": say("No reading needed"),
        "basic": say("Words and short sentences"),
        "functional": say("Everyday texts"),
        "fluent": say("Long texts"),
    }
    return names.get(literacy, _spoken(literacy))


def mode_name(mode: str, language: Language) -> str:
    """In person or remote."""
    say = language.say
    names = {"in-person": say("In person"), "remote": say("Remote")}
    return names.get(mode, _spoken(mode))


def objective_kind_name(kind: str, language: Language) -> str:
    """Knowledge, skill or attitude."""
    say = language.say
    names = {"knowledge": say("Knowledge"), "skill": say("Skill"), "attitude": say("Attitude")}
    return names.get(kind, _spoken(kind))


def priority_name(priority: str, language: Language) -> str:
    """Essential, important or optional."""
    say = language.say
    names = {"essential": say("Essential"), "important": say("Important"), "optional": say("Optional")}
    return names.get(priority, _spoken(priority))


def audience_name(audience: str, language: Language) -> str:
    """Who is trained, such as "Labour migrants"; an audience of a curriculum's own keeps its id's words."""
    say = language.say
    names = {
        "refugees": say("Refugees"),
        "labour_migrants": say("Labour migrants"),
        "municipalities": say("Municipalities"),
        "employers": say("Employers"),
        "trainers": say("Trainers"),
    }
    return names.get(audience, _spoken(audience))


def stage_name(stage: str, language: Language) -> str:
    """Stage of migration, such as "Before departure"."""
    say = language.say
    names = {
        "pre_departure": say("Before departure"),
        "post_arrival": say("After arrival"),
        "transition": say("In transition"),
        "return": say("Return"),
    }
    return names.get(stage, _spoken(stage))


def status_name(status: str, language: Language) -> str:
    """How far a module has come, such as "Piloted"."""
    say = language.say
    names = {"draft": say("Draft"), "piloted": say("Piloted"), "reviewed": say("Reviewed")}
    return names.get(status, _spoken(status))


def answer_name(status: str, language: Language) -> str:
    """The answer to a practice, such as "Partly met"."""
    say = language.say
    names = {
        "met": say("Met"),
        "partly": say("Partly met"),
        "not met": say("Not met"),
        "to confirm": say("To confirm by the trainer"),
    }
    return names.get(status.replace("-", " ").replace("_", " "), _spoken(status))


def question_type_name(kind: str, language: Language) -> str:
    """A type of question, such as "One answer"."""
    say = language.say
    names = {
        "single-choice": say("One answer"),
        "multiple-choice": say("One or more answers"),
        "true-false": say("True or false"),
        "order": say("Put in order"),
        "rating": say("Rating"),
        "short-answer": say("Short answer"),
    }
    return names.get(kind, _spoken(kind))


def question_level_name(level: str, language: Language) -> str:
    """What a question asks of people, such as "Application"."""
    say = language.say
    names = {
        "recall": say("Recall"),
        "understanding": say("Understanding"),
        "application": say("Application"),
        "confidence": say("Confidence"),
        "attitude": say("Attitude"),
        "intention": say("Intention"),
    }
    return names.get(level, _spoken(level))


def wave_name(wave: str, language: Language) -> str:
    """When a questionnaire is filled in, such as "Post-test"."""
    say = language.say
    names = {
        "pre": say("Pre-test"),
        "post": say("Post-test"),
        "then": say("Retrospective pre-test"),
        "followup": say("Follow-up"),
    }
    return names.get(wave, _spoken(wave))


def reason_name(reason: str, language: Language) -> str:
    """Why the plan does not serve an objective."""
    say = language.say
    names = {
        "no-time": say("No time for it"),
        "excluded": say("Left out by the brief"),
        "not-suited": say("No activity suits this group"),
        "no-activity": say("No activity serves it"),
    }
    return names.get(reason, _spoken(reason))


def _spoken(word: str) -> str:
    """An id's words with spaces and a capital letter: the best that can be said of a word that no list holds."""
    spaced = word.replace("_", " ").replace("-", " ").strip()
    return spaced[:1].upper() + spaced[1:]
