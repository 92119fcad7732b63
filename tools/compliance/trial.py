"""Try rules out: judge titles, or check the examples that rules carry (`illegal`, `legal`).

    python -m tools.compliance.trial "全网最低价的炒锅" --industry 家居
    python -m tools.compliance.trial --rules my_rules

Without a title every example is checked, those of the built-in rules and of the folder; the exit status is 1 when one
is not judged as it says. An example may name its industry: `考研保过班 @教育培训`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.compliance.checker import Checker, load_checker
from tools.compliance.explaining import explain
from tools.compliance.rules import Rule, RuleError


def failures(checker: Checker) -> Iterator[str]:
    """A line for each example that is not judged as its rule says, by the rules alone.

    An illegal one must be a violation of the rule's category; another rule may have found the weightiest part.
    """
    for rule in checker.rules.values():
        yield from _failures(checker, rule)


def _failures(checker: Checker, rule: Rule) -> Iterator[str]:
    for example in rule.illegal:
        title, industry = split(example)
        found = checker.by_rules(title, industry)
        wanted = {rule.category, *(category for category, _ in rule.shift.values())}
        if found.verdict != "violation" or found.findings[0].category not in wanted:
            by = ", ".join(f"{f.rule} found “{f.span}”" + " (exempt)" * f.exempt for f in found.findings)
            yield f"{rule.id}: “{title}” is no violation of {rule.category}: {by or 'nothing found'}"
    for example in rule.legal:
        title, industry = split(example)
        found = checker.by_rules(title, industry)
        if found.verdict == "violation":
            yield f"{rule.id}: “{title}” is legal, but {found.findings[0].rule} found “{found.findings[0].span}”"


def split(example: str) -> tuple[str, str | None]:
    """An example's title and, after ` @`, its industry."""
    title, _, industry = example.partition(" @")
    return title, industry or None


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the titles given, or check all examples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("titles", nargs="*")
    parser.add_argument("--rules", type=Path, help="a folder with rules of your own")
    parser.add_argument("--industry")
    options = parser.parse_args(arguments)
    try:
        checker = load_checker(options.rules)
    except RuleError as error:
        parser.error(str(error))
    for title in options.titles:
        judged = checker.check(title, options.industry)
        print(f"{title}\n  {judged.verdict} {', '.join(finding.rule for finding in judged.findings)}")
        print("  " + explain(judged).replace("\n", "\n  "))
    if options.titles:
        return 0
    failed = list(failures(checker))
    count = sum(len(rule.illegal) + len(rule.legal) for rule in checker.rules.values())
    print("\n".join([*failed, f"{count - len(failed)} of {count} examples hold"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
