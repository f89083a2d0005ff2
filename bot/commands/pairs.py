"""`check --confusable`: facts that are easily taken for each other → a list with what tells them apart."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from bot.commands.opening import configured
from bot.commands.output import counted, remark, result, result_json
from bot.problems import FactsError
from bot.progress import shown
from bot.reading import read_base_of, read_folders

MOST: Final = 50
SEED: Final = 1


def list_confusable(arguments: Namespace) -> int:
    """Exit with 0: that facts are close is no error."""
    from bot import factbase
    from bot.curation.confusable import confusable
    from bot.curation.traps import set_traps
    from bot.desk import matcher_of, meanings_of
    from bot.replies import settle

    config = configured(arguments)
    files = {path: text for given in arguments.paths for path, text in read_base_of(given).items()}
    base, problems = factbase.load((files or read_folders(config.settings.facts)).items())
    if base is None:
        raise FactsError(problems)
    matcher = matcher_of(base, config.settings, meanings_of(config, remark))
    with shown("asking variants", remark) as progress:
        report = set_traps(base, lambda text: settle(matcher.decide(text), base), SEED, None, progress)
    pairs = list(confusable(report, base, MOST))
    if arguments.json or arguments.format == "json":
        result_json(
            [
                {
                    "fact": pair.fact,
                    "place": str(base.by_id[pair.fact].place),
                    "other": pair.other,
                    "other_place": str(base.by_id[pair.other].place),
                    "margin": round(pair.margin, 4),
                    "question": pair.text,
                    "only_fact": list(pair.only_fact),
                    "only_other": list(pair.only_other),
                }
                for pair in pairs
            ]
        )
        return 0
    for pair in pairs:
        fact, other = base.by_id[pair.fact], base.by_id[pair.other]
        result(f"{fact.place}: '{fact.id}' leads '{other.id}' ({other.place}) by {pair.margin:+.3f} at “{pair.text}”")
        result(f"    {pair.told_apart()}")
    remark(counted(len(pairs), "pair"))
    return 0
