/* global document, location, EventSource, fetch, setTimeout, clearTimeout */
// Fills the live page from the server's events. Runs in the live page, inlined, after charts.mjs.

const { data, plots } = globalThis.reportCharts;
const { clock, inUnit } = globalThis.chartFigures;
const byId = (id) => document.getElementById(id);

const element = (tag, { text = '', ...attributes } = {}, children = []) => {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

const connection = (state, text) => {
  byId('connection').textContent = text;
  byId('connection').dataset.state = state;
};

const meter = (share, judged) => {
  const bar = element('span', { class: `meter-bar ${judged}` });
  if (share !== null) bar.append(element('span', { style: `width:${Math.min(100, share * 100).toFixed(1)}%` }));
  return bar;
};

const signs = { within: '✓', over: '✕', waiting: '·', running: '…', unjudged: '·' };

const stepRow = ({ step, p95, budget, share, judged, attempts }) =>
  element('tr', { class: judged }, [
    element('th', { scope: 'row', text: step }),
    element('td', { class: 'number strong', text: p95 }),
    element('td', { text: `${judged === 'unjudged' ? '' : `${signs[judged]} `}${budget}` }),
    element('td', { class: 'meter-cell' }, [meter(share, judged)]),
    element('td', { class: 'number', text: attempts }),
  ]);

const budgetRow = ({ subject, state, word, value, allowed, attempts }) =>
  element('tr', { class: state }, [
    element('td', { class: 'state', text: `${signs[state]} ${word}` }),
    element('th', { scope: 'row', text: subject }),
    element('td', { class: 'number strong', text: value }),
    element('td', { class: 'number', text: allowed }),
    element('td', { class: 'number', text: attempts }),
  ]);

/** Only what differs is written, so that a screen reader is not told the same thing each second. */
const write = (id, text) => {
  if (byId(id).textContent !== text) byId(id).textContent = text;
};

const showPicture = ({ clock: time, progress, where, facts, hurt, faultInPlace, fault, next, warnings, steps }) => {
  write('where', where);
  write('clock', time);
  write('facts', facts.join(' · '));
  write('fault', fault);
  write('next', next);
  byId('progress').value = progress;
  byId('facts').classList.toggle('hurt', hurt);
  byId('fault').classList.toggle('in-place', faultInPlace);
  if (byId('warnings').textContent !== warnings.join(''))
    byId('warnings').replaceChildren(...warnings.map((text) => element('li', { text })));
  byId('steps').replaceChildren(...steps.map(stepRow));
};

const showStages = (stages) =>
  byId('stages')?.replaceChildren(
    ...stages.map(({ at, text }) => element('li', {}, [element('span', { class: 'at', text: at }), ` ${text}`])),
  );

const fillTable = (details) => {
  const found = plots.find(({ chart }) => chart.id === details.dataset.table);
  if (!details.open || found === undefined) return;
  const { lines, unit, unanswered } = found.chart;
  const head = element('thead', {}, [
    element(
      'tr',
      {},
      ['from', ...lines.map(({ label }) => label)].map((text) => element('th', { scope: 'col', text })),
    ),
  ]);
  const cell = (line, bucket) => {
    const value = line.values[bucket] ?? null;
    if (line.label === 'p95' && unanswered?.[bucket]) return 'no answer';
    return value === null ? '–' : inUnit[unit](value);
  };
  const rows = data.startSeconds.flatMap((start, bucket) =>
    lines.every((line) => (line.values[bucket] ?? null) === null)
      ? []
      : [
          element('tr', {}, [
            element('th', { scope: 'row', text: clock(start) }),
            ...lines.map((line) => element('td', { text: cell(line, bucket) })),
          ]),
        ],
  );
  details
    .querySelector('.scroll')
    .replaceChildren(element('table', { class: 'figures' }, [head, element('tbody', {}, rows)]));
};

for (const details of document.querySelectorAll('[data-table]'))
  details.addEventListener('toggle', () => fillTable(details));

const showCharts = ({ fromBucket, endSeconds, charts }) => {
  data.endSeconds = endSeconds;
  for (const change of charts) {
    const found = plots.find(({ chart }) => chart.id === change.id);
    if (found === undefined) continue;
    const { chart, plot, values } = found;
    chart.range = change.range;
    chart.limits = change.limits;
    chart.bands = change.bands;
    change.lines.forEach((known, at) =>
      known.forEach((value, index) => (chart.lines[at].values[fromBucket + index] = value)),
    );
    change.unanswered?.forEach((value, index) => (chart.unanswered[fromBucket + index] = value));
    plot.root.parentElement.setAttribute('aria-label', `${chart.title}. ${change.reading}`);
    plot.setData(values());
  }
  for (const details of document.querySelectorAll('[data-table][open]')) fillTable(details);
};

const source = new EventSource('events');
source.addEventListener('open', () => connection('live', 'live'));
source.addEventListener('error', () => {
  if (byId('outcome').hidden) connection('lost', 'no connection: trying again');
});
source.addEventListener('update', ({ data: text }) => {
  const update = JSON.parse(text);
  if (update.runId !== document.body.dataset.run) return location.reload();
  showPicture(update.picture);
  byId('budget-rows').replaceChildren(...update.budgets.map(budgetRow));
  showStages(update.stages);
  showCharts(update.charts);
});
source.addEventListener('ended', ({ data: text }) => {
  const { outcome, word, sentence, report } = JSON.parse(text);
  const place = byId('outcome');
  place.className = `outcome ${outcome}`;
  place.replaceChildren(
    element('strong', { text: word }),
    ` ${sentence} `,
    element('span', { class: 'muted', text: report }),
  );
  place.hidden = false;
  document.querySelector('.stop')?.remove();
  connection('ended', 'the run has ended');
});
source.addEventListener('closed', () => {
  source.close();
  connection('ended', 'the run has ended');
});

// What a person asks of the run. A button with data-confirm wants to be pressed twice.

const answer = (text, failed = false) => {
  byId('answer').textContent = text;
  byId('answer').classList.toggle('failed', failed);
};

/** Sends one request of a person to the run; the answer says what was made of it. */
const ask = async (request) => {
  try {
    const response = await fetch('actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const { text } = await response.json();
    answer(text, !response.ok);
    return response.ok;
  } catch {
    answer('The run did not answer: it may have ended.', true);
    return false;
  }
};

const armed = new Map();

const press = (button) => {
  const { confirm: question } = button.dataset;
  if (question === undefined || armed.has(button)) {
    clearTimeout(armed.get(button)?.timer);
    if (armed.has(button)) button.textContent = armed.get(button).label;
    armed.delete(button);
    return true;
  }
  const label = button.textContent;
  const timer = setTimeout(() => {
    button.textContent = label;
    armed.delete(button);
  }, 5_000);
  armed.set(button, { timer, label });
  button.textContent = question;
  return false;
};

document.addEventListener('click', ({ target }) => {
  const button = target.closest('button[data-action]');
  if (button === null || button.form !== null || !press(button)) return;
  void ask({ action: button.dataset.action });
});

globalThis.livePage = { source, ask, element, write, byId };
