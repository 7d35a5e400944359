"""Inline mode as people use it: ask the bot from any chat, choose what it offers."""

from dataclasses import replace
from datetime import timedelta

from simulator.community import Community
from simulator.errors import NotPossibleError
from simulator.model import Chat, InlineQuery, Json, Message, Person
from simulator.wire import user_json

# Telegram's servers keep an answer for as long as the bot said and ask it no second time.
DEFAULT_CACHE_SECONDS = 300
MAX_QUERY = 256


class InlineMode(Community):
    """A community whose bot can be asked inline, once BotFather switched that on."""

    def allow_inline(self, *, feedback: bool = False) -> None:
        """Switch inline mode on; with feedback the bot hears what was chosen."""
        self.bot["supports_inline_queries"] = True
        self._inline_feedback = feedback

    def ask_inline(self, person: Person, chat: Chat, query: str, offset: str = "") -> InlineQuery:
        """Type after the bot's name; an answer that is kept comes back at once."""
        self._must_be_in(person, chat)
        if not self.bot["supports_inline_queries"]:
            raise NotPossibleError("the bot has no inline mode")
        asked = InlineQuery(
            self._next_query_id(), person.id, chat.id, query[:MAX_QUERY], offset, self.clock.now()
        )
        kept = self._kept_answer(asked)
        if kept is not None:
            return self._keep_query(
                replace(kept, id=asked.id, chat_id=chat.id, person_id=person.id)
            )
        self._keep_query(asked)
        self.updates.push("inline_query", self._inline_query_json(asked))
        return asked

    def answer_inline(self, answered: InlineQuery, cache_seconds: int, *, personal: bool) -> None:
        """Keep the bot's answer and show it to who asked."""
        until = self.clock.now() + timedelta(seconds=cache_seconds)
        owner = answered.person_id if personal else None
        self._inline_cache[answered.query, answered.offset, owner] = (answered, until)
        self._keep_query(answered)
        self.publish("inline", {"query_id": answered.id, "person_id": answered.person_id})

    def choose_inline(self, query_id: str, result_id: str) -> Message:
        """Send one of the results that were offered into the chat where it was asked for."""
        query = self.inline_queries.get(query_id)
        found = [one for one in query.results if one["id"] == result_id] if query else []
        if query is None or not found:
            raise NotPossibleError("no such result")
        person, chat = self.person(query.person_id), self.chat(query.chat_id)
        chosen = found[0]
        inline_id = f"INLINE-{self._next_query_id()}"
        sent = self._post(
            person, chat, chosen["content"], None, inline_id=inline_id, markup=chosen["markup"]
        )
        if self._inline_feedback:
            handle = {"inline_message_id": inline_id} if chosen["markup"] else {}
            feedback = {"result_id": result_id, "query": query.query, "from": user_json(person)}
            self.updates.push("chosen_inline_result", feedback | handle)
        return sent

    def _keep_query(self, query: InlineQuery) -> InlineQuery:
        self.inline_queries[query.id] = query
        return query

    def _kept_answer(self, asked: InlineQuery) -> InlineQuery | None:
        for owner in (asked.person_id, None):
            kept = self._inline_cache.get((asked.query, asked.offset, owner))
            if kept and kept[1] > self.clock.now():
                return kept[0]
        return None

    def _inline_query_json(self, query: InlineQuery) -> Json:
        chat = self.chat(query.chat_id)
        # Only the private chat with the asker is simulated: there the kind is called “sender”.
        kind = "sender" if chat.is_private else chat.kind.value
        return {
            "id": query.id,
            "from": user_json(self.person(query.person_id)),
            "query": query.query,
            "offset": query.offset,
            "chat_type": kind,
        }
