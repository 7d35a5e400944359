// The page: choose a person, open a chat, see it live.
import { aim, listenToComposer, openSheet, sendText, showFoot } from './composer.js';
import { listenToBackstage, lookSoon, showWeather } from './backstage.js';
import { listenToClock, row, showClock, showPeople, showTie } from './desk.js';
import { BOT_HUE, day, hour, number, paintAvatar } from './format.js';
import { beginInline, closeInline, listenToInline, onInlineAnswer } from './inline.js';
import { messageElement } from './message.js';
import { here, listen, loadAroundInput, loadConversation, loadOpening, loadState, post, setClock, store, titleFor, unreadOf } from './store.js';
import { element } from './words.js';

const $ = (id) => document.getElementById(id);
const DRAWN_FIRST = 20;
const TOAST_MS = 3500;
const TYPING_MS = 5000;
let toastTimer = 0;
let typingTimer = 0;
let resting = true; // at the end of the log, before a picture that comes late moves the end

const trouble = (error) => toast(`نشد: ${error.message}`);

const hooks = {
  onCommand: (text) => sendText(text),
  onMenu: (message, bubble) => openMessageMenu(message, bubble),
  onQuote: (id) => showMessage(id),
  onInline: (query) => beginInline(query),
  onCopy: (text) => copy(text),
  async onPress(message, data, key) {
    key.classList.add('waiting');
    setTimeout(() => key.classList.remove('waiting'), 8000);
    await post('press', here({ message: message.id, data })).catch((error) => {
      key.classList.remove('waiting');
      trouble(error);
    });
  },
};

// Which person, which chat

async function choosePerson(id) {
  store.person = store.people.get(id);
  $('desk').classList.remove('open');
  await openChat(id);
}

async function openChat(id) {
  store.chat = store.chats.get(id);
  aim(null);
  closeInline();
  if (await loadConversation()) showChat();
}

function showChat() {
  $('list-screen').hidden = true;
  $('chat-screen').hidden = false;
  showHead();
  showFoot();
  drawLog();
  refreshDesk();
  markSeen();
}

function openList() {
  $('chat-screen').hidden = true;
  $('list-screen').hidden = false;
  $('list-title').textContent = store.person.name;
  $('list-subtitle').textContent = store.person.label;
  const newest = (id) => store.chats.get(id).last?.seq ?? 0;
  const mine = [...store.person.chats].sort((a, b) => newest(b.id) - newest(a.id));
  $('chats').replaceChildren(...mine.map(({ id, unread }) => {
    const chat = store.chats.get(id);
    return row({
      id: chat.kind === 'private' ? BOT_HUE : id, title: titleFor(chat), note: preview(chat),
      badge: unread, side: chat.last ? hour(chat.last.date) : '', onClick: () => openChat(id).catch(trouble),
    });
  }));
}

function preview(chat) {
  const { last } = chat;
  if (!last) return 'هنوز پیامی نیست';
  const words = last.text || last.file?.name || (last.photo ? 'عکس' : '…');
  let who = '';
  if (last.author === store.person.id) who = 'شما: ';
  else if (chat.kind !== 'private') who = `${last.sender.name}: `;
  return `${who}${words.slice(0, 120)}`.replaceAll('\n', ' ');
}

function showHead() {
  const { chat } = store;
  const title = titleFor(chat);
  $('chat-title').textContent = title;
  paintAvatar($('chat-avatar'), chat.kind === 'private' ? BOT_HUE : chat.id, title);
  showSubtitle('');
}

function showSubtitle(busy) {
  const { chat } = store;
  const count = chat.members.length + (chat.bot_in ? 1 : 0);
  const usual = { private: 'ربات', channel: 'کانال' }[chat.kind] ?? `${number(count)} عضو`;
  $('chat-subtitle').textContent = busy || usual;
  $('chat-subtitle').classList.toggle('busy', Boolean(busy));
}

function refreshDesk() {
  showPeople((id) => choosePerson(id).catch(trouble));
  showTie(trouble);
  const others = unreadOf(store.person);
  $('back-badge').hidden = !others;
  $('back-badge').textContent = number(others);
}

function markSeen() {
  const mine = store.person.chats.find((chat) => chat.id === store.chat.id);
  if (mine) mine.unread = 0;
  refreshDesk();
  post('seen', here({})).catch(() => {});
}

// The log of messages

const viewer = () => ({ id: store.person.id, botName: store.bot.name, inGroup: store.chat.kind !== 'private' });
const atEnd = () => { const log = $('log'); return log.scrollHeight - log.scrollTop - log.clientHeight < 90; };
const toEnd = () => { $('log').scrollTop = $('log').scrollHeight; resting = true; };

// The end is drawn at once, because it is what one looks at; what is earlier follows above it.
function drawLog() {
  const all = [...store.messages.values()];
  const start = Math.max(0, all.length - DRAWN_FIRST);
  const pieces = pieced(all, start, all.length);
  if (!pieces.length) pieces.push(element('p', 'pill empty', emptyWords()));
  $('log').replaceChildren(...pieces);
  toEnd();
  const drawing = store.messages;
  if (start) afterPainting(() => { if (drawing === store.messages) drawEarlier(start); });
}

function drawEarlier(end) {
  const log = $('log');
  const fromEnd = log.scrollHeight - log.scrollTop;
  const pieces = pieced([...store.messages.values()], 0, end);
  for (const piece of pieces) piece.classList.add('earlier');
  log.prepend(...pieces);
  log.scrollTop = log.scrollHeight - fromEnd;
}

function pieced(all, start, end) {
  const pieces = [];
  for (let place = start; place < end; place += 1) {
    const [previous, message] = [all[place - 1], all[place]];
    if (!previous || day(previous.date) !== day(message.date)) pieces.push(dayPill(message));
    pieces.push(messageElement(message, viewer(), previous ?? null, hooks));
  }
  return pieces;
}

function afterPainting(work) {
  requestAnimationFrame(() => setTimeout(work));
}

function emptyWords() {
  if (store.chat.kind === 'private') return 'اینجا هنوز پیامی نیست. «شروع» را بزنید یا چیزی بنویسید.';
  return 'در این گروه هنوز پیامی نیست.';
}

function dayPill(message) {
  const pill = element('p', 'pill', day(message.date));
  pill.dataset.day = day(message.date);
  return pill;
}

function addMessage(message) {
  const log = $('log');
  const follow = atEnd() || message.author === store.person.id;
  const previous = [...store.messages.values()].at(-1) ?? null;
  store.messages.set(message.id, message);
  if (!previous) log.replaceChildren();
  if (!previous || day(previous.date) !== day(message.date)) log.append(dayPill(message));
  const made = messageElement(message, viewer(), previous, hooks);
  made.querySelector('.bubble')?.classList.add('fresh');
  log.append(made);
  if (follow) toEnd();
  if (message.force_reply && message.sender.is_bot) aim(message);
}

function replaceMessage(message) {
  if (store.messages.has(message.id)) store.messages.set(message.id, message);
  const old = $('log').querySelector(`[data-id="${message.id}"]`);
  if (!old) return;
  const follow = atEnd();
  const before = [...store.messages.values()].filter((other) => other.seq < message.seq).at(-1) ?? null;
  old.replaceWith(messageElement(message, viewer(), before, hooks));
  if (follow) toEnd();
}

function showMessage(id) {
  const bubble = $('log').querySelector(`[data-id="${id}"] .bubble`);
  if (!bubble) return;
  bubble.scrollIntoView({ block: 'center', behavior: 'smooth' });
  bubble.classList.add('lit');
  setTimeout(() => bubble.classList.remove('lit'), 1400);
}

function copy(text) {
  navigator.clipboard?.writeText(text).then(() => toast('رونوشت شد.')).catch(trouble);
}

function openMessageMenu(message, bubble) {
  const items = [{ icon: 'reply', title: 'پاسخ', action: () => aim(message) }];
  if (message.text) items.push({ icon: 'copy', title: 'رونوشت متن', action: () => copy(message.text) });
  if (message.author === store.person.id && (message.text || message.file || message.photo)) {
    items.push({ icon: 'edit', title: 'ویرایش', action: () => aim(message, true) });
  }
  if (store.chat.kind !== 'private') {
    const body = { person: store.person.id, chat: store.person.id, from_chat: store.chat.id, message: message.id };
    items.push({ icon: 'send', title: 'هدایت به ربات', action: () => post('forward', body).then(() => toast('به گفت‌وگوی ربات هدایت شد.')).catch(trouble) });
  }
  openSheet(items, bubble);
}

// What happens meanwhile

function toast(text) {
  $('toast').textContent = text;
  $('toast').hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').hidden = true; }, TOAST_MS);
}

function showAnswer(event) {
  for (const key of document.querySelectorAll('.key.waiting')) key.classList.remove('waiting');
  if (event.person_id !== store.person.id || !event.text) return;
  if (!event.alert) return toast(event.text);
  $('alert-text').textContent = event.text;
  if (!$('alert').open) $('alert').showModal();
}

function showTyping(event) {
  if (event.chat_id !== store.chat.id) return;
  showSubtitle(event.action.startsWith('upload') ? 'در حال فرستادن پرونده…' : 'در حال نوشتن…');
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => showSubtitle(''), TYPING_MS);
}

async function onMessageEvent(event) {
  const chat = store.chats.get(event.chat_id);
  if (!chat || !event.message) return;
  if (event.kind === 'message' && event.revision > store.loaded) countUnread(chat, event.message);
  if (!chat.last || event.message.seq >= chat.last.seq) chat.last = event.message;
  const open = chat.id === store.chat.id;
  if (open && event.kind === 'message_edited') replaceMessage(event.message);
  if (open && event.kind === 'message' && !store.messages.has(event.message.id)) {
    addMessage(event.message);
    if (event.message.sender.is_bot) showSubtitle('');
    await loadAround();
  }
  if (!$('list-screen').hidden) openList();
  else if (open) markSeen();
  refreshDesk();
}

function countUnread(chat, message) {
  for (const member of chat.members) {
    const person = store.people.get(member);
    const entry = person?.chats.find((known) => known.id === chat.id);
    if (message.author === member && chat.kind === 'private') person.started = true;
    if (entry && message.author !== member) entry.unread += 1;
  }
}

// Commands and reply keyboard may change with any message.
async function loadAround() {
  if (!(await loadAroundInput())) return;
  const follow = atEnd();
  showFoot();
  if (follow) toEnd();
}

function onDeleted(event) {
  if (event.chat_id !== store.chat.id) return;
  store.messages.delete(event.message_id);
  $('log').querySelector(`[data-id="${event.message_id}"]`)?.remove();
}

async function open() {
  const somebody = await loadOpening();
  showPreparing();
  if (somebody) showChat();
  afterPainting(() => { showWeather(); showClock(); });
}

async function reload() {
  if (!store.person) return open();
  await loadState();
  showWeather();
  refreshDesk();
  if (!$('list-screen').hidden) return openList();
  if (await loadConversation()) { showHead(); showFoot(); drawLog(); }
}

// While the world is being made there is much to see and nothing to do: one look at its end.
function onPreparing(event) {
  const ended = store.preparing && !event.words;
  store.preparing = event.words;
  showPreparing();
  return ended ? reload() : undefined;
}

function showPreparing() {
  $('preparing').hidden = !store.preparing;
  $('preparing').textContent = store.preparing;
}

function onEvent(event) {
  if (event.kind === 'preparing') return onPreparing(event);
  if (store.preparing) return undefined;
  if (event.kind !== 'typing') lookSoon();
  if (!store.person) return event.kind === 'chat' ? reload() : undefined;
  if (event.kind === 'message' || event.kind === 'message_edited') return onMessageEvent(event);
  if (event.kind === 'message_deleted') return onDeleted(event);
  if (event.kind === 'toast') return showAnswer(event);
  if (event.kind === 'typing') return showTyping(event);
  if (event.kind === 'clock') { setClock(event.clock); return showClock(); }
  if (event.kind === 'commands') return loadAround();
  if (event.kind === 'inline') return onInlineAnswer(event);
  if (event.kind === 'weather') { store.weather = event.weather; return showWeather(); }
  if (event.kind === 'call' || event.kind === 'webhook') return undefined;
  return reload(); // membership, new people and chats are rare
}

// Events are handled one after another, so that messages keep their order.
let queue = Promise.resolve();
const inOrder = (work) => { queue = queue.then(work).catch(trouble); };

listenToComposer(trouble);
listenToClock(trouble);
listenToBackstage(trouble);
listenToInline(trouble, () => aim(null));
lookSoon();
$('theme').addEventListener('click', () => window.turnTheme());
$('filter').addEventListener('input', () => { store.filter = $('filter').value.trim(); refreshDesk(); });
$('back').addEventListener('click', () => { openList(); $('chats').querySelector('button')?.focus(); });
$('jump').addEventListener('click', toEnd);
$('log').addEventListener('scroll', () => { resting = atEnd(); $('jump').hidden = resting; }, { passive: true });
$('log').addEventListener('load', () => { if (resting) toEnd(); }, { capture: true });
for (const button of document.querySelectorAll('.desk-open')) button.addEventListener('click', () => $('desk').classList.add('open'));
$('desk-close').addEventListener('click', () => $('desk').classList.remove('open'));
inOrder(open);
listen(
  (event) => inOrder(() => onEvent(event)),
  (revision) => {
    $('offline').hidden = true;
    inOrder(() => (revision > store.revision ? reload() : undefined));
  },
  () => { $('offline').hidden = false; },
);
