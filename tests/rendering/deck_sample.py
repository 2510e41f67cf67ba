"""One card of every layout, in English and in Arabic, for the golden pictures and the tests of finished decks."""

from __future__ import annotations

import io
from pathlib import Path

from toolkit.content.language import Language
from toolkit.rendering.charts.records import FlowBox, FlowChart
from toolkit.rendering.outline import (
    Card,
    Cell,
    ChartNode,
    Column,
    Deck,
    ListNode,
    Para,
    PictureNode,
    QrNode,
    QuoteNode,
    Span,
    TableNode,
    inline,
)
from toolkit.rendering.outlines.deck_fit import fit_cards

WORDS: dict[str, dict[str, str]] = {
    "en": {},
    "ar": {
        "Before you leave": "قبل أن تسافر",
        "Ghana → Italy": "غانا ← إيطاليا",
        "7 December 2026": "٧ ديسمبر ٢٠٢٦",
        "Migrant Resource Centre": "مركز موارد المهاجرين",
        "Where we are: your rights": "أين نحن الآن: حقوقك",
        "Time": "الوقت",
        "What we do": "ماذا نفعل",
        "Opening": "الافتتاح",
        "Reading and understanding your contract": "قراءة عقدك وفهمه قبل التوقيع عليه بوقت كافٍ",
        "Break": "استراحة",
        "Rights, obligations and where to complain": "الحقوق والواجبات وأين تشتكي",
        "Post-test": "الاختبار البعدي",
        "Closing": "الختام",
        "Your contract": "عقدك",
        "Afterwards you can:": "بعد ذلك تستطيع أن:",
        "name the main parts of a contract": "تسمّي الأجزاء الرئيسية للعقد",
        "mark what is unclear or missing": "تحدّد ما هو غير واضح أو ناقص",
        "ask before you sign": "تسأل قبل أن توقّع",
        "The one thing to remember": "الشيء الوحيد الذي يجب تذكره",
        "Never sign what you have not understood.": "لا توقّع أبدًا على ما لم تفهمه.",
        "Three copies, three places": "ثلاث نسخ في ثلاثة أماكن",
        "With me: the original, in a safe place": "معي: الأصل في مكان آمن",
        "In the cloud: a photo, with a password": "على الإنترنت: صورة محمية بكلمة سر",
        "At home: with a person I trust": "في البيت: عند شخص أثق به، هاتف 0800 939 000!",
        "Home and there": "هنا وهناك",
        "At home": "في البيت",
        "There": "هناك",
        "Eight hours a day": "ثماني ساعات في اليوم",
        "One day off": "يوم عطلة واحد",
        "Twelve hours a day": "اثنتا عشرة ساعة في اليوم",
        "Day off if possible": "عطلة إن أمكن",
        "The street": "الشارع",
        "A street with three doors": "شارع فيه ثلاثة أبواب",
        "Look for the door with the bell.": "ابحث عن الباب ذي الجرس.",
        "Serious danger at work": "خطر جسيم في العمل",
        "Stop": "توقّف",
        "Step back to a safe place": "ابتعد إلى مكان آمن",
        "Warn the others": "حذّر الآخرين",
        "Report to the supervisor": "أبلغ المشرف",
        "Go back when it is put right": "عد بعد إصلاح الخطر",
        "Two papers": "ورقتان",
        "Fair or unfair?": "عادل أم غير عادل؟",
        "Where do you stand?": "أين تقف؟",
        "Tell your neighbour why.": "قل لجارك لماذا.",
        "Discussion": "نقاش",
        "Pairs": "أزواج",
        "Read the contract together": "لنقرأ العقد معًا",
        "Green: clear and fair": "أخضر: واضح وعادل",
        "Yellow: I have a question": "أصفر: لدي سؤال",
        "Red: I would not sign this": "أحمر: لن أوقّع على هذا",
        "Group work": "عمل جماعي",
        "30 min": "30 دقيقة",
        "Groups of 3–5": "مجموعات من 3–5",
        "You need": "تحتاج إلى",
        "pens": "أقلام",
        "Amina's two contracts": "عقدا أمينة",
        "What did she do well?": "ما الذي أحسنت فعله؟",
        "Who can help her?": "من يستطيع مساعدتها؟",
        "Case study": "دراسة حالة",
        "Who keeps your passport?": "من يحتفظ بجواز سفرك؟",
        "The employer": "صاحب العمل",
        "I keep it myself": "أنا أحتفظ به",
        "The agency": "الوكالة",
        "Answer: who keeps your passport?": "الجواب: من يحتفظ بجواز سفرك؟",
        "Looking back": "نظرة إلى الوراء",
        "What surprised you?": "ما الذي فاجأك؟",
        "What will you do differently?": "ما الذي ستفعله بشكل مختلف؟",
        "Debrief": "خلاصة",
        "A worker's words": "كلمات عامل",
        "I counted my hours every day. In the end, my notebook spoke for me.":
            "كنت أعدّ ساعاتي كل يوم. وفي النهاية تكلّم دفتري عني.",
        "Who answered": "من أجاب",
        "Pre-test": "الاختبار القبلي",
        "Both": "كلاهما",
        "Only before": "قبل فقط",
        "Only after": "بعد فقط",
        "24 answered before, 22 after.": "أجاب 24 قبل و22 بعد.",
        "Joseph's month": "شهر يوسف",
        "From the contract": "من العقد",
        "Amount": "المبلغ",
        "Wage": "الأجر",
        "Meals": "الوجبات",
        "Left": "الباقي",
        "The form on your phone": "الاستمارة على هاتفك",
        "Open the camera.": "افتح الكاميرا.",
        "Point it at the square.": "وجّهها نحو المربع.",
        "Tap the address.": "اضغط على العنوان.",
        "QR code that opens the form": "رمز يفتح الاستمارة",
        "To remember": "للتذكّر",
        "Keep copies.": "احتفظ بنسخ.",
        "Write down your hours.": "اكتب ساعات عملك.",
        "Knock on the nearest safe door.": "اطرق أقرب باب آمن.",
        "Who can help in Italy": "من يستطيع المساعدة في إيطاليا",
        "What for": "لماذا",
        "Contact": "جهة الاتصال",
        "Emergency": "الطوارئ",
        "Helpline": "خط المساعدة",
        "Break at 11:00": "استراحة في الساعة 11:00",
        "We go on at 11:15.": "نواصل في الساعة 11:15.",
        "Thank you": "شكرًا لكم",
    },
}  # fmt: skip


def sample_picture(folder: Path) -> Path:
    """A drawn street with three doors."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (800, 500), "#DCE9F5")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 380, 800, 500), fill="#B8C2CC")
    for index, colour in enumerate(("#8A3A1C", "#0B5A55", "#5B3A78")):
        left = 80 + index * 230
        pen.rectangle((left, 120, left + 190, 390), fill="#FFFDF9", outline="#1F2933", width=4)
        pen.rectangle((left + 60, 230, left + 130, 390), fill=colour)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    path = folder / "street.png"
    path.write_bytes(buffer.getvalue())
    return path


def sample_deck(language: str, folder: Path, audience: str = "labour_migrants") -> Deck:
    """Every layout once, in this language; pictures are written into `folder`."""
    words = WORDS[language]

    def w(text: str) -> str:
        return words.get(text, text) if language == "en" else words[text]

    def points(*texts: str, mark: str = "bullet") -> ListNode:
        return ListNode(tuple((Para(inline(w(text))),) for text in texts), "number" if mark == "number" else "bullet")

    def row(*texts: str) -> tuple[Cell, ...]:
        return tuple(Cell((Para(inline(words.get(text, text))),)) for text in texts)

    def table(heads: tuple[str, ...], *rows: tuple[Cell, ...], widths: tuple[float, ...] = (0, 0)) -> TableNode:
        return TableNode(tuple(Column(inline(w(head)), width) for head, width in zip(heads, widths, strict=True)), rows)

    programme = table(
        ("Time", "What we do"),
        row("09:00–09:45", "Opening"),
        row("09:45–11:00", "Reading and understanding your contract"),
        row("11:00–11:15", "Break"),
        row("11:15–15:20", "Rights, obligations and where to complain"),
        row("15:20–15:40", "Post-test"),
        row("15:40–16:00", "Closing"),
        widths=(30, 70),
    )
    picture = PictureNode(
        sample_picture(folder), w("A street with three doors"), inline(w("A street with three doors"))
    )
    boxes = [FlowBox(w(label), count, str(count)) for label, count in
             (("Pre-test", 24), ("Post-test", 22), ("Both", 20), ("Only before", 4), ("Only after", 2))]  # fmt: skip
    chart = ChartNode(FlowChart(w("Who answered"), *boxes), w("24 answered before, 22 after."))
    address = "https://ee.kobotoolbox.org/x/AbCdEf12"
    code = QrNode(address, w("QR code that opens the form"), caption=(Span(address, lang="en"),))
    activity_facts = (("", w("Group work")), ("", w("30 min")), ("", w("Groups of 3–5")), (w("You need"), w("pens")))
    people = ("users-group", "clock", "users", "pencil")
    cards = [
        Card("title", w("Before you leave"), tuple(
            Para(inline(w(line))) for line in ("Ghana → Italy", "7 December 2026", "Migrant Resource Centre"))),
        Card("agenda", w("Where we are: your rights"), (programme,), marked=(3,)),
        Card("section", w("Your contract"), (Para((Span(w("Afterwards you can:"), bold=True),)), points(
            "name the main parts of a contract", "mark what is unclear or missing", "ask before you sign")),
            icon="file-text"),
        Card("key-message", w("The one thing to remember"), (
            Para(inline(w("Never sign what you have not understood."))),)),
        Card("bullets", w("Three copies, three places"), (points(
            "With me: the original, in a safe place", "In the cloud: a photo, with a password",
            "At home: with a person I trust"),), kind="presentation"),
        Card("two-columns", w("Home and there"), columns=(
            (inline(w("At home")), (points("Eight hours a day", "One day off"),)),
            (inline(w("There")), (points("Twelve hours a day", "Day off if possible"),))), kind="demonstration"),
        Card("picture", w("The street"), (Para(inline(w("Look for the door with the bell."))), picture), kind="story"),
        Card("process", w("Serious danger at work"), (points(
            "Stop", "Step back to a safe place", "Warn the others", "Report to the supervisor",
            "Go back when it is put right", mark="number"),), kind="group-work"),
        Card("comparison", w("Two papers"), columns=(
            (inline(w("At home")), (points("Eight hours a day", "One day off"),)),
            (inline(w("There")), (points("Twelve hours a day", "Day off if possible"),))), kind="case-study"),
        Card("discussion", w("Fair or unfair?"), (points("Where do you stand?", "Tell your neighbour why."),),
             facts=(("", w("Discussion")), ("", w("Pairs"))), fact_icons=("messages", "users"), kind="discussion"),
        Card("activity", w("Read the contract together"), (points(
            "Green: clear and fair", "Yellow: I have a question", "Red: I would not sign this"),),
            facts=activity_facts, fact_icons=people, clock=("10:15", "10:45"), minutes=30, kind="group-work"),
        Card("case-study", w("Amina's two contracts"), (points(
            "What did she do well?", "Who can help her?", mark="number"),),
            facts=(("", w("Case study")), ("", w("Pairs"))), fact_icons=("folder-search", "users"), kind="case-study"),
        Card("question", w("Who keeps your passport?"), (points("The employer", "I keep it myself", "The agency"),),
             kind="quiz"),
        Card("question", w("Answer: who keeps your passport?"), (points(
            "The employer", "I keep it myself", "The agency"),), kind="quiz", marked=(1,)),
        Card("debrief", w("Looking back"), (points("What surprised you?", "What will you do differently?"),),
             facts=(("", w("Debrief")),), fact_icons=("refresh",), kind="reflection"),
        Card("quote", w("A worker's words"), (QuoteNode((Para(inline(w(
            "I counted my hours every day. In the end, my notebook spoke for me."))),)),), kind="story"),
        Card("chart", w("Who answered"), (chart,), kind="post-test"),
        Card("table", w("Joseph's month"), (table(
            ("From the contract", "Amount"), row("Wage", "1,040"), row("Meals", "−104"), row("Left", "936")),),
            kind="group-work"),
        Card("qr", w("The form on your phone"), (points(
            "Open the camera.", "Point it at the square.", "Tap the address.", mark="number"), code), kind="pre-test"),
        Card("takeaways", w("To remember"), (points(
            "Keep copies.", "Write down your hours.", "Knock on the nearest safe door."),), kind="recap"),
        Card("contacts", w("Who can help in Italy"), (table(
            ("What for", "Contact"), row("Emergency", "112"), row("Helpline", "800 939 000")),), kind="closing"),
        Card("pause", w("Break at 11:00"), (Para(inline(w("We go on at 11:15."))),), kind="break"),
        Card("bullets", "Words that nobody has translated yet", (ListNode(tuple(
            (Para((Span(text, lang="en" if language == "ar" else ""),)),) for text in
            ("Is this fair or unfair?", "Call 112, then wait (outside)!", "Keep 3 copies."))),), kind="presentation"),
        Card("closing", w("Thank you"), (Para(inline(w("Migrant Resource Centre"))),), icon="heart-handshake"),
    ]  # fmt: skip
    tongue = Language(language)
    return Deck(
        "sample", w("Before you leave"), language, language, tongue.direction, fit_cards(cards, tongue, tongue),
        footer=f"{w('Before you leave')} · {w('7 December 2026')}", audience=audience,
    )  # fmt: skip
