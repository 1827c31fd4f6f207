// Accounts: /auth/v1 with plain fetch.

import { session } from './session.js';

const BASE = new URL('auth/v1/', document.baseURI);
const HOME = new URL('.', document.baseURI).href;

/** What the server answered when it refused. */
export class AuthError extends Error {
  constructor(status, body) {
    super(text(body));
    this.status = status;
    this.code = body.code;
  }
}

/** The server's texts are for programs of all kinds; these are for the people here. */
const TEXTS = {
  invalid_credentials: 'The address or the password is wrong.',
  email_not_confirmed: 'Please follow the link in the mail that we sent you first.',
  otp_expired: 'This link has been used, or is too old. Ask for another one.',
  same_password: 'This is your password already.',
  over_email_send_rate_limit: 'We have just sent you a mail. Please wait a minute before you ask for another one.',
  over_request_rate_limit: 'Too many tries. Please wait a few minutes.',
};

function text({ code, message }) {
  return TEXTS[code] ?? message ?? 'The server did not answer as expected.';
}

async function ask(path, { method = 'POST', body, token, params = {} } = {}) {
  const url = new URL(path, BASE);
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
  const headers = { 'x-supabase-api-version': '2024-01-01' };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body) headers['content-type'] = 'application/json';
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new AuthError(response.status, answer);
  return answer;
}

const grant = (type, body) => ask('token', { params: { grant_type: type }, body });

/**
 * Signs up. What is said here makes rows of the person's own, no rights.
 *
 * @returns whether the person is signed in; else a mail has been sent
 */
export async function signUp({ email, password, ...data }) {
  const answer = await ask('signup', { params: { redirect_to: HOME }, body: { email, password, data } });
  if (answer.access_token) session.keep(answer);
  return Boolean(answer.access_token);
}

export async function signIn({ email, password }) {
  session.keep(await grant('password', { email, password }));
}

/** Ends the session on the server, too; whatever it answers, it is over here. */
export async function signOut() {
  const { token, claims } = session;
  session.end();
  if (claims?.session_id) await ask('logout', { params: { scope: 'local' }, token }).catch(() => null);
}

/** Sends a link to set a new password; answers the same for every address. */
export async function recover(email) {
  await ask('recover', { params: { redirect_to: HOME }, body: { email } });
}

export async function setPassword(password) {
  await ask('user', { method: 'PUT', token: await session.freshToken(), body: { password } });
}

/**
 * Takes what a link of a mail brought in the address, and removes it there.
 *
 * @returns what the link was for ("signup", "recovery", ...), an error, or null
 */
export function arrive() {
  if (location.hash.startsWith('#/')) return null;
  const brought = new URLSearchParams(location.hash.slice(1));
  const error = brought.get('error_code');
  const [access_token, refresh_token] = [brought.get('access_token'), brought.get('refresh_token')];
  if (!error && !(access_token && refresh_token)) return null;
  history.replaceState(null, '', '#/');
  if (error) {
    return { error: new AuthError(403, { code: error, message: brought.get('error_description') }) };
  }
  session.keep({ access_token, refresh_token });
  return { type: brought.get('type') ?? '' };
}

session.renewWith(async (refresh_token) => {
  try {
    return await grant('refresh_token', { refresh_token });
  } catch (error) {
    if (error instanceof AuthError && error.status < 500) return null; // the session is over
    throw error;
  }
});
