'use strict';
(function () {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const rows = Array.from(document.querySelectorAll('#steps tbody tr'));
  const steps = rows.filter((row) => row.id);
  const main = document.querySelector('main');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let at = -1;
  let opened = -1;
  let openedByUs = null;

  const number = (row) => row.id.slice(5);
  const arrow = (n) => $('arrow-' + number(steps[n]));
  const message = (n) => {
    const inner = $('message-' + number(steps[n]));
    return inner && inner.parentNode;
  };

  /* What an arrow, or a row, is of; -1: none. */
  const places = new Map(steps.map((row, i) => [number(row), i]));
  const placeOf = (id) => (places.has(id) ? places.get(id) : -1);

  /* ---- where the reader is */

  function tabbable(n, on) {
    const link = steps[n].querySelector('a');
    const shape = arrow(n);
    if (link) link.tabIndex = on ? 0 : -1;
    if (shape) shape.setAttribute('tabindex', on ? '0' : '-1');
  }

  function mark(n, on) {
    for (const e of [steps[n], arrow(n), message(n)]) {
      if (!e) continue;
      e.classList.toggle('at', on);
      if (on) e.setAttribute('aria-current', 'step');
      else e.removeAttribute('aria-current');
    }
    tabbable(n, on);
  }

  function reveal(e) {
    if (e) e.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  }

  /* In the ladder an arrow must not end up below the heads. */
  function revealArrow(n) {
    const shape = arrow(n);
    const box = $('ladder');
    if (!shape || !box) return;
    const heads = box.querySelector('.lane-heads').offsetHeight;
    const a = shape.getBoundingClientRect();
    const b = box.getBoundingClientRect();
    if (a.top < b.top + heads + 8) box.scrollTop += a.top - b.top - heads - 8;
    else if (a.bottom > b.bottom - 8) box.scrollTop += a.bottom - b.bottom + 8;
    if (a.left < b.left) box.scrollLeft += a.left - b.left - 16;
    else if (a.right > b.right) box.scrollLeft += Math.min(a.right - b.right + 16, a.left - b.left - 16);
  }

  /* The step is marked everywhere; what the focus is in follows. */
  function go(n, focus) {
    if (n < 0 || n >= steps.length) return;
    const inSteps = $('steps').contains(document.activeElement);
    if (at >= 0) mark(at, false);
    at = n;
    mark(at, true);
    revealArrow(at);
    if (focus) {
      const target = (inSteps || !arrow(at)) ? steps[at].querySelector('a') : arrow(at);
      if (target) target.focus({ preventScroll: true });
      if (inSteps) reveal(steps[at]);
      else reveal($('ladder'));
    }
    if (opened >= 0 && opened !== at) open(at, false);
  }

  function move(by) {
    let n = at < 0 ? (by > 0 ? 0 : steps.length - 1) : at + by;
    const hidden = root.classList.contains('no-repeats');
    while (hidden && steps[n] && steps[n].classList.contains('repeat')) n += by;
    go(n, true);
  }

  /* ---- the message of a step */

  function open(n, focus) {
    const box = message(n);
    if (!box) return;
    if (openedByUs && openedByUs !== box) {
      openedByUs.open = false;
      openedByUs = null;
    }
    if (!box.open) {
      box.open = true;
      openedByUs = box;
    }
    opened = n;
    root.classList.add('opened');
    box.scrollIntoView({ block: 'start', behavior: 'instant' });
    if (focus) box.querySelector('summary').focus({ preventScroll: true });
    highlight();
  }

  function close() {
    if (opened < 0 && !root.classList.contains('opened')) return false;
    const n = opened;
    const inside = $('messages').contains(document.activeElement);
    if (n >= 0 && message(n)) message(n).open = false;
    opened = -1;
    openedByUs = null;
    root.classList.remove('opened');
    if (inside && at >= 0) (arrow(at) || steps[at].querySelector('a')).focus({ preventScroll: true });
    return true;
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const href = link.getAttribute('href') || '';
    const found = /^#(step|message)-(\d+)$/.exec(href);
    if (!found) return;
    const n = placeOf(found[2]);
    if (n < 0) return;
    event.preventDefault();
    go(n, false);
    if (link.classList.contains('arrow') || found[1] === 'message') {
      open(n, false);
      link.focus({ preventScroll: true });
    } else {
      reveal(steps[n]);
      steps[n].querySelector('a').focus({ preventScroll: true });
    }
  });

  /* ---- search */

  const texts = [];
  let hits = [];
  let hit = -1;
  let wanted = '';

  function textOf(i) {
    if (texts[i] === undefined) {
      const row = rows[i];
      const inner = row.id && $('message-' + number(row));
      texts[i] = [row.textContent.toLowerCase(), inner ? inner.textContent.toLowerCase() : ''];
    }
    return texts[i];
  }

  function tell() {
    const n = hits.length;
    $('count').textContent = !wanted ? '' : !n ? 'No match' : (hit + 1) + ' of ' + n;
  }

  function ranges(e, out) {
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let all = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push([all.length, node]);
      all += node.data.toLowerCase();
    }
    let k = 0;
    const place = (offset, end) => {
      while (k + 1 < nodes.length && nodes[k + 1][0] + (end ? 1 : 0) <= offset) k++;
      return [nodes[k][1], Math.min(offset - nodes[k][0], nodes[k][1].length)];
    };
    for (let i = all.indexOf(wanted); i >= 0 && out.length < 500; i = all.indexOf(wanted, i + wanted.length)) {
      const range = new Range();
      range.setStart(...place(i, false));
      range.setEnd(...place(i + wanted.length, true));
      out.push(range);
    }
  }

  /* Marks the text in the row and the message that are looked at, where the browser can. */
  function highlight() {
    if (!window.CSS || !CSS.highlights) return;
    CSS.highlights.delete('found');
    if (!wanted || hit < 0) return;
    const out = [];
    const row = rows[hits[hit]];
    ranges(row, out);
    if (row.id && $('message-' + number(row))) ranges($('message-' + number(row)), out);
    CSS.highlights.set('found', new Highlight(...out));
  }

  function show(k) {
    if (!hits.length) return;
    hit = (k + hits.length) % hits.length;
    const row = rows[hits[hit]];
    const inRow = textOf(hits[hit])[0].includes(wanted);
    if (row.id) {
      go(placeOf(number(row)), false);
      if (!inRow || opened >= 0) open(at, false);
    }
    reveal(row);
    highlight();
    tell();
  }

  function search(text) {
    wanted = text.trim().toLowerCase();
    hits = [];
    hit = -1;
    if (wanted)
      for (let i = 0; i < rows.length; i++)
        if (textOf(i).some((t) => t.includes(wanted))) hits.push(i);
    if (hits.length) show(0);
    highlight();
    tell();
  }

  /* ---- light and dark: remembered where the browser lets a page remember */

  function remembered(value) {
    try {
      if (value !== undefined) localStorage.setItem('rung-theme', value);
      return localStorage.getItem('rung-theme');
    } catch (error) {
      return null;
    }
  }

  const isDark = () => root.classList.contains('dark') || (dark.matches && !root.classList.contains('light'));

  function theme(name) {
    root.classList.remove('dark', 'light');
    if (name === 'dark' || name === 'light') root.classList.add(name);
    $('theme').textContent = isDark() ? 'Light' : 'Dark';
    $('theme').title = 'Switch to ' + (isDark() ? 'light' : 'dark') + ' (t)';
  }

  function switchTheme() {
    const name = isDark() ? 'light' : 'dark';
    theme(name);
    remembered(name);
  }

  /* ---- printing: messages that are asked for are unfolded for it */

  let unfolded = [];
  addEventListener('beforeprint', () => {
    if (!root.classList.contains('printed')) return;
    unfolded = Array.from(document.querySelectorAll('#messages details:not([open])'));
    for (const e of unfolded) e.open = true;
  });
  addEventListener('afterprint', () => {
    for (const e of unfolded) e.open = false;
    unfolded = [];
  });

  /* ---- keys */

  const keys = {
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    g: () => go(0, true), G: () => go(steps.length - 1, true),
    '/': () => { $('search').focus(); $('search').select(); },
    n: () => show(hit + 1), N: () => show(hit - 1),
    t: switchTheme, '?': () => $('keys').showModal(),
    Enter: () => { if (at >= 0) open(at, true); },
    Escape: () => close(),
  };

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open) return;
    const e = event.target;
    if (e.matches && e.matches('input[type=search]')) {
      if (event.key === 'Enter') show(hit + (event.shiftKey ? -1 : 1));
      else if (event.key === 'Escape') e.blur();
      else return;
      event.preventDefault();
      return;
    }
    /* what the browser itself does with these keys stays */
    const own = e.closest && e.closest('button, input, summary, pre, #messages a');
    const arrows = event.key === 'ArrowDown' || event.key === 'ArrowUp';
    if ((event.key === 'Enter' && own) || (arrows && e.closest && e.closest('pre, #messages'))) return;
    if (event.key === 'Enter' && e.closest && e.closest('a')) {
      const href = /^#(?:step|message)-(\d+)$/.exec(e.closest('a').getAttribute('href') || '');
      if (!href) return;
      go(placeOf(href[1]), false);
    }
    if (Object.prototype.hasOwnProperty.call(keys, event.key)) {
      keys[event.key]();
      event.preventDefault();
    }
  });

  /* ---- the bar */

  let timer = 0;
  $('search').addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => search($('search').value), 120);
  });
  $('next').addEventListener('click', () => show(hit + 1));
  $('previous').addEventListener('click', () => show(hit - 1));
  $('theme').addEventListener('click', switchTheme);
  $('print').addEventListener('click', () => print());
  $('help').addEventListener('click', () => $('keys').showModal());
  $('printed').addEventListener('change', () => root.classList.toggle('printed', $('printed').checked));
  for (const name of ['repeats', 'notes']) {
    const has = name === 'repeats' ? 'tr.repeat' : 'tr.note, #ladder .note';
    const box = $(name);
    box.parentNode.hidden = !document.querySelector(has);
    box.addEventListener('change', () => root.classList.toggle('no-' + name, !box.checked));
  }
  if ($('messages')) {
    const all = (on) => { for (const e of document.querySelectorAll('#messages details')) e.open = on; };
    $('unfold').addEventListener('click', () => all(true));
    $('fold').addEventListener('click', () => { all(false); opened = -1; openedByUs = null; });
    $('close').addEventListener('click', close);
    document.querySelector('#messages .tools').hidden = false;
  }
  dark.addEventListener('change', () => theme(remembered()));

  root.classList.add('scripted');
  $('bar').hidden = false;
  for (let n = 0; n < steps.length; n++) {
    tabbable(n, n === 0);
    if (steps[n].classList.contains('repeat') && arrow(n)) arrow(n).classList.add('repeat');
  }
  theme(remembered());
  const asked = /^#(?:step|message)-(\d+)$/.exec(location.hash);
  if (asked && placeOf(asked[1]) >= 0) {
    go(placeOf(asked[1]), false);
    if (location.hash[1] === 'm') open(at, false);
  }
})();
