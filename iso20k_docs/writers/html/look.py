"""The style and the behaviour of the page: both stand in the file, which opens without a network."""

from __future__ import annotations

from iso20k_docs.writers.docx.look import Look

_FONTS = {
    "zh": '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", sans-serif',
    "en": '"Segoe UI", "Helvetica Neue", Arial, "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif',
}

_STYLE = """
*,*::before,*::after{box-sizing:border-box}
html{scroll-padding-top:7.5rem}
body{margin:0;color:var(--ink);background:#fff;font:15px/1.55 var(--font);font-variant-numeric:tabular-nums}
a{color:var(--accent);text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem 1rem;z-index:9}
header{padding:2rem clamp(1rem,4vw,3.5rem) 1.25rem;border-top:5px solid var(--primary)}
h1{margin:0;font-size:1.65rem;line-height:1.25;font-weight:600;color:var(--primary)}
header p{margin:.35rem 0 0;color:var(--grey)}
.figures{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem;margin:1.2rem 0 0;padding:0;list-style:none}
.figures b{display:block;font-size:1.5rem;line-height:1.2;font-weight:600;color:var(--ink)}
.figures span{color:var(--grey);font-size:.85rem}.figures .bad b{color:var(--risk)}
nav{position:sticky;top:0;z-index:5;background:#fff;border-bottom:1px solid var(--line);
padding:0 clamp(1rem,4vw,3.5rem);display:flex;overflow-x:auto;white-space:nowrap;gap:.25rem 1.5rem}
nav button{appearance:none;border:0;background:none;font:inherit;color:var(--grey);padding:.7rem 0 .6rem;cursor:pointer;
border-bottom:3px solid transparent}
nav button:hover{color:var(--ink)}
nav button[aria-selected=true]{color:var(--primary);border-color:var(--primary);font-weight:600}
main{padding:1.25rem clamp(1rem,4vw,3.5rem) 3rem}
section>h2{font-size:1.1rem;margin:.2rem 0 .8rem;font-weight:600}
form{display:flex;flex-wrap:wrap;gap:.6rem .8rem;align-items:end;margin:0 0 .5rem}
label{display:grid;gap:.15rem;font-size:.8rem;color:var(--grey)}
label.search{flex:1 1 16rem;max-width:28rem}
input,select{font:inherit;font-size:.92rem;color:var(--ink);background:#fff;border:1px solid var(--edge);
border-radius:5px;padding:.38rem .55rem;min-height:2.3rem;max-width:100%}
select{max-width:15rem}
form button{font:inherit;font-size:.92rem;min-height:2.3rem;border:1px solid var(--edge);background:var(--soft);
border-radius:5px;padding:.3rem .9rem;color:var(--ink);cursor:pointer}
#count{margin:.2rem 0 .9rem;color:var(--grey);font-size:.85rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
thead th{text-align:left;font-weight:600;color:var(--primary);border-bottom:2px solid var(--primary);
padding:.4rem .7rem .4rem 0;vertical-align:bottom}
td,tbody th{text-align:left;font-weight:400;vertical-align:top;padding:.5rem .7rem .5rem 0;
border-bottom:1px solid var(--line)}
tbody th[scope=row]{white-space:nowrap;font-weight:600}
tr.clause th{background:var(--tint);padding:.5rem .7rem;border-bottom:0;font-weight:600;color:var(--ink)}
tr.clause span{font-weight:400;color:var(--grey);margin-left:1rem}
tr.clause+tr td,tr.clause+tr th{border-top:0}
td ul{margin:0;padding:0;list-style:none}td li+li{margin-top:.3rem}
.code{white-space:nowrap}
.mark{text-align:center}.main{background:var(--accent-tint);color:var(--accent)}
.none{color:var(--risk);background:var(--risk-tint);padding:.05rem .4rem;border-radius:3px}
.tag{color:var(--accent);background:var(--accent-tint);padding:.05rem .4rem;border-radius:3px;font-size:.82rem;
white-space:nowrap}
.quiet{color:var(--grey)}
#view-requirements td:nth-child(2){min-width:15rem}#view-requirements td:nth-child(3){min-width:16rem}
.department{text-align:center;vertical-align:bottom}.department span{writing-mode:vertical-rl;display:inline-block}
:lang(en) .department span{transform:rotate(180deg)}
footer{padding:1.2rem clamp(1rem,4vw,3.5rem) 2.5rem;border-top:1px solid var(--line);color:var(--grey);font-size:.85rem}
footer p{margin:.3rem 0;max-width:62rem}
[hidden]{display:none!important}
@media (min-width:50rem){#view-requirements thead th,.sticky thead th{position:sticky;top:3rem;background:#fff;
z-index:2}.wide{overflow:visible}}
@page{size:A4 landscape;margin:14mm 12mm}
@media print{body{font-size:9.5px;line-height:1.4}nav,form,.skip,#count,.tongue{display:none!important}
header,main,footer{padding:0 0 .6rem}header{border-top:0}h1{font-size:16px}
.figures{margin-top:.5rem;gap:.3rem 1.6rem}.figures b{font-size:12px}
thead{display:table-header-group}tr{break-inside:avoid}tr.clause{break-after:avoid}
#view-requirements thead th,.sticky thead th{position:static}
tr.clause th,.main,.none,.tag{-webkit-print-color-adjust:exact;print-color-adjust:exact}
a{color:inherit;text-decoration:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
"""

SCRIPT = """
(() => {
  const $ = id => document.getElementById(id);
  const tabs = [...document.querySelectorAll('[role=tab]')];
  const groups = [...document.querySelectorAll('#view-requirements tbody')].map(body => ({
    body, head: body.querySelector('.clause').textContent.toLowerCase(),
    rows: [...body.querySelectorAll('tr[data-r]')].map(row => ({row, text: row.textContent.toLowerCase()})),
  }));
  const fields = ['q', 'clause', 'owner', 'tier', 'state'].map($);
  const count = $('count');
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);

  const under = (clause, chosen) => !chosen || clause === chosen || clause.startsWith(chosen + '.');
  const filter = () => {
    const [q, clause, owner, tier, state] = fields.map(field => field.value);
    const words = q.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      const data = group.body.dataset;
      const fits = under(data.clause, clause) && (!owner || data.owner === owner);
      let here = 0;
      for (const {row, text} of group.rows) {
        const visible = fits && (!tier || row.dataset.tiers.split(' ').includes(tier))
          && (!state || row.dataset.state.split(' ').includes(state))
          && words.every(word => text.includes(word) || group.head.includes(word));
        row.hidden = !visible;
        here += visible;
      }
      group.body.hidden = !here;
      shown += here;
    }
    count.textContent = count.dataset.said.replace('{shown}', shown).replace('{total}', total);
    remember();
  };
  const view = tab => tab.getAttribute('aria-controls').slice(5);
  const show = name => {
    for (const tab of tabs) {
      const chosen = view(tab) === name;
      tab.setAttribute('aria-selected', chosen);
      tab.tabIndex = chosen ? 0 : -1;
      $(tab.getAttribute('aria-controls')).hidden = !chosen;
    }
  };
  const current = () => view(tabs.find(tab => tab.getAttribute('aria-selected') === 'true'));
  const remember = () => {
    const kept = new URLSearchParams();
    for (const field of fields) if (field.value) kept.set(field.id, field.value);
    const said = kept.toString();
    const address = '#' + current() + (said ? '?' + said : '');
    if (address !== location.hash) history.replaceState(null, '', address);
  };
  const recall = () => {
    const [name, said] = location.hash.slice(1).split('?');
    const kept = new URLSearchParams(said || '');
    for (const field of fields) field.value = kept.get(field.id) || '';
    show(tabs.some(tab => view(tab) === name) ? name : 'requirements');
    filter();
  };
  for (const tab of tabs) tab.addEventListener('click', () => { show(view(tab)); remember(); });
  document.querySelector('[role=tablist]').addEventListener('keydown', event => {
    const at = tabs.indexOf(document.activeElement);
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1
      : step && at >= 0 ? (at + step + tabs.length) % tabs.length : null;
    if (next === null || next === undefined) return;
    event.preventDefault();
    tabs[next].focus();
    tabs[next].click();
  });
  document.addEventListener('keydown', event => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === '/' && !typing) {
      event.preventDefault();
      show('requirements');
      $('q').focus();
    } else if (event.key === 'Escape' && document.activeElement === $('q') && $('q').value) {
      event.preventDefault();
      $('q').value = '';
      filter();
    }
  });
  for (const link of document.querySelectorAll('[data-clause-link]')) {
    link.addEventListener('click', event => {
      event.preventDefault();
      for (const field of fields) field.value = '';
      $('clause').value = link.dataset.clauseLink;
      show('requirements');
      filter();
      scrollTo(0, 0);
    });
  }
  const form = document.querySelector('form');
  form.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  addEventListener('hashchange', recall);
  document.documentElement.classList.add('scripted');
  recall();
})();
"""


def style(look: Look, language: str) -> str:
    """Return the style sheet in the organisation's colours."""
    names = ("ink", "primary", "accent", "grey", "line", "tint", "soft", "risk")
    colours = {name: getattr(look, name) for name in names}
    colours |= {"accent-tint": look.accent_tint, "risk-tint": look.risk_tint, "edge": look.placeholder}
    variables = "".join(f"--{name}:#{value};" for name, value in colours.items())
    return f":root{{{variables}--font:{_FONTS[language]}}}{_STYLE}"
