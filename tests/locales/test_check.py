"""Every fault that a catalogue can have is named by the check, and the update mends what it can."""

from pathlib import Path

import pytest

from locales import catalogues, persian
from locales.check import problems
from locales.update import update

CODE = '''"""Words."""


def words(n):
    return _("Reason: {reason}") + ngettext("{n} file ▶", "{n} files ▶", n)
'''
REASON = 'msgid "Reason: {reason}"\nmsgstr ""'
FILES = 'msgstr[0] ""\nmsgstr[1] ""'


def replace(project: Path, old: str, new: str, language: str = "fa") -> None:
    """Plant a change in a catalogue; fails where there is nothing to change."""
    path = catalogues.path_of(language, project)
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new), "utf-8")


def found(project: Path) -> list[str]:
    return problems(project, project)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with one module that speaks, and its catalogues, complete."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "words.py").write_text(CODE, "utf-8")
    update(tmp_path, tmp_path)
    replace(tmp_path, REASON, REASON.replace('""', '"دلیل: {reason}"'))
    replace(tmp_path, FILES, 'msgstr[0] "یک فایل ◀"\nmsgstr[1] "{n} فایل ◀"')
    return tmp_path


def test_complete_catalogues_have_no_problems(project: Path) -> None:
    assert found(project) == []


def test_the_catalogues_of_the_project_have_no_problems() -> None:
    assert problems() == []


def test_update_changes_nothing_the_second_time(project: Path) -> None:
    before = {name: catalogues.path_of(name, project).read_bytes() for name in ("fa", "en")}

    assert update(project, project) == {"fa": 0, "en": 0}

    assert before == {name: catalogues.path_of(name, project).read_bytes() for name in ("fa", "en")}


def test_a_new_sentence_is_missing_until_the_update_and_untranslated_after(project: Path) -> None:
    with (project / "bot" / "words.py").open("a", encoding="utf-8") as code:
        code.write('\nMORE = _("Later")\n')

    before = found(project)
    lacking = update(project, project)

    assert before == ["fa: not in the catalogue: Later", "en: not in the catalogue: Later"]
    assert lacking == {"fa": 1, "en": 0}
    assert found(project) == ["fa: not translated: Later"]


def test_a_sentence_that_is_no_longer_said_is_named_and_dropped(project: Path) -> None:
    code = project / "bot" / "words.py"
    code.write_text(code.read_text("utf-8").replace('_("Reason: {reason}") + ', ""), "utf-8")

    before = found(project)
    update(project, project)

    assert before == [
        "fa: no longer said: Reason: {reason}",
        "en: no longer said: Reason: {reason}",
    ]
    assert found(project) == []


def test_a_sentence_that_got_a_plural_is_named(project: Path) -> None:
    code = project / "bot" / "words.py"
    text = code.read_text("utf-8")
    code.write_text(text.replace('_("Reason: {reason}")', 'ngettext("Reason: {reason}", "R", 2)'))

    words = "one form here, several in the code, or the other way round: Reason: {reason}"
    assert found(project) == [f"fa: {words}", f"en: {words}"]


def test_only_plain_strings_can_be_translated(project: Path) -> None:
    with (project / "bot" / "words.py").open("a", encoding="utf-8") as code:
        code.write("\nSAID = _(words)\n")

    assert found(project) == ["bot/words.py:7: only a plain string can be translated"]


def test_a_missing_catalogue_is_named(project: Path) -> None:
    catalogues.path_of("fa", project).unlink()

    assert found(project) == ["fa: no catalogue"]


def test_fuzzy_and_obsolete_entries_are_named(project: Path) -> None:
    replace(project, "#, python-brace-format\nmsgid", "#, fuzzy, python-brace-format\nmsgid")
    with catalogues.path_of("fa", project).open("a", encoding="utf-8") as catalogue:
        catalogue.write('\n#~ msgid "Gone"\n#~ msgstr "رفته"\n')

    assert found(project) == [
        "fa: obsolete: Gone",
        "fa: fuzzy: Reason: {reason}",
        "fa: fuzzy: {n} file ▶",
    ]


def test_english_that_differs_from_the_code_is_named(project: Path) -> None:
    replace(project, 'msgstr "Reason: {reason}"', 'msgstr "Why: {reason}"', "en")

    assert found(project) == ["en: differs from the code: Reason: {reason}"]


def test_too_many_plural_forms_are_named(project: Path) -> None:
    replace(project, 'msgstr[1] "{n} فایل ◀"', 'msgstr[1] "{n} فایل ◀"\nmsgstr[2] "{n} فایل ◀"')

    assert found(project) == [
        "fa: not well formed: msg has more translations than num_plurals of catalog on 15"
    ]


@pytest.mark.parametrize(
    ("translation", "words"),
    [
        ("دلیل: {cause}", "other places in braces"),
        ("دلیل:", "other places in braces"),
        ("✅ دلیل: {reason}", "other signs"),
        ("دلیل: {reason} ", "other spaces at the edges"),
    ],
)
def test_a_translation_that_does_not_keep_what_must_stay_is_named(
    project: Path, translation: str, words: str
) -> None:
    replace(project, "دلیل: {reason}", translation)

    assert found(project) == [f"fa: {words}: {translation}"]


def test_only_the_form_for_one_may_do_without_the_figure(project: Path) -> None:
    replace(project, "{n} فایل ◀", "چند فایل ◀")

    assert found(project) == ["fa: other places in braces: چند فایل ◀"]


def test_an_arrow_that_does_not_turn_with_the_line_is_named(project: Path) -> None:
    replace(project, "{n} فایل ◀", "{n} فایل ▶")

    assert found(project) == ["fa: other signs: {n} فایل ▶"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("پیوند: link", "Latin letters"),
        ("تا 3 روز", "digits that are not Persian"),
        ("تا ٤ روز", "digits that are not Persian"),
        ("۶۰% انجام شد", "a mark that is not Persian: ٪ ، ؛ ؟"),
        ("کجا?", "a mark that is not Persian: ٪ ، ؛ ؟"),
        ('نام "کمیسیون"', "quotation marks other than «»"),
        ("نام “کمیسیون”", "quotation marks other than «»"),
        ("كميسيون", "Arabic letters: write ی ک ه هٔ"),
        ("صبر کنید...", "three dots: write …"),
        ("یادآوری می شود", "«می» without a half-space"),
        ("ابلاغ نمی شود", "«می» without a half-space"),
        ("یادآوری میشود", "«می» glued to its verb"),
        ("نمیتوانم", "«می» glued to its verb"),
        ("مصوبه ها", "«ها» without a half-space"),
        ("گزارش های شما", "«ها» without a half-space"),
        ("پیش تر", "«تر» without a half-space"),
        ("جلسه ی بعد", "an ending without a half-space"),
        ("هر واژه ای", "an ending without a half-space"),
        ("جلسه‌ی بعد", "«ه‌ی»: write «هٔ»"),
        ("مصوبه‌ها‌ ", "a half-space at a word's edge"),
        ("نهاد ، مهلت", "a space before a mark"),
        ("« نهاد»", "a space before a mark"),
        ("نهاد،مهلت", "no space after a mark"),
        ("نهاد  مهلت", "two spaces"),
        ("لینک را بفرستید", "«لینک»: the glossary says «پیوند»"),
        ("راهنما: /help", "/help is not isolated"),
        ("فایل .txt", ".txt is not isolated"),
    ],
)
def test_each_fault_of_persian_is_named(sentence: str, words: str) -> None:
    assert persian.faults(sentence) == [words]


@pytest.mark.parametrize(
    "sentence",
    [
        "«در اسرع وقت» تاریخ معینی ندارد؛ برای یادآوری، تاریخی تعیین کنید",
        "…و {n} مورد دیگر در \u2068/my\u2069.",
        "۶۰٪ انجام شد، نامه ارسال شد.",
        "   {state} · {when}",
        "یکی را برگزینید: «۱۴۰۵/۱۰/۳۰»، «دو هفتهٔ دیگر».",
        "آن‌ها گزارش‌هایشان را می‌فرستند؛ چه کسی نمی‌فرستد؟",
    ],
)
def test_good_persian_has_no_faults(sentence: str) -> None:
    assert persian.faults(sentence) == []


def test_commands_and_file_endings_are_isolated_once() -> None:
    isolated = persian.isolated("فایل .txt یا /minutes را بفرستید")

    assert isolated == "فایل \u2068.txt\u2069 یا \u2068/minutes\u2069 را بفرستید"
    assert persian.isolated(isolated) == isolated
