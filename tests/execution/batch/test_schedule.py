"""Schedules as people write them and as their spreadsheet programs save them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.load import load_content
from toolkit.content.yamldoc import read_yaml
from toolkit.execution.batch.names import is_safe_name, make_name, number_name, same_name
from toolkit.execution.batch.schedule import load_schedule
from toolkit.planning.brief import Brief
from toolkit.problems import ProblemsError

ROOT = Path(__file__).resolve().parents[3]
CONTENT = load_content(ROOT)[0]
TWO_HOURS = "two-hour-information"
FULL = (
    "title,audience,stage,origin,destination,languages,template,dates,group.size,group.ages,modules.only,trainers\n"
    'Accra in May,labour_migrants,pre_departure,GH,IT,"en, fr",two-hours,2027-05-03,20,"18-25: 8; 26-40: 12",'
    'recruitment,"[{languages: [en, ak], background: both}]"\n'
)


@pytest.fixture
def read(tmp_path):
    """The schedule that a text or bytes are."""

    def load(text, name="year.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_schedule(path, CONTENT)

    return load


def said(schedule):
    return [(p.where.line, p.code) for p in schedule.problems]


def brief_of(row):
    return Brief.model_validate(read_yaml(row.brief, "brief.yaml").data)


def test_a_row_is_a_whole_brief(read):
    schedule = read(FULL)
    assert said(schedule) == []
    (row,) = schedule.rows
    assert (row.line, row.name, row.languages) == (2, "2027-05-03-accra-in-may", ("en", "fr"))
    brief = brief_of(row)
    assert brief.languages == ("en", "fr")
    assert brief.group.ages == {"18-25": 8, "26-40": 12}
    assert brief.modules.only == ("recruitment",)
    assert brief.trainers[0].background == "both"


def test_a_row_begins_from_a_brief_and_says_what_differs(read):
    schedule = read(f"brief,dates,departure,group.size\n{TWO_HOURS},2027-05-03,2027-09-01,12\n{TWO_HOURS}.yaml,,,\n")
    assert said(schedule) == []
    changed, plain = schedule.rows
    assert (brief_of(changed).group.size, brief_of(changed).group.literacy) == (12, "none")
    text = (ROOT / "session_templates" / "briefs" / f"{TWO_HOURS}.yaml").read_text(encoding="utf-8")
    assert plain.brief == text, "with nothing changed, the brief keeps its remarks"


def test_a_brief_beside_the_schedule_comes_first(read, tmp_path):
    text = (ROOT / "session_templates" / "briefs" / f"{TWO_HOURS}.yaml").read_text(encoding="utf-8")
    lines = ["title: Ours" if line.startswith("title:") else line for line in text.splitlines()]
    (tmp_path / f"{TWO_HOURS}.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert read(f"brief\n{TWO_HOURS}\n").rows[0].title == "Ours"


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: ("sep=;\r\n" + text.replace("\n", "\r\n")).encode("utf-8-sig"),
        lambda text: text.replace(";", "\t").encode("utf-16"),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["plain", "BOM and Windows line ends", "sep= line", "Excel's Unicode text", "old Mac line ends"],
)
def test_as_programs_save_it(read, encode):
    text = f"Brief;Dates;Departure;Title;Group.Size;\n{TWO_HOURS};3.5.2027;01.09.2027;Séance à Accra;20;\n;;;;;\n"
    schedule = read(encode(text))
    assert said(schedule) == []
    (row,) = schedule.rows
    assert (row.title, row.date) == ("Séance à Accra", "2027-05-03")


def test_an_older_encoding_is_read_with_a_warning(read):
    schedule = read(f"brief,title\n{TWO_HOURS},Séance à Accra\n".encode("cp1252"))
    assert said(schedule) == [(0, "schedule-encoding-guessed")]
    assert schedule.rows[0].title == "Séance à Accra"


def test_dates_with_slashes_are_told_from_each_other(read):
    rows = "brief,dates,departure\n{0},{1},\n{0},{2},\n"
    assert [row.date for row in read(rows.format(TWO_HOURS, "03/04/2027", "25/04/2027")).rows] == [
        "2027-04-03",
        "2027-04-25",
    ]
    assert [row.date for row in read(rows.format(TWO_HOURS, "03/04/2027", "04/25/2027")).rows] == [
        "2027-03-04",
        "2027-04-25",
    ]
    assert said(read(rows.format(TWO_HOURS, "03/04/2027", "04/05/2027"))) == [
        (2, "schedule-date-ambiguous"),
        (3, "schedule-date-ambiguous"),
    ]


def test_every_problem_at_its_line_and_the_good_rows_stay(read):
    schedule = read(
        "brief,dates,departure,title,folder,gruop.size,group.size\n"
        f"{TWO_HOURS},2027-05-03,2027-09-01,Good,,,20\n"
        f"{TWO_HOURS},2027-13-03,2027-09-01,No such month,,,20\n"
        ",,,,,,\n"
        f"{TWO_HOURS}r,2027-05-03,2027-09-01,No such brief,,,20\n"
        f"{TWO_HOURS},2027-05-03,2027-09-01,A comma, too many,,20,20\n"
        f"{TWO_HOURS},2027-05-03,2027-09-01,No number,,,twenty\n"
        f'{TWO_HOURS},2027-05-03,2027-09-01,"No end,,,20\n'
        f"{TWO_HOURS},2027-05-03,2027-09-01,Way out,../../etc,,20\n"
        f"{TWO_HOURS},2027-05-03,2027-01-01,Gone before,,,20\n"
        f"{TWO_HOURS},2027-05-03,2027-09-01,First,Same,,20\n"
        f"{TWO_HOURS},2027-05-03,2027-09-01,Second,SAME,,20\n"
    )
    assert said(schedule) == [
        (1, "schedule-column-unknown"),
        (3, "value-wrong"),
        (5, "schedule-brief-missing"),
        (6, "schedule-cells"),
        (7, "value-wrong"),
        (8, "schedule-quotes"),
        (9, "schedule-folder-unsafe"),
        (10, "brief-departure-early"),
        (12, "schedule-folder-twice"),
    ]
    assert [row.title for row in schedule.rows] == ["Good", "First"]
    assert [refused.line for refused in schedule.refused] == [3, 5, 6, 7, 8, 9, 10, 12]
    hints = {p.code: p.hint for p in schedule.problems}
    assert "group.size" in hints["schedule-column-unknown"]
    assert TWO_HOURS in hints["schedule-brief-missing"]


def test_an_error_of_the_brief_itself_is_said_at_the_row_too(read, tmp_path):
    (tmp_path / "mine.yaml").write_text("title: Mine\naudience: nobody\nstage: transition\n", encoding="utf-8")
    schedule = read("brief,group.size\nmine,20\n")
    assert [(Path(p.where.path).name, p.where.line, p.code) for p in schedule.problems] == [
        ("mine.yaml", 2, "brief-unknown-id"),
        ("year.csv", 2, "schedule-row-brief"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "schedule-empty"),
        (b"brief,title\n", "schedule-empty"),
        (b"\r\n\r\n", "schedule-empty"),
        (b"PK\x03\x04 a workbook", "schedule-format"),
        (b"%PDF-1.7", "schedule-format"),
        (b"name,place\nAccra,Ghana\n", "schedule-header"),
    ],
)
def test_what_is_no_schedule(read, data, code):
    with pytest.raises(ProblemsError) as stop:
        read(data)
    assert [p.code for p in stop.value.problems] == [code]


def test_thousands_of_rows_are_read(read):
    rows = "".join(f"{TWO_HOURS},2027-05-03,2027-09-01,Group {n // 2}\n" for n in range(3_000))
    schedule = read("brief,dates,departure,title\n" + rows)
    assert len(schedule.rows) == len({row.name for row in schedule.rows}) == 3_000


def test_the_same_title_and_date_twice_are_two_folders(read):
    rows = f"{TWO_HOURS},2027-05-03,2027-09-01,Accra\n" * 3
    names = [row.name for row in read("brief,dates,departure,title\n" + rows).rows]
    assert names == ["2027-05-03-accra", "2027-05-03-accra-2", "2027-05-03-accra-3"]


def test_titles_that_look_like_something_else_stay_titles(read):
    rows = "".join(f"{TWO_HOURS},{title}\n" for title in ("no", "1e3", "10:30", "null", "2027-01-01", "a: b #c"))
    schedule = read("brief,title\n" + rows)
    assert [brief_of(row).title for row in schedule.rows] == ["no", "1e3", "10:30", "null", "2027-01-01", "a: b #c"]


@given(st.lists(st.text(max_size=150), max_size=6))
def test_names_are_safe_and_unique_whatever_the_titles(titles):
    taken = {}
    names = [number_name(make_name(title, "2027-05-03"), taken) for title in titles]
    names += [number_name(make_name(title), taken) for title in titles]
    assert all(is_safe_name(name) for name in names)
    assert len({same_name(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "name", ["..", "a/b", "a\\b", "con", "NUL.txt", ".hidden", "a.", "a ", "", "batch.csv", "x" * 200]
)
def test_names_that_some_system_cannot_hold(name):
    assert not is_safe_name(name)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_read_without_a_crash_and_every_problem_has_a_real_line(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "year.csv"
    path.write_text(f"brief,title,group.size\n{TWO_HOURS},{text}", encoding="utf-8", newline="")
    lines = len(path.read_text(encoding="utf-8").splitlines()) + 1
    try:
        problems = load_schedule(path, CONTENT).problems
    except ProblemsError as stop:
        problems = stop.problems
    assert all(0 <= p.where.line <= lines for p in problems if p.where.path == path.as_posix())
