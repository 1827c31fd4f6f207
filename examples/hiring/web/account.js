// Accounts as people meet them: sign up, ask for a new password, set it, join a company.

import { acceptInvitation, createCompany } from './api.js';
import { recover, setPassword, signUp } from './auth.js';
import { forget } from './me.js';
import { field, h, problemBox, show } from './dom.js';
import { session } from './session.js';

const MIN_PASSWORD = 8;

/** A form that says what went wrong and takes no second click meanwhile. */
export function form(label, fields, submit, ...after) {
  const answer = h('div');
  return h('form', { class: 'stack', onsubmit: send }, fields, answer,
    h('button', { type: 'submit' }, label), after);

  async function send(event) {
    event.preventDefault();
    const button = event.target.querySelector('button[type="submit"]');
    button.disabled = true;
    show(answer);
    try {
      await submit(Object.fromEntries(new FormData(event.target)));
    } catch (error) {
      show(answer, problemBox(error));
    }
    button.disabled = false;
  }
}

const password = (label) => field('password', label, {
  type: 'password', autocomplete: 'new-password', required: true, minlength: MIN_PASSWORD, maxlength: 72,
  hint: `At least ${MIN_PASSWORD} characters.`,
});
const address = () => field('email', 'E-mail', { type: 'email', autocomplete: 'email', required: true });
const fullName = () => field('full_name', 'Full name', { autocomplete: 'name', required: true, maxlength: 200 });

function narrow(main, title, ...children) {
  document.title = title;
  show(main, h('section', { class: 'narrow panel', 'aria-labelledby': 'title' }, h('h1', { id: 'title' }, title), children));
}

/** Signs up a candidate, the founder of a company, or somebody who was invited to one. */
export function showSignUp(main, params) {
  const invitation = params.get('invitation');
  if (invitation && session.userId) {
    showJoin(main, invitation);
    return;
  }
  const company = field('company', 'Company', { autocomplete: 'organization', maxlength: 100 });
  const sides = h('fieldset', { class: 'sides', onchange: choose },
    h('legend', {}, 'What brings you here?'),
    side('candidate', 'I look for work', 'Apply to openings and follow your applications.', true),
    side('company', 'I hire', 'Publish openings and read applications.', false));

  narrow(main, invitation ? 'Join your company' : 'Create an account',
    invitation ? h('p', {}, 'You have been invited. An account of your own lets you in.') : null,
    form('Create account', [
      invitation ? null : sides, fullName(), address(), password('Password'), invitation ? null : h('div', { id: 'company-field', hidden: true }, company),
    ], submit, h('p', { class: 'soft' }, 'You have an account? ',
      h('button', { type: 'button', class: 'link', 'data-action': 'sign-in' }, 'Sign in'))));

  function choose() {
    const hires = sides.querySelector(':checked').value === 'company';
    const place = document.getElementById('company-field');
    place.hidden = !hires;
    place.querySelector('input').required = hires;
  }

  async function submit(given) {
    const said = invitation ? { ...given, side: 'company', invitation } : given;
    if (said.side !== 'company') delete said.company;
    if (await signUp(said)) {
      location.hash = '#/';
    } else {
      narrow(main, 'Look into your mail',
        h('p', { role: 'status' }, `We sent a link to ${given.email}. Follow it to finish.`));
    }
  }
}

function side(value, label, hint, checked) {
  return h('label', { class: 'side' },
    h('input', { type: 'radio', name: 'side', value, checked }),
    h('span', {}, h('strong', {}, label), h('small', {}, hint)));
}

/** Somebody who has an account joins a company. */
function showJoin(main, invitation) {
  narrow(main, 'Join your company', form('Join', [fullName()], async ({ full_name }) => {
    await acceptInvitation(invitation, full_name);
    forget();
    location.hash = '#/company';
  }));
  main.querySelector('#full_name').value = session.name;
}

/** A company for somebody who has none. */
export function companyForm() {
  return form('Create the company', [
    field('name', 'Company', { autocomplete: 'organization', required: true, maxlength: 100 }),
    fullName(),
  ], async ({ name, full_name }) => {
    await createCompany(name, full_name);
    forget();
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  });
}

/** Asks for a link to set a new password. */
export function showForgotten(main) {
  narrow(main, 'Forgot your password?',
    h('p', {}, 'We send you a link. With it you set a new one.'),
    form('Send the link', [address()], async ({ email }) => {
      await recover(email);
      narrow(main, 'Look into your mail',
        h('p', { role: 'status' }, `If ${email} has an account here, a link is on its way.`));
    }));
}

/** Sets a new password. */
export function showNewPassword(main) {
  if (!session.userId) {
    showForgotten(main);
    return;
  }
  narrow(main, 'Set a new password', form('Set password', [password('New password')], async (given) => {
    await setPassword(given.password);
    narrow(main, 'Your password is set',
      h('p', { role: 'status' }, `You are signed in as ${session.email}.`),
      h('p', {}, h('a', { class: 'button', href: '#/' }, 'To the openings')));
  }));
}

/** A link that does not work any more. */
export function showBadLink(main, error) {
  narrow(main, 'This link does not work', problemBox(error),
    h('p', {}, h('a', { href: '#/forgotten' }, 'Send me a new link')));
}
