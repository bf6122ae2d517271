// The desk's keys, the reader's scrolling, and copying a citation. Everything here has a link or a button that does the same without it.
'use strict';
(() => {
  // htmx puts parts of our own pages in place (mode: same-origin). Nothing is evaluated: a part that brings a script, or an expression in
  // an attribute, is refused.
  const refuse = () => { throw new Error('no code comes with a part of a page'); };
  const parts = {createHTML: html => html, createScript: refuse};
  const policy = window.trustedTypes?.createPolicy('desk', parts) ?? parts;
  window.htmx?.registerExtension('desk', {init: api => api.initSecurity(policy, refuse, refuse)});

  const $ = (query, within = document) => within.querySelector(query);
  const $$ = (query, within = document) => [...within.querySelectorAll(query)];
  const say = words => { $('#said').textContent = words; };
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  // Keys: what was changed is kept in this browser.
  const KEPT = 'twosource.keys';
  const defaults = Object.fromEntries($$('[data-key]').map(b => [b.dataset.key, b.dataset.default]));
  const kept = () => { try { return JSON.parse(localStorage.getItem(KEPT)) || {}; } catch { return {}; } };
  const keep = keys => { try { localStorage.setItem(KEPT, JSON.stringify(keys)); } catch { /* a browser that keeps nothing */ } };
  let keys = {...defaults, ...kept()};
  const shown = () => {
    for (const b of $$('[data-key]')) {
      $('kbd', b).textContent = keys[b.dataset.key];
      b.setAttribute('aria-label', `${b.closest('tr').firstElementChild.textContent}: ${keys[b.dataset.key]}`);
    }
    for (const hint of $$('kbd[data-for]')) hint.textContent = keys[hint.dataset.for];
  };
  const dialog = $('#keys');
  let waiting = null;
  if (dialog) {
    $('[data-open=keys]').hidden = false;
    $('[data-open=keys]').addEventListener('click', () => dialog.showModal());
    dialog.addEventListener('click', e => {
      const b = e.target.closest('[data-key]');
      if (e.target.closest('[data-keys-reset]')) { keys = {...defaults}; keep({}); shown(); }
      if (!b) return;
      waiting?.classList.remove('waiting');
      waiting = b;
      b.classList.add('waiting');
      $('kbd', b).textContent = '…';
    });
    dialog.addEventListener('close', () => { waiting?.classList.remove('waiting'); waiting = null; shown(); });
    dialog.addEventListener('keydown', e => {
      if (!waiting || ['Shift', 'Control', 'Alt', 'Meta', 'Tab', 'Escape'].includes(e.key)) return;
      e.preventDefault();
      e.stopPropagation();
      const name = waiting.dataset.key, taken = Object.keys(keys).find(n => keys[n] === e.key && n !== name);
      if (taken) keys[taken] = keys[name];
      keys[name] = e.key;
      keep(keys);
      waiting.classList.remove('waiting');
      waiting = null;
      shown();
      say(`${e.key} is kept`);
    });
    shown();
  }

  // Where one is in a list: the item that holds the focus, else the one last gone to.
  let at = null;
  const items = () => $$('[data-item]').filter(i => i.offsetParent !== null);
  const go = item => {
    if (!item) return;
    at?.classList.remove('at');
    at = item;
    at.classList.add('at');
    const link = $('[data-open-item]', item) || item;
    link.focus({preventScroll: true});
    item.scrollIntoView({block: 'nearest'});
    if (item.matches('.findings [data-f]')) focus(item.dataset.f);
  };
  const step = by => {
    const all = items();
    const here = all.indexOf(at?.isConnected ? at : $('[data-item].on'));
    go(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)]);
  };
  document.addEventListener('focusin', e => {
    const item = e.target.closest?.('[data-item]');
    if (!item || item === at) return;
    at?.classList.remove('at');
    at = item;
    at.classList.add('at');
  });
  const press = query => {
    const found = (at?.isConnected && $(query, at)) || $(query);
    if (!found) return false;
    const fold = found.closest('details');
    if (fold) fold.open = true;
    if (found.matches('input, textarea')) found.focus(); else found.click();
    return true;
  };
  const tick = () => { const box = at && $('[data-tick]', at); if (box) box.click(); return Boolean(box); };
  const acts = {
    next: () => step(1), previous: () => step(-1),
    open: () => at && !at.contains(document.activeElement) && $('[data-open-item]', at)?.click(),
    read: () => press('[data-read]'), brief: () => press('[data-brief]'), undo: () => press('[data-undo]'),
    same: () => press('[data-same]'), not_same: () => press('[data-not-same]'), tick,
    later: () => press('[data-later]'), larger: () => zoom(1), smaller: () => zoom(-1),
    split: () => press($('[data-tick][form=split]:checked') ? '[data-split]' : '[data-split-one]'),
    outlet: () => press('[data-outlet]'), date: () => press('[data-published]'),
    rename: () => press('[data-rename]'), wrong: () => press('[data-wrong]'), note: () => press('[data-note]'),
    cite: () => cite($('.findings .on [data-cite]') || (at && $('[data-cite]', at))), search: () => $('#find')?.focus(), help: () => dialog?.showModal(),
  };
  document.addEventListener('keydown', e => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || dialog?.open) return;
    if (e.target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')) {
      if (e.key === 'Escape') e.target.blur();
      return;
    }
    const name = Object.keys(keys).find(n => keys[n] === e.key);
    if (!name || (name === 'open' && e.target.matches('a, button, summary, input'))) return;
    e.preventDefault();
    acts[name]?.();
  });

  // A form that is about some of its boxes says so where none is ticked.
  document.addEventListener('submit', e => {
    const boxes = $$('fieldset[data-some] input', e.target);
    if (!boxes.length || boxes.some(b => b.checked)) return;
    e.preventDefault();
    boxes[0].setCustomValidity(boxes[0].closest('fieldset').dataset.some);
    boxes[0].reportValidity();
  }, true);
  document.addEventListener('change', e => {
    const set = e.target.closest?.('fieldset[data-some]');
    if (set) for (const box of $$('input', set)) box.setCustomValidity('');
  });

  // The reader: a finding's words in every pane.
  const desk = $('.desk[data-panes]');
  const within = (words, box) => box.scrollTo({
    top: box.scrollTop + words.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3,
    behavior: calm.matches ? 'auto' : 'smooth',
  });
  const bring = words => {
    const box = words.closest('.text');
    if (box.scrollHeight > box.clientHeight + 4) within(words, box);
  };
  function focus(id) {
    for (const item of $$('.findings [data-f]')) {
      const on = item.dataset.f === id;
      item.classList.toggle('on', on);
      const link = $('[data-open-item]', item);
      if (on) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current');
      if (on) {
        const list = item.parentElement;
        if (list.scrollHeight > list.clientHeight + 4) within(item, list);
        history.replaceState(null, '', link.href);
      }
    }
    const without = [];
    for (const pane of $$('.pane')) {
      let first = null;
      for (const m of $$('.m', pane)) {
        const on = m.dataset.f.split(' ').includes(id);
        m.classList.toggle('on', on);
        m.classList.toggle('key', on && m.dataset.k.split(' ').includes(id));
        if (on) first ??= m;
      }
      $('.here', pane).textContent = first ? '' : '– not in it';
      if (first) bring(first); else without.push($('h2', pane).textContent);
    }
    say(without.length ? `Not in ${without.join(', ')}` : 'Shown in every pane');
  }
  if (desk) {
    desk.addEventListener('click', e => {
      if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
      const link = e.target.closest('.findings [data-open-item]'), words = e.target.closest('.m');
      if (link) {
        e.preventDefault();
        go(link.closest('[data-item]'));
      } else if (words) {
        const all = words.dataset.f.split(' '), now = $('.findings .on')?.dataset.f;
        const id = all[(all.indexOf(now) + 1) % all.length];
        const item = $$('.findings [data-f]').find(i => i.dataset.f === id);
        if (!item) return; // it stands on another page of the list: follow the link
        e.preventDefault();
        at?.classList.remove('at');
        at = item;
        at.classList.add('at');
        focus(id);
      }
    });
    const shownAt = () => {
      for (const pane of $$('.pane')) { const m = $('.at-words', pane) || $('.m.on', pane); if (m) bring(m); }
      const on = $('.findings .on');
      if (on) { at = on; on.classList.add('at'); if (on.parentElement.scrollHeight > on.parentElement.clientHeight) within(on, on.parentElement); }
    };
    if (document.readyState === 'complete') shownAt(); else addEventListener('load', shownAt);
  }

  // What is unfolded is seen whole: what opens beneath the edge of the window is brought up.
  document.addEventListener('toggle', e => {
    const panel = e.target.open && $('.panel, .passages, form', e.target);
    if (!panel) return;
    const box = panel.getBoundingClientRect();
    if (box.bottom > innerHeight) panel.scrollIntoView({block: box.height < innerHeight ? 'nearest' : 'start', behavior: calm.matches ? 'auto' : 'smooth'});
  }, true);

  // The size of the text in the reader, kept in this browser.
  const SIZE = 'twosource.size';
  const size = () => { try { return Number(localStorage.getItem(SIZE)) || 0; } catch { return 0; } };
  function zoom(by) {
    if (!desk) return;
    const to = Math.min(Math.max(Number(desk.dataset.size || 0) + by, -1), 3);
    desk.dataset.size = to;
    try { localStorage.setItem(SIZE, to); } catch { /* a browser that keeps nothing */ }
  }
  if (desk) {
    desk.dataset.size = size();
    $('.zoom').hidden = false;
    $('.zoom').addEventListener('click', e => { const b = e.target.closest('[data-zoom]'); if (b) zoom(Number(b.dataset.zoom)); });
  }

  // Citations.
  function cite(from) {
    if (!from) return;
    navigator.clipboard.writeText(from.dataset.cite).then(() => say('The citation is copied'), () => say('This browser does not let pages copy'));
    from.classList.add('done');
    setTimeout(() => from.classList.remove('done'), 1500);
  }
  document.addEventListener('click', e => { const b = e.target.closest('button[data-cite]'); if (b) cite(b); });
  for (const b of $$('button[data-cite], [data-print]')) b.hidden = false;
  document.addEventListener('click', e => { if (e.target.closest('[data-print]')) print(); });
})();
