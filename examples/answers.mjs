// Reads the answers of a supabase-js client in the tests of the examples.

import assert from 'node:assert/strict';

/** The data of an answer that must have worked. */
export async function data(answer) {
  const { data, error, status } = await answer;
  assert.equal(error, null, `${error?.status ?? status} ${error?.code}: ${error?.message}`);
  return data;
}

/** The error of an answer that must have failed: with this status, code and text. */
export async function refused(answer, status, code, message) {
  const { data, error, status: told } = await answer;
  assert.ok(error, `expected a refusal, got ${JSON.stringify(data)}`);
  assert.deepEqual([error.status ?? told, error.code], [status, code], error.message);
  if (message instanceof RegExp) assert.match(error.message, message);
  else if (message) assert.equal(error.message, message);
  return error;
}

/** What a token says; its signature is not looked at. */
export function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}
