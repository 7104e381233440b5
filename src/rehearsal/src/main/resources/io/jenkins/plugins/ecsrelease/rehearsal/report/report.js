'use strict';
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = id => document.getElementById(id);
  const make = (tag, name, text) => { const e = document.createElement(tag); if (name) e.className = name; if (text !== undefined && text !== null) e.textContent = text; return e; };
  const add = (to, ...kids) => { kids.forEach(k => to.appendChild(k)); return to; };
  const secs = ms => (ms / 1000).toFixed(1) + ' s';
  const end = Math.max(1, data.seconds * 1000);
  const good = data.live === true;

  const head = $('head');
  head.className = good ? 'good' : 'bad';
  add(head, make('h1', '', data.headline || data.result),
    make('p', '', 'Build ' + data.build + ', started by ' + data.startedBy + ' on ' + new Date(data.startedAt).toLocaleString() +
      (data.repeats ? ', repeats build ' + data.repeats : '') + ' · scenario ' + data.scenario));
  if (data.failure) add(head, make('p', '', data.failure));

  const tile = (value, text, mood) => add(make('div', 'tile ' + (mood || '')), make('b', value.length > 12 ? 'long' : '', value), make('span', '', text));
  const tiles = $('tiles');
  add(tiles, tile(secs(end), 'from start to verdict'));
  (data.environments || []).forEach(e => add(tiles, tile(e.revision || '?', e.name + ' runs ' + (e.digest || 'nothing known').replace(/^sha256:(.{12}).*/, 'sha256:$1…'), e.mood)));
  if (data.visitors) add(tiles, tile(data.visitors.failed + ' of ' + data.visitors.sent, 'requests failed' + (data.visitors.first ? ': ' + data.visitors.first : ''), data.visitors.failed ? 'bad' : 'good'));
  add(tiles, tile(String(data.calls.length), 'calls to AWS, ' + data.calls.filter(c => c.change).length + ' of them changes'));

  const stages = $('stages');
  const place = (bar, from, to) => { bar.style.left = (100 * from / end) + '%'; bar.style.width = Math.max(0.2, 100 * (to - from) / end) + '%'; return bar; };
  const lane = (name, each, sub) => {
    const row = make('div', 'lane' + (sub ? ' sub' : ''));
    const what = make('div', 'what', name); what.title = name;
    const track = make('div', 'track');
    const to = each.to === undefined ? end : each.to;
    add(track, place(make('div', 'bar' + (each.failure ? ' bad' : /^(Approve)$/.test(name) || name === 'input' ? ' wait' : '')), each.from, to));
    if (!sub) data.marks.filter(m => m.t >= each.from && m.t <= to).forEach(m => { const mark = make('div', 'mark'); mark.title = m.text; mark.style.left = (100 * m.t / end) + '%'; add(track, mark); });
    return add(row, what, track, make('div', 'took', secs(to - each.from)));
  };
  data.stages.forEach(s => {
    add(stages, lane(s.name, s, false));
    data.steps.filter(p => p.stage === s.name && !/^(node|timeout|withEnv|checkout|milestone|library.*)$/.test(p.name))
      .forEach(p => add(stages, lane(p.name, p, true)));
  });

  const palette = ['#94a3b8', '#2563eb', '#7c3aed', '#0d9488', '#d97706', '#db2777'];
  const names = Object.keys(data.traffic.series).filter(n => n !== 'failed' || data.traffic.series[n].some(v => v > 0));
  if (data.traffic.t.length) {
    const colour = name => name === 'failed' ? '#dc2626' : palette[names.indexOf(name) % palette.length];
    const t = data.traffic.t.map(v => v / 1000);
    const perSecond = names.map(n => data.traffic.series[n].map(v => v * 4));
    const smooth = perSecond.map(values => values.map((v, i) => { let sum = 0, n = 0; for (let j = Math.max(0, i - 1); j <= Math.min(values.length - 1, i + 1); j++) { sum += values[j]; n++; } return sum / n; }));
    const stacked = []; let below = t.map(() => 0);
    smooth.forEach(values => { below = values.map((v, i) => v + below[i]); stacked.push(below); });
    // The share of traffic that the listener gives the new version, as the deployments read it: a step at each reading.
    const readings = [];
    data.operations.filter(o => o.cluster === data.watched).forEach(o => o.facts.filter(f => f.kind === 'weights').forEach(f => readings.push([f.t / 1000, f.details.new])));
    readings.sort((a, b) => a[0] - b[0]);
    const weights = t.map(x => { let w = null; readings.forEach(r => { if (r[0] <= x) w = r[1]; }); return w; });
    const bands = names.map((n, i) => ({ series: [i + 1, i], fill: colour(n) + 'b0' })).slice(1);
    const box = $('traffic');
    const options = width => ({
      width: width, height: 260, cursor: { drag: { x: true, y: false } }, bands: bands,
      scales: { x: { time: false }, w: { range: [0, 100] }, y: { range: (u, min, max) => [0, Math.max(10, max * 1.1)] } },
      axes: [{ stroke: '#64748b', grid: { stroke: '#eef2f7' }, values: (u, v) => v.map(x => x + ' s') },
        { stroke: '#64748b', grid: { stroke: '#eef2f7' }, label: 'requests a second', size: 58 },
        { scale: 'w', side: 1, stroke: '#64748b', grid: { show: false }, values: (u, v) => v.map(x => x + ' %'), label: 'weight of the new version', size: 58 }],
      series: [{}].concat(names.map((n, i) => ({ label: n, stroke: colour(n), width: 1.5, points: { show: false }, fill: i === 0 ? colour(n) + 'b0' : undefined })),
        [{ label: 'weight', scale: 'w', stroke: '#0f172a', width: 2, dash: [6, 4], points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }), spanGaps: false }]),
      hooks: { draw: [u => { const c = u.ctx; c.save(); c.font = '11px sans-serif'; data.stages.forEach((s, i) => { if (!/production|Roll back/.test(s.name)) return; const x = u.valToPos(s.from / 1000, 'x', true); c.strokeStyle = '#0f172a66'; c.setLineDash([4, 4]); c.beginPath(); c.moveTo(x, u.bbox.top); c.lineTo(x, u.bbox.top + u.bbox.height); c.stroke(); c.fillStyle = '#0f172a'; const right = x > u.bbox.left + u.bbox.width * 0.85; c.textAlign = right ? 'right' : 'left'; c.fillText(s.name, x + (right ? -5 : 5), u.bbox.top + (right ? 27 : 13)); }); c.restore(); }] }
    });
    let plot = new uPlot(options(box.clientWidth), [t].concat(stacked, [weights]), box);
    addEventListener('resize', () => plot.setSize({ width: box.clientWidth, height: 260 }));
    names.forEach(n => { const i = make('i'); i.style.background = colour(n); const total = data.traffic.series[n].reduce((a, b) => a + b, 0); const s = make('span'); add(s, i, document.createTextNode((n === 'failed' ? 'failed' : 'answered by ' + n) + ' (' + total + ')')); add($('legend'), s); });
    if (readings.length) add($('legend'), add(make('span'), make('i', 'dashed'), document.createTextNode('weight of the new version at the listener')));
    $('traffic-note').textContent = 'by the version that answered';
  } else {
    $('traffic').textContent = 'No requests were sent.';
  }

  // Health over time, on the time axis of the traffic above: a point for each sample, the limit it was held against as a line.
  const svg = (tag, attributes, title) => { const e = document.createElementNS('http://www.w3.org/2000/svg', tag); Object.entries(attributes).forEach(([k, v]) => e.setAttribute(k, v)); if (title) { const t = document.createElementNS('http://www.w3.org/2000/svg', 'title'); t.textContent = title; e.appendChild(t); } return e; };
  const checks = new Map();
  data.operations.filter(o => o.cluster === data.watched).forEach(o => o.facts.filter(f => f.kind === 'check').forEach(f => {
    const of = checks.get(f.details.check) || { unit: f.details.unit, samples: [], last: '' };
    (f.details.samples || []).forEach(s => of.samples.push(s));
    if (!(f.details.samples || []).length) of.samples.push({ t: f.t, result: 'inconclusive', detail: f.details.detail });
    of.last = f.details.result; of.detail = f.details.detail;
    checks.set(f.details.check, of);
  }));
  const first = data.traffic.t.length ? data.traffic.t[0] : 0, span = Math.max(1, (data.traffic.t.length ? data.traffic.t[data.traffic.t.length - 1] : end) - first);
  checks.forEach((of, name) => {
    const numbers = of.samples.filter(s => typeof s.value === 'number');
    const limits = numbers.filter(s => typeof s.limit === 'number');
    const top = Math.max(...numbers.map(s => s.value), ...limits.map(s => s.limit), 1e-9) * 1.15;
    const x = t => 1000 * Math.min(1, Math.max(0, (t - first) / span)), y = v => 40 - 36 * v / top;
    const drawn = svg('svg', { viewBox: '0 0 1000 44', preserveAspectRatio: 'none', role: 'img' }, name + ': ' + of.samples.map(s => s.result).join(', '));
    if (limits.length) drawn.appendChild(svg('polyline', { points: limits.map(s => x(s.t) + ',' + y(s.limit)).join(' '), fill: 'none', stroke: '#64748b', 'stroke-dasharray': '6 4', 'vector-effect': 'non-scaling-stroke' }));
    of.samples.forEach(s => drawn.appendChild(svg('rect', { x: x(s.t) - 2, y: (typeof s.value === 'number' ? y(s.value) : 40) - 4, width: 6, height: 8, fill: s.result === 'fail' ? '#dc2626' : s.result === 'pass' ? '#15803d' : '#d97706' }, secs(s.t) + ' ' + s.result + ': ' + s.detail)));
    const row = make('div', 'health');
    const told = make('div', 'name'); add(told, make('b', '', name), document.createTextNode(' ' + of.last + (of.detail ? ', ' + of.detail : '')));
    const bound = limits.length ? limits[limits.length - 1].limit : null;
    add($('health'), add(row, told, drawn, make('div', 'limit', bound === null ? '' : (Math.round(bound * 100) / 100) + (of.unit ? ' ' + of.unit : ''))));
  });

  const shown = v => typeof v === 'object' && v !== null ? JSON.stringify(v) : String(v);
  data.operations.forEach(op => {
    const card = make('section', 'card');
    const title = make('h2', '', op.step + ' '); add(title, make('small', '', [op.cluster, op.service].filter(Boolean).join('/')));
    if (op.verdict) add(title, document.createTextNode(' '), make('span', 'chip ' + (op.verdict === 'SUCCEEDED' ? 'good' : 'bad'), op.verdict));
    add(card, title);
    if (op.message) add(card, make('div', '', op.message));
    const list = make('ul', 'facts');
    // The audit's lines of calls are for programs; the table of calls below has them for people.
    op.facts.filter(f => f.text && f.kind !== 'call').forEach(f => add(list, add(make('li', f.kind), make('span', 't', secs(f.t)), make('span', 'k', f.kind), make('span', 'x', f.text))));
    if (list.childNodes.length) add(card, list);
    if (op.output) { const d = make('details'); d.open = op.step === 'ecsExecMigrate'; add(d, make('summary', '', 'Output'), make('pre', '', op.output)); add(card, d); }
    const values = Object.entries(op.value || {}).filter(([k, v]) => !['verdict', 'message', 'plan', 'logTail'].includes(k) && v !== '' && v !== null);
    if (values.length) { const d = make('details'); const kv = make('dl', 'kv'); values.forEach(([k, v]) => add(kv, make('dt', '', k), make('dd', '', shown(v)))); add(d, make('summary', '', 'Returned'), kv); add(card, d); }
    add($('operations'), card);
  });

  const rows = (table, heads, all) => { table.textContent = ''; const h = make('tr'); heads.forEach(x => add(h, make('th', '', x))); add(table, add(make('thead'), h)); const body = make('tbody'); all.forEach(r => add(body, r)); add(table, body); };
  const cell = (text, name) => make('td', name, text);
  rows($('ledger'), ['', 'Call', 'By', 'What'], (data.ledger || []).filter(l => !/:user\/sandbox$/.test(l.principal)).map(l => add(make('tr'), cell(secs(l.t), 't'), cell(l.service + ' ' + l.operation), cell((l.principal || '').replace(/.*:/, ''), 'm'), cell(l.resource, 'm'))));
  const calls = () => {
    const only = $('only-changes').checked, find = $('find').value.toLowerCase();
    const some = data.calls.filter(c => (!only || c.change) && (c.service + ' ' + c.operation + ' ' + c.code).toLowerCase().includes(find));
    rows($('calls'), ['', 'Call', 'Answer', 'Took', 'Request'], some.map(c => add(make('tr', (c.change ? 'change ' : '') + (c.status >= 400 || !c.status ? 'error' : '')),
      cell(secs(c.t), 't'), cell(c.service + ' ' + c.operation), cell((c.status || 'none') + (c.code ? ' ' + c.code : '')), cell(c.millis + ' ms'), cell(c.requestId, 'm'))));
    $('calls-note').textContent = some.length + ' of ' + data.calls.length;
  };
  $('only-changes').addEventListener('change', calls); $('find').addEventListener('input', calls); calls();
  $('log').textContent = data.log;
})();
