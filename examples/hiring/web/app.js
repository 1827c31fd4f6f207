// The page's frame: which view the address asks for, and signing in.

import { session } from './api.js';
import { showApplications } from './applications.js';
import { h, problemBox, show } from './dom.js';
import { showList } from './list.js';
import { showOpening } from './opening.js';

const main = document.getElementById('main');
const dialog = document.getElementById('sign-in');
const sessionButton = document.getElementById('session');

/** Address "#/openings/12?x=y" -> the view for its path. */
async function route({ keepFocus = false } = {}) {
  const [path, query = ''] = location.hash.slice(1).split('?');
  const [view, id] = path.split('/').slice(1);
  document.title = 'Hiring board';
  showSession();
  main.setAttribute('aria-busy', 'true');
  try {
    if (view === 'openings' && /^\d+$/.test(id ?? '')) {
      await showOpening(main, id);
    } else if (view === 'applications') {
      await showApplications(main);
    } else {
      await showList(main, new URLSearchParams(query));
    }
  } catch (error) {
    show(main, h('h1', {}, 'Something went wrong'), problemBox(error));
  }
  main.removeAttribute('aria-busy');
  if (!keepFocus) {
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}

function showSession() {
  sessionButton.textContent = session.token ? 'Sign out' : 'Sign in';
  document.getElementById('nav-applications').hidden = !session.userId;
}

/** A link may carry a token: "#token=..."; it is taken out of the address at once. */
function takeTokenFromAddress() {
  const token = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (token) {
    history.replaceState(null, '', '#/');
    try {
      session.start(token);
    } catch {
      session.end();
    }
  }
}

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // the part after "#" belongs to the views
  main.focus();
});

document.addEventListener('click', (event) => {
  if (event.target.matches('[data-action="sign-in"]')) dialog.showModal();
});

sessionButton.addEventListener('click', () => {
  if (session.token) {
    session.end();
    route();
  } else {
    dialog.showModal();
  }
});

dialog.querySelector('form').addEventListener('submit', (event) => {
  const problem = document.getElementById('sign-in-problem');
  problem.textContent = '';
  if (event.submitter.value !== 'use') return;
  try {
    session.start(document.getElementById('token').value.trim());
    route();
  } catch (error) {
    event.preventDefault();
    problem.textContent = error.message;
  }
});

dialog.addEventListener('close', () => {
  document.getElementById('token').value = '';
});

window.addEventListener('hashchange', () => {
  takeTokenFromAddress();
  route();
});
takeTokenFromAddress();
route({ keepFocus: true });
