"""What can be computed of the 16 practices: one function for each criterion, in the table `CRITERIA`.

Each looks at brief, plan and content and returns a `Finding`: satisfied, not, or None when only the trainer can say;
the evidence as data (a code, slots, values), and where it can be named, the one change that would help.
"""

from __future__ import annotations

from collections.abc import Callable

from toolkit.planning.criteria import of_brief, of_content, of_group, of_learning
from toolkit.planning.criteria.question import Evidence, Finding, Question, ask_about

__all__ = ["CRITERIA", "Evidence", "Finding", "Question", "ask_about"]

CRITERIA: dict[str, Callable[[Question], Finding]] = {
    "modules_reviewed_by_partner": of_content.modules_reviewed_by_partner,
    "destination_facts_fresh": of_content.destination_facts_fresh,
    "follow_ups_named": of_content.follow_ups_named,
    "arrival_contacts_known": of_content.arrival_contacts_known,
    "bicultural_trainers": of_brief.bicultural_trainers,
    "literacy_within_reach": of_group.literacy_within_reach,
    "accessibility_adapted": of_group.accessibility_adapted,
    "hours_bearable": of_group.hours_bearable,
    "weeks_before_departure": of_brief.weeks_before_departure,
    "participatory_share": of_learning.participatory_share,
    "presentation_stretch": of_learning.presentation_stretch,
    "method_variety": of_learning.method_variety,
    "all_objective_kinds": of_learning.all_objective_kinds,
    "skills_practised": of_learning.skills_practised,
    "peer_teaching": of_learning.peer_teaching,
    "modules_open_with_known": of_learning.modules_open_with_known,
    "known_order": of_learning.known_order,
    "mother_tongue_or_interpreter": of_brief.mother_tongue_or_interpreter,
    "documents_in_group_language": of_brief.documents_in_group_language,
    "psychosocial_activity": of_learning.psychosocial_activity,
    "referral_contacts_known": of_content.referral_contacts_known,
    "safe_start": of_group.safe_start,
    "small_group_share": of_group.small_group_share,
    "debriefs": of_group.debriefs,
    "family_activity": of_learning.family_activity,
    "gender_activity": of_learning.gender_activity,
    "women_men_adapted": of_group.women_men_adapted,
    "strengths_activity": of_learning.strengths_activity,
    "group_strengths_known": of_brief.group_strengths_known,
    "contributions_activity": of_learning.contributions_activity,
    "wording_clean": of_content.wording_clean,
}
"""Name of a check in ``curricula/practices.yaml`` → the function that answers it."""
