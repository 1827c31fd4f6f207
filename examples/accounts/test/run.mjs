// Starts two servers on free ports with copies of the folder, runs the tests against them, stops them.
// Arguments are passed on to `node --test`.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const groundwork = join(here, '../../../groundwork');
const MINUTES_TO_START = 5; // the first start builds the server

// Hundreds of mails and codes from one machine: these tests are not about limits.
const MANY = {
  GROUNDWORK_AUTH_RATE_LIMIT_EMAIL_SENT: '100000',
  GROUNDWORK_AUTH_RATE_LIMIT_SMS_SENT: '100000',
};
// Of the first server, whose addresses need confirmation; a file of tests that needs a setting adds it here.
const CONFIRMING = {
  ...MANY,
  GROUNDWORK_AUTH_EMAIL_MAX_FREQUENCY: '0s',
  GROUNDWORK_AUTH_SMS_MAX_FREQUENCY: '0s',
  GROUNDWORK_AUTH_EMAIL_SECURE_PASSWORD_CHANGE: 'true',
  GROUNDWORK_AUTH_ADDITIONAL_REDIRECT_URLS: 'https://app.example.com/**',
};
const QUICK = {
  ...MANY,
  GROUNDWORK_AUTH_EMAIL_ENABLE_CONFIRMATIONS: 'false',
  GROUNDWORK_AUTH_EMAIL_MAX_FREQUENCY: '1m',
  GROUNDWORK_AUTH_SMS_ENABLE_CONFIRMATIONS: 'false',
  GROUNDWORK_AUTH_ENABLE_ANONYMOUS_SIGN_INS: 'false',
};

const work = mkdtempSync(join(tmpdir(), 'accounts-test-'));
const servers = [];
process.exitCode = 1;
try {
  const confirming = await start('confirming', CONFIRMING);
  const quick = await start('quick', QUICK);
  process.exitCode = test(confirming, quick);
} finally {
  await Promise.all(servers.map(stop));
  rmSync(work, { recursive: true, force: true });
}

async function start(name, settings) {
  const project = join(work, name);
  cpSync(dirname(here), project, {
    recursive: true,
    filter: (path) => !['.groundwork', 'test'].includes(basename(path)),
  });
  cpSync(join(here, 'extra'), join(project, 'migrations'), { recursive: true });
  const [port, adminPort] = [await freePort(), await freePort()];
  const log = join(work, `${name}.log`);
  const output = openSync(log, 'w');
  const child = spawn(groundwork,
    ['start', project, '--port', port, '--admin-port', adminPort],
    { stdio: ['ignore', output, output], env: { ...process.env, ...settings } });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const server = { name, project, log, child, ended, url: `http://127.0.0.1:${port}` };
  servers.push(server);
  const deadline = Date.now() + MINUTES_TO_START * 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = await fetch(`http://127.0.0.1:${adminPort}/health/ready`).catch(() => null);
    if (ready?.ok) return server;
    await sleep(200);
  }
  throw new Error(`the server "${name}" did not start:\n${readFileSync(log, 'utf8')}`);
}

function test(...started) {
  const env = { ...process.env, NODE_NO_WARNINGS: '1' };
  for (const server of started) {
    const keys = spawnSync(groundwork, ['keys', server.project, '--show-secret'], { encoding: 'utf8' });
    if (keys.status !== 0) throw new Error(`no keys: ${keys.stderr}`);
    const name = server.name.toUpperCase();
    env[`${name}_URL`] = server.url;
    env[`${name}_KEYS`] = keys.stdout;
  }
  const tests = readdirSync(here)
    .filter((file) => file.endsWith('.test.mjs') && file.includes(process.env.ONLY ?? ''))
    .map((file) => join(here, file));
  const args = ['--test', '--test-concurrency=1', ...process.argv.slice(2), ...tests];
  const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
  if (status !== 0) {
    for (const { name, log } of started) console.error(`The last lines of "${name}":\n${tail(log)}`);
  }
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
