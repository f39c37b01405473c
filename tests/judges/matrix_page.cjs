// Uses the page of the cross-reference as an auditor would, and prints what was seen as JSON.
const {chromium} = require('playwright-core');

const [browserPath, address] = process.argv.slice(2);

const shown = page => page.$$eval('#view-requirements tr[data-r]', rows => rows
  .filter(row => row.offsetParent !== null)
  .map(row => ({requirement: row.dataset.r, owner: row.parentElement.dataset.owner, tiers: row.dataset.tiers,
    state: row.dataset.state, text: row.textContent, head: row.parentElement.querySelector('.clause').textContent})));

const visibleViews = page => page.$$eval('[role=tabpanel]', views => views
  .filter(view => view.offsetParent !== null).map(view => view.id));

// Least contrast of text against what lies behind it (WCAG 2.1, 1.4.3), with the text that has it.
const contrast = page => page.evaluate(() => {
  const channels = colour => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  let least = [99, ''];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || !element.offsetParent) continue;
    const [one, other] = [channels(getComputedStyle(element).color), behind(element)].map(luminance);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < least[0]) least = [ratio, element.textContent.trim().slice(0, 40)];
  }
  return least;
});

(async () => {
  const browser = await chromium.launch({executablePath: browserPath, args: ['--no-sandbox']});
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, offline: true});
  const page = await context.newPage();
  const seen = {problems: [], requests: []};
  page.on('console', message => seen.problems.push(message.text()));
  page.on('pageerror', error => seen.problems.push(error.message));
  page.on('request', request => seen.requests.push(request.url()));

  await page.goto(address);
  seen.all = await shown(page);
  seen.count = await page.textContent('#count');
  seen.views = await visibleViews(page);
  seen.scrolled = await page.evaluate(() => scrollY);
  seen.language = await page.getAttribute('html', 'lang');
  seen.contrast = await contrast(page);
  seen.wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  seen.links = await page.$$eval('main a', links => [...new Set(links.map(link => link.getAttribute('href')))]);

  await page.keyboard.press('/');
  seen.focused = await page.evaluate(() => document.activeElement.id);
  seen.outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  await page.keyboard.type('8.6.1');
  seen.searched = await shown(page);
  seen.searchedAddress = await page.evaluate(() => location.hash);
  await page.keyboard.press('Escape');
  seen.cleared = (await shown(page)).length;

  await page.selectOption('#clause', '8.6');
  seen.ofClause = await shown(page);
  await page.reload();
  seen.afterReload = await shown(page);
  await page.click('button[type=reset]');
  await page.waitForFunction(total => document.querySelectorAll('#view-requirements tr[data-r]:not([hidden])').length
    === total, seen.all.length);
  await page.selectOption('#owner', 'incident_manager');
  seen.ofOwner = await shown(page);
  await page.selectOption('#owner', '');
  await page.selectOption('#tier', 'W');
  seen.ofTier = await shown(page);
  await page.selectOption('#tier', '');
  for (const state of ['missing', 'unproven', 'documented']) {
    await page.selectOption('#state', state);
    seen[state] = await shown(page);
  }
  await page.click('button[type=reset]');

  await page.focus('#tab-requirements');
  await page.keyboard.press('ArrowRight');
  seen.afterArrow = await visibleViews(page);
  await page.click('[data-clause-link="9.3"]');
  seen.afterClauseLink = {views: await visibleViews(page), rows: await shown(page)};
  seen.tabs = [];
  for (const tab of await page.$$('[role=tab]')) {
    await tab.click();
    seen.tabs.push({view: (await visibleViews(page)).join(), contrast: (await contrast(page))[0]});
  }

  await page.goto(address + '#requirements?clause=8.6&q=8.6.1');
  await page.reload();
  seen.byAddress = await shown(page);
  await page.emulateMedia({media: 'print'});
  seen.printed = await page.$$eval('nav,form', parts => parts.filter(part => part.offsetParent !== null).length);

  const plain = await browser.newContext({javaScriptEnabled: false, offline: true});
  const still = await plain.newPage();
  await still.goto(address);
  seen.withoutScript = (await still.innerText('body')).length;
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
})().catch(error => { console.error(error); process.exit(1); });
