// What is the same for all endpoints: the two shapes of errors, and what a server tells of itself.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { confirming, quick } from './accounts.mjs';

async function ask(path, { version, at = confirming, ...options } = {}) {
  const headers = { apikey: at.anonKey, 'content-type': 'application/json' };
  if (version) headers['x-supabase-api-version'] = version;
  const answer = await fetch(`${at.url}/auth/v1${path}`, { ...options, headers });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

describe('errors', () => {
  const wrong = { method: 'POST', body: JSON.stringify({ email: 'nobody@example.com', password: 'x' }) };

  it('are told as clients of today read them', async () => {
    const { status, headers, body } = await ask('/token?grant_type=password', { ...wrong, version: '2024-01-01' });
    assert.equal(status, 400);
    assert.deepEqual(body, { code: 'invalid_credentials', message: 'Invalid login credentials' });
    assert.equal(headers.get('x-supabase-api-version'), '2024-01-01');
    assert.equal(headers.get('x-sb-error-code'), 'invalid_credentials');
  });

  it('are told as older clients read them', async () => {
    const { body, headers } = await ask('/token?grant_type=password', wrong);
    assert.deepEqual(body, { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' });
    assert.equal(headers.get('x-supabase-api-version'), null);
  });

  it('tell of bodies that are none', async () => {
    const { status, body } = await ask('/signup', { method: 'POST', body: '{', version: '2024-01-01' });
    assert.deepEqual([status, body.code], [400, 'bad_json']);
    const grant = await ask('/token?grant_type=nonsense', { ...wrong, version: '2024-01-01' });
    assert.equal(grant.status, 400);
    const nothing = await ask('/nothing', { version: '2024-01-01' });
    assert.equal(nothing.status, 404);
  });
});

describe('a server tells', () => {
  it('that it is well', async () => {
    const { status, body } = await ask('/health');
    assert.deepEqual([status, body.name], [200, 'GoTrue']);
  });

  it('which ways to sign in there are', async () => {
    const first = (await ask('/settings')).body;
    assert.deepEqual([first.external.email, first.external.phone, first.external.anonymous_users], [true, true, true]);
    assert.deepEqual([first.disable_signup, first.mailer_autoconfirm, first.phone_autoconfirm], [false, false, false]);
    const second = (await ask('/settings', { at: quick })).body;
    assert.deepEqual([second.external.anonymous_users, second.mailer_autoconfirm], [false, true]);
  });

  it('its public keys', async () => {
    const { headers, body } = await ask('/.well-known/jwks.json');
    assert.ok(Array.isArray(body.keys));
    assert.match(headers.get('cache-control'), /max-age=600/);
  });
});
