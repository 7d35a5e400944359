// One message as an element: bubble, quote, attachment, inline keyboard.
import { BOT_HUE, hour, hue, size } from './format.js';
import { element, icon, words } from './words.js';

const SERVICE_WORDS = {
  new_chat_members: (names) => `${names} به گروه پیوست`,
  left_chat_member: (names) => `${names} از گروه بیرون رفت`,
  migrate_to_chat_id: () => 'گروه به ابرگروه تبدیل شد',
  migrate_from_chat_id: () => 'این ابرگروه از یک گروه ساخته شد',
};
const LONG_PRESS_MS = 450;

// hooks: onCommand(text), onPress(message, data, key), onMenu(message, bubble), onQuote(id),
// onInline(query), onCopy(text)
export function messageElement(message, viewer, previous, hooks) {
  if (message.service) return serviceElement(message);
  const mine = message.author === viewer.id;
  const run = previous && !previous.service && previous.sender.id === message.sender.id;
  const box = element('article', 'message');
  box.classList.toggle('mine', mine);
  box.classList.toggle('run', Boolean(run));
  box.classList.toggle('album', Boolean(run && message.album && previous.album === message.album));
  box.classList.toggle('keyed', message.buttons.length > 0);
  box.dataset.id = message.id;
  box.setAttribute('aria-label', `${message.sender.name}، ${hour(message.date)}`);
  box.append(bubble(message, { mine, run, viewer, hooks }));
  if (message.buttons.length) box.append(keyboard(message, hooks));
  return box;
}

function serviceElement(message) {
  const { kind, names } = message.service;
  const text = SERVICE_WORDS[kind](names.join('، '));
  const pill = element('p', 'pill', text);
  pill.dataset.id = message.id;
  return pill;
}

function bubble(message, { mine, run, viewer, hooks }) {
  const box = element('div', 'bubble');
  if (viewer.inGroup && !run && message.sender.id !== viewer.id) {
    const who = element('div', 'who', message.sender.name);
    who.style.setProperty('--hue', hue(message.sender.is_bot ? BOT_HUE : message.sender.id));
    box.append(who);
  }
  if (message.via_bot) box.append(element('div', 'origin', `از راه ${viewer.botName}`));
  if (message.forwarded_from) box.append(element('div', 'origin', `هدایت‌شده از ${message.forwarded_from}`));
  if (message.reply_to) box.append(quoteOf(message.reply_to, hooks));
  if (message.photo) box.append(photo(message.photo));
  if (message.file) box.append(attachment('file', message.file.name, size(message.file.size), message.file.url));
  if (message.contact) {
    const name = `${message.contact.first_name} ${message.contact.last_name ?? ''}`.trim();
    box.append(attachment('phone', name, message.contact.phone_number));
  }
  // As Telegram does, a pressed Start is shown without the code that its link carried.
  const text = message.text.replace(/^(\/start) \S+$/, '$1');
  if (text) box.append(words(text, message.entities, hooks.onCommand));
  box.append(meta(message, box, hooks));
  listenForMenu(box, message, hooks);
  return box;
}

function quoteOf(original, hooks) {
  const button = element('button', 'quote');
  button.type = 'button';
  button.setAttribute('aria-label', `در پاسخ به ${original.name}: ${original.text}`);
  const text = element('span', '', original.text);
  text.dir = 'auto';
  button.append(element('strong', '', original.name), text);
  button.addEventListener('click', () => hooks.onQuote(original.id));
  return button;
}

function photo(picture) {
  const image = element('img', 'photo');
  image.src = picture.url;
  image.alt = 'عکس';
  image.width = picture.width;
  image.height = picture.height;
  return image;
}

function attachment(kind, title, note, url) {
  const box = element(url ? 'a' : 'div', 'attachment');
  if (url) {
    box.href = url;
    box.download = title;
    box.setAttribute('aria-label', `دریافت پروندهٔ ${title}`);
  }
  const disc = element('i');
  disc.append(icon(kind));
  const lines = element('span');
  lines.append(element('b', '', title), element('small', '', note));
  box.append(disc, lines);
  return box;
}

function meta(message, box, hooks) {
  const line = element('div', 'meta');
  const more = element('button', 'more');
  more.type = 'button';
  more.setAttribute('aria-label', 'گزینه‌های پیام');
  more.setAttribute('aria-haspopup', 'menu');
  more.addEventListener('click', (event) => { event.stopPropagation(); hooks.onMenu(message, box); });
  line.append(element('time', '', hour(message.date)));
  if (message.edited) line.append(element('span', '', 'ویرایش‌شده'));
  line.append(more);
  return line;
}

// A tap, a long press or the right button opens the menu; links and selections keep their own.
function listenForMenu(box, message, hooks) {
  let timer = 0;
  const open = () => hooks.onMenu(message, box);
  box.addEventListener('click', (event) => {
    if (event.target.closest('a, button, .spoiler, blockquote.long')) return;
    if (String(window.getSelection())) return;
    open();
  });
  box.addEventListener('contextmenu', (event) => { event.preventDefault(); open(); });
  box.addEventListener('touchstart', () => { timer = setTimeout(open, LONG_PRESS_MS); }, { passive: true });
  for (const end of ['touchend', 'touchmove', 'touchcancel']) {
    box.addEventListener(end, () => clearTimeout(timer), { passive: true });
  }
}

function keyboard(message, hooks) {
  const box = element('div', 'buttons');
  for (const row of message.buttons) {
    const line = element('div');
    line.append(...row.map((button) => key(message, button, hooks)));
    box.append(line);
  }
  return box;
}

// Some signs are drawn in a dark grey of their own, which a dark key would swallow.
const DARK_SIGNS = /([➕➖✖])/u;

function labelled(made, text) {
  if (!DARK_SIGNS.test(text)) {
    made.textContent = text;
    return made;
  }
  const label = element('span', 'label');
  const parts = text.split(DARK_SIGNS);
  label.append(...parts.map((one) => (DARK_SIGNS.test(one) ? element('span', 'sign', one) : one)));
  made.append(label);
  return made;
}

function key(message, button, hooks) {
  if (button.url && /^(https?|tg):/i.test(button.url)) {
    const anchor = labelled(element('a', 'key link'), button.text);
    anchor.href = button.url;
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
    return anchor;
  }
  const made = labelled(element('button', 'key'), button.text);
  made.type = 'button';
  const inline = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  if (inline !== undefined) {
    made.addEventListener('click', () => hooks.onInline(inline));
  } else if (button.copy_text) {
    made.addEventListener('click', () => hooks.onCopy(button.copy_text.text));
  } else if (button.callback_data) {
    made.dataset.data = button.callback_data;
    made.addEventListener('click', () => hooks.onPress(message, button.callback_data, made));
  } else {
    made.disabled = true;
    made.title = 'این دکمه در شبیه‌ساز کاری نمی‌کند';
  }
  return made;
}
