"""The evaluation report: what changed, for whom, how sure that is, what was kept back, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.findings.records import Findings, GroupFinding, ItemFinding
from toolkit.rendering.charts.palette import change_colour, share_colour
from toolkit.rendering.outline import Callout, Cell, Document, Keep, Node, Nodes, inline
from toolkit.rendering.outlines.common import Pair, bullets, cell, heading, joined, pair, para, table
from toolkit.rendering.outlines.report_charts import (
    Report,
    construct_name,
    flow_chart,
    objective_charts,
    people_of,
    scale_charts,
    scale_sentence,
    shown_objectives,
    shown_scales,
)
from toolkit.rendering.outlines.report_sentences import (
    advice_sentence,
    change_text,
    figures_of,
    flag_sentence,
    headline_sentence,
    hidden_sentence,
    joined_sentences,
    level_text,
    match_sentence,
    matching_notes,
    number,
    pooled_sentence,
    suppression,
    trust_sentences,
    undefined_sentence,
)


def make_report(
    findings: Findings, language: Language, *, content: Content | None = None, feedback: Sequence[Node] = ()
) -> Document:
    """The report as an outline. `content`, in the report's language, gives ids their titles; `feedback` is what the
    findings say about the curriculum, as nodes."""
    report = Report(findings, content or Content(root=Path()), language)
    say = language.say
    body: list[Node] = [
        para(headline_sentence(findings, language), "lead"),
        para(
            say(
                "This is a change between two tests of the same people. There was no comparison group, so it cannot "
                "be said how much of it comes from the session."
            )
        ),
        heading(1, say("Who answered"), "who"),
        flow_chart(report),
        *bullets(matching_notes(findings, language)),
        *_objectives(report),
        *_items(report),
        *_scales(report),
        *_groups(report),
        *_trust(report),
        *_kept_back(report),
        *((heading(1, say("What to change in the curriculum"), "curriculum"), *feedback) if feedback else ()),
        *_reading(report),
        *_methods(report),
    ]
    kind = say("Evaluation report")
    return Document(
        name="evaluation-report",
        title=findings.title or kind,
        subtitle=kind if findings.title else "",
        language=language.tag,
        direction=language.direction,
        body=tuple(body),
        facts=_facts(report),
        footer=joined([findings.title, kind]),
        page_of=say("Page {page} of {pages}"),
        subject=kind,
    )


def _facts(report: Report) -> tuple[Pair, ...]:
    findings, language, say = report.findings, report.language, report.language.say
    counts = findings.counts
    facts = [
        pair(say("People in both tests"), language.show_number(counts.n_matched)),
        pair(say("Sessions"), language.show_number(counts.sessions)),
    ]
    if findings.instrument:
        facts.append(pair(say("Instrument"), joined([breakable(findings.instrument), findings.version])))
    figures = figures_of(findings.change)
    if figures and not suppression(findings.suppressed, findings.change.n, findings):
        facts += [
            pair(say("Mean before"), level_text(figures.before, figures, language)),
            pair(say("Mean after"), level_text(figures.after, figures, language)),
            pair(say("Mean change, with its interval"), change_text(figures, language)),
        ]
    return tuple(facts)


def _objectives(report: Report) -> Iterator[Node]:
    findings, language, say = report.findings, report.language, report.language.say
    if not findings.objectives:
        return
    yield from _with_charts(
        [heading(1, say("Change for each learning objective"), "objectives")], objective_charts(report)
    )
    shown = shown_objectives(report)
    if shown:
        rows = [
            (
                cell(report.objective(o.objective)),
                cell(level_text(f.before, f, language)),
                cell(level_text(f.after, f, language)),
                cell(change_text(f, language)),
                cell(_improved_text(o.improved, language)),
                cell(language.show_number(f.n)),
            )
            for o, f in shown
        ]
        heads = [(say("Learning objective"), 40), (say("Before"), 9), (say("After"), 9), (say("Change"), 20),
                 (say("In short"), 13), (say("People"), 9)]  # fmt: skip
        yield table(heads, rows)
    seen = {o.objective for o, _ in shown}
    lines = []
    for o in findings.objectives:
        if o.objective not in seen:
            why = suppression(o.suppressed, o.change.n, findings)
            text = hidden_sentence(why, findings, language) if why else undefined_sentence(o.change.reason, language)
            lines.append(say("{about}: {remark}", about=report.objective(o.objective), remark=text))
    yield from bullets(lines)


def _with_charts(head: Sequence[Node], charts: Sequence[Node]) -> Iterator[Node]:
    """A heading on the page of its first chart; each chart in one piece."""
    yield Keep((*head, *charts[:1]))
    yield from (Keep((chart,)) for chart in charts[1:])


def breakable(name: str) -> str:
    """A long name that was made for computers, with invisible places to break it."""
    return name.replace("_", "_\u200b") if len(name) > 16 else name


def _improved_text(improved: bool | None, language: Language) -> str:
    if improved is None:
        return language.say("cannot be said")
    return language.say("improved") if improved else language.say("no clear improvement")


def _items(report: Report) -> Iterator[Node]:
    findings, say = report.findings, report.language.say
    if not findings.items:
        return
    yield heading(1, say("Question by question"), "questions")
    yield para(
        say(
            "Each cell says how many of the people in both tests answered rightly. The darker the blue, the more; "
            "green is a gain, orange a loss. With few people the intervals are wide: look for patterns, not for single "
            "questions."
        )
    )
    modules = list(dict.fromkeys(item.module for item in findings.items))
    for module in modules:
        if len(modules) > 1 and module:
            yield heading(2, report.module(module))
        mine = [item for item in findings.items if item.module == module]
        shown = [row for item in mine if (row := _item_row(item, report))]
        if shown:
            heads = [(say("Question"), 43), (say("Right before"), 12), (say("Right after"), 12),
                     (say("Change in points, with its interval"), 24), (say("People"), 9)]  # fmt: skip
            yield table(heads, shown)
        yield from bullets(_hidden_items(mine, report))
    yield from bullets(_item_advice(report))


def _item_row(item: ItemFinding, report: Report) -> tuple[Cell, ...] | None:
    """The cells of an item, or None when it cannot or may not be shown."""
    language = report.language
    before, after, change = number(item.pre_correct), number(item.post_correct), number(item.change)
    if suppression(item.suppressed, item.n_matched, report.findings) or before is None or after is None:
        return None
    change = after - before if change is None else change
    text = language.show_number(change * 100, signed=True)
    ends = [number(end) for end in item.change_ci or ()]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        low, high = (language.show_number(end * 100, signed=True) for end in ends if end is not None)
        text = language.say("{change} ({low} to {high})", change=text, low=low, high=high)
    return (
        cell(report.item(item.item_id)),
        cell(language.show_percent(before), fill=share_colour(before)),
        cell(language.show_percent(after), fill=share_colour(after)),
        cell(text, fill=change_colour(change)),
        cell(language.show_number(item.n_matched)),
    )


def _hidden_items(items: Sequence[ItemFinding], report: Report) -> list[str]:
    findings, language = report.findings, report.language
    lines = []
    for item in items:
        if _item_row(item, report) is None:
            why = suppression(item.suppressed, item.n_matched, findings)
            reason = "no-pairs" if item.n_matched == 0 else ""
            text = hidden_sentence(why, findings, language) if why else undefined_sentence(reason, language)
            lines.append(language.say("{about}: {remark}", about=report.item(item.item_id), remark=text))
    return lines


def _item_advice(report: Report) -> list[str]:
    language = report.language
    lines = []
    for item in report.findings.items:
        remark = joined_sentences(*(advice_sentence(code, language) for code in item.advice))
        if remark and not suppression(item.suppressed, item.n_matched, report.findings):
            lines.append(language.say("{about}: {remark}", about=report.item(item.item_id), remark=remark))
    return lines


def _scales(report: Report) -> Iterator[Node]:
    findings, language, say = report.findings, report.language, report.language.say
    if not findings.scales:
        return
    charts = scale_charts(report)
    head: list[Node] = [heading(1, say("Confidence, attitudes and satisfaction"), "scales")]
    if charts:
        head.append(para(say("The line marks the middle of the scale: what lies beyond it is above the middle.")))
    yield from _with_charts(head, charts)
    shown = [scale for scale in shown_scales(report) if scale_sentence(scale, report)]
    lines = []
    for scale in findings.scales:
        if scale not in shown:
            why = suppression(scale.suppressed, people_of(scale), findings)
            text = hidden_sentence(why, findings, language) if why else undefined_sentence("nobody", language)
            lines.append(say("{about}: {remark}", about=report.scale(scale), remark=text))
    yield from bullets(lines)


def _groups(report: Report) -> Iterator[Node]:
    findings, language, say = report.findings, report.language, report.language.say
    pooled = pooled_sentence(findings, language)
    kinds = list(dict.fromkeys(group.by for group in findings.groups))
    if not kinds and not pooled:
        return
    yield heading(1, say("By session and group"), "groups")
    if pooled:
        yield para(pooled)
    for by in kinds:
        mine = [group for group in findings.groups if group.by == by]
        yield Keep((heading(2, by_name(by, language)), _group_table(mine, report)))


def by_name(by: str, language: Language) -> str:
    """What people are grouped by, as a heading."""
    match by:
        case "session":
            return language.say("By session")
        case "module":
            return language.say("By module")
        case "audience":
            return language.say("By audience")
        case _:
            return language.say("By {column}", column=by)


def _group_table(groups: Sequence[GroupFinding], report: Report) -> Node:
    findings, language, say = report.findings, report.language, report.language.say
    rows: list[tuple[Cell, ...]] = []
    for group in groups:
        name = report.module(group.value) if group.by == "module" else breakable(group.value) or say("(not given)")
        why = suppression(group.suppressed, group.change.n, findings)
        figures = None if why else figures_of(group.change)
        if figures is None:
            text = hidden_sentence(why, findings, language) if why else undefined_sentence(
                group.change.reason or "no-pairs", language
            )  # fmt: skip
            rows.append((cell(name), cell(text, span=4)))
            continue
        rows.append(
            (
                cell(name),
                cell(level_text(figures.before, figures, language)),
                cell(level_text(figures.after, figures, language)),
                cell(change_text(figures, language)),
                cell(language.show_number(figures.n)),
            )
        )
    heads = [(say("Group"), 36), (say("Before"), 13), (say("After"), 13), (say("Change, with its interval"), 28),
             (say("People"), 10)]  # fmt: skip
    return table(heads, rows)


def _trust(report: Report) -> Iterator[Node]:
    findings, language, say = report.findings, report.language, report.language.say
    yield heading(1, say("How far to trust these figures"), "trust")
    flags = [flag_sentence(flag, report.about(flag.about) if flag.about else "", language) for flag in findings.flags]
    if flags:
        yield Callout("watch", inline(say("Please note")), tuple(bullets(flags)))
    lines = trust_sentences(findings, language)
    if not lines and not flags:
        lines = [say("There are too few answers to say more about these figures.")]
    yield from bullets(lines)


def _kept_back(report: Report) -> Iterator[Node]:
    findings, language, say = report.findings, report.language, report.language.say
    yield heading(1, say("What was kept back, and why"), "kept-back")
    yield para(
        say(
            "People who took part must not be recognised. Figures about fewer than {limit} people are not shown, and "
            "neither are figures from which one of those could be worked out. No name, code, answer of a single person "
            "or comment is in this report.",
            limit=language.show_number(findings.publish_at),
        )
    )
    if not findings.disclosure:
        yield para(say("Nothing else was kept back."))
        return
    yield from bullets(
        say("{about}: {remark}", about=_place(note.where, report), remark=hidden_sentence(note.why, findings, language))
        for note in findings.disclosure
    )


def _place(where: str, report: Report) -> str:
    """The titles of ids in the place of a note, such as "item: con-q-copy"; see `protect_findings`."""
    kind, _, rest = where.partition(": ")
    language, say = report.language, report.language.say
    match kind:
        case "item":
            return joined([say("Question"), report.item(rest)])
        case "objective":
            return joined([say("Learning objective"), report.objective(rest)])
        case "scale":
            return joined([say("Scale"), construct_name(rest.split(" ")[0], language)])
        case "module":
            return joined([say("By module"), report.module(rest)])
        case "all":
            return say("All figures")
        case "pooled":
            return say("The figure over all sessions")
        case "unmatched":
            return say("The figures with everybody's answers")
        case "reliability":
            return say("How well the questions belong together")
        case _:
            return joined([by_name(kind, language), rest])


def _reading(report: Report) -> Nodes:
    say = report.language.say
    return (
        heading(1, say("How to read this"), "reading"),
        *bullets(
            [
                say("“Likely between” is a 95% interval: if the same training were given to many such groups, about 19 "
                    "of 20 intervals made in this way would hold the true change."),
                say("An interval that holds 0 means that there may be no change at all. It does not show that there is "
                    "none."),
                say("A point is one percent of the possible score, where the highest score is known: from 45% to 66% "
                    "is +21 points."),
                say("n is the number of people behind a figure. Figures with few people move a lot by chance."),
                say("People also do better because they see the questions for the second time."),
            ]
        ),
    )  # fmt: skip


def _methods(report: Report) -> Nodes:
    say = report.language.say
    return (
        heading(1, say("Methods and sources"), "methods"),
        *bullets(
            [
                say("Mean change of matched pairs with Student's t interval ({source}).",
                    source="Student 1908, Biometrika 6, 1–25"),
                say("Standardised change: Hedges g_av with an exact small-sample correction ({source}); interval by "
                    "the noncentral t distribution ({more}).", source="Cumming 2012, Understanding The New Statistics",
                    more="Algina & Keselman 2003, Educational and Psychological Measurement 63, 537–553"),
                say("Questions: McNemar's mid-p test ({source}), interval of the paired difference ({more}), Holm's "
                    "correction within a module.",
                    source="Fagerland, Lydersen & Laake 2013, BMC Medical Research Methodology 13, 91",
                    more="Bonett & Price 2012, Journal of Educational and Behavioral Statistics 37, 479–488"),
                say("Signed-rank test: exact over mid-ranks ({source}).",
                    source="Wilcoxon 1945, Biometrics Bulletin 1, 80–83"),
                say("Reliability: Cronbach's alpha with Feldt's interval ({source}).",
                    source="Feldt 1965, Psychometrika 30, 357–370"),
                say("Several sessions: the mean changes of the sessions are the observations ({source}).",
                    source="t, G − 1 df"),
                say("Everybody's answers: t test for partially overlapping samples ({source}).",
                    source="Derrick, Russ, Toher & White 2017, Journal of Modern Applied Statistical Methods 16"),
                say("Normalised gain ({source}).", source="Hake 1998, American Journal of Physics 66, 64–74"),
                say("Small groups are kept back after {source}.",
                    source="IOM Data Protection Manual; IASC Operational Guidance on Data Responsibility 2023"),
            ]
        ),
    )  # fmt: skip


def report_sentences(findings: Findings, language: Language) -> tuple[str, ...]:
    """The headline, who answered and the pooled figure: the report in a few lines, for a terminal."""
    lines = (
        headline_sentence(findings, language),
        match_sentence(findings, language),
        pooled_sentence(findings, language),
    )
    return tuple(line for line in lines if line)
