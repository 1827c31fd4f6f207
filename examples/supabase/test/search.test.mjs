// A search by meaning: vectors of their owners, found by a function in exact order.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { admin, client, data, person, refused, sessionsWork, started } from './projects.mjs';

const search = started('search');
const titles = (rows) => rows.map(({ title }) => title);

const DOCUMENTS = [
  { title: 'east', embedding: [1, 0, 0, 0] },
  { title: 'north-east', embedding: [1, 1, 0, 0] },
  { title: 'north', embedding: [0, 1, 0, 0] },
  { title: 'west', embedding: '[-1,0,0,0]' },
];

describe('documents', () => {
  let ann;
  let eve;
  before(async () => {
    ann = await person(search);
    eve = await person(search, 'eve');
    await data(ann.client.from('documents').insert(DOCUMENTS));
    await data(eve.client.from('documents').insert({ title: 'east of Eve', embedding: [1, 0, 0, 0] }));
  });

  const match = (who, query_embedding, match_threshold = -2, match_count = 10) =>
    who.client.rpc('match_documents', { query_embedding, match_threshold, match_count });

  it('are found in the order of their similarity', async () => {
    const found = await data(match(ann, [2, 0.1, 0, 0]));
    assert.deepEqual(titles(found), ['east', 'north-east', 'north', 'west']);
    assert.ok(found.every(({ similarity }, at) => at === 0 || similarity < found[at - 1].similarity));
    const [exact] = await data(match(ann, '[0,3,0,0]'));
    assert.deepEqual([exact.title, exact.similarity], ['north', 1]);
  });

  it('are found above a threshold, and no more than asked for', async () => {
    assert.deepEqual(titles(await data(match(ann, [1, 0, 0, 0], 0.5))), ['east', 'north-east']);
    assert.deepEqual(titles(await data(match(ann, [1, 0, 0, 0], -2, 1))), ['east']);
  });

  it('are chosen from further by the client', async () => {
    const rows = match(ann, [1, 0, 0, 0]).select('title').neq('title', 'east').limit(2);
    assert.deepEqual(await data(rows), [{ title: 'north-east' }, { title: 'north' }]);
  });

  it('are their owner\'s', async () => {
    assert.deepEqual(titles(await data(match(eve, [1, 0, 0, 0]))), ['east of Eve']);
    assert.deepEqual(await data(match({ client: client(search) }, [1, 0, 0, 0])), []);
    assert.equal((await data(match({ client: admin(search) }, [1, 0, 0, 0], 0.99))).length, 2);
  });

  it('come back as they were given', async () => {
    const rows = await data(ann.client.from('documents').select('embedding').eq('title', 'west').single());
    assert.deepEqual(JSON.parse(rows.embedding), [-1, 0, 0, 0]);
  });

  it('have as many dimensions as the table says', async () => {
    await refused(ann.client.from('documents').insert({ title: 'flat', embedding: [1, 2] }),
      400, '22000', 'expected 4 dimensions, not 2');
    await refused(ann.client.from('documents').insert({ title: 'words', embedding: 'east' }), 400, '22P02');
  });
});

describe('what the project set in the database', () => {
  it('looks at each request first', async () => {
    const blocked = client(search, search.anonKey, { global: { headers: { 'x-blocked': 'yes' } } });
    await refused(blocked.from('notes').select(), 402, 'PT402', 'Payment required');
    assert.equal(await data(client(search).rpc('caller_address')), '127.0.0.1');
  });
});

sessionsWork(search);
