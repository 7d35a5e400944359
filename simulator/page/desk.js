// The control desk: who one is, what time it is, how this person stands with the bot.
import { byDaylight, day, hour, nextMorning, number, paintAvatar, shift } from './format.js';
import { now, post, setClock, store, unreadOf } from './store.js';
import { element } from './words.js';

const $ = (id) => document.getElementById(id);

export function row({ id, title, note, badge, side, current, onClick }) {
  const item = element('li');
  const button = element('button', 'row');
  button.type = 'button';
  if (current) button.setAttribute('aria-current', 'true');
  const avatar = element('span', 'avatar');
  avatar.setAttribute('aria-hidden', 'true');
  paintAvatar(avatar, id, title);
  const text = element('span', 'row-words');
  const small = element('small', '', note);
  small.dir = 'auto';
  text.append(element('strong', '', title), small);
  const end = element('span', 'row-side');
  if (side) end.append(element('span', '', side));
  if (badge) {
    const mark = element('span', 'badge', number(badge));
    mark.setAttribute('aria-label', `${number(badge)} پیام نخوانده`);
    end.append(mark);
  }
  button.append(avatar, text, end);
  button.addEventListener('click', onClick);
  item.append(button);
  return item;
}

const MANY_PEOPLE = 12;

export function showPeople(onChoose) {
  $('filter').hidden = store.people.size <= MANY_PEOPLE;
  const fits = (person) => `${person.name} ${person.label}`.includes(store.filter);
  $('people').replaceChildren(...[...store.people.values()].filter(fits).map((person) => row({
    id: person.id,
    title: person.name,
    note: person.label || (person.username ? `@${person.username}` : 'بدون نقش'),
    badge: unreadOf(person),
    current: person.id === store.person?.id,
    onClick: () => onChoose(person.id),
  })));
}

export function showClock() {
  $('clock-day').textContent = day(now());
  $('clock-time').textContent = `ساعت ${hour(now())} به وقت تهران`;
  const words = shift(store.clockShift);
  $('clock-time').nextElementSibling.hidden = !words;
  $('clock-shift').textContent = words;
}

export function listenToClock(onTrouble) {
  for (const button of document.querySelectorAll('[data-clock]')) {
    button.addEventListener('click', async () => {
      const { clock } = button.dataset;
      let step = { advance_seconds: Number(clock) };
      if (Number(clock) > 3600) step = { to: byDaylight(now() + Number(clock) * 1000).toISOString() };
      if (clock === 'reset') step = { reset: true };
      if (clock === 'morning') step = { to: nextMorning(now()).toISOString() };
      try {
        setClock(await post('clock', step));
        showClock();
      } catch (error) { onTrouble(error); }
    });
  }
  setInterval(showClock, 1000);
}

export function showTie(onTrouble) {
  const { person, chat } = store;
  const buttons = [];
  const act = (label, className, action) => {
    const button = element('button', className, label);
    button.type = 'button';
    button.addEventListener('click', () => action().catch(onTrouble));
    buttons.push(button);
  };
  let text = `${person.name} هنوز ربات را باز نکرده است.`;
  if (person.started) text = `${person.name} با ربات گفت‌وگو کرده است.`;
  if (person.blocking) text = `${person.name} ربات را مسدود کرده است.`;
  const blocked = !person.blocking;
  act(blocked ? 'مسدود کردن ربات' : 'رفع انسداد ربات', blocked ? 'danger' : '',
    () => post('block', { person: person.id, blocked }));
  if (chat && chat.kind !== 'private') {
    text += chat.bot_in ? ` ربات در گروه «${chat.title}» هست.` : ` ربات در گروه «${chat.title}» نیست.`;
    const doing = chat.bot_in ? 'remove' : 'add';
    act(chat.bot_in ? 'بیرون کردن ربات از گروه' : 'افزودن ربات به گروه', chat.bot_in ? 'danger' : '',
      () => post('bot', { group: chat.id, by: person.id, do: doing }));
  }
  if (chat && chat.kind === 'private') {
    act('گروه تازه با ربات', '', async () => {
      const made = await post('groups', { title: `گروه تازهٔ ${person.name}`, members: [person.id] });
      await post('bot', { group: made.id, by: person.id, do: 'add' });
    });
    act('کانال تازه', '', () => post('channels', { title: `کانال ${person.name}`, owner: person.id }));
  }
  $('tie').textContent = text;
  $('tie-buttons').replaceChildren(...buttons);
}
