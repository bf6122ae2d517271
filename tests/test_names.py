"""Who is who in one article. {Braces} mark sources; the last one is asked for."""

import re

import pytest

from twosource.extract.names import Names, read_names
from twosource.extract.parse import parse
from twosource.extract.said import Said
from twosource.model import Article, Force, Link, Mode


def read(marked: str) -> tuple[Names, list[Link], str]:
    text = marked.replace("{", "").replace("}", "")
    spans = []
    for k, m in enumerate(re.finditer(r"\{([^}]*)\}", marked)):
        start = m.start() - 2 * k
        spans.append((start, start + len(m[1])))
    parsed = next(iter(parse([Article(id="a", uri="a", text=text, sha256="")])))
    said = []
    for span in spans:
        number = next(s.number for s in parsed.sentences if s.span[0] <= span[0] < s.span[1])
        said.append(
            Said(
                source=span,
                source_head=span,
                cue=None,
                cue_lemma=None,
                content=(),
                mode=Mode.INDIRECT,
                force=Force.NEUTRAL,
                sentence=number,
            )
        )
    names = read_names(parsed, said)
    return names, [names.resolve(span, sentence=s.sentence) for span, s in zip(spans, said, strict=True)], text


def told(link: Link) -> str:
    return (
        f"{link.name} | {link.kind}"
        + (f" | for {link.speaks_for}" if link.speaks_for else "")
        + (f" | {link.number}" if link.number else "")
    )


PEOPLE = [
    ("Donald Marsh won. {Marsh} said so.", "Donald Marsh | person"),
    ("Marsh Wins Again In Ohio Vote\n\nDonald Marsh spoke on Monday. {Marsh} said so.", "Donald Marsh | person"),
    ("{Marsh} said so. Later Donald Marsh left.", "Donald Marsh | person"),
    ("John Smith left. {Mr. Smith} said so.", "John Smith | person"),
    ("Dr. Anna Weber left. {Weber} said so.", "Anna Weber | person"),
    ("{President Volodymyr Zelenskyy} said so.", "Volodymyr Zelenskyy | person"),
    ("{Russian President Vladimir Putin} said so.", "Vladimir Putin | person"),
    ("{US Secretary of State Marco Rubio} said so.", "Marco Rubio | person"),
    ("{Deputy Foreign Minister Sergei Ryabkov} said so.", "Sergei Ryabkov | person"),
    ("{Kellan’s special envoy, Peter Witten}, said so.", "Peter Witten | person"),
    ("{Peter Witten, a special envoy}, said so.", "Peter Witten | person"),
    ("{Ursula von der Leyen} said so.", "Ursula von der Leyen | person"),
    ("Ursula von der Leyen spoke. {Von der Leyen} said so.", "Ursula von der Leyen | person"),
    ("Bashar al-Assad spoke. {Assad} said so.", "Bashar al-Assad | person"),
    ("Xi Jinping met visitors. {Xi} said so.", "Xi Jinping | person"),
    ("Kim Jong Un met visitors. {Kim} said so.", "Kim Jong Un | person"),
    ("John F. Baker spoke. {Baker} said so.", "John F. Baker | person"),
    ("Donald Marsh spoke. Then {Donald J. Marsh} said so.", "Donald Marsh | person"),
    ("Donald Marsh left. Donald Marsh Jr. stayed. {Marsh Jr.} said so.", "Donald Marsh Jr. | person"),
    ("Bill Carter and Helen Carter came. {Mrs. Carter} said so.", "Helen Carter | person"),
    ("Bill Carter and Helen Carter came. {Helen} said so.", "Helen Carter | person"),
    ("Helen Carter came. {Carter} said so. Later Bill Carter left.", "Helen Carter | person"),
    ("Kate Bishop left. {Bishop} said so.", "Kate Bishop | person"),
    ("{Marsh’s} aunt left. Donald Marsh stayed.", "Donald Marsh | person"),
]
FORMS = [
    ("Singer Melina sang. {The singer} said so.", "Melina | person"),
    ("In a talk with Harbor Weekly, {the director} said so. Peter Witten listened.", "director | office"),
    ("{George A Lopez} said so.", "George A Lopez | person"),
    ("{South Korean President Moon Jae-in} said so.", "Moon Jae-in | person"),
    ("{Raj Shah} said so.", "Raj Shah | person"),
    ("{The newspaper Bergen Matin} said so.", "Bergen Matin | outlet"),
    ("{DataCorpX} said so. {It} added this.", "DataCorpX | body"),
    ("{One of the family's attorneys, Justin Bamber}, said so.", "Justin Bamber | person"),
    ("{The South Korean government} said so.", "South Korea | body"),
    ("{A group of workers} said so.", "group of workers | group"),
    ("{His lawyer} said so. Donald Marsh left.", "His lawyer | unnamed | 1"),
    ("{Donald Marsh} left. {His lawyer} said so.", "Donald Marsh's lawyer | unnamed | for Donald Marsh | 1"),
    ("Helen Carter came. Her husband, Bill Carter, left. {Carter} said so.", "Helen Carter | person"),
    ("{The Harbor Post} wrote so.", "Harbor Post | outlet"),
    ("The Washington Post wrote on it. {The Post} said so.", "Washington Post | outlet"),
    ("Time magazine wrote on it. {The Time} said so.", "Time | outlet"),
    ("{A union representing workers} said so.", "Union | body"),
    ("{College-educated voters} said so.", "College-educated voters | group"),
    ("{46 percent} said so.", "46 percent | group"),
]
AMBIGUOUS = [
    ("Bill Carter and Helen Carter came. {Carter} said so.", "Carter | person"),
    ("President Anna Weber met President Omar Haddad. Nobody else came. Rain fell. {The president} said so.", "president | office"),
    ("Rain fell. {He} said so.", "He | unnamed"),
    ("Anna Weber left. {He} said so.", "He | unnamed"),
    ("{The minister} said so.", "minister | office"),
    ("{The minister} said so. Foreign Minister Omar Haddad came.", "minister | office"),
    ("Prime Minister Anna Weber left. {The Israeli prime minister} said so.", "Israeli prime minister | office"),
    ("President Anna Weber left. {The Ukrainian president} said so.", "Ukrainian president | office"),
]
ROLES = [
    ("Foreign Minister Omar Haddad came. {The minister} said so.", "Omar Haddad | person"),
    ("Russian President Vladimir Putin met Mayor Anna Weber. {The Russian president} said so.", "Vladimir Putin | person"),
    ("Russian President Vladimir Putin met French President Emmanuel Macron. {The French president} said so.", "Emmanuel Macron | person"),
    ("Former president Karl Weber met President Omar Haddad. {The president} said so.", "Omar Haddad | person"),
    ("{The minister} said so\n\nForeign Minister Omar Haddad came.", "Omar Haddad | person"),
    ("U.S. President Anna Weber left. {The American president} said so.", "Anna Weber | person"),
    ("Sen. Mary Baker came. {The senator} said so.", "Mary Baker | person"),
    ("Ruth Baker, the mayor, came. {The mayor} said so.", "Ruth Baker | person"),
]
VOICES = [
    ("{Police chief Ivan Petrov} said so.", "Ivan Petrov | person | for Police"),
    ("On Friday {police chief Ivan Petrov} said so.", "Ivan Petrov | person | for Police"),
    ("{Interior Ministry spokesman Ivan Petrov} said so.", "Ivan Petrov | person | for Interior Ministry"),
    ("Ivan Petrov, a spokesman for the Interior Ministry, came. {Petrov} said so.", "Ivan Petrov | person | for Interior Ministry"),
    ("{A spokesman for the Interior Ministry} said so.", "A spokesman for the Interior Ministry | unnamed | for Interior Ministry | 1"),
    ("{Officials at the Defence Ministry} said so.", "Officials at the Defence Ministry | unnamed | for Defence Ministry"),
    ("{A police spokeswoman} said so.", "A police spokeswoman | unnamed | for Police | 1"),
    ("The Interior Ministry was closed. {A ministry official} said so.", "A ministry official | unnamed | for Interior Ministry | 1"),
    ("{Two officials} said so.", "Two officials | unnamed | 2"),
    ("{An official who asked not to be named} said so.", "An official | unnamed | 1"),
    ("{Officials} said so.", "Officials | unnamed"),
    ("{Ukrainian officials} said so.", "Ukrainian officials | unnamed | for Ukraine"),
    ("{A US official} said so.", "A US official | unnamed | for United States | 1"),
    ("{An official} said so. {The official} added this.", "An official | unnamed | 1"),
    ("{President Omar Haddad} said so.", "Omar Haddad | person"),
    ("{One of the officials} said so.", "One of the officials | unnamed | 1"),
]
BODIES = [
    ("{Police} said so.", "Police | body"),
    ("{Ukraine’s air force} said so.", "Ukraine’s air force | body"),
    ("Ukraine's air force flew. {The air force} said so.", "Ukraine's air force | body"),
    ("{Kyiv} said so.", "Ukraine | body"),
    ("{The Kremlin} said so.", "Russia | body"),
    ("{Washington} said so.", "United States | body"),
    ("{The U.S.} said so.", "United States | body"),
    ("{The Russian government} said so.", "Russia | body"),
    ("The Interior Ministry was closed. {The ministry} said so.", "Interior Ministry | body"),
    ("The International Monetary Fund (IMF) met. {The IMF} said so.", "International Monetary Fund | body"),
    ("{The Kiel Institute for the World Economy} said so.", "Kiel Institute for the World Economy | body"),
    ("{Reuters} reported so.", "Reuters | agency"),
    ("{The New York Times} reported so.", "New York Times | outlet"),
    ("{The Marsh campaign} said so. Donald Marsh left. {His campaign} said this.", "Marsh campaign | body"),
    ("{Donald Marsh’s campaign} said so.", "Marsh campaign | body"),
    ("Brightwater Ltd. grew. {The company} said so.", "Brightwater Ltd. | body"),
]
DOCUMENTS = [
    ("{A Gallup poll} found so.", "Gallup | document"),
    ("{A study by the University of Oslo} found so.", "University of Oslo | document"),
    ("{The report} found so.", "report | document"),
    ("{A statement from the Interior Ministry} said so.", "Interior Ministry | body"),
]
GROUPS = [
    ("{Residents} said so.", "Residents | group"),
    ("{Two residents} said so.", "Two residents | group | 2"),
    ("{Critics} said so.", "Critics | group"),
    ("{Republicans} said so.", "Republicans | group"),
    ("John Smith and Mary Jones came. {Smith and Jones} said so.", "John Smith and Mary Jones | group | 2"),
    ("{Mining companies} said so.", "Mining companies | group"),
]
PRONOUNS = [
    ("{Donald Marsh} said so. {He} added this.", "Donald Marsh | person"),
    ("{Donald Marsh} said so. {She} added this.", "She | unnamed"),
    ("{Donald Marsh} met Anna Weber. {She} said so.", "Anna Weber | person"),
    ("{Anna Weber} said so. Donald Marsh disagreed. {She} added this.", "Anna Weber | person"),
    ("{Witten} stressed that it took effort, a task {he} claimed was easy. Peter Witten left.", "Peter Witten | person"),
    ("Peter Witten, {who} said so, left.", "Peter Witten | person"),
    ("{Two officials} said so. {They} added this.", "Two officials | unnamed | 2"),
    ("{A police spokeswoman} said so. {She} added this.", "A police spokeswoman | unnamed | for Police | 1"),
    ("{The Interior Ministry} said so. {It} added this.", "Interior Ministry | body"),
    ("{Aparni Mathrani} said so. Helen Carter had not. {Aparni Mathrani} added: no. {She} left it there.", "Aparni Mathrani | person"),
    ('{Peter Witten} said so. "Helen Carter came. Omar Haddad went." {He} added this.', "Peter Witten | person"),
    ("Foreign Minister Omar Haddad came. {The minister} said so. {He} added this.", "Omar Haddad | person"),
]
READERS = [  # what readers of results stumbled over
    ("{Lakeline} denied that its ferry was overloaded.", "Lakeline | body"),
    ("Lakeline denied that its ferry was old. Its spokesman, {Tom Brandt}, said so.", "Tom Brandt | person | for Lakeline"),
    ("Lakeline's spokesman left. {Lakeline} said so.", "Lakeline | body"),
    ("{Lakeline} said so. Workers at Lakeline left.", "Lakeline | body"),
    ("{Mallam Garba Shehu} said so.", "Garba Shehu | person"),
    ("{Asst Ch Con Robin Smith} said so.", "Robin Smith | person"),
    ("{Detective Chief Inspector Ann Poe} said so.", "Ann Poe | person"),
    ("{The Seafarers' Union} said so.", "Seafarers' Union | body"),
    ("The Seafarers' Union met. {The union} said so.", "Seafarers' Union | body"),
    ("Haldrin town council met. {The town council} said so.", "Haldrin town council | body"),
    ("Haldrin town council met. {The council} said so.", "Haldrin town council | body"),
    ("{Ofeibea Quist-Arcton} said so. {Ofeibea} added this.", "Ofeibea Quist-Arcton | person"),
    ("{BBC Police} said so.", "Police | body"),
    ("{Chairman of the Defence Committee Franz Klint} said so.", "Franz Klint | person"),
    ("{Harbor CEO and Bridge founder Elon Roe} said so.", "Elon Roe | person"),
    ("{R. Nicholas Burns} said so.", "R. Nicholas Burns | person"),
    ("{The zoo} said so.", "Zoo | body"),
    ("The Marnow Zoo shut. {The zoo} said so.", "Marnow Zoo | body"),
    ("{Images of Kim Jong-un} showed so.", "Images of Kim Jong-un | document"),
    ("{A Zeitung reporter} said so.", "Zeitung | outlet"),
    ("{An AFP tally} found so.", "Agence France-Presse | agency"),
    ("{A count by the Associated Press} found so.", "Associated Press | agency"),
    ("Carla Poe's father, Robert Poe, is a professor {who} thinks so.", "Robert Poe | person"),
    ("The actors came. Some saw Kill Bill. {She} said so.", "She | unnamed"),
    ("{Lakeline} denied the ferry was old. Its spokesman, Tom Brandt, left.", "Lakeline | body"),
    ("Lakeline denied the ferry was old. Its spokesman, {Tom Brandt}, said so.", "Tom Brandt | person | for Lakeline"),
    ('"We mourn," {Lakeline spokesman Tom Brandt} said.', "Tom Brandt | person | for Lakeline"),
    ("{Marnex, the company that runs the ferry}, said so.", "Marnex | body"),
    ("{Lakemere} said the boats were late. The company left.", "Lakemere | body"),
    ("Rain hit Trawline. {Trawline} said so.", "Trawline | body"),
    ("{Lisbon, Portugal, mayor Ana Ruiz} said so.", "Ana Ruiz | person"),
    ("{The Harbor Post's own count} showed so.", "Harbor Post | outlet"),
    ("{A Reuters analysis} showed so.", "Reuters | agency"),
    ("{Former Miss Universe Anna Weber} said so.", "Anna Weber | person"),
    ("The fall worries Henry Moran, head of the club. Rain fell. {He} said so.", "Henry Moran | person"),
    ("RT showed it. Marlo Network left. Rain fell. Snow fell. Hail fell. Wind rose. {The network} said so.", "Network | body"),
    ("President Moran left. Mr. Moran spoke. The first lady, Jane Moran, came. {President Moran} said so.", "Moran | person"),
    ("Norman Poe left. According to {Poe}, the current administration has failed.", "Norman Poe | person"),
    ("{Cornell William Poe} said so.", "Cornell William Poe | person"),
    ("Donald Marsh left. {Marsh's decision} said so.", "Donald Marsh | person"),
    ("{I} said so.", "I | unnamed"),
    ("{It} said so.", "It | unnamed"),
]
EVERY = READERS + PEOPLE + FORMS + AMBIGUOUS + ROLES + VOICES + BODIES + DOCUMENTS + GROUPS + PRONOUNS


@pytest.mark.parametrize(("marked", "expected"), EVERY)
def test_who_the_last_source_is(marked: str, expected: str) -> None:
    _, links, _ = read(marked)
    assert told(links[-1]) == expected


def test_the_core_mention_and_where_the_name_was_read() -> None:
    _, links, text = read("Donald Marsh won. {Mayor Marsh} said so.")
    assert [text[slice(*s)] for s in (links[0].mention, links[0].named_at) if s] == ["Marsh", "Donald Marsh"]


def test_a_reason_a_reader_can_check() -> None:
    _, links, _ = read("Donald Marsh won. {Marsh} said so. {He} left.")
    assert [link.reason for link in links] == ["surname of Donald Marsh, named at 0", "last speaker of fitting gender"]


def test_two_it_may_be_are_named_in_the_reason() -> None:
    _, links, _ = read("Bill Carter and Helen Carter came. {Carter} said so.")
    assert links[0].reason == "may be Bill Carter or Helen Carter" and links[0].named_at is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Donald Marsh praised Kyiv and the Interior Ministry.", ("Donald Marsh", "Kyiv", "Interior Ministry")),
        ("Moscow praised talks between Kyiv and Washington.", ("Russia", "Ukraine", "United States")),
        ("A blast in Kyiv hurt Donald Marsh.", ("Kyiv", "Donald Marsh")),
        ("Donald Marsh praised Marsh again.", ("Donald Marsh",)),
        ("Donald Marsh, who labelled him a liar, met Peter Witten.", ("Donald Marsh", "Peter Witten")),
        ("Peter Witten spoke. Donald Marsh, who labelled him a liar, left.", ("Peter Witten", "Donald Marsh")),
        ("Rain fell.", ()),
    ],
)
def test_names_mentioned(text: str, expected: tuple[str, ...]) -> None:
    names, _, text = read(text)
    assert names.mentioned((0, len(text))) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{Donald Marsh} said so. Then {he} left.", "Donald Marsh"),
        ("They shot down {the drones}.", "drones"),
        ("Donald Marsh won. They met {Mr. Marsh}.", "Donald Marsh"),
        ("{Moscow} attacked the town.", "Russia"),
        ("Foreign Minister Omar Haddad came. They met {the minister}.", "Omar Haddad"),
        ("They left {its territory}.", "its territory"),
    ],
)
def test_participants_have_readable_names(marked: str, expected: str) -> None:
    names, links, _text = read(marked)
    end = marked.replace("{", "").rindex("}") - marked.count("{") + 1
    start = marked.rindex("{") - 2 * (marked.count("{") - 1)
    assert links and names.participant((start, end)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🙂🙂",
        "“”",
        "'''",
        "He.",
        "a" * 5000,
        "(((( , , ,",
        "Mr.",
        "The\u200b\u200b Mr. \u202e",
        "King King King",
        "İ ß ŉ",
        "- - -",
    ],
)
def test_odd_text_never_raises(text: str) -> None:
    parsed = next(iter(parse([Article(id="a", uri="a", text=text, sha256="")])))
    names = read_names(parsed, [])
    assert names.mentioned((0, len(text))) is not None
    for end in range(0, min(len(text), 12)):
        assert names.resolve((0, end), sentence=0).name is not None
        assert names.participant((0, end)) is not None


def test_an_object_pronoun_is_not_the_subject_of_its_clause() -> None:
    names, _, text = read("{Peter Witten} spoke. {Donald Marsh} left. Marsh, who labelled him a liar, was tired.")
    start = text.index("Marsh, who")
    assert names.mentioned((start, text.index("liar"))) in (("Donald Marsh",), ("Donald Marsh", "Peter Witten"))
    at = text.index("him")
    assert names.participant((at, at + 3)) != "Donald Marsh"


def test_a_span_outside_the_sentences_is_left_as_written() -> None:
    names, _, _ = read("Rain fell.")
    assert names.resolve((90, 99), sentence=7).named_at is None
