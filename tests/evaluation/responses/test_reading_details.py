"""What the reader says and decides: waves, sessions, duplicates, groups, codebooks, labels, refusals by row."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evaluation.responses.exports import (
    EMAIL,
    INSTRUMENT,
    ITEMS,
    LONG,
    MANY,
    MARKER,
    ORDER,
    PARTS,
    SURE,
    coded,
    csv_bytes,
    expected,
    kobo,
    kobo_labels,
    observed,
    paper,
    stem,
    table,
    xlsx_bytes,
)
from tests.evaluation.responses.test_reading_layouts import everything_said
from tests.session_sample import content, plan
from toolkit.content.language import Language
from toolkit.evaluation.instrument import make_session_instrument, of_wave, session_name
from toolkit.evaluation.items import field_name
from toolkit.evaluation.responses.codebook import read_codebook
from toolkit.evaluation.responses.duplicates import read_times
from toolkit.evaluation.responses.read import item_texts, own_texts, read_responses
from toolkit.evaluation.responses.values import make_choices, read_code, read_column
from toolkit.evaluation.responses.waves import default_session, sessions_of_names, wave_of_cell, wave_of_name
from toolkit.evaluation.responses.words import safe_name, show_rows
from toolkit.planning.brief import Group
from toolkit.problems import has_errors
from toolkit.rendering.entry_sheet import render_entry_sheet

READ = "code,con-q-parts\n"


def read_text(tmp_path, text, name="pre.csv", **options):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_responses([path], INSTRUMENT, **options)


def codes_of(result):
    return [p.code for p in result.problems if p.code not in ("responses-item-missing",)]


def answers(result, item=PARTS):
    return dict(zip(result.table["code"], result.table[item], strict=True))


# Waves and sessions


@pytest.mark.parametrize(
    ("name", "wave"),
    [
        ("pre", "pre"),
        ("Accra_post", "post"),
        ("Before_you_leave_-_Pre-test_-_all_versions_-_English_-_2026-12-08-10-11-12", "pre"),
        ("Pre-departure orientation - Post-test", "post"),
        ("post_arrival_pretest", "pre"),
        ("follow-up 2027", "followup"),
        ("then-test", "then"),
        ("baseline", "pre"),
        ("pre and post", None),
        ("Pre-departure orientation", None),
        ("postponed", None),
        ("data", None),
    ],
)
def test_the_file_name_tells_the_wave_when_it_names_exactly_one(name, wave):
    assert wave_of_name(name) == wave


@pytest.mark.parametrize(
    ("cell", "wave"),
    [("pre", "pre"), ("Post-Test", "post"), ("follow up", "followup"), ("Endline", "post"), ("", None), ("?", None)],
)
def test_cells_name_waves_in_several_ways(cell, wave):
    assert wave_of_cell(cell) == wave


def test_the_command_comes_before_the_column_and_says_so(tmp_path):
    result = read_text(tmp_path, "code,wave,con-q-parts\n100005,post,a\n", wave="pre")
    assert list(result.table["wave"]) == ["pre"]
    assert "responses-wave-otherwise" in codes_of(result)


def test_rows_without_a_wave_are_left_out_by_number(tmp_path):
    result = read_text(tmp_path, "code,wave,con-q-parts\n100005,pre,a\n100013,,b\n100021,soon,c\n", name="x.csv")
    assert list(result.table["code"]) == ["100005"]
    assert result.report.files[0].left_out == (3, 4)


def test_a_form_id_tells_wave_and_session(tmp_path):
    text = '{"results": [{"code": "100005", "con_q_parts": "a", "_xform_id_string": "post_test_other_title"}]}'
    result = read_text(tmp_path, text, name="data.json")
    assert result.table[["session", "wave", "row"]].values.tolist() == [["other_title", "post", 1]]


def test_files_that_name_no_session_are_one_session(tmp_path):
    for name in ("pre.csv", "post.csv"):
        (tmp_path / name).write_bytes(csv_bytes(kobo()))
    result = read_responses([tmp_path / "pre.csv", tmp_path / "post.csv"], INSTRUMENT)
    assert set(result.table["session"]) == {"20261207_before_you_leave"}
    assert result.table.groupby("wave").size().to_dict() == {"pre": 6, "post": 6}


def test_the_default_session_is_that_of_the_paper_sheet():
    made = make_session_instrument(((Language("en"), content()),), plan())
    assert default_session(made) == session_name(plan())


def test_file_names_tell_sessions_when_they_pair_up():
    stems = ["accra pre", "accra_post", "Kumasi pre-test", "Kumasi post-test 2026-12-08"]
    waves = ["pre", "post", "pre", "post"]
    assert sessions_of_names(stems, waves) == ("accra", "accra", "kumasi", "kumasi")
    assert sessions_of_names(["first pre", "last post"], ["pre", "post"]) == ("", "")


def test_retrospective_answers_become_rows_of_their_own_wave(tmp_path):
    text = "code,con_q_sure,then_con_q_sure\n100005,d,b\n100013,e,\n"
    result = read_text(tmp_path, text, name="post.csv")
    rows = result.table[["code", "wave", SURE, "row"]].values.tolist()
    assert rows == [["100005", "post", "d", 2], ["100013", "post", "e", 3], ["100005", "then", "b", 2]]


def test_retrospective_answers_are_found_by_their_label_too(tmp_path):
    look_back = "Think back to the time before the session, with what you know today:"
    header = ["Your code (from your card)", stem(SURE), f"{look_back}\n\n{stem(SURE)}", "_uuid"]
    made = replace(kobo_labels(), header=header, rows=[["100005", "Sure", "A little sure", "u1"]])
    result = read_text(tmp_path, csv_bytes(made), name="post.csv")
    assert result.table[["wave", SURE]].values.tolist() == [["post", "d"], ["then", "b"]]


# Duplicates


def test_the_latest_submission_is_kept_and_rows_are_named(tmp_path):
    text = (
        "code,con-q-parts,_uuid,_submission_time\n100005,a,u1,2026-12-07T10:00:00\n"
        "100005,b,u2,2026-12-07T12:00:00\n100005,c,u3,2026-12-07T11:00:00\n"
    )
    result = read_text(tmp_path, text)
    assert answers(result) == {"100005": "b"}
    file = result.report.files[0]
    assert [(r.row, r.kept_row, r.by) for r in file.duplicates] == [(2, 3, "code"), (4, 3, "code")]
    assert file.ordered_by == "submission time"
    assert file.rows_read == 3
    assert file.rows_kept == 1


def test_without_times_the_last_row_is_kept(tmp_path):
    result = read_text(tmp_path, READ + "100005,a\n100013,b\n100005,c\n")
    assert answers(result) == {"100013": "b", "100005": "c"}
    assert result.report.files[0].ordered_by == "row"
    message = next(p.message for p in result.problems if p.code == "responses-duplicate")
    assert "100005" not in message
    assert "2" in message
    assert "row 4" in message


def test_the_same_export_given_twice_counts_once(tmp_path):
    for name in ("a pre.csv", "b pre.csv"):
        (tmp_path / name).write_bytes(csv_bytes(kobo()))
    result = read_responses([tmp_path / "a pre.csv", tmp_path / "b pre.csv"], INSTRUMENT)
    assert observed(result.table) == expected()
    assert set(result.table["source"]) == {"b pre.csv"}


def test_one_code_in_two_sessions_or_waves_is_no_duplicate(tmp_path):
    text = "code,wave,session,con-q-parts\n100005,pre,x,a\n100005,post,x,b\n100005,pre,y,c\n"
    assert len(read_text(tmp_path, text).table) == 3


def test_people_without_a_code_are_never_duplicates(tmp_path):
    result = read_text(tmp_path, READ + ",a\n,b\n")
    assert list(result.table[PARTS]) == ["a", "b"]


def test_times_of_many_writings():
    assert read_times(["2026-12-07T09:00:00Z", "2026-12-07 10:00:00+01:00"])[0] == read_times(["2026/12/07 9:00"])[0]
    assert len(set(read_times(["2026-12-07T09:00:00Z", "2026-12-07 10:00:00+01:00", "2026/12/07 9:00 AM"]))) == 1
    assert read_times(["3/4/2026 10:00", "5/6/2026 11:00"]) == [None, None], "March or April? nobody can tell"
    first, second = read_times(["3/4/2026 10:00:00 PM", "3/13/2026 11:00:00 AM"])
    assert second - first == 9 * 86_400 - 11 * 3_600
    assert read_times(["", "soon", "99/99/2026 10:00"]) == [None, None, None]


# Groups


def test_only_groups_that_were_asked_for_are_read(tmp_path):
    text = f"code,sex,Town,email,con-q-parts\n100005,f,{MARKER},{EMAIL},a\n100013,,{MARKER},{EMAIL},b\n"
    result = read_text(tmp_path, text, groups=("sex",))
    assert list(result.table.columns) == ["session", "wave", "code", "row", "source", "sex", *ITEMS]
    assert list(result.table["sex"]) == ["f", None]
    assert MARKER not in everything_said(result)


@pytest.mark.parametrize("group", ["email", "Full name", "phone_number", "gps", "deviceid", "date_of_birth"])
def test_identifiers_are_not_read_even_when_asked_for(tmp_path, group):
    result = read_text(tmp_path, f"code,{group},con-q-parts\n100005,{MARKER},a\n", groups=(group,))
    assert "responses-group-personal" in codes_of(result)
    assert group not in result.table.columns
    assert MARKER not in everything_said(result)


def test_a_group_that_is_not_there_is_said(tmp_path):
    result = read_text(tmp_path, READ + "100005,a\n", groups=("sex",))
    assert "responses-group-missing" in codes_of(result)
    assert list(result.table["sex"]) == [None]


# Columns that are dropped


def test_dropped_columns_have_reasons(tmp_path):
    file = read_responses([_written(tmp_path, kobo())], INSTRUMENT).report.files[0]
    why = {column.name: column.why for column in file.dropped}
    assert why["email"] == why["full_name"] == why["deviceid"] == why["phonenumber"] == "personal"
    assert why["_gps_latitude"] == "position"
    assert why["_submission_time"] == why["start"] == "time"
    assert why["_uuid"] == "technical"
    assert {c.meaning for c in file.understood} >= {"code", PARTS, f"{MANY}/a"}


def test_headers_that_hold_a_persons_data_are_not_repeated():
    assert safe_name("ama@example.org", 3) == "column 3"
    assert safe_name("0244 555 0100", 4) == "column 4"
    assert safe_name("Question 12\u202e", 5) == "Question 12"


def test_no_column_name_is_told_of_a_file_without_header(tmp_path):
    result = read_text(tmp_path, f"{MARKER},100005,a\n{MARKER},100013,b\n")
    assert codes_of(result) == ["responses-columns-unknown"]
    assert MARKER not in everything_said(result)


# Labels


def test_joined_labels_that_can_be_read_in_two_ways_are_refused(tmp_path):
    labels = {
        "en": own_texts(INSTRUMENT)["en"]
        | {MANY: replace(own_texts(INSTRUMENT)["en"][MANY], options={"a": "Tea", "b": "Tea milk", "c": "milk"})}
    }
    made = kobo_labels()
    at = made.header.index(stem(MANY))
    rows = [[*row[:at], "Tea milk", *row[at + 1 :]] for row in made.rows]
    result = read_text(tmp_path, csv_bytes(replace(made, rows=rows)), labels=labels)
    assert codes_of(result) == ["responses-labels-several"]
    assert "XML values and headers" in result.problems[0].hint
    assert result.table.empty


def test_two_questions_with_the_same_words_are_refused(tmp_path):
    texts = own_texts(INSTRUMENT)["en"]
    labels = {"en": texts | {LONG: replace(texts[LONG], stem=stem(PARTS))}}
    result = read_text(tmp_path, csv_bytes(kobo_labels(split=True)), labels=labels)
    assert codes_of(result) == ["responses-labels"]


def test_a_word_that_means_two_options_in_two_languages_is_refused(tmp_path):
    texts = own_texts(INSTRUMENT)["en"]
    one, other = (replace(texts[PARTS], options={"a": x, "b": y}) for x, y in (("Ne", "Da"), ("Nai", "Ne")))
    labels = {"sl": {PARTS: one}, "el": {PARTS: other}}
    result = read_text(tmp_path, READ + "100005,Ne\n", labels=labels)
    assert codes_of(result) == ["responses-labels-languages"]
    assert answers(read_text(tmp_path, READ + "100005,Ne\n100013,Da\n", labels=labels)) == {
        "100005": "a",
        "100013": "b",
    }


def test_labels_may_come_from_the_content(tmp_path):
    made = make_session_instrument(((Language("en"), content()),), plan())
    bare = replace(made, items=tuple(replace(i, stem=(), words=()) for i in made.items))
    labels = {"en": item_texts(made.items, content(), "en")}
    path = tmp_path / "pre.csv"
    path.write_text("Your code,What about q-parts?\n100005,Read it first\n", encoding="utf-8")
    assert list(read_responses([path], bare, labels=labels).table["q-parts"]) == ["b"]


def test_options_of_one_item_are_never_taken_for_anothers(tmp_path):
    result = read_text(tmp_path, "code,con-q-parts,con-q-true\n100005,True,Sign at once\n")
    assert codes_of(result) == ["responses-option-unknown"] * 2
    assert result.table[PARTS].isna().all()


# Values


CHOICES = {i.item_id: make_choices(i, own_texts(INSTRUMENT)) for i in INSTRUMENT.items}


@pytest.mark.parametrize(
    ("item", "cell", "answer"),
    [
        (PARTS, " B ", "b"),
        (PARTS, "read IT first", "b"),
        (PARTS, "**Read it first**", "b"),
        (PARTS, "I don’t know", "unknown"),
        (PARTS, "n/a", None),
        (PARTS, "", None),
        (MANY, "d a", "a d"),
        (MANY, "a,d", "a d"),
        (MANY, "a; a; b", "a b"),
        (MANY, "Hours Wage, before tax", "a b"),
        (MANY, "Wage, before tax, Hours", "a b"),
        (MANY, "Place of work;Hours;", "b d"),
        (MANY, "ساعات العمل، الأجر", "a b"),
        (ORDER, "c > a > b", "c a b"),
        (ORDER, "Sign;Read;Ask;", "c a b"),
        (SURE, "٤", "d"),
        (SURE, "4,0", "d"),
        (SURE, "very sure", "e"),
    ],
)
def test_a_cell_becomes_an_answer(item, cell, answer):
    reading = read_column([cell], CHOICES[item], "name")
    assert reading.answers == {cell: answer}


@pytest.mark.parametrize(
    ("item", "cell"), [(PARTS, "1"), (PARTS, "a b"), (PARTS, "z"), (ORDER, "a a b"), (SURE, "6"), (SURE, "2.5")]
)
def test_a_cell_that_is_no_answer_is_told(item, cell):
    assert read_column([cell], CHOICES[item], "name").unreadable == {cell}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("100005", "100005"), ("KB-017", "KB-017"), (" 'KB 017", "KB 017"), ("١٠٠٠٠٥", "100005"), ("۱۰۰۰۰۵", "100005"),
        ("100,005", "100005"), ("100005.00", "100005"), ("1.00005E+05", "100005"), ("1.2E+11", None), ("1e5", "1e5"),
    ],
)  # fmt: skip
def test_codes_lose_only_what_spreadsheets_add(cell, code):
    assert read_code(cell) == code


def test_only_orders_in_one_column_can_be_read(tmp_path):
    text = "code,con-q-parts,con_q_order/a,con_q_order/b,con_q_order/c\n100005,a,1,1,1\n"
    result = read_text(tmp_path, text)
    assert "responses-order-lost" in codes_of(result)
    assert result.table[ORDER].isna().all()


def test_versions_with_other_columns_of_one_and_zero_are_joined(tmp_path):
    text = (
        "code,con_q_many/a,con_q_many/b,v2/con_q_many/a,v2/con_q_many/b\n100005,1,0,,\n100013,,,1,1\n100021,0,1,1,1\n"
    )
    result = read_text(tmp_path, text)
    assert answers(result, MANY) == {"100005": "a", "100013": "a b", "100021": None}
    assert [p.where.line for p in result.problems if p.code == "responses-conflict"] == [4]


def test_a_scale_that_nobody_knows_is_said(tmp_path):
    made = replace(
        INSTRUMENT, items=tuple(replace(i, options=(), words=()) for i in INSTRUMENT.items if i.item_id == SURE)
    )
    path = tmp_path / "pre.csv"
    path.write_text("code,con-q-sure\n100005,d\n100013,very\n", encoding="utf-8")
    result = read_responses([path], made)
    assert answers(result, SURE) == {"100005": "d", "100013": None}
    assert {"responses-scale-unknown", "responses-option-unknown"} <= set(codes_of(result))


# Codebooks


def test_a_codebook_names_the_encoding_that_cannot_be_told(tmp_path):
    made = coded()
    data = csv_bytes(made).decode().encode("cp1256")
    path, book = tmp_path / "umfrage.csv", tmp_path / "book.yaml"
    path.write_bytes(data)
    book.write_text(made.codebook + "encoding: windows-1256\nseparator: ','\n", encoding="utf-8")
    assert observed(read_responses([path], INSTRUMENT, codebook=book).table) == expected()
    book.write_text(made.codebook + "encoding: utf-8\n", encoding="utf-8")
    assert codes_of(read_responses([path], INSTRUMENT, codebook=book)) == ["responses-encoding-wrong"]


def test_a_codebook_names_times_ids_and_single_options(tmp_path):
    book = tmp_path / "book.yaml"
    book.write_text(
        "columns:\n  Who: code\n  When: time\n  Nr: id\n  Wage: con-q-many/a\n  Hours: con-q-many/b\nwave: post\n",
        encoding="utf-8",
    )
    text = "Nr,When,Who,Wage,Hours\n7,2026-12-07 11:00,100005,1,1\n7,2026-12-07 10:00,100005,1,0\n"
    result = read_text(tmp_path, text, name="x.csv", codebook=book)
    assert result.table[["wave", MANY]].values.tolist() == [["post", "a b"]]
    assert result.report.files[0].duplicates[0].by == "submission"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("columns:\n  A: code\n  B: con-q-part\n", "responses-codebook-target", 3),
        ("columns:\n  A: con-q-many/z\n", "responses-codebook-target", 2),
        ("columns: {A: code}\nvalues:\n  con-q-parts:\n    1: z\n", "responses-codebook-option", 4),
        ("columns: {A: code}\nvalues:\n  nobody: {1: a}\n", "responses-codebook-target", 3),
        ("colums: {A: code}\n", "key-missing", 1),
        ("columns: [", "yaml-indent", 1),
    ],
)
def test_a_wrong_codebook_is_told_by_line(tmp_path, text, code, line):
    book = tmp_path / "book.yaml"
    book.write_text(text, encoding="utf-8")
    made, problems = read_codebook(book, INSTRUMENT)
    assert made is None
    assert (code, line) in {(p.code, p.where.line) for p in problems}
    result = read_responses([tmp_path / "none.csv"], INSTRUMENT, codebook=book)
    assert result.table.empty
    assert has_errors(result.problems)


def test_the_nearest_item_is_offered(tmp_path):
    book = tmp_path / "book.yaml"
    book.write_text("columns: {A: con-q-part}\n", encoding="utf-8")
    assert read_codebook(book, INSTRUMENT)[1][0].hint == 'did you mean "con-q-parts"?'


# Paper


def test_lines_that_contradict_one_another_give_no_answer(tmp_path):
    made = paper()
    lines = [["accra-1", "pre", "100005", PARTS, "c", "", ""], ["accra-1", "pre", "100005", "nothing", "a", "", ""]]
    result = read_text(tmp_path, csv_bytes(replace(made, rows=[*made.rows, *lines])))
    assert answers(result)["100005"] is None
    assert {"responses-conflict", "responses-item-unknown"} <= set(codes_of(result))
    assert next(p.message for p in result.problems if p.code == "responses-item-unknown").endswith(
        f": {len(made.rows) + 3}."
    )


def test_typing_everything_twice_changes_nothing(tmp_path):
    made = paper()
    result = read_text(tmp_path, csv_bytes(replace(made, rows=[*made.rows, *made.rows])))
    assert observed(result.table) == expected()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_toolkits_own_sheet_is_read_back(tmp_path, suffix):
    """Cards that nobody drew leave no row."""
    from openpyxl import load_workbook

    small = plan(group=Group(size=3))
    made = make_session_instrument(((Language("en"), content()),), small)
    path = tmp_path / f"entry{suffix}"
    render_entry_sheet(made, small, path)
    if suffix == ".csv":
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        code = rows[1][2]
        filled = [[*r[:4], "b"] if r[2:4] == [code, "q-parts"] else r for r in rows]
        path.write_text("\n".join(",".join(r) for r in filled), encoding="utf-8")
    else:
        book = load_workbook(path)
        sheet = book["entry"]
        code = sheet.cell(2, 3).value
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 3).value == code and sheet.cell(row, 4).value == "q-parts":
                sheet.cell(row, 5).value = "b"
        book.save(path)
    result = read_responses([path], made)
    assert not has_errors(result.problems)
    assert result.table[["session", "wave", "code", "q-parts"]].values.tolist() == [
        [session_name(small), wave, code, "b"] for wave in ("pre", "post")
    ]


# Places and counts


def test_problems_point_to_rows_as_a_spreadsheet_shows_them(tmp_path):
    result = read_text(tmp_path, READ + '100005,"a"\n\n100013,z\n')
    problem = next(p for p in result.problems if p.code == "responses-option-unknown")
    assert problem.where.line == 4
    assert result.report.files[0].empty_rows == (3,)
    assert list(result.table["row"]) == [2, 4]


def test_rows_are_listed_shortly():
    assert show_rows([9, 3, 4, 5, 12]) == "3-5, 9 and 12"
    assert show_rows(range(1, 100, 2)).endswith("and 42 more")
    assert show_rows([]) == ""


def test_every_sheet_with_answers_is_read_with_the_wave_of_its_name(tmp_path):
    made = replace(table(), header=["code", PARTS], rows=[["100005", "a"]])
    data = xlsx_bytes(replace(made, more_sheets=(("Post-test", [["code", PARTS], ["100005", "b"]]),)),
                      lambda book: setattr(book.worksheets[0], "title", "Pre-test"))  # fmt: skip
    result = read_text(tmp_path, data, name="answers.xlsx")
    assert result.table[["wave", "source", PARTS]].values.tolist() == [
        ["pre", "answers.xlsx", "a"], ["post", "answers.xlsx#2", "b"],
    ]  # fmt: skip


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "pre.csv").write_bytes(csv_bytes(kobo()))
    (tmp_path / "post.csv").write_bytes(b"%PDF-1.7")
    result = read_responses([tmp_path / "pre.csv", tmp_path / "post.csv", tmp_path / "none.csv"], INSTRUMENT)
    assert len(result.table) == 6
    assert [f.refused for f in result.report.files] == ["", "responses-format", "responses-file-missing"]


def test_sources_are_told_apart_by_their_folders(tmp_path):
    for folder in ("pre", "post"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "data.csv").write_bytes(csv_bytes(table()))
    result = read_responses([tmp_path / "pre" / "data.csv", tmp_path / "post" / "data.csv"], INSTRUMENT)
    assert [f.source for f in result.report.files] == ["pre/data.csv", "post/data.csv"]


def test_a_wave_needs_only_its_own_items(tmp_path):
    made = make_session_instrument(((Language("en"), content()),), plan())
    names = [field_name(item.item_id) for item in of_wave(made, "pre").items]
    path = tmp_path / "pre.csv"
    path.write_text(f"code,{','.join(names)}\n100005{',' * len(names)}\n", encoding="utf-8")
    result = read_responses([path], made)
    assert result.report.files[0].missing == ()
    assert len(result.table) == 1


# Whatever it is, reading ends with a table and problems


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(
    st.binary(max_size=400),
    st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.text(alphabet='",;\t|\n\r=abc10', max_size=300).map(lambda t: READ.encode() + t.encode()),
    st.text(alphabet='[]{}",: \\nabc1', max_size=200).map(lambda t: b'{"results": [' + t.encode()),
    st.binary(max_size=200).map(lambda b: b"PK\x03\x04" + b),
))  # fmt: skip
def test_any_bytes_are_read_or_refused(tmp_path, data):
    result = read_text(tmp_path, data)
    assert list(result.table.columns)[:5] == ["session", "wave", "code", "row", "source"]
    assert result.report.files[0].refused == "" or has_errors(result.problems)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(0, 3000),
    junk=st.binary(max_size=6),
    base=st.sampled_from(["csv", "xlsx"]),
)
def test_a_changed_byte_never_breaks_the_reader(tmp_path, cut, junk, base):
    data = csv_bytes(kobo()) if base == "csv" else xlsx_bytes(kobo())
    at = cut % len(data)
    result = read_text(tmp_path, data[:at] + junk + data[at + len(junk) :])
    for item, choices in CHOICES.items():
        if choices.codes:
            given = {code for answer in result.table[item].dropna() for code in answer.split()}
            assert given <= set(choices.codes)
    if result.report.files[0].refused:
        assert result.table.empty
        assert has_errors(result.problems)


def _written(folder, export):
    path = folder / export.filename
    path.write_bytes(csv_bytes(export))
    return path
