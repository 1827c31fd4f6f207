// The page as a person meets it, in headless Chromium where it is installed.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, afterEach, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { board, people, token } from './board.mjs';

const browserPath = [
  process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path && existsSync(path));
const skip = browserPath ? false : 'no Chromium: install it, or set CHROMIUM to its path';

const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update'];
const DESKTOP = { width: 1200, height: 900 };
const PHONE = { width: 390, height: 844 };
const shots = process.env.SCREENSHOTS; // a folder to leave pictures in

describe('the page', { skip }, () => {
  let browser;
  let page;
  let complaints;

  before(async () => {
    const root = process.getuid?.() === 0;
    browser = await chromium.launch({
      executablePath: browserPath,
      args: root ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS,
    });
    if (shots) mkdirSync(shots, { recursive: true });
  });

  after(async () => browser.close());

  beforeEach(async () => {
    page = await browser.newPage({ viewport: DESKTOP });
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== board.url) complaints.push(`foreign: ${request.url()}`);
    });
  });

  afterEach(async () => {
    await page.close();
    assert.deepEqual(complaints, []);
  });

  async function open(hash = '#/') {
    await page.goto(`${board.url}/${hash}`);
    await settled();
  }

  /** Waits until the view that the address asks for is shown. */
  async function settled() {
    await page.waitForSelector('#main:not([aria-busy]) h1');
  }

  async function count(text) {
    await page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
  }

  const titles = () => page.locator('.card h2').allTextContents();

  async function shot(name) {
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
  }

  it('lists the openings, newest first', async () => {
    await open();
    await count('12 openings');
    assert.equal((await titles()).length, 10);
    assert.match(await page.locator('.card').first().innerText(), /Stripe · San Francisco/);
    assert.match(await page.locator('.card').first().innerText(), /\$160,000 – 200,000/);
    await shot('list-desktop');
  });

  it('pages', async () => {
    await open();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByText('Page 2 of 2').waitFor();
    assert.equal((await titles()).length, 2);
    await page.getByRole('link', { name: 'Previous' }).click();
    await page.getByText('Page 1 of 2').waitFor();
    assert.equal((await titles()).length, 10);
  });

  it('narrows by words', async () => {
    await open();
    await page.getByLabel('Search').fill('kafka -payments');
    await page.getByRole('button', { name: 'Search' }).click();
    await count('1 opening');
    assert.match(await page.locator('.card').innerText(), /Netflix/);
  });

  it('narrows by level, work type, skill and company', async () => {
    await open();
    await page.getByLabel('Level').selectOption('Senior');
    await count('6 openings');
    await page.getByLabel('Skill').selectOption('Java');
    await count('4 openings');
    await page.getByLabel('Work type').selectOption('remote');
    await count('1 opening');
    await page.getByLabel('Company').selectOption('Google');
    await page.getByText('No opening fits.').waitFor();
    await page.getByRole('link', { name: 'Show all openings' }).click();
    await count('12 openings');
  });

  it('keeps a search in its address', async () => {
    await open('#/?level=junior&q=go');
    await count('2 openings');
    assert.equal(await page.getByLabel('Search').inputValue(), 'go');
    assert.equal(await page.getByLabel('Level').inputValue(), 'junior');
  });

  it('shows what people typed as text', async () => {
    await open(`#/?q=${encodeURIComponent('<img src=x onerror=alert(1)> "quoted')}`);
    await count('0 openings');
    assert.equal(await page.locator('main img').count(), 0);
  });

  it('shows an opening with its company, skills and responsibilities', async () => {
    await open();
    await page.getByRole('link', { name: 'Senior Backend Engineer' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Senior Backend Engineer' }).waitFor();
    const text = await page.locator('main').innerText();
    for (const part of ['Stripe · San Francisco', 'Kubernetes', 'Review code and mentor others',
      'Payments for the internet.', 'Sign in with a token to apply.']) {
      assert.ok(text.includes(part), part);
    }
    await shot('opening-desktop');
  });

  it('says when an opening is not on the board', async () => {
    await open('#/openings/13');
    await page.getByText('This opening is not on the board').waitFor();
  });

  it('refuses what is no token', async () => {
    await open();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Token').fill('hello');
    await page.getByRole('button', { name: 'Use this token' }).click();
    await page.getByText('This is not a token').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await count('12 openings');
  });

  it('lets a candidate apply, see the history and withdraw', async () => {
    await open('#/openings/12');
    await page.getByRole('button', { name: 'Sign in' }).first().click();
    await page.getByLabel('Token').fill(token(people.chen));
    await page.getByRole('button', { name: 'Use this token' }).click();
    await page.getByText('You apply as Chen Novak').waitFor();
    await page.getByLabel('Cover letter').fill('I would like to start with you.');
    await page.getByRole('button', { name: 'Send application' }).click();
    await page.getByText('Coinbase has your application.').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'My applications' }).click();
    await page.getByRole('heading', { level: 1, name: 'My applications' }).waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText(/^withdrawn/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Withdraw' }).count(), 0);
    await shot('applications-desktop');
  });

  it('takes a token from the address and removes it there', async () => {
    await open(`#token=${token(people.ada)}`);
    assert.equal(new URL(page.url()).hash, '#/');
    await page.getByRole('link', { name: 'My applications' }).click();
    await page.getByRole('heading', { level: 1, name: 'My applications' }).waitFor();
    assert.deepEqual((await titles()).length, 2);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Sign in with a token to see them.').waitFor();
  });

  it('fits a phone', async () => {
    await page.setViewportSize(PHONE);
    for (const [name, hash] of [['list', '#/'], ['opening', '#/openings/1']]) {
      await open(hash);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= PHONE.width, `${name} is ${width} wide`);
      await shot(`${name}-phone`);
    }
  });

  it('can be used with the keyboard', async () => {
    await open();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    await page.getByLabel('Search').focus();
    await page.keyboard.type('kafka');
    await page.keyboard.press('Enter');
    await count('2 openings');
  });
});
