// Several tenants in one database: a hook puts the tenant into the token, and policies read it there.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admin, claims, client, data, person, refused, sessionsWork, started } from './projects.mjs';

const tenants = started('tenants');
const A = 'aaaaaaaa-0000-0000-0000-000000000000';
const B = 'bbbbbbbb-0000-0000-0000-000000000000';

/** Somebody in these tenants, with a token that was made after they came to be there. */
async function member(...memberships) {
  const made = await person(tenants);
  const rows = memberships.map((each) => ({ user_id: made.id, ...each }));
  await data(admin(tenants).from('members').insert(rows, { defaultToNull: false }));
  const { session } = await data(made.client.auth.refreshSession());
  return { ...made, session };
}

function said({ access_token }) {
  const { tenant, tenant_role } = claims(access_token).app_metadata;
  return [tenant, tenant_role];
}

const titles = async (who) => (await data(who.from('projects').select('title').order('id'))).map(({ title }) => title);

describe('the token', () => {
  it('says the tenant and the role there', async () => {
    const ann = await member({ tenant_id: A, role: 'admin' });
    assert.deepEqual(said(ann.session), [A, 'admin']);
    const { provider, providers } = claims(ann.session.access_token).app_metadata;
    assert.deepEqual([provider, providers], ['email', ['email']]);
    assert.equal((await data(ann.client.auth.getClaims())).claims.app_metadata.tenant, A);
  });

  it('says of a newcomer that there is none', async () => {
    const ann = await person(tenants);
    assert.deepEqual(said(ann.session), [null, null]);
    assert.deepEqual(await data(ann.client.from('projects').select()), []);
    await refused(ann.client.from('projects').insert({ title: 'nowhere' }), 403, '42501');
  });

  it('is the hook\'s work only: the person keeps what they had', async () => {
    const ann = await member({ tenant_id: A });
    const { user } = await data(ann.client.auth.getUser());
    assert.equal(user.app_metadata.tenant, undefined);
    assert.equal((await ann.client.rpc('custom_access_token_hook', { event: {} })).error.code, '42501');
  });

  it('forgets a tenant that the person has left', async () => {
    const ann = await member({ tenant_id: A });
    await data(admin(tenants).from('members').delete().eq('user_id', ann.id));
    const { session } = await data(ann.client.auth.refreshSession());
    assert.deepEqual(said(session), [null, null]);
  });
});

describe('people of two tenants', () => {
  it('see and change what is their tenant\'s', async () => {
    const [ann, bob] = [await member({ tenant_id: A }), await member({ tenant_id: B })];
    const made = await data(ann.client.from('projects').insert({ title: 'a plan' }).select().single());
    assert.equal(made.tenant_id, A);
    assert.deepEqual((await titles(ann.client)).slice(0, 1), ['of A']);
    assert.ok((await titles(ann.client)).includes('a plan'));
    assert.deepEqual(await titles(bob.client), ['of B']);
    assert.deepEqual(await data(bob.client.from('projects').update({ title: 'taken' }).eq('id', made.id).select()), []);
    await refused(bob.client.from('projects').insert({ title: 'for A', tenant_id: A }), 403, '42501');
    assert.deepEqual(await titles(client(tenants)), []);
  });

  it('delete nothing without a second factor', async () => {
    const ann = await member({ tenant_id: A, role: 'admin' });
    assert.equal(claims(ann.session.access_token).aal, 'aal1');
    assert.deepEqual(await data(ann.client.from('projects').delete().gt('id', 0).select()), []);
    assert.ok((await titles(ann.client)).includes('of A'));
  });

  it('rename their tenant as its admin', async () => {
    const [ann, bob] = [await member({ tenant_id: A, role: 'admin' }), await member({ tenant_id: A })];
    const rename = (who) => data(who.client.from('tenants').update({ name: 'A' }).eq('id', A).select('name'));
    assert.deepEqual(await rename(bob), []);
    assert.deepEqual(await rename(ann), [{ name: 'A' }]);
  });
});

describe('a person in two tenants', () => {
  it('works in the first until they choose the other', async () => {
    const ann = await member({ tenant_id: A, role: 'admin' }, { tenant_id: B });
    assert.deepEqual(said(ann.session), [A, 'admin']);
    assert.deepEqual(await data(ann.client.from('tenants').select('name,members(role)').order('name')),
      [{ name: 'A', members: [{ role: 'admin' }] }, { name: 'B', members: [{ role: 'member' }] }]);

    await data(ann.client.from('active_tenants').upsert({ tenant_id: B }));
    assert.ok((await titles(ann.client)).includes('of A'), 'the token is still the old one');
    const { session } = await data(ann.client.auth.refreshSession());
    assert.deepEqual(said(session), [B, 'member']);
    assert.deepEqual(await titles(ann.client), ['of B']);

    await data(ann.client.from('active_tenants').upsert({ tenant_id: A }));
    assert.deepEqual(said((await data(ann.client.auth.refreshSession())).session), [A, 'admin']);
  });

  it('chooses none that they are not in', async () => {
    const ann = await member({ tenant_id: A });
    await refused(ann.client.from('active_tenants').upsert({ tenant_id: B }), 409, '23503');
    const bob = await member({ tenant_id: B });
    await refused(ann.client.from('active_tenants').insert({ user_id: bob.id, tenant_id: B }), 403, '42501');
  });
});

sessionsWork(tenants, () => member({ tenant_id: B, role: 'admin' }));
