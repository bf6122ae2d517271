"""Quality, measured on public benchmark data that others made (found through TWOSOURCE_DATA; never part of this repository).

Each module here is one task: `load(data)` reads the gold, `articles(gold)` gives what the product is handed (no gold in it),
`score(gold, rows)` compares its public JSON rows and returns nested figures; `errors(gold, rows)` yields misses and false alarms.
`python -m evaluation` prints all figures; floors.json pins them with the data's digest.
"""
