// Holds a browser: POST / with { person, steps } as JSON is answered by what each step came to. A person has cookies of his own.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox', '--force-color-profile=srgb'] });
const people = new Map();

async function personOf(name) {
  if (people.has(name))
    return people.get(name);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const person = { context, page, faults: [], hosts: new Set() };
  page.on('pageerror', error => person.faults.push(String(error)));
  page.on('console', message => message.type() === 'error' && person.faults.push(message.text()));
  page.on('request', request => person.hosts.add(new URL(request.url()).host));
  people.set(name, person);
  return person;
}

const steps = {
  go: async ({ page }, { to }) => {
    await page.goto(to, { waitUntil: 'load' });
    return page.url();
  },
  fill: ({ page }, { at, with: value }) => page.locator(at).first().fill(value),
  choose: ({ page }, { at, with: value }) => page.locator(at).first().selectOption(value),
  click: ({ page }, { at }) => page.locator(at).first().click(),
  press: ({ page }, { with: key }) => page.keyboard.press(key),
  wait: ({ page }, { at }) => page.locator(at).first().waitFor(),
  gone: ({ page }, { at }) => page.locator(at).first().waitFor({ state: 'detached' }),
  text: ({ page }, { at }) => page.locator(at).first().innerText(),
  texts: ({ page }, { at }) => page.locator(at).allInnerTexts(),
  url: async ({ page }) => page.url(),
  html: ({ page }) => page.content(),
  drag: ({ page }, { at, to }) => page.locator(at).first().dragTo(page.locator(to).first()),
  look: ({ page }, { width, height }) => page.setViewportSize({ width, height }),
  wide: ({ page }) => page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth <= width ? []
      : [...document.querySelectorAll('main *')].filter(each => each.getBoundingClientRect().right > width + 1).slice(0, 5).map(each => each.outerHTML.slice(0, 160));
  }),
  shot: async ({ page }, { to }) => { await page.screenshot({ path: to, fullPage: true, animations: 'disabled' }); },
  cookie: ({ context }, { url, cookies }) =>
    context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name: name.replace('_', '-'), value, url }))),
  axe: async ({ page }) => {
    const session = await page.context().newCDPSession(page);
    const { readFile } = await import('node:fs/promises');
    // Evaluated by the debugger, which no policy of the page forbids.
    await session.send('Runtime.evaluate', { expression: await readFile(axe, 'utf8') });
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: 'axe.run(document, { resultTypes: ["violations"] }).then(found => JSON.stringify(found.violations.map(each => ({ id: each.id, impact: each.impact, nodes: each.nodes.map(node => node.html.slice(0, 200)) }))))',
      awaitPromise: true,
    });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return JSON.parse(result.value);
  },
  faults: async ({ faults }) => faults,
  hosts: async ({ hosts }) => [...hosts],
};

const server = createServer(async (request, response) => {
  const { person, steps: asked } = JSON.parse(await text(request));
  const came = [];
  try {
    const who = await personOf(person);
    for (const step of asked)
      came.push((await steps[step.do](who, step)) ?? null);
    response.end(JSON.stringify({ came }));
  } catch (error) {
    const page = people.get(person)?.page;
    response.end(JSON.stringify({ error: `${JSON.stringify(asked[came.length])} at ${page?.url()}: ${error}\n${(await page?.innerText('body').catch(() => ''))?.slice(0, 2000)}`, faults: people.get(person)?.faults }));
  }
});
await once(server.listen(0, '127.0.0.1'), 'listening');
console.log(`browser at http://127.0.0.1:${server.address().port}/`);
process.on('SIGTERM', async () => { await browser.close(); process.exit(0); });
