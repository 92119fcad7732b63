"""The one place that composes everything from settings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing

from agent.checkpoints import open_checkpoints
from agent.graph import build_graph
from agent.offers import Library
from agent.plan import Planner
from agent.planner import build_planner
from agent.planner.language import LanguageReader, ModelReader
from agent.planner.tuned import ADAPTER, CONTEXT, REMEMBERED, TunedReader
from agent.reasons import tell
from agent.runtime import Parts
from agent.session import Assistant, Thread, ThreadBusy
from agent.settings import Settings
from agent.telemetry import open_tracer
from agent.toolbox import Toolbox
from agent.typeahead import TypeAhead
from models.embeddings import load_embedder
from models.generator import Generator, load_generator
from models.generator.adapter import adapter_path
from models.generator.sense import SenseJudge, judge_spec
from models.llm import LanguageModel, ModelSpec, load_language_model
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
        model = Metered(load_language_model(model_spec(settings), progress=progress))
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
                load_generator(model, scorers, open_judge(settings, stack), law.check, rerank=settings.rerank),
                scorers,
                association,
                MemeSearch(stores, indexes),
                book,
                rates.estimated,
            ),
            law=law,
            reason=lambda title, language: _reasons(scorers, title, language),
            is_racing=book.is_racing,
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


def open_reader(settings: Settings, stack: ExitStack, writer: LanguageModel | None = None) -> ModelReader | None:
    """The language model that reads messages: the one that writes, our own small one (closed by `stack`), or none.

    Our own is loaded beside the writer, over the same file: an adapter belongs to a whole context. It has one thread:
    OpenMP stops spinning at barriers once there are more threads than processors, and the writer would lose a third of
    its speed (a turn of five titles on two cores: 3.6 to 4.8 s instead of 2.4 to 3.2 s).
    """
    if settings.planner == "model":
        return LanguageReader(writer or stack.enter_context(closing(load_language_model(model_spec(settings)))))
    if settings.planner == "readers" or not _is_packaged(settings):
        return None
    spec = ModelSpec(
        home=settings.home, adapter=ADAPTER, parallel=2, context=CONTEXT, threads=1, remembered_mib=REMEMBERED
    )
    return TunedReader(stack.enter_context(closing(Metered(load_language_model(spec)))))


def open_judge(settings: Settings, stack: ExitStack) -> SenseJudge | None:
    """The judge of sense (closed by `stack`), where titles are reranked and the packaged model is there anyway."""
    if not (_is_packaged(settings) and settings.rerank):
        return None
    return stack.enter_context(closing(SenseJudge(Metered(load_language_model(judge_spec(settings.home))))))


def _is_packaged(settings: Settings) -> bool:
    """Whether titles are written by the packaged model: our adapters fit only the one they were trained on."""
    return settings.llm == "llamacpp" and settings.llm_model is None


def _searching(settings: Settings, stores: Stores, indexes: Indexes) -> Searching:
    """Where titles are associated: the embedded indexes, or a server when settings name one."""
    if settings.opensearch_url is None:
        return indexes
    return open_opensearch(settings.opensearch_url, stores, load_embedder())


def model_spec(settings: Settings) -> ModelSpec:
    """The title model that settings name."""
    return ModelSpec(
        kind=settings.llm,
        home=settings.home,
        model=settings.llm_model,
        url=settings.llm_url,
        api_key=settings.llm_key,
        adapter=adapter_path() if _is_packaged(settings) else None,
        parallel=settings.parallel,
        threads=settings.threads,
    )


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
        text, k, account=account, industry=stores.advertisers.industry(account)
    )


def _reasons(scorers: Scorers, title: Title, language: str) -> list[str]:
    return tell(scorers.explain(title.text, list(title.keywords) or None), language)


def _publish(indexes: Indexes) -> None:
    """Make new titles findable at once."""
    indexes.text(TITLES)


def _carry_out(stores: Stores, book: RaceBook, action: ActionRecord, advertiser_id: str) -> int:
    """What an approved action promised."""
    if action.kind == "save":
        return stores.library.save(advertiser_id, action.title_ids)
    book.begin(action)
    return len(action.title_ids)
