"""The colours of all pictures: drawings, pages, the figures of the demos."""

#: For each role of a colour: on a white page and on a dark one. Blue and orange are
#: told apart with any colour vision; neither they nor "special" is used for a box.
COLOURS = {
    "page": ("#ffffff", "#14171c"),
    "ink": ("#1b1f24", "#e6e9ee"),
    "muted": ("#57606a", "#a3adba"),
    "line": ("#9aa2ab", "#6b7684"),
    "tint": ("#e9ecf1", "#2b313a"),
    "positive": ("#0a62b5", "#5aaefc"),
    "negative": ("#b85500", "#ff9d45"),
    "special": ("#a01fb0", "#e27bf0"),
}

#: The colours of a white page alone, and those of a dark one.
LIGHT, DARK = ({role: pair[i] for role, pair in COLOURS.items()} for i in (0, 1))
