// What signing up makes of people, and what it does not: the API through supabase-js.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { board, client, linkOf, people, token } from './board.mjs';

const service = client(board.serviceKey);
const PASSWORD = 'a horse on a staple';
let made = 0;

/** Somebody new, who has followed the link of the mail unless told otherwise; with a client that is signed in. */
async function newcomer(said, { confirmed = true } = {}) {
  const email = `newcomer-${++made}@example.com`;
  const own = client();
  const { data, error } = await own.auth.signUp({ email, password: PASSWORD, options: { data: said } });
  assert.equal(error, null, error?.message);
  if (confirmed) {
    const token_hash = new URL(await linkOf(email)).searchParams.get('token');
    const verified = await own.auth.verifyOtp({ token_hash, type: 'signup' });
    assert.equal(verified.error, null, verified.error?.message);
  }
  return { id: data.user.id, email, client: own };
}

async function data(query) {
  const { data, error } = await query;
  assert.equal(error, null, JSON.stringify(error));
  return data;
}

const membershipsOf = (id) => data(service.from('members').select('role, companies(name)').eq('user_id', id));
const profileOf = (id) => data(service.from('candidates').select('full_name, email').eq('id', id));

describe('signing up', () => {
  it('makes a candidate, once the address is confirmed', async () => {
    const early = await newcomer({ full_name: 'Early Bird' }, { confirmed: false });
    assert.deepEqual(await profileOf(early.id), []);
    const { id, email } = await newcomer({ full_name: ' Gus Hill ' });
    assert.deepEqual(await profileOf(id), [{ full_name: 'Gus Hill', email }]);
    assert.deepEqual(await membershipsOf(id), []);
  });

  it('makes a company with its owner, once the address is confirmed', async () => {
    await newcomer({ side: 'company', company: 'Hasty Ltd' }, { confirmed: false });
    assert.deepEqual(await data(service.from('companies').select('id').eq('name', 'Hasty Ltd')), []);
    const { id } = await newcomer({ side: 'company', company: 'Hill & Sons', full_name: 'Hal Hill' });
    assert.deepEqual(await membershipsOf(id), [{ role: 'owner', companies: { name: 'Hill & Sons' } }]);
    assert.deepEqual(await profileOf(id), []);
    const [company] = await data(service.from('companies').select('slug').eq('name', 'Hill & Sons'));
    assert.equal(company.slug, 'hill-sons');
  });

  it('never makes somebody a member of a company that there is', async () => {
    const { id, client: own } = await newcomer({
      side: 'company', company: 'Stripe', role: 'service_role', company_id: 6, full_name: 'Mallory',
    });
    const [{ companies }] = await data(service.from('members').select('companies(id, slug)').eq('user_id', id));
    assert.match(companies.slug, /^stripe-[0-9a-f]{8}$/);
    assert.deepEqual(await data(own.from('openings').select('id').eq('status', 'draft')), []);
    assert.deepEqual(await data(own.from('application_notes').select('id')), []);
    const { claims } = (await own.auth.getClaims()).data;
    assert.equal(claims.role, 'authenticated');
  });

  it('takes what fits of anything', async () => {
    const { id, email } = await newcomer({ full_name: { a: 1 }, side: 7, company: ['x'], invitation: 'nonsense' });
    assert.equal((await profileOf(id))[0].email, email);
    const long = await newcomer({ full_name: 'x'.repeat(500) });
    assert.equal((await profileOf(long.id))[0].full_name.length, 200);
    const nameless = await newcomer({});
    assert.equal((await profileOf(nameless.id))[0].full_name, nameless.email.split('@')[0]);
  });

  it('changes nothing later', async () => {
    const { id, client: own } = await newcomer({ full_name: 'Ivy' });
    const { error } = await own.auth.updateUser({ data: { side: 'company', company: 'Ivy Inc' } });
    assert.equal(error, null);
    assert.deepEqual(await membershipsOf(id), []);
  });
});

describe('an invitation', () => {
  const sam = client(token(people.sam));
  const invite = async (role = 'recruiter') =>
    (await data(sam.from('invitations').insert({ company_id: 6, role }).select().single())).code;

  it('lets one person in, once', async () => {
    const invitation = await invite('interviewer');
    const { id } = await newcomer({ side: 'company', invitation, full_name: 'Jo Park' });
    assert.deepEqual(await membershipsOf(id), [{ role: 'interviewer', companies: { name: 'Stripe' } }]);
    const late = await newcomer({ side: 'company', invitation, full_name: 'Late' });
    assert.deepEqual(await membershipsOf(late.id), []);
  });

  it('is accepted by somebody who has an account', async () => {
    const code = await invite();
    const { id, client: own } = await newcomer({ full_name: 'Kai' });
    await data(own.rpc('accept_invitation', { code, full_name: 'Kai' }));
    assert.deepEqual(await membershipsOf(id), [{ role: 'recruiter', companies: { name: 'Stripe' } }]);
    const { status } = await own.rpc('accept_invitation', { code, full_name: 'Kai' });
    assert.equal(status, 404);
  });

  it('holds for a week', async () => {
    const code = await invite();
    await data(service.from('invitations').update({ expires_at: '2020-01-01' }).eq('code', code));
    const { client: own } = await newcomer({ full_name: 'Lea' });
    assert.equal((await own.rpc('accept_invitation', { code, full_name: 'Lea' })).status, 404);
  });

  it('is made and seen by owners only', async () => {
    await invite();
    const noor = client(token('10000000-0000-4000-8000-000000000002'));
    for (const other of [noor, client(token(people.kim)), client(token(people.ada))]) {
      assert.deepEqual(await data(other.from('invitations').select()), []);
      assert.equal((await other.from('invitations').insert({ company_id: 6, role: 'owner' })).status, 403);
    }
    assert.equal((await client().from('invitations').select()).status, 401);
    assert.equal((await client().rpc('create_company', { name: 'X', full_name: 'Y' })).status, 401);
  });
});

describe('an account', () => {
  it('founds one company', async () => {
    const { client: own } = await newcomer({ side: 'company', full_name: 'Max' });
    const company = await data(own.rpc('create_company', { name: 'Max Co', full_name: 'Max' }));
    assert.equal(company.slug, 'max-co');
    assert.equal((await own.rpc('create_company', { name: 'Max Two', full_name: 'Max' })).status, 409);
    assert.equal((await own.rpc('create_company', { name: ' ', full_name: 'Max' })).status, 400);
  });

  it('goes with what was made of it', async () => {
    const { id } = await newcomer({ full_name: 'Gone' });
    const admin = await fetch(`${board.url}/auth/v1/admin/users/${id}`, {
      method: 'DELETE',
      headers: { apikey: board.serviceKey, authorization: `Bearer ${board.serviceKey}` },
    });
    assert.equal(admin.status, 200);
    assert.deepEqual(await profileOf(id), []);
  });
});
