// Starts the board on free ports with a copy of the folder, runs the tests against it, stops it.
// Arguments are passed on to `node --test`.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const groundwork = join(here, '../../../groundwork');
const MINUTES_TO_START = 5; // the first start builds the server

const work = mkdtempSync(join(tmpdir(), 'hiring-test-'));
const project = join(work, 'hiring');
const log = join(work, 'server.log');
process.exitCode = 1;
try {
  cpSync(dirname(here), project, {
    recursive: true,
    filter: (path) => !['.groundwork', 'test'].includes(basename(path)),
  });
  const server = await start();
  try {
    process.exitCode = test(server);
  } finally {
    await stop(server);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function start() {
  const [port, adminPort] = [await freePort(), await freePort()];
  const output = openSync(log, 'w');
  const child = spawn(groundwork,
    ['start', project, '--port', port, '--admin-port', adminPort],
    { stdio: ['ignore', output, output], env: { GROUNDWORK_AUTH_RATE_LIMIT_EMAIL_SENT: '1000', ...process.env } });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const server = { child, ended, url: `http://127.0.0.1:${port}` };
  const deadline = Date.now() + MINUTES_TO_START * 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = await fetch(`http://127.0.0.1:${adminPort}/health/ready`).catch(() => null);
    if (ready?.ok) return server;
    await sleep(200);
  }
  await stop(server);
  throw new Error(`the board did not start:\n${readFileSync(log, 'utf8')}`);
}

function test(server) {
  const keys = spawnSync(groundwork, ['keys', project, '--show-secret'], { encoding: 'utf8' });
  if (keys.status !== 0) throw new Error(`no keys: ${keys.stderr}`);
  const key = (name) => new RegExp(`^${name}=(.+)$`, 'm').exec(keys.stdout)[1];
  const env = {
    ...process.env,
    BOARD_URL: server.url,
    BOARD_ANON_KEY: key('anon'),
    BOARD_SERVICE_KEY: key('service_role'),
    BOARD_JWT_SECRET: key('jwt_secret'),
    NODE_NO_WARNINGS: '1',
  };
  const tests = ['page.test.mjs', 'accounts.test.mjs', 'api.test.mjs', 'openapi.test.mjs'].map((file) => join(here, file));
  const args = ['--test', '--test-concurrency=1', ...process.argv.slice(2), ...tests];
  const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
  if (status !== 0) console.error(`The server's last lines:\n${tail(log)}`);
  return status ?? 1;
}

function tail(file) {
  return readFileSync(file, 'utf8').split('\n').slice(-30).join('\n');
}

async function stop({ child, ended }) {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await ended;
  }
}

async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(String(port)));
    });
  });
}
