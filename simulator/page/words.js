// Message text with its entities, as elements. Offsets are UTF-16 units, as JavaScript counts.
const PLAIN_TAGS = {
  bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
};
const SAFE_URL = /^(https?:|tg:|mailto:)/i;

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

export function words(text, entities, onCommand) {
  const box = element('div', 'words');
  box.dir = 'auto';
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(box, text, 0, text.length, ordered, onCommand);
  return box;
}

function fill(parent, text, from, to, entities, onCommand) {
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    const inside = [];
    index += 1;
    while (index < entities.length && entities[index].offset < end) inside.push(entities[index++]);
    parent.append(text.slice(at, entity.offset));
    const wrapped = wrap(entity, text.slice(entity.offset, end), onCommand);
    fill(wrapped, text, entity.offset, end, inside, onCommand);
    parent.append(wrapped);
    at = end;
    const isBlock = wrapped.tagName === 'PRE' || wrapped.tagName === 'BLOCKQUOTE';
    if (isBlock && text[at] === '\n') at += 1; // the block ends its line by itself
  }
  parent.append(text.slice(at, to));
}

function wrap(entity, covered, onCommand) {
  const { type } = entity;
  if (PLAIN_TAGS[type]) return element(PLAIN_TAGS[type]);
  if (type === 'text_link') return link(entity.url);
  if (type === 'url') return link(covered.includes('://') ? covered : `https://${covered}`);
  if (type === 'email') return link(`mailto:${covered}`);
  if (type === 'bot_command') return command(covered, onCommand);
  if (type === 'spoiler') return reveal(element('span', 'spoiler'), 'متن پنهان');
  if (type === 'blockquote') return quote(false);
  if (type === 'expandable_blockquote') return quote(true);
  return element('span', type.includes('mention') || type === 'hashtag' ? 'tap' : '');
}

function link(url) {
  if (!SAFE_URL.test(url)) return element('span', 'tap');
  const anchor = element('a');
  anchor.href = url;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  return anchor;
}

function command(name, onCommand) {
  const button = element('button', 'tap');
  button.type = 'button';
  button.dir = 'ltr'; // a box of its own: without this the slash goes to the wrong side
  button.addEventListener('click', () => onCommand(name));
  return button;
}

function quote(isLong) {
  const box = element('blockquote', isLong ? 'long' : '');
  box.dir = 'auto';
  return isLong ? reveal(box, 'نقل‌قول بلند') : box;
}

function reveal(box, label) {
  box.tabIndex = 0;
  box.setAttribute('role', 'button');
  box.setAttribute('aria-label', label);
  const toggle = () => { box.classList.toggle('open'); };
  box.addEventListener('click', (event) => { event.stopPropagation(); toggle(); });
  box.addEventListener('keydown', (event) => { if (event.key === 'Enter') toggle(); });
  return box;
}
