// What stands under the messages: input, reply bar, keyboards, attach and command menus.
import { paintAvatar, size } from './format.js';
import { beginInline } from './inline.js';
import { here, post, store } from './store.js';
import { element, icon } from './words.js';

const $ = (id) => document.getElementById(id);
let trouble = () => {};

export function listenToComposer(onTrouble) {
  trouble = onTrouble;
  $('composer').addEventListener('submit', (event) => { event.preventDefault(); send(); });
  $('input').addEventListener('input', grow);
  $('input').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    if (event.key === 'Escape') aim(null);
  });
  $('quoting-close').addEventListener('click', () => aim(null));
  $('attach').addEventListener('click', () => openAttach());
  $('menu').addEventListener('click', () => openCommands());
  $('voice').addEventListener('click', () => openVoices());
  $('file-input').addEventListener('change', () => sendFile());
  $('start').addEventListener('click', () => pressStart());
  document.addEventListener('pointerdown', (event) => {
    if (!event.target.closest('.sheet')) closeSheet();
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') closeSheet(); });
}

export async function sendText(text) {
  const reply = store.replyTo?.id;
  aim(null);
  await post('say', here({ text, reply_to: reply, as: store.voice })).catch(trouble);
}

async function send() {
  const text = $('input').value;
  if (!text.trim()) return;
  $('input').value = '';
  grow();
  if (store.editing) {
    const message = store.editing.id;
    aim(null);
    await post('edit', here({ message, text })).catch(trouble);
  } else {
    await sendText(text);
  }
}

function grow() {
  const input = $('input');
  input.style.height = 'auto';
  input.style.height = `${Math.min(input.scrollHeight, 132)}px`;
}

// Aim the next text at a message: a reply to it, or a new wording of it.
export function aim(message, editing = false) {
  store.replyTo = editing ? null : message;
  if (store.editing && !message) { $('input').value = ''; grow(); }
  store.editing = editing ? message : null;
  $('quoting').hidden = !message;
  if (!message) return;
  $('quoting-name').textContent = editing ? 'ویرایش پیام' : `پاسخ به ${message.sender.name}`;
  $('quoting-text').textContent = message.text || message.file?.name || 'عکس';
  if (editing) { $('input').value = message.text; grow(); }
  $('input').focus();
}

export function showFoot() {
  const { person, chat, conversation } = store;
  const isPrivate = chat.kind === 'private';
  const start = isPrivate && (person.blocking || !person.started);
  $('start').hidden = !start;
  $('start').textContent = person.blocking ? 'رفع انسداد و شروع دوباره' : 'شروع';
  $('composer').hidden = start;
  $('menu').hidden = !conversation.commands.length;
  showVoice();
  showReplyKeyboard(start ? null : conversation.keyboard);
}

// In a group one may be somebody else: the group itself, or a channel of one's own.
function showVoice() {
  const { person, conversation } = store;
  const chosen = conversation.voices.find((one) => one.id === store.voice);
  $('voice').hidden = !conversation.voices.length;
  paintAvatar($('voice-avatar'), chosen?.id ?? person.id, chosen?.title ?? person.name);
  $('voice').setAttribute('aria-label', `به نام ${chosen?.title ?? person.name}`);
}

function openVoices() {
  const { person, chat, conversation } = store;
  const speak = (voice) => () => { store.voice = voice; showVoice(); };
  const items = [{ title: person.name, note: 'خودم', action: speak(null) }];
  for (const one of conversation.voices) {
    items.push({ title: one.title, note: one.id === chat.id ? 'ناشناس، به نام گروه' : 'کانال من', action: speak(one.id) });
  }
  openSheet([{ heading: 'نوشتن به نام' }, ...items], $('voice'));
}

async function pressStart() {
  await post('start', { person: store.person.id }).catch(trouble);
}

function showReplyKeyboard(markup) {
  const box = $('reply-keyboard');
  box.hidden = !markup;
  $('input').placeholder = markup?.input_field_placeholder || 'پیام';
  box.replaceChildren(...(markup?.keyboard ?? []).map((row) => {
    const line = element('div');
    line.append(...row.map((given) => {
      const button = typeof given === 'string' ? { text: given } : given;
      const made = element('button', '', button.text);
      made.type = 'button';
      made.addEventListener('click', () => (button.request_contact ? shareContact() : sendText(button.text)));
      return made;
    }));
    return line;
  }));
}

async function shareContact() {
  await post('contact', here({})).catch(trouble);
}

async function sendFile() {
  const input = $('file-input');
  const form = new FormData();
  const fields = here({ reply_to: store.replyTo?.id ?? '', as_photo: input.dataset.asPhoto ?? '' });
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('caption', $('input').value.trim());
  for (const file of input.files) form.append('file', file);
  input.value = '';
  $('input').value = '';
  grow();
  aim(null);
  await post('upload', form).catch(trouble);
}

function pickFile(asPhoto) {
  const input = $('file-input');
  input.accept = asPhoto ? 'image/*' : '';
  input.dataset.asPhoto = asPhoto ? '1' : '';
  input.click();
}

function openAttach() {
  const items = store.documents.map((document_) => ({
    icon: 'file', title: document_.title, note: `\u2068${document_.name}\u2069 · ${size(document_.size)}`,
    action: () => post('upload', here({ document: document_.name, reply_to: store.replyTo?.id })).then(() => aim(null)).catch(trouble),
  }));
  if (items.length) items.unshift({ heading: 'سندهای آماده' }, ...items.splice(0), { heading: 'از این دستگاه' });
  items.push({ icon: 'file', title: 'انتخاب پرونده', action: () => pickFile(false) });
  items.push({ icon: 'picture', title: 'انتخاب عکس', action: () => pickFile(true) });
  if (store.person.has_phone) items.push({ icon: 'phone', title: 'فرستادن شمارهٔ من', action: shareContact });
  if (store.bot.inline) items.push({ icon: 'search', title: 'جست‌وجو از همین‌جا', action: () => beginInline() });
  openSheet(items, $('attach'));
}

function openCommands() {
  const items = store.conversation.commands.map((command) => ({
    code: `/${command.command}`, title: command.description, action: () => sendText(`/${command.command}`),
  }));
  openSheet(items, $('menu'));
}

// A menu of items {icon | code, title, note, action} or {heading}, near the element that opened it.
export function openSheet(items, anchor) {
  const sheet = $('sheet');
  sheet.replaceChildren(...items.map((item) => {
    if (item.heading) return element('p', '', item.heading);
    const button = element('button');
    button.type = 'button';
    button.setAttribute('role', 'menuitem');
    if (item.icon) button.append(icon(item.icon));
    const lines = element('span', '', item.title);
    if (item.note) lines.append(element('small', '', item.note));
    button.append(lines);
    if (item.code) button.append(element('code', '', item.code));
    button.addEventListener('click', () => { closeSheet(); item.action(); });
    return button;
  }));
  sheet.hidden = false;
  anchor.setAttribute('aria-expanded', 'true');
  place(sheet, anchor);
  sheet.querySelector('button')?.focus();
}

function place(sheet, anchor) {
  const frame = $('chat-screen').getBoundingClientRect();
  const near = anchor.getBoundingClientRect();
  const top = near.bottom + sheet.offsetHeight + 8 < frame.bottom - 60
    ? near.bottom - frame.top + 4 : near.top - frame.top - sheet.offsetHeight - 6;
  const left = near.left + near.width / 2 - frame.left - sheet.offsetWidth / 2;
  sheet.style.top = `${Math.max(8, Math.min(top, frame.height - sheet.offsetHeight - 8))}px`;
  sheet.style.left = `${Math.max(8, Math.min(left, frame.width - sheet.offsetWidth - 8))}px`;
}

export function closeSheet() {
  $('sheet').hidden = true;
  for (const opener of document.querySelectorAll('[aria-expanded="true"]')) opener.setAttribute('aria-expanded', 'false');
}
