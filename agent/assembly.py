"""The one place that composes everything from settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from agent.checkpoints import open_checkpoints
from agent.graph import build_graph
from agent.offers import Library
from agent.plan import Planner
from agent.planner import build_planner
from agent.reasons import Remarks, tell
from agent.roles import open_judge, open_reader, writer_spec
from agent.runtime import Parts
from agent.session import Assistant, Thread, ThreadBusy
from agent.settings import Settings
from agent.telemetry import open_tracer
from agent.toolbox import Toolbox
from agent.typeahead import TypeAhead
from models.embeddings import load_embedder
from models.generator import Generator, load_generator
from models.llm import load_language_model
from models.llm.metered import Metered
from models.scorers import Scorers, load_scorers
from models.types import Title
from tools.associate import Association
from tools.associate.association import Searching
from tools.associate.opensearch import open_opensearch
from tools.associate_titles import AssociateTitles
from tools.base import Estimate
from tools.check_compliance import CheckCompliance
from tools.compliance.lawbook import Lawbook
from tools.demo import load_demo
from tools.generate_titles import GenerateTitles
from tools.indexes import TITLES, Indexes, open_indexes
from tools.library.placements import Placements
from tools.lookup_entities import LookupEntities
from tools.memes import MemeSearch
from tools.race_titles import RaceTitles, SimilarTo
from tools.racing import RaceBook
from tools.racing.ctr.describing import Described
from tools.racing.ctr.home import ModelsOfHome
from tools.save_titles import SaveTitles
from tools.score_titles import ScoreTitles
from tools.search_memes import SearchMemes
from tools.store import ActionRecord, Stores, open_stores
from tools.store.changes import ChangeLog

__all__ = ["Assistant", "Settings", "Thread", "ThreadBusy", "build_assistant"]

Progress = Callable[[str, float], None]


def build_assistant(
    settings: Settings | None = None, progress: Progress | None = None, *, planner: Planner | None = None
) -> Assistant:
    """Compose an assistant; on an empty home the model is prepared and the demo accounts are loaded.

    `progress` is told what is being done, in Chinese, and how far it is (0..1). A `planner` replaces the usual one.

    Raises:
        ModelError: the language model cannot be prepared or reached.
        StoreError: the tables cannot be opened.
        TelemetryMissing: traces are asked for, and their packages are not there.
    """
    settings = settings or Settings()
    home = settings.home
    home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stores = open_stores(home, settings.database_url)
        stack.callback(stores.close)
        if settings.demo:
            load_demo(stores)
        indexes = open_indexes(stores, home, load_embedder())
        stack.callback(indexes.close)
        tracer, close_tracer = open_tracer(settings.otlp)
        stack.callback(close_tracer)
        model = Metered(load_language_model(writer_spec(settings), progress=progress))
        stack.callback(model.close)
        scorers = load_scorers()
        law = Lawbook(stores)
        law.check("")  # reads the rules now, not in the first turn
        saver = open_checkpoints(home / "checkpoints.db")
        stack.callback(saver.conn.close)
        association = Association(stores, _searching(settings, stores, indexes))
        rates = ModelsOfHome(home, Described(scorers))
        book = RaceBook(stores, settings.seed, prior=rates.prior)
        parts = Parts(
            settings=settings,
            stores=stores,
            planner=planner or build_planner(open_reader(settings, stack, model)),
            toolbox=_toolbox(
                stores,
                load_generator(model, scorers, open_judge(settings, stack), law.now, rerank=settings.rerank),
                scorers,
                association,
                MemeSearch(stores, indexes),
                book,
                rates.estimated,
            ),
            law=law,
            reason=lambda title, language, names: _reasons(scorers, title, language, names),
            is_racing=book.is_racing,
            chances=book.chances,
            carry_out=lambda action, advertiser_id: _carry_out(stores, book, action, advertiser_id),
            placements=Placements(ChangeLog(stores.database)).limits,
        )
        library = Library(
            scorer=scorers,
            law=law,
            estimated=rates.estimated,
            typing=TypeAhead(association, stores),
            similar=_similar(association, stores),
            publish=lambda: _publish(indexes),
        )
        close = stack.pop_all().close
    return Assistant(parts, build_graph(parts, saver), saver, library, close, tracer)


def _searching(settings: Settings, stores: Stores, indexes: Indexes) -> Searching:
    """Where titles are associated: the embedded indexes, or a server when settings name one."""
    if settings.opensearch_url is None:
        return indexes
    return open_opensearch(settings.opensearch_url, stores, load_embedder())


def _toolbox(
    stores: Stores,
    generator: Generator,
    scorers: Scorers,
    association: Association,
    memes: MemeSearch,
    book: RaceBook,
    estimated: Estimate,
) -> Toolbox:
    return Toolbox(
        [
            LookupEntities(),
            SearchMemes(memes),
            GenerateTitles(generator, stores, estimated),
            ScoreTitles(scorers, stores, estimated),
            CheckCompliance(stores),
            AssociateTitles(association),
            RaceTitles(book, stores, _similar(association, stores), estimated),
            SaveTitles(stores),
        ]
    )


def _similar(association: Association, stores: Stores) -> SimilarTo:
    return lambda text, k, account: association.similar(
        text, k, account=account, industry=stores.advertisers.industry(account), templates=True
    )


def _reasons(scorers: Scorers, title: Title, language: str, names: Sequence[str]) -> Remarks:
    return tell(scorers.explain(title.text, list(title.keywords) or None), language, names)


def _publish(indexes: Indexes) -> None:
    """Make new titles findable at once."""
    indexes.text(TITLES)


def _carry_out(stores: Stores, book: RaceBook, action: ActionRecord, advertiser_id: str) -> int:
    """What an approved action promised."""
    if action.kind == "save":
        return stores.library.save(advertiser_id, action.title_ids)
    book.begin(action)
    return len(action.title_ids)
