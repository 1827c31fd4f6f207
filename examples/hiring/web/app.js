// The page's frame: which view the address asks for, who is signed in, and signing in.

import { showBadLink, showForgotten, showNewPassword, showSignUp } from './account.js';
import { showApplications } from './applications.js';
import { arrive, signIn, signOut } from './auth.js';
import { showCompany } from './company.js';
import { h, problemBox, show } from './dom.js';
import { showList } from './list.js';
import { forget, me } from './me.js';
import { showOpening } from './opening.js';
import { session } from './session.js';

const main = document.getElementById('main');
const dialog = document.getElementById('sign-in');
const sessionButton = document.getElementById('session');

/** Address "#/openings/12?x=y" -> the view for its path. */
async function route({ keepFocus = false } = {}) {
  document.title = 'Hiring board';
  main.setAttribute('aria-busy', 'true');
  try {
    const problem = takeFromAddress();
    await session.freshToken();
    await showSession();
    if (problem) showBadLink(main, problem);
    else await showView();
  } catch (error) {
    show(main, h('h1', {}, 'Something went wrong'), problemBox(error));
  }
  main.removeAttribute('aria-busy');
  if (!keepFocus) {
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}

async function showView() {
  const [path, query = ''] = location.hash.slice(1).split('?');
  const [view, id] = path.split('/').slice(1);
  const params = new URLSearchParams(query);
  if (view === 'openings' && /^\d+$/.test(id ?? '')) return showOpening(main, id);
  switch (view) {
    case 'applications': return showApplications(main);
    case 'company': return showCompany(main);
    case 'sign-up': return showSignUp(main, params);
    case 'forgotten': return showForgotten(main);
    case 'new-password': return showNewPassword(main);
    default: return showList(main, params);
  }
}

/** Who is signed in, and on which side of the board. */
async function showSession() {
  const person = await me();
  const [membership] = person?.companies ?? [];
  const name = membership?.full_name ?? person?.profile?.full_name ?? (session.name || session.email);
  const who = document.getElementById('who');
  show(who, h('strong', {}, name || 'Signed in'),
    membership ? ` · ${membership.role} at ${membership.company.name}` : null);
  who.hidden = !person;
  sessionButton.textContent = person ? 'Sign out' : 'Sign in';
  const hires = person && (membership || session.claims?.user_metadata?.side === 'company');
  document.getElementById('nav-sign-up').hidden = Boolean(person);
  document.getElementById('nav-applications').hidden = !person || (hires && !person.profile);
  document.getElementById('nav-company').hidden = !hires;
}

/**
 * A link may bring a session, as those of mails do, or a token: "#token=...". Both are taken out of the address
 * at once.
 *
 * @returns why a link of a mail does not work, or null
 */
function takeFromAddress() {
  const token = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (token) {
    history.replaceState(null, '', '#/');
    try {
      session.useToken(token);
    } catch {
      session.end();
    }
  }
  const arrived = arrive();
  if (arrived?.type === 'recovery') history.replaceState(null, '', '#/new-password');
  return arrived?.error ?? null;
}

/** Handles a form of the dialog: closes it when what it does works, and tells the problem otherwise. */
function onSubmit(name, work) {
  document.getElementById(`${name}-form`).addEventListener('submit', async (event) => {
    event.preventDefault();
    const problem = document.getElementById(`${name}-problem`);
    const button = event.target.querySelector('[type="submit"]');
    problem.textContent = '';
    button.disabled = true;
    try {
      await work();
      forget();
      dialog.close();
      route();
    } catch (error) {
      problem.textContent = error.message;
    }
    button.disabled = false;
  });
}

onSubmit('password', () => signIn({
  email: document.getElementById('sign-in-email').value,
  password: document.getElementById('sign-in-password').value,
}));
onSubmit('token', () => session.useToken(document.getElementById('token').value.trim()));

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // the part after "#" belongs to the views
  main.focus();
});

document.addEventListener('click', (event) => {
  const { action } = event.target.dataset ?? {};
  if (action === 'sign-in') dialog.showModal();
  if (action === 'close') dialog.close();
});

sessionButton.addEventListener('click', async () => {
  if (session.userId) {
    await signOut();
    forget();
    route();
  } else {
    dialog.showModal();
  }
});

dialog.addEventListener('close', () => {
  dialog.querySelectorAll('form').forEach((form) => form.reset());
  dialog.querySelectorAll('.problem').forEach((problem) => show(problem));
});

window.addEventListener('hashchange', () => route());
route({ keepFocus: true });
