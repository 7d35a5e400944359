"""What the process counts, in the form that Prometheus reads; numbers and words of ours only."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
PATIENT = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14400.0, 86400.0)


class Metrics:
    """The counters of one process; what stands in the database is read when somebody asks."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        # Kept here, because to be found by its label takes as long as to count.
        self._ended: dict[str, Counter] = {}
        self._acted: dict[str, Histogram] = {}
        self._updates = Counter(
            "mosavabe_updates",
            "Updates by what became of them.",
            ["outcome"],
            registry=self._registry,
        )
        self._actions = Histogram(
            "mosavabe_action_seconds",
            "Time of the work for an update, by its row in the rights matrix (search among them).",
            ["action"],
            buckets=QUICK,
            registry=self._registry,
        )
        self._deliveries = Counter(
            "mosavabe_deliveries",
            "Attempts to deliver a message, by what became of them.",
            ["outcome"],
            registry=self._registry,
        )
        self._lateness = Histogram(
            "mosavabe_delivery_lateness_seconds",
            "How long after its time a message was accepted by Telegram, by kind.",
            ["kind"],
            buckets=PATIENT,
            registry=self._registry,
        )
        self._reading = self._gauge("documents_being_read", "Documents that wait or are read now.")
        self._inbox = self._gauge("inbox", "Updates that have not taken effect.", ["state"])
        self._outbox = self._gauge(
            "outbox", "Messages that are not at an end, by state.", ["state"]
        )
        self._plain = {
            name: self._gauge(name, told)
            for name, told in (
                ("lanes_backlog", "Updates that wait for their turn or are worked off now."),
                ("outbox_oldest_due_seconds", "How long the message longest due has waited."),
                ("inbox_oldest_waiting_seconds", "How long the update longest waiting has waited."),
                ("rate_waiters", "Messages that wait for the token's budget of calls."),
                ("rate_share", "How many messages a second this process may send."),
                ("rate_pause_seconds", "How long Telegram still wants the whole bot to pause."),
                ("councils_on_hold", "Councils whose messages wait for their secretariat."),
                ("leads", "1 where this process fetches, rings and delivers, else 0."),
                ("other_replicas", "How many other processes run on the same database."),
                ("troubles", "What /healthz complains about."),
            )
        }

    def update_ended(self, outcome: str) -> None:
        """Count an update: done, refused, poison or failed."""
        counter = self._ended.get(outcome)
        if counter is None:
            counter = self._ended[outcome] = self._updates.labels(outcome)
        counter.inc()

    @contextmanager
    def acting(self, action: str) -> Iterator[None]:
        """Measure the work for one update."""
        began = perf_counter()
        try:
            yield
        finally:
            measure = self._acted.get(action)
            if measure is None:
                measure = self._acted[action] = self._actions.labels(action)
            measure.observe(perf_counter() - began)

    def delivered(self, outcome: str) -> None:
        """Count an attempt to deliver, by the name of its outcome."""
        self._deliveries.labels(outcome).inc()

    def arrived(self, kind: str, late_seconds: float) -> None:
        """Note how late a message was when Telegram accepted it."""
        self._lateness.labels(kind).observe(max(0.0, late_seconds))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Count a document while it is fetched and read."""
        with self._reading.track_inprogress():
            yield

    def page(
        self,
        *,
        inbox: Mapping[str, int],
        outbox: Mapping[str, int],
        plain: Mapping[str, float],
    ) -> bytes:
        """The page that Prometheus reads, with the database's figures of this moment."""
        for gauge, counts in ((self._inbox, inbox), (self._outbox, outbox)):
            gauge.clear()
            for state, count in counts.items():
                gauge.labels(state).set(count)
        for name, value in plain.items():
            self._plain[name].set(value)
        return generate_latest(self._registry)

    def _gauge(self, name: str, told: str, labels: tuple[str, ...] | list[str] = ()) -> Gauge:
        return Gauge(f"mosavabe_{name}", told, labels, registry=self._registry)
