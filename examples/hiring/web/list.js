// The list of openings: search, filters, pages. All of its state is in the address.

import { findOpenings, readFilters } from './api.js';
import { counted, day, h, pay, problemBox, show } from './dom.js';

const SIZE = 10;
const WORK_TYPES = ['remote', 'hybrid', 'on-site'];
let filters; // read once; they change rarely
let running = new AbortController();

/** Shows the list for the address's parameters: q, level, work, skill, company, page. */
export async function showList(main, params) {
  filters ??= await readFilters();
  const form = searchForm(params);
  const results = h('section', { 'aria-label': 'Results' });
  show(main,
    h('div', { class: 'intro' },
      h('h1', {}, 'Find your next backend role'),
      h('p', {}, 'Read what teams are building, what they pay and what they ask for.')),
    form, results);
  await update(results, params);
}

async function update(results, params) {
  running.abort();
  running = new AbortController();
  const page = Math.max(1, Number.parseInt(params.get('page') ?? '1', 10) || 1);
  try {
    const found = await findOpenings({
      query: params.get('q'),
      skill: params.get('skill'),
      level: params.get('level'),
      workType: params.get('work'),
      company: params.get('company'),
      page,
      size: SIZE,
      signal: running.signal,
    });
    show(results,
      h('p', { class: 'count', role: 'status' }, counted(found.total, 'opening')),
      found.total === 0 ? nothing() : h('ul', { class: 'cards' }, found.openings.map(card)),
      pages(params, page, Math.ceil(found.total / SIZE)));
  } catch (error) {
    if (error.name !== 'AbortError') show(results, problemBox(error));
  }
}

function nothing() {
  return h('p', { class: 'empty' }, 'No opening fits. ', h('a', { href: '#/' }, 'Show all openings'));
}

function searchForm(params) {
  const form = h('form', { class: 'search', role: 'search', onsubmit: submit, onchange: submit },
    h('div', { class: 'field grow' },
      h('label', { for: 'q' }, 'Search'),
      h('input', { id: 'q', name: 'q', type: 'search', value: params.get('q') ?? '',
        placeholder: 'kafka payments -junior', autocomplete: 'off' })),
    choice('level', 'Level', params, filters.levels.map((l) => [l.slug, l.name])),
    choice('work', 'Work type', params, WORK_TYPES.map((w) => [w, w])),
    choice('skill', 'Skill', params, filters.skills.map((s) => [s.name, s.name])),
    choice('company', 'Company', params, filters.companies.map((c) => [c.slug, c.name])),
    h('button', { type: 'submit' }, 'Search'));

  function submit(event) {
    event.preventDefault();
    const given = [...new FormData(form)].filter(([, value]) => value.trim() !== '');
    location.hash = address(new URLSearchParams(given));
  }
  return form;
}

function choice(name, label, params, options) {
  const chosen = params.get(name);
  return h('div', { class: 'field' },
    h('label', { for: name }, label),
    h('select', { id: name, name },
      h('option', { value: '' }, 'Any'),
      options.map(([value, text]) => h('option', { value, selected: value === chosen }, text))));
}

function card(opening) {
  return h('li', { class: 'card' },
    h('h2', {}, h('a', { href: `#/openings/${opening.id}` }, opening.title)),
    h('p', { class: 'company' }, `${opening.company.name} · ${opening.location}`),
    h('p', { class: 'pay' }, pay(opening), h('span', {}, ' a year')),
    h('ul', { class: 'tags', 'aria-label': 'About this opening' },
      h('li', { class: 'level' }, opening.level.name),
      h('li', {}, opening.work_type),
      opening.employment_type === 'full-time' ? null : h('li', {}, opening.employment_type),
      skillTags(opening.opening_skills)),
    h('p', { class: 'date' }, `Published ${day(opening.published_at)}`));
}

/** Required skills first. */
export function skillTags(openingSkills) {
  return openingSkills
    .toSorted((a, b) => b.required - a.required)
    .map((s) => h('li', { class: s.required ? 'skill' : 'skill extra' }, s.skill.name));
}

function pages(params, page, last) {
  if (last <= 1) return null;
  const link = (to, text) => {
    const target = new URLSearchParams(params);
    target.set('page', to);
    return h('a', { class: 'button', href: address(target), rel: to < page ? 'prev' : 'next' }, text);
  };
  return h('nav', { class: 'pages', 'aria-label': 'Pages' },
    page > 1 ? link(page - 1, 'Previous') : h('span'),
    h('span', {}, `Page ${page} of ${last}`),
    page < last ? link(page + 1, 'Next') : h('span'));
}

function address(params) {
  return params.size === 0 ? '#/' : `#/?${params}`;
}
