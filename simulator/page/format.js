// How names, days, hours and sizes are written: Persian digits, Jalali calendar, Tehran time.
const ZONE = 'Asia/Tehran';
// The browser's own formatters take longer to make than the first messages take to draw.
const once = (make) => { let made; return () => (made ??= make()); };
const dayFormat = once(() => new Intl.DateTimeFormat('fa-IR-u-ca-persian', {
  timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric',
}));
const numberFormat = once(() => new Intl.NumberFormat('fa-IR', { maximumFractionDigits: 1 }));
const digits = (text) => text.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[digit]);

export function number(value) {
  const short = Number.isInteger(value) && value >= 0 && value < 1000;
  return short ? digits(String(value)) : numberFormat().format(value);
}

export function hour(moment) {
  const minutes = Math.floor((new Date(moment).getTime() + OFFSET) / 60e3);
  const two = (value) => digits(String(value).padStart(2, '0'));
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

// Asked twice for every message, and slow to answer: each day is worded once.
const worded = new Map();

export function day(moment) {
  const key = tehranDays(new Date(moment).getTime());
  if (!worded.has(key)) worded.set(key, wordDay(moment));
  return worded.get(key);
}

function wordDay(moment) {
  const parts = Object.fromEntries(
    dayFormat().formatToParts(new Date(moment)).map((part) => [part.type, part.value]),
  );
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}`;
}

export function size(bytes) {
  if (bytes < 1024) return `${number(bytes)} بایت`;
  if (bytes < 1024 * 1024) return `${number(bytes / 1024)} کیلوبایت`;
  return `${number(bytes / 1024 / 1024)} مگابایت`;
}

export function shift(seconds) {
  const whole = Math.round(Math.abs(seconds) / 60);
  if (!whole) return '';
  const days = Math.floor(whole / 1440);
  const hours = Math.floor((whole % 1440) / 60);
  const parts = [];
  if (days) parts.push(`${number(days)} روز`);
  if (hours) parts.push(`${number(hours)} ساعت`);
  if (!parts.length) parts.push(`${number(whole)} دقیقه`);
  return `${parts.join(' و ')} ${seconds > 0 ? 'جلوتر' : 'عقب‌تر'}`;
}

// Iran has kept +03:30 all year since 1401.
const OFFSET = 3.5 * 3600e3;
const DAY_MS = 86400e3;
const morning = (days) => new Date(days * DAY_MS + 9 * 3600e3 - OFFSET);
const tehranDays = (moment) => Math.floor((moment + OFFSET) / DAY_MS);

// Nine o'clock of the next Tehran day.
export const nextMorning = (now) => morning(tehranDays(now) + 1);

// The moment itself, or nine o'clock of its day where it is a time at which nobody is reminded.
export function byDaylight(moment) {
  const hours = ((moment + OFFSET) % DAY_MS) / 3600e3;
  return hours < 9 || hours >= 20 ? morning(tehranDays(moment)) : new Date(moment);
}

export const initial = (name) => [...name.trim()][0] ?? '؟';
// The bot wears the page's own colour; people and groups get one from their id.
export const BOT_HUE = 'bot';
export const hue = (id) => (id === BOT_HUE ? 172 : (Math.abs(id) * 67) % 360);

export function paintAvatar(element, id, name) {
  element.textContent = initial(name);
  element.style.setProperty('--hue', hue(id));
}
