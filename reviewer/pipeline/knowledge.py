"""What the stages are told beside the document: words, library, prompts, policy; loaded when first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

from reviewer.settings import Settings

if TYPE_CHECKING:
    from reviewer.checks import Checks
    from reviewer.domain.kinds import Library
    from reviewer.domain.policy import Policy
    from reviewer.domain.score import Form
    from reviewer.domain.words import Words
    from reviewer.prompt import Prompts


class Knowledge:
    """The bureau's settings turned into what checks, drafter, prompts and verification take.

    Raises ConfigurationError, from the attribute asked for, where a file of it is wrong.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def policy(self) -> "Policy":
        from reviewer.domain.policy import Policy

        s = self.settings
        return Policy(
            select=s.select,
            ignore=s.ignore,
            severity=s.severity,
            satisfaction_norm=s.satisfaction_norm,
            demand_every_dimension=s.demand_every_dimension,
            running_costs_need_targets=s.running_costs_need_targets,
        )

    @cached_property
    def words(self) -> "Words":
        from reviewer.library import load_words

        return load_words(self.settings.prompts / "library")

    @cached_property
    def checks(self) -> "Checks":
        from reviewer.checks import Checks

        return Checks(self.words, self.policy)

    @cached_property
    def library(self) -> "Library":
        from reviewer.library import load_bureau, load_library

        library = load_library(self.settings.prompts / "library", satisfaction=self.settings.satisfaction_norm)
        if own := self.settings.bureau_library:
            library = library.model_copy(update={"entries": load_bureau(own)})
        return library

    @cached_property
    def form(self) -> "Form":
        from reviewer.library.form import load_form

        return load_form(self.settings.prompts / "library")

    @cached_property
    def prompts(self) -> "Prompts":
        from reviewer.prompt import Prompts

        return Prompts.load(self.settings.prompts)
