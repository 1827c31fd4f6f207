// The description of the API in OpenAPI 3.1, checked by a linter.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { board } from './board.mjs';

const redocly = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/.bin/redocly');

it('the OpenAPI 3.1 document is linted clean', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hiring-openapi-'));
  try {
    const reply = await fetch(`${board.url}/rest/v1/openapi/3.1`, {
      headers: { apikey: board.serviceKey },
    });
    assert.equal(reply.status, 200);
    const document = await reply.text();
    assert.ok('/openings' in JSON.parse(document).paths);
    const file = join(folder, 'openapi.json');
    writeFileSync(file, document);
    // whose the data are is for the project to say, so there is no licence
    const lint = spawnSync(redocly, ['lint', file, '--skip-rule=info-license', '--format=json'], {
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const { totals, problems } = JSON.parse(lint.stdout);
    assert.deepEqual({ ...totals, problems }, { errors: 0, warnings: 0, ignored: 0, problems: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
