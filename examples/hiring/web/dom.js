// Small words for building the page: elements, texts and formats. Text is always set as text.

/** An element: h('a', {href: '#/', class: 'brand'}, 'Home'). Null children are left out. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value != null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

/** Replaces what the element shows. */
export function show(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child != null));
}

/** A labelled input, with a hint below it. */
export function field(name, label, { hint, id = name, ...attributes } = {}) {
  const note = hint && h('small', { id: `${id}-hint` }, hint);
  return h('div', { class: 'field' },
    h('label', { for: id }, label),
    h('input', { id, name, 'aria-describedby': hint && `${id}-hint`, ...attributes }),
    note);
}

/** "$ 95,000 – 127,000". */
export function pay({ pay_min, pay_max, currency }) {
  const number = new Intl.NumberFormat('en-US');
  const sign = currency === 'USD' ? '$' : `${currency} `;
  return `${sign}${number.format(pay_min)} – ${number.format(pay_max)}`;
}

/** "21 November 2026". */
export function day(timestamp) {
  return new Date(timestamp).toLocaleDateString('en-GB', { dateStyle: 'long' });
}

/** "1 opening", "2 openings". */
export function counted(number, noun) {
  return `${new Intl.NumberFormat('en-US').format(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** The box that says what went wrong, with the server's hint. */
export function problemBox(error) {
  return h('div', { class: 'problem-box', role: 'alert' },
    h('p', {}, error.message),
    error.hint ? h('p', { class: 'hint' }, error.hint) : null);
}
