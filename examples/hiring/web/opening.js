// One opening: what it is about, and the form to apply.

import { apply, createProfile, readOpening } from './api.js';
import { day, field, h, pay, problemBox, show } from './dom.js';
import { skillTags } from './list.js';
import { forget, me } from './me.js';
import { session } from './session.js';

/** Shows the opening with this id. */
export async function showOpening(main, id) {
  const opening = await readOpening(id);
  if (opening === null) {
    show(main, h('h1', {}, 'This opening is not on the board'),
      h('p', {}, h('a', { href: '#/' }, 'Show all openings')));
    return;
  }
  document.title = `${opening.title} at ${opening.company.name}`;
  const applying = h('section', { class: 'panel', 'aria-labelledby': 'apply-title' });
  show(main,
    h('p', {}, h('a', { href: '#/' }, '← All openings')),
    h('article', { class: 'opening' },
      h('header', {},
        h('h1', {}, opening.title),
        h('p', { class: 'company' }, `${opening.company.name} · ${opening.location}`),
        h('p', { class: 'pay' }, pay(opening), h('span', {}, ' a year')),
        h('ul', { class: 'tags', 'aria-label': 'About this opening' },
          h('li', { class: 'level' }, opening.level.name),
          h('li', {}, opening.work_type),
          h('li', {}, opening.employment_type),
          opening.status === 'published' ? null : h('li', {}, opening.status))),
      h('div', { class: 'columns' }, text(opening), h('aside', {}, facts(opening), applying))));
  await showApplying(applying, opening);
}

function text(opening) {
  return h('div', { class: 'text' },
    h('h2', {}, 'About the work'),
    h('p', {}, opening.about),
    opening.qualifications ? [h('h2', {}, 'What you bring'), h('p', {}, opening.qualifications)] : null,
    h('h2', {}, 'Skills'),
    h('ul', { class: 'tags', 'aria-label': 'Skills' }, skillTags(opening.opening_skills)),
    h('h2', {}, `What a ${opening.role.title.toLowerCase()} does`),
    h('p', {}, opening.role.summary),
    h('ul', { class: 'points' },
      opening.role.responsibilities.map((r) => h('li', {}, r.description))));
}

function facts(opening) {
  const fact = (name, value) => (value ? [h('dt', {}, name), h('dd', {}, value)] : null);
  return h('section', { class: 'panel', 'aria-label': 'Facts' },
    h('dl', {},
      fact('Reports to', opening.reports_to),
      fact('Perks', opening.perks.join(', ')),
      fact('Published', opening.published_at && day(opening.published_at)),
      fact(opening.company.name, opening.company.about),
      fact('Headquarters', opening.company.headquarters)));
}

async function showApplying(panel, opening) {
  const title = h('h2', { id: 'apply-title' }, 'Apply');
  if (opening.status !== 'published') {
    show(panel, title, h('p', {}, 'This opening takes no applications.'));
  } else if (!session.userId) {
    show(panel, title, h('p', {}, 'Sign in to apply.'),
      h('div', { class: 'actions' },
        h('button', { type: 'button', 'data-action': 'sign-in' }, 'Sign in'),
        h('a', { class: 'button quiet', href: '#/sign-up' }, 'Create an account')));
  } else {
    const { profile, companies } = await me();
    show(panel, title, companies.length > 0 && !profile
      ? h('p', {}, `You are here for ${companies[0].company.name}; candidates apply.`)
      : applyForm(panel, opening, profile));
  }
}

function applyForm(panel, opening, profile) {
  const answer = h('div');
  return h('form', { onsubmit: submit },
    profile
      ? h('p', {}, `You apply as ${profile.full_name} (${profile.email}).`)
      : [field('full_name', 'Full name', { autocomplete: 'name', required: true }),
        field('email', 'E-mail', { type: 'email', autocomplete: 'email', required: true, value: session.email })],
    h('label', { for: 'cover_letter' }, 'Cover letter'),
    h('textarea', { id: 'cover_letter', name: 'cover_letter', rows: 6, maxlength: 10000 }),
    answer,
    h('button', { type: 'submit' }, 'Send application'));

  async function submit(event) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const button = event.target.querySelector('button');
    button.disabled = true;
    try {
      if (!profile) await createProfile({ full_name: given.full_name, email: given.email });
      forget();
      profile ??= { full_name: given.full_name, email: given.email };
      await apply(opening.id, given.cover_letter);
      show(panel, h('h2', { id: 'apply-title' }, 'Sent'),
        h('p', { role: 'status' }, `${opening.company.name} has your application.`),
        h('p', {}, h('a', { href: '#/applications' }, 'My applications')));
    } catch (error) {
      show(answer, problemBox(error));
      button.disabled = false;
    }
  }
}
