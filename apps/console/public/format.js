/** `import_customs_held` as a person reads it. */
export const words = (name) => {
  if (!name) return '–';
  const text = String(name).replaceAll('_', ' ');
  return text[0].toUpperCase() + text.slice(1);
};

/** Money as it is sent, `{amount: "12.34", currency: "USD"}`: the digits are never rounded on the way. */
export const money = (value) => {
  if (!value) return '–';
  const [whole = '0', fraction] = String(value.amount).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`} ${value.currency}`;
};

const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** An instant in the reader's time zone. */
export const instant = (text) => (text ? dayAndTime.format(new Date(text)) : '–');

const dayItself = new Intl.DateTimeFormat('en-GB', { ...day.resolvedOptions(), timeZone: 'UTC' });

/** The day of an instant in the reader's time zone; a day that was told without a time is that day everywhere. */
export const date = (text) => {
  if (!text) return '–';
  return (/^\d{4}-\d\d-\d\d$/.test(text) ? dayItself : day).format(new Date(text));
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time on the wall where a scan was made, with its offset, as the sender gave it. */
export const wallTime = (text) => {
  const [, year, month, dayOfMonth, time, offset] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)(?:[\d:.]*)(Z|[+-]\d\d:\d\d)$/.exec(text ?? '') ?? [];
  if (!year) return { day: text ?? '–', time: '', offset: '' };
  return {
    day: `${Number(dayOfMonth)} ${months[Number(month) - 1]} ${year}`,
    time,
    offset: offset === 'Z' ? 'UTC' : offset,
  };
};

/** `0.9731` as `97.3 %`; nothing where there is no figure. */
export const share = (value, digits = 1) =>
  value === null || value === undefined ? '–' : `${(value * 100).toFixed(digits)} %`;

/** A rate with its 95% interval and the parcels behind it. */
export const rate = (value) =>
  value
    ? {
        text: share(value.value),
        interval: `${(value.low * 100).toFixed(1)} – ${share(value.high)}`,
        sample: `n ${count(value.n)}`,
      }
    : null;

/** Days with one digit; beyond the last delivery there is no figure. */
export const days = (value) =>
  value === null || value === undefined ? '–' : `${Number(value).toFixed(1)} d`;

export const count = (value) =>
  Number(value ?? 0)
    .toLocaleString('en-US')
    .replaceAll(',', '\u202f');

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** The name of a country code. */
export const country = (code) => {
  if (!code) return '–';
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
};
