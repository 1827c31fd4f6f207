// A company's side: its openings with who applied, and its people.

import {
  closeOpening, draftOpening, invite, moveApplication, publishOpening, readCompany, readLevels,
} from './api.js';
import { companyForm, form } from './account.js';
import { counted, day, field, h, problemBox, show } from './dom.js';
import { me } from './me.js';

const WORK_TYPES = ['remote', 'hybrid', 'on-site'];

/** Shows the caller's company, or how to get one. */
export async function showCompany(main) {
  document.title = 'My company';
  const person = await me();
  if (!person) {
    show(main, h('h1', {}, 'My company'), h('p', {}, 'Sign in to see it.'),
      h('button', { type: 'button', 'data-action': 'sign-in' }, 'Sign in'));
    return;
  }
  const [membership] = person.companies;
  if (!membership) {
    show(main, h('section', { class: 'narrow panel' }, h('h1', {}, 'You belong to no company yet'),
      h('p', {}, 'Follow the link of an invitation, or create a company.'), companyForm()));
    return;
  }
  const again = () => showCompany(main);
  const { company } = membership;
  const { openings, members, moves } = await readCompany(company.id);
  document.title = company.name;
  show(main,
    h('h1', {}, company.name),
    h('div', { class: 'board' },
      h('section', { class: 'people', 'aria-label': 'Openings' },
        openings.map((opening) => openingCard(opening, moves, again)),
        await drafting(company.id, openings.length === 0, again)),
      team(company.id, membership, members)));
}

function openingCard(opening, moves, again) {
  const answer = h('div');
  const titleId = `opening-${opening.id}`;
  const action = { draft: ['Publish', publishOpening], published: ['Close', closeOpening] }[opening.status];
  return h('article', { class: 'own', 'aria-labelledby': titleId },
    h('header', {},
      h('div', {},
        h('h2', { id: titleId }, h('a', { href: `#/openings/${opening.id}` }, opening.title)),
        h('p', { class: 'company' }, `${opening.level.name} · ${opening.location} · `
          + counted(opening.applications.length, 'application'))),
      h('div', { class: 'actions' },
        h('span', { class: `status ${opening.status}` }, opening.status),
        action && h('button', { type: 'button', class: 'quiet small',
          onclick: () => attempt(answer, () => action[1](opening.id), again) }, action[0]))),
    answer,
    opening.applications.length === 0 ? null
      : h('ul', { class: 'people', 'aria-label': 'Applications' },
        opening.applications.map((application) => applicant(application, moves, again))));
}

function applicant(application, moves, again) {
  const answer = h('div');
  const { candidate } = application;
  const next = moves.filter((move) => move.from_stage === application.stage).map((move) => move.to_stage);
  return h('li', { class: 'applicant' },
    h('p', {}, h('strong', {}, candidate.full_name), ' ',
      h('a', { href: `mailto:${candidate.email}` }, candidate.email),
      candidate.headline ? h('small', {}, candidate.headline) : null),
    h('p', {}, h('span', { class: 'status' }, application.stage)),
    application.cover_letter ? h('blockquote', {}, application.cover_letter) : null,
    answer,
    h('div', { class: 'actions' }, h('small', {}, `Since ${day(application.created_at)}`),
      next.map((stage) => h('button', { type: 'button', class: 'quiet small',
        onclick: () => attempt(answer, () => moveApplication(application.id, stage), again) },
      stage === 'rejected' ? 'Reject' : `Move to ${stage}`))));
}

async function attempt(answer, work, again) {
  try {
    await work();
    await again();
  } catch (error) {
    show(answer, problemBox(error));
  }
}

async function drafting(companyId, open, again) {
  const levels = await readLevels();
  return h('details', { class: 'panel', open },
    h('summary', {}, 'New opening'),
    form('Save as draft', [
      field('title', 'Title', { required: true, minlength: 3, maxlength: 200 }),
      h('div', { class: 'pair' },
        choice('level_id', 'Level', levels.map((level) => [level.id, level.name])),
        choice('work_type', 'Work type', WORK_TYPES.map((type) => [type, type]))),
      field('location', 'Location', { required: true }),
      h('div', { class: 'pair' },
        field('pay_min', 'Pay from, USD a year', { type: 'number', min: 1, required: true }),
        field('pay_max', 'to', { type: 'number', min: 1, required: true })),
      h('div', {}, h('label', { for: 'about' }, 'About the work'),
        h('textarea', { id: 'about', name: 'about', rows: 4, required: true })),
    ], async (given) => {
      await draftOpening({ ...given, company_id: companyId });
      await again();
    }));
}

function choice(name, label, options) {
  return h('div', { class: 'field' }, h('label', { for: name }, label),
    h('select', { id: name, name }, options.map(([value, text]) => h('option', { value }, text))));
}

function team(companyId, membership, members) {
  return h('aside', { class: 'panel', 'aria-labelledby': 'team-title' },
    h('h2', { id: 'team-title' }, 'People'),
    h('ul', { class: 'people' }, members.map((member) =>
      h('li', {}, member.full_name, h('small', {}, member.role)))),
    membership.role === 'owner' ? inviting(companyId) : null);
}

function inviting(companyId) {
  const link = h('div');
  return h('div', {},
    form('Invite somebody', [
      choice('role', 'As', ['recruiter', 'interviewer', 'owner'].map((role) => [role, role])),
    ], async ({ role }) => {
      const code = await invite(companyId, role);
      const address = new URL(`#/sign-up?invitation=${code}`, document.baseURI).href;
      show(link, field('invitation', 'Send them this link', {
        value: address, readonly: true, onfocus: (event) => event.target.select(),
        hint: 'It works once, for a week.',
      }));
    }),
    link);
}
