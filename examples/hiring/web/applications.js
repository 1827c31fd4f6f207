// The signed-in candidate's own applications, with their history and the way to withdraw.

import { readApplications, withdraw } from './api.js';
import { day, h, problemBox, show } from './dom.js';
import { session } from './session.js';

const FINAL = new Set(['hired', 'rejected', 'withdrawn']);

/** Shows the caller's applications. */
export async function showApplications(main) {
  document.title = 'My applications';
  if (!session.userId) {
    show(main, h('h1', {}, 'My applications'), h('p', {}, 'Sign in to see them.'),
      h('button', { type: 'button', 'data-action': 'sign-in' }, 'Sign in'));
    return;
  }
  const applications = await readApplications();
  show(main,
    h('h1', {}, 'My applications'),
    applications.length === 0
      ? h('p', { class: 'empty' }, 'None yet. ', h('a', { href: '#/' }, 'Look for an opening'))
      : h('ul', { class: 'cards' }, applications.map((a) => card(main, a))));
}

function card(main, application) {
  const { opening } = application;
  const answer = h('div');
  return h('li', { class: 'card' },
    h('h2', {}, h('a', { href: `#/openings/${opening.id}` }, opening.title)),
    h('p', { class: 'company' }, opening.company.name),
    h('ol', { class: 'way', 'aria-label': 'History' },
      application.application_events.map((event) =>
        h('li', {}, h('strong', {}, event.to_stage), ` ${day(event.happened_at)}`))),
    answer,
    FINAL.has(application.stage)
      ? null
      : h('button', { type: 'button', class: 'quiet', onclick: leave }, 'Withdraw'));

  async function leave() {
    try {
      await withdraw(application.id);
      await showApplications(main);
    } catch (error) {
      show(answer, problemBox(error));
    }
  }
}
