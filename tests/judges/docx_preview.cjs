// Shows a Word document in a browser through docx-preview, and prints what was seen as JSON.
const fs = require('fs');
const path = require('path');
const {fileURLToPath} = require('url');
const {chromium} = require('playwright-core');

// `picture` names a file that the page is drawn into, for a person to look at.
const [browserPath, address, picture] = process.argv.slice(2);

// What stands on the pages. A picture that didn't load has no width of its own.
const look = () => {
  const pages = [...document.querySelectorAll('section.docx')];
  const within = (page, selector) => [...page.querySelectorAll(selector)];
  const visible = element => element.getClientRects().length > 0;
  const blank = page => !page.innerText.trim() && !within(page, 'img, svg').some(visible);
  return {
    pages: pages.length,
    blank: pages.flatMap((page, at) => blank(page) ? [at + 1] : []),
    text: pages.map(page => page.innerText).join('\n'),
    headings: pages.flatMap(page => within(page, 'p[class*="heading" i]')).filter(visible).map(p => p.innerText.trim()),
    tables: pages.flatMap(page => within(page, 'table')).map(table =>
      ({rows: table.rows.length, width: table.offsetWidth, text: table.innerText.trim().length})),
    pictures: pages.flatMap(page => within(page, 'img, svg image')).map(image =>
      ({width: image.getBoundingClientRect().width, own: image.naturalWidth ?? null})),
    drawings: pages.flatMap(page => within(page, 'svg')).map(svg => svg.getBoundingClientRect())
      .filter(box => box.width > 20 && box.height > 20).length,
  };
};

(async () => {
  const browser = await chromium.launch({executablePath: browserPath, args: ['--no-sandbox']});
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, offline: true});
  const page = await context.newPage();
  const problems = [];
  page.on('console', message => { if (message.type() === 'error') problems.push(message.text()); });
  page.on('pageerror', error => problems.push(error.message));
  await page.setContent('<!DOCTYPE html><body></body>');
  for (const library of ['jszip/dist/jszip.min.js', 'docx-preview/dist/docx-preview.js']) {
    await page.addScriptTag({path: path.join(__dirname, 'node_modules', library)});
  }
  await page.evaluate(async data => {
    const bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0));
    await docx.renderAsync(bytes, document.body, null, {useBase64URL: true});
    await document.fonts.ready;
    await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
  }, fs.readFileSync(fileURLToPath(address)).toString('base64'));
  const seen = await page.evaluate(look);
  if (picture) await page.screenshot({path: picture, fullPage: true});
  await browser.close();
  process.stdout.write(JSON.stringify({...seen, problems}));
})().catch(error => { console.error(error); process.exit(1); });
