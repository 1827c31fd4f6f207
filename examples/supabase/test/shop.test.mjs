// A shop: a schema of its own, orders that a function makes, and policies on the rows of storage.objects.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admin, client, data, person, refused, sessionsWork, started } from './projects.mjs';

const shop = started('shop');
const of = (client) => client.schema('shop');

describe('the goods', () => {
  it('are seen by everybody, in their schema', async () => {
    const anyone = client(shop);
    assert.deepEqual(await data(of(anyone).from('products').select('slug,price')), [{ slug: 'Lamp', price: 20 }]);
    assert.equal((await data(of(anyone).from('products').select().eq('slug', 'LAMP'))).length, 1);
    assert.equal((await data(of(anyone).from('products').select().textSearch('search', 'lamps'))).length, 1);
    await refused(anyone.from('products').select(), 404, 'PGRST205');
  });

  it('are a client\'s only schema when it says so', async () => {
    const own = client(shop, shop.publishableKey, { db: { schema: 'shop' } });
    assert.equal((await data(own.from('products').select())).length, 1);
  });

  it('are changed by the service key alone', async () => {
    const ann = await person(shop);
    await refused(of(ann.client).from('products').insert({ slug: 'Free', price: 0 }), 403, '42501');
    await refused(of(client(shop)).from('products').update({ price: 0 }).eq('slug', 'lamp'), 401, '42501');
    for (const key of [shop.serviceKey, shop.secretKey]) {
      const own = of(client(shop, key));
      const chair = await data(own.from('products')
        .upsert({ slug: 'chair', price: 49.5 }, { onConflict: 'slug' }).select().single());
      assert.deepEqual([chair.slug, chair.price], ['chair', 49.5]);
      await refused(own.from('products').insert({ slug: 'debt', price: -1 }), 400, '23514', /price_check/);
      await data(own.from('products').delete().eq('slug', 'chair'));
    }
  });
});

describe('tables that nobody was given', () => {
  it('are closed: new ones are not opened', async () => {
    await refused(client(shop).from('hidden').select(), 401, '42501', 'permission denied for table hidden');
    const ann = await person(shop);
    await refused(ann.client.from('hidden').select(), 403, '42501');
    await refused(client(shop).schema('storage').from('objects').select(), 406, 'PGRST106', 'Invalid schema: storage');
  });
});

describe('an order', () => {
  it('is made by a function at the price of the day, and seen by its customer', async () => {
    const [ann, eve] = [await person(shop), await person(shop, 'eve')];
    const id = await data(of(ann.client).rpc('place_order', { lines: [{ slug: 'lamp', amount: 3 }] }));
    assert.equal(typeof id, 'number');
    assert.deepEqual(
      await data(of(ann.client).from('orders')
        .select('status,total,order_lines(amount,price,products(slug))').eq('id', id).single()),
      { status: 'new', total: 60, order_lines: [{ amount: 3, price: 20, products: { slug: 'Lamp' } }] });
    assert.deepEqual(await data(of(eve.client).from('orders').select()), []);
    assert.deepEqual(await data(of(eve.client).from('order_lines').select()), []);
    await refused(of(ann.client).from('orders').update({ status: 'paid' }).eq('id', id), 403, '42501');
    await refused(of(client(shop)).from('orders').select(), 401, '42501');

    const server = of(admin(shop));
    await data(server.from('orders').update({ status: 'paid' }).eq('id', id));
    assert.equal((await data(of(ann.client).from('orders').select().eq('id', id).single())).status, 'paid');
  });

  it('is made whole or not at all', async () => {
    const ann = await person(shop);
    await refused(of(ann.client).rpc('place_order', { lines: [{ slug: 'lamp', amount: 1 }, { slug: 'moon', amount: 1 }] }),
      422, 'PT422', 'a product is not to be had');
    await refused(of(ann.client).rpc('place_order', { lines: [{ slug: 'lamp', amount: 0 }] }), 400, '23514');
    assert.deepEqual(await data(of(ann.client).from('orders').select()), []);
    await refused(of(client(shop)).rpc('place_order', { lines: [] }), 401, '42501');
  });
});

describe('the rows of storage', () => {
  it('hold a receipt in its customer\'s folder only', async () => {
    const [ann, eve] = [await person(shop), await person(shop, 'eve')];
    const receipt = `${ann.id}/2024/1.PDF`;
    const put = (who, path) => of(who).rpc('add_object', { bucket: 'receipts', path });
    assert.equal(await data(put(ann.client, receipt)), receipt);
    for (const [who, path, status] of [
      [ann.client, `${ann.id}/virus.exe`, 403],
      [ann.client, `${eve.id}/1.pdf`, 403],
      [ann.client, '1.pdf', 403],
      [client(shop), `${ann.id}/2.pdf`, 401],
    ]) {
      await refused(put(who, path), status, '42501', 'new row violates row-level security policy for table "objects"');
    }
    const seen = (who) => data(of(who).rpc('objects', { bucket: 'receipts' }));
    assert.deepEqual(await seen(ann.client), [receipt]);
    assert.deepEqual(await seen(eve.client), []);
    assert.deepEqual(await seen(client(shop)), []);
    assert.ok((await seen(admin(shop))).includes(receipt));
  });

  it('show pictures to everybody', async () => {
    await data(of(admin(shop)).rpc('add_object', { bucket: 'products', path: 'lamp.png' }));
    assert.deepEqual(await data(of(client(shop)).rpc('objects', { bucket: 'products' })), ['lamp.png']);
    const ann = await person(shop);
    await refused(of(ann.client).rpc('add_object', { bucket: 'products', path: 'mine.png' }), 403, '42501');
  });

  it('have the buckets of config.toml and of the migrations, for the service key', async () => {
    assert.deepEqual(await data(of(admin(shop)).rpc('buckets')), [
      { id: 'products', public: true, file_size_limit: 5 * 1024 * 1024 },
      { id: 'receipts', public: false, file_size_limit: null },
    ]);
    assert.deepEqual(await data(of(client(shop)).rpc('buckets')), []);
  });
});

sessionsWork(shop);
