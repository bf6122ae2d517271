"""What can go wrong, and how it is told.

    TwosourceError
    ├── UsageError        the user's mistake, found before any work: exit code 2
    ├── NothingReadable   every input failed: exit code 1
    ├── Mismatch          `verify` found a span that is not in its text: exit code 1
    └── StageError        a bug of ours, naming the stage and the record: exit code 1

A bad article or sentence raises nothing: it becomes a `Problem` row (see model.py) of one of the kinds below.
"""

from enum import StrEnum


class TwosourceError(Exception):
    """Base of all errors; the message is one sentence that names the thing and the fix."""

    exit_code = 1


class UsageError(TwosourceError):
    """A path, option or file of the user's that cannot be: nothing was done."""

    exit_code = 2


class NothingReadable(TwosourceError):
    """Inputs were there, and none of them could be read."""


class Mismatch(TwosourceError):
    """A record's span does not hold the words it claims to rest on."""


class StageError(TwosourceError):
    """A stage failed on a record; the cause is chained."""


class ProblemKind(StrEnum):
    """The closed list of what a problem row can be about."""

    EMPTY = "empty"  # no text at all
    BINARY = "binary"  # bytes that are no text
    ENCODING = "encoding"  # decoded, with characters replaced
    NO_ARTICLE = "no_article"  # a page or record without a text
    MALFORMED = "malformed"  # JSON, HTML or a row that does not parse
    SUMMARY = "summary"  # a feed's summary, where the article's whole text is not given
    TOO_LONG = "too_long"  # over the limit that is named
    UNSUPPORTED = "unsupported"  # a format that is not read
    LANGUAGE = "language"  # not English: read and grouped, no claims
    DUPLICATE = "duplicate"  # one article supplied twice
    QUOTATION = "quotation"  # a quotation mark that does not close
    DATE = "date"  # a date that cannot be read
    UNREADABLE = "unreadable"  # permission, a broken link, a device
    RULING = "ruling"  # a person's decision that matches nothing any more
