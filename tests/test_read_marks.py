"""What is marked in a text: furniture in [square brackets], corrections too; and the agency it credits. One line, one behaviour."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from twosource.model import Span
from twosource.read.corrections import corrections
from twosource.read.credit import credit
from twosource.read.furniture import furniture

BODY = "Two trams met on one track in Calder on Monday."


def check(marked: str, find: Callable[[str], Iterable[Span]]) -> None:
    """Brackets in `marked` are the spans that `find` gives for the text without them."""
    text, spans, opened = "", [], 0
    for c in marked:
        if c == "⟦":
            opened = len(text)
        elif c == "⟧":
            spans.append((opened, len(text)))
        else:
            text += c
    assert [text[s:e] for s, e in find(text)] == [text[s:e] for s, e in spans]
    assert list(find(text)) == spans


@pytest.mark.parametrize(
    "line",
    """Total Views : 13
1,204 views
12 Comments
5 min read
Zoom In Zoom Out Read Later Print
Share Tweet Print Read later
Share | Save | Facebook | X | WhatsApp
SHARE THIS ARTICLE Share Tweet Post Email
Advertisement
ADVERTISEMENT Continue reading the main story
Story continues below advertisement
Scroll down for video
Read also: Mayor opens the new line
READ MORE: Mayor opens the new line
Read more about the new line here.
Related: Mayor opens the new line
PHOTOS: The new line in pictures
Follow us on Facebook and Twitter
Follow Ana Pruitt on Twitter: @anapruitt
Twitter: @anapruitt
Sign up for our newsletter
Get the latest news in your inbox every morning. Sign up here.
Want more from Calder? Sign up for our weekly newsletter.
Click here to get the Courier app
We use cookies to improve this site. See our cookie policy.
By signing up, you agree to our Terms of Use and Privacy Policy.
Copyright © 2025 Calder Courier. All rights reserved.
© 2025 Calder Courier
Copyright 2025 Meridian Press. This material may not be published or broadcast.
Photo: Ana Pruitt/Getty Images
Image credit: Getty
Image copyright Reuters
(Ana Pruitt / Reuters)
Ana Pruitt/AP Photo
Getty Images
By Ana Pruitt
By Ana Pruitt and Bo Lind, Meridian Press
BY ANA PRUITT | CALDER COURIER
Updated at 5:37 p.m. ET
Published: March 3, 2025 10:30 AM
This story has been updated.
This article is more than 2 years old
(Reporting by Ana Pruitt; Editing by Bo Lind)
Bo Lind contributed to this report.
The Associated Press contributed to this report.
Support our journalism by becoming a member today.
Slideshow (4 images)
Enlarge this image toggle caption Ana Pruitt/AP
3 years ago""".split("\n"),
)
def test_a_line_of_furniture(line: str) -> None:
    check(f"{BODY}\n\n  ⟦{line}⟧  \n\n{BODY}", furniture)


@pytest.mark.parametrize(
    "line",
    """CALDER (AP) — Two trams met on one track.
The site had 1,204 views by Monday, the company said.
Share prices fell on Monday.
Print sales rose by 4 percent.
Follow the money, the prosecutor told the court.
Read the letter, she said, and you will understand.
By Monday, nine people had been treated.
By noon the line was closed.
More than 40 people were aboard.
Related crimes rose last year.
Click fraud cost the company $4 million, according to the ministry.
He told users to follow us on Facebook.
“Sign up for our newsletter,” the page said to visitors.
The company said users may unsubscribe from its newsletter.
Photo journalist Ana Pruitt was hurt.
Copyright law protects the plan, the judge said.
Advertisement sales fell by a third.
Updated rules take effect on 3 March.
Police said 13 people were hurt
A subscriber to the service said it was down.
Join the army, he told them, or leave.
Contributed goods were worth $30,000.
9:15 p.m.
Calder, March 3
Fire in the depot""".split("\n"),
)
def test_a_line_of_the_article(line: str) -> None:
    check(f"{BODY}\n{line}\n{BODY}", furniture)


def test_headlines_under_a_pointer_are_pointers() -> None:
    check(f"{BODY}\n⟦Read more:⟧\n⟦Mayor opens the new line⟧\n⟦Nine things to know about trams⟧\n{BODY}\nThe depot burns", furniture)


def test_a_headline_that_looks_like_a_pointer_stays() -> None:
    check(f"Watch: Trams meet on one track\n\n{BODY}\n⟦Watch: Mayor opens the line⟧", furniture)


def test_a_gallery_set_into_an_article_is_furniture_however_long() -> None:
    gallery = " ".join(f"Photos: Trams meet – The depot on day {n} of the fire. Hide Caption {n} of 40" for n in range(1, 41))
    check(f"{BODY}\n⟦{gallery}⟧\n{BODY}\nPeople hide caption and credit, the editor said.", furniture)


def test_only_the_credit_before_a_caption_is_furniture() -> None:
    check("⟦Image copyright Reuters Image caption⟧ The depot burned for six hours", furniture)


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\u2028", "word " * 5000, "Read more:", "a\r\nAdvertisement\r\nb"])
def test_furniture_of_odd_texts(text: str) -> None:
    assert [text[s:e] for s, e in furniture(text)] in ([], ["Read more:"], ["Advertisement"])


@pytest.mark.parametrize(
    "marked",
    [
        "⟦Correction: An earlier version of this article misstated the number of the hurt as 45; it is 34.⟧",
        "⟦CORRECTION (March 4): The tram was built in 1974.⟧",
        "⟦Corrections & Clarifications: The tram was built in 1974.⟧",
        "⟦Clarification: The mayor spoke on Monday.⟧",
        "⟦Editor’s note: This story was first published on Monday.⟧",
        "⟦(Corrects spelling of name in paragraph 3)⟧",
        "⟦(This version of the story corrects the year to 1974)⟧",
        "⟦This article has been corrected to say that nine were hurt.⟧",
        "⟦This article originally said that twelve were hurt.⟧",
        "⟦Due to an editing error, a caption named the wrong mayor.⟧",
        "⟦CORRECTION APPENDED.⟧\n\nNine people were hurt.",
        "⟦CORRECTION\n\nThe tram was built in 1974.⟧",
        "Nine were hurt. ⟦An earlier version of this story gave another number. We regret the error.⟧",
        "Nine were hurt. ⟦Correction: An earlier version of this article misstated the number of the hurt as 45; it is 34.⟧",
        "The ministry corrected its figure to 34.",
        "The minister said an earlier report was wrong.",
        "This article originally appeared in the Calder Weekly.",
        "A correction to the road map is needed, she said.",
        "He was sent to a house of correction.",
    ],
)
def test_corrections(marked: str) -> None:
    check(f"{BODY}\n\n{marked}\n\n{BODY}", corrections)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("CALDER (AP) — Two trams met.", "AP"),
        ("CALDER, Pa. (AP) -- Two trams met.", "AP"),
        ("CALDER, March 3 (UPI) — Two trams met.", "UPI"),
        ("New Calder (AFP) – Two trams met.", "AFP"),
        ("Dec 29 (Reuters) - Two trams met.", "Reuters"),
        ("CALDER/HALDRIN (Reuters) - Two trams met.", "Reuters"),
        ("(Reuters) - Two trams met.", "Reuters"),
        ("New Delhi [India], March 3 (ANI): Two trams met.", "ANI"),
        ("MOSCOW, March 3. /TASS/. Two trams met.", "TASS"),
        ("PORT CALDER (Meridian Press) — Two trams met.", "Meridian Press"),
        ("Nine hurt as trams meet\n\nCALDER (AP) — Two trams met.", "AP"),
        ("By Ana Pruitt, Associated Press\n\nTwo trams met.", "AP"),
        ("By ANA PRUITT, AP Business Writer\n\nTwo trams met.", "AP"),
        ("By Ana Pruitt | Reuters\n\nTwo trams met.", "Reuters"),
        ("Xinhua | Updated: 2025-03-03 17:52\nTwo trams met.", "Xinhua"),
        ("The Associated Press\n\nTwo trams met.", "AP"),
        ("Two trams met.\n\nThe Associated Press contributed to this report.", "AP"),
        ("Two trams met.\n\nAssociated Press writer Ana Pruitt in Calder contributed to this report.", "AP"),
        ("Two trams met.\n\nBo Lind and The Associated Press contributed to this report.", "AP"),
        ("Two trams met.\n\nWith files from The Canadian Press", "The Canadian Press"),
        ("Two trams met.\n\n(With inputs from ANI)", "ANI"),
        ("Two trams met.\n\n(With PTI inputs)", "PTI"),
        ("Two trams met.\n\nWith reporting by Meridian Press.", "Meridian Press"),
        ("Two trams met.\n\n—AFP", "AFP"),
        ("Two trams met. – AFP", "AFP"),
        ("Two trams met.\n\nap/bl (dpa, AFP)", "dpa"),
        ("Two trams met.\n\n(Reporting by Ana Pruitt; Editing by Bo Lind)", "Reuters"),
        ("Two trams met.\n\nThis story was originally published by Calder Weekly.", "Calder Weekly"),
        ("Two trams met.\n\nCopyright 2025 The Associated Press. All rights reserved.", "AP"),
        ("Ana Pruitt / Reuters.\n\nTwo trams met.", "Reuters"),
        ("A tram. (AP Photo/Ana Pruitt)\n\nTwo trams met.", "AP"),
        ("Two trams met.\n\nREUTERS/Ana Pruitt", "Reuters"),
        # quoted, not credited
        ("The mayor told Reuters that two trams met.", None),
        ("Two trams met, according to Reuters.", None),
        ("Two trams met, the Associated Press reported.", None),
        ("A Reuters/Ipsos poll found that 40 percent ride trams.", None),
        ("She told the Associated Press (AP) that two trams met.", None),
        ("AP: Two trams met\n\nThe mayor said so.", None),
        ("Officials slam AP\n\nThe mayor said so.", None),
        ("Photo: Ana Pruitt/Getty Images\n\nTwo trams met.", None),
        ("Rep. Ana Pruitt (R-Ohio) — a tram driver once — said no.", None),
        ("Erie (Pa.) — Two trams met.", None),
        ("This story was originally published in May.", None),
        ("Bo Lind contributed to this report.", None),
        ("", None),
    ],
)
def test_credit(text: str, agency: str | None) -> None:
    assert credit(text) == agency


@pytest.mark.parametrize(
    ("authors", "agency"),
    [
        (("AP",), "AP"),
        (("The Associated Press",), "AP"),
        (("Reuters Staff",), "Reuters"),
        (("Ana Pruitt, Associated Press",), "AP"),
        (("Associated Press in Valencia",), "AP"),
        (("Ana Pruitt", "AFP"), "AFP"),
        (("Meridian Press",), "Meridian Press"),
        (("Ana Pruitt",), None),
    ],
)
def test_credit_of_authors(authors: tuple[str, ...], agency: str | None) -> None:
    assert credit(BODY, authors) == agency


def test_the_dateline_goes_before_the_picture() -> None:
    assert credit("Bo Lind/AFP\n\nCALDER (Reuters) - Two trams met.\n\nThe Associated Press contributed to this report.") == "Reuters"
