"""The properties of an item in IPTC ninjs 3.3 that an article can draw on, after ninjs-schema_3.3.json ((c) 2025 IPTC, CC BY 4.0).

An extract: the types and closed lists of these properties, and the names of all others, so that a misspelt one is found.
"""

_STRING, _TIME = {"type": "string"}, {"type": "string", "format": "date-time"}
_VALUES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "role": _STRING,
            "contentType": _STRING,
            "value": _STRING,
            "charCount": {"type": "integer"},
            "wordCount": {"type": "integer"},
        },
    },
}
_PARTY = {"name": _STRING, "role": _STRING, "uri": _STRING, "literal": _STRING, "contactInfo": {"type": "array"}}
_OTHERS = """representationType profile version contentCreated contentDigitised embargoedUntil urgency copyrightNotice usageTerms descriptions people
organisations places subjects events eventDetails plannedCoverage objects slugline located renditions altIds trustIndicators genres expires rightsInfo
digitalSourceType""".split()

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        "item": {
            "type": "object",
            "required": ["uri"],
            "additionalProperties": False,
            "properties": {
                **{name: {} for name in _OTHERS},
                "uri": _STRING,
                "type": {"enum": "text audio video picture graphic composite component event planning".split()},
                "firstCreated": _TIME,
                "versionCreated": _TIME,
                "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
                "copyrightHolder": _STRING,
                "edNote": _STRING,
                "language": _STRING,
                "bodies": _VALUES,
                "headlines": _VALUES,
                "infoSources": {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": _PARTY}},
                "title": _STRING,
                "by": _STRING,
                "name": _STRING,  # of an associated object
                "rel": _STRING,  # of an associated object
                "associations": {"type": "array", "items": {"$ref": "#/$defs/item"}},
                "standard": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {n: _STRING for n in ("name", "version", "schema")},
                },
            },
        }
    },
    "$ref": "#/$defs/item",
}
