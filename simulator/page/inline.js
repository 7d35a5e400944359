// Inline mode: what is typed after the bot's name is asked of the bot, from any chat.
import { get, here, post, store } from './store.js';
import { element } from './words.js';

const $ = (id) => document.getElementById(id);
const PAUSE_MS = 250;
let timer = 0;
let asked = null;
let heard = null;
let trouble = () => {};
let onSent = () => {};

export function listenToInline(onTrouble, sent) {
  trouble = onTrouble;
  onSent = sent;
  $('input').addEventListener('input', typed);
}

// Put the bot's name before the cursor, as a button or the attach menu asks for it.
export function beginInline(query = '') {
  $('input').value = `@${store.bot.username} ${query}`;
  $('input').focus();
  typed();
}

function typed() {
  clearTimeout(timer);
  const prefix = `@${store.bot.username} `.toLowerCase();
  const text = $('input').value;
  if (!store.bot.inline || !text.toLowerCase().startsWith(prefix)) return closeInline();
  timer = setTimeout(() => ask(text.slice(prefix.length)).catch(trouble), PAUSE_MS);
}

async function ask(query) {
  const view = await post('inline', here({ query }));
  asked = view.query;
  // The bot may have been quicker than the word that it was asked.
  show(heard === asked ? await get(`/sim/inline/${asked}`) : view);
}

export async function onInlineAnswer(event) {
  heard = event.query_id;
  if (event.query_id === asked) show(await get(`/sim/inline/${asked}`));
}

export function closeInline() {
  asked = null;
  $('inline').hidden = true;
}

function show(view) {
  const box = $('inline');
  box.hidden = false;
  if (!view.answered) return box.replaceChildren(element('p', '', 'ربات می‌گردد…'));
  const rows = view.results.map((result) => {
    const button = element('button');
    button.type = 'button';
    button.append(element('b', '', result.title || 'نتیجه'), element('small', '', result.description));
    button.addEventListener('click', () => choose(view.query, result.id));
    return button;
  });
  box.replaceChildren(...(rows.length ? rows : [element('p', '', 'چیزی پیدا نشد.')]));
}

async function choose(query, result) {
  closeInline();
  $('input').value = '';
  onSent();
  await post('choose', { query, result }).catch(trouble);
}
