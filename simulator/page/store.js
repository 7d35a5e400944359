// What the page knows, and its talk with the simulator.
export const store = {
  bot: null, people: new Map(), chats: new Map(), documents: [],
  person: null, chat: null, conversation: null, messages: new Map(),
  revision: -1, loaded: -1, weather: { network_down: false, busy_until: null }, filter: '',
  preparing: '', clockAhead: 0, clockShift: 0, replyTo: null, editing: null, voice: null,
};

// The revision of the newest event that each chat has had.
const touched = new Map();

export async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

export async function post(action, body) {
  const isForm = body instanceof FormData;
  const response = await fetch(`/sim/${action}`, {
    method: 'POST',
    headers: isForm ? {} : { 'Content-Type': 'application/json' },
    body: isForm ? body : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

// Acting person and open chat go with nearly every action.
export const here = (more) => ({ person: store.person.id, chat: store.chat.id, ...more });
export const now = () => Date.now() + store.clockAhead;

export function setClock(clock) {
  store.clockAhead = Date.parse(clock.now) - Date.now();
  store.clockShift = clock.offset_seconds;
}

// The first look: who is there, and what the first of them sees. The page asks for it at once.
export async function loadOpening() {
  const { state, conversation } = await get('/sim/opening');
  takeState(state);
  if (!conversation) return false;
  store.chat = store.chats.get(conversation.chat.id);
  store.person = store.people.get(conversation.chat.id);
  takeConversation(conversation);
  return true;
}

export async function loadState() {
  takeState(await get('/sim/state'));
}

function takeState(state) {
  store.revision = state.revision;
  store.loaded = state.revision;
  store.bot = state.bot;
  store.documents = state.documents;
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
  store.weather = state.weather;
  store.preparing = state.preparing;
  setClock(state.clock);
  if (store.person) store.person = store.people.get(store.person.id) ?? null;
  if (store.chat) store.chat = store.chats.get(store.chat.id) ?? null;
}

// Looks again where an event overtook the answer: what it told of is not in there.
export async function loadConversation() {
  const { person, chat } = store;
  let view;
  do {
    view = await get(`/sim/chats/${chat.id}?person=${person.id}`);
    if (store.chat?.id !== chat.id || store.person.id !== person.id) return false;
  } while (view.revision < (touched.get(chat.id) ?? -1));
  takeConversation(view);
  return true;
}

function takeConversation(view) {
  store.conversation = view;
  if (!view.voices.some((one) => one.id === store.voice)) store.voice = null;
  store.messages = new Map(view.messages.map((message) => [message.id, message]));
}

export async function loadAroundInput() {
  const { person, chat } = store;
  const view = await get(`/sim/chats/${chat.id}?person=${person.id}&limit=1`);
  if (store.chat?.id !== chat.id || store.person.id !== person.id) return false;
  store.conversation = { ...store.conversation, commands: view.commands, keyboard: view.keyboard };
  return true;
}

export const unreadOf = (person) => person.chats.reduce((sum, chat) => sum + chat.unread, 0);

export function titleFor(chat) {
  return chat.kind === 'private' ? store.bot.name : chat.title;
}

// onOpen(revision) comes with every connection: what happened before it is not told as events.
export function listen(onEvent, onOpen, onLost) {
  const source = new EventSource('/sim/events');
  source.addEventListener('message', (event) => {
    const told = JSON.parse(event.data);
    store.revision = Math.max(store.revision, told.revision);
    if (told.chat_id && told.kind !== 'typing') touched.set(told.chat_id, told.revision);
    onEvent(told);
  });
  source.addEventListener('hello', (event) => onOpen(Number(event.data)));
  source.addEventListener('error', onLost);
}
