// Behind the phones: the network's weather, what the bot sent, and what waits in its outbox.
import { hour, number } from './format.js';
import { get, now, post, store } from './store.js';
import { element } from './words.js';

const $ = (id) => document.getElementById(id);
const SOON_MS = 400;
const BUSY_SECONDS = 60;
const METHODS = {
  sendMessage: 'پیام', sendDocument: 'سند', sendPhoto: 'عکس', sendMediaGroup: 'آلبوم', sendVoice: 'صدا',
  editMessageText: 'ویرایش پیام', editMessageCaption: 'ویرایش شرح', editMessageReplyMarkup: 'تغییر دکمه‌ها',
  deleteMessage: 'حذف پیام', answerCallbackQuery: 'پاسخ به دکمه', answerInlineQuery: 'پاسخ درون‌خطی',
  sendChatAction: 'در حال نوشتن', setMyCommands: 'فهرست دستورها', copyMessage: 'رونوشت', forwardMessage: 'هدایت',
  leaveChat: 'ترک گروه', setWebhook: 'وب‌هوک', deleteWebhook: 'حذف وب‌هوک',
};
let shown = 'calls';
let timer = 0;
let trouble = () => {};

export function listenToBackstage(onTrouble) {
  trouble = onTrouble;
  $('network').addEventListener('click', () => turn({ network_down: !store.weather.network_down }));
  $('busy').addEventListener('click', () => turn({ busy_seconds: store.weather.busy_until ? 0 : BUSY_SECONDS }));
  for (const tab of document.querySelectorAll('[data-tab]')) {
    tab.addEventListener('click', () => { shown = tab.dataset.tab; look(); });
  }
  setInterval(showWeather, 1000);
}

async function turn(change) {
  try {
    store.weather = await post('weather', change);
    showWeather();
  } catch (error) { trouble(error); }
}

export function showWeather() {
  const { network_down: down, busy_until: until } = store.weather;
  const left = until ? Math.ceil((Date.parse(until) - now()) / 1000) : 0;
  if (until && left <= 0) store.weather.busy_until = null;
  const busy = left > 0;
  $('network').setAttribute('aria-pressed', String(down));
  $('busy').setAttribute('aria-pressed', String(busy));
  let words = 'ربات و تلگرام به هم می‌رسند.';
  if (down) words = 'ربات به تلگرام نمی‌رسد. پیام‌های شما می‌مانند تا شبکه برگردد.';
  else if (busy) words = `تلگرام شلوغ است: تا ${number(left)} ثانیهٔ دیگر پیامی از ربات نمی‌پذیرد.`;
  if ($('weather').textContent !== words) $('weather').textContent = words;
}

// Look again a moment after something happened; many things at once make one look.
export function lookSoon() {
  clearTimeout(timer);
  timer = setTimeout(look, SOON_MS);
}

async function look() {
  const view = await get('/sim/backstage').catch(() => null);
  if (!view) return; // the page says by itself that it is offline
  $('tab-waiting').hidden = !view.waiting;
  const waiting = view.waiting ?? [];
  $('tab-waiting').textContent = waiting.length ? `در صف ربات (${number(waiting.length)})` : 'در صف ربات';
  for (const tab of document.querySelectorAll('[data-tab]')) {
    tab.setAttribute('aria-selected', String(tab.dataset.tab === shown));
  }
  const rows = shown === 'calls' ? view.calls.reverse().map(callRow) : waiting.map(waitingRow);
  const empty = shown === 'calls' ? 'ربات هنوز چیزی نفرستاده است.' : 'چیزی در صف نیست.';
  $('backstage').replaceChildren(...(rows.length ? rows : [element('li', 'nothing', empty)]));
}

function callRow(call) {
  const known = METHODS[call.method];
  const row = line(hour(call.at), known ?? call.method, call.to, call.text);
  if (!known) row.querySelector('b').dir = 'ltr';
  if (call.status !== 200) {
    const why = element('code', 'refused', `${call.status} ${call.description}`);
    why.dir = 'ltr';
    row.append(why);
  }
  return row;
}

function waitingRow(waiting) {
  const tried = waiting.attempts ? `${number(waiting.attempts)} بار کوشش شد` : '';
  return line(hour(waiting.at), waiting.what, waiting.to, tried);
}

function line(time, what, to, text) {
  const row = element('li');
  const head = element('p');
  head.append(element('time', '', time), element('b', '', what));
  if (to) head.append(element('span', '', to));
  row.append(head);
  if (text) {
    const small = element('small', '', text);
    small.dir = 'auto';
    row.append(small);
  }
  return row;
}
