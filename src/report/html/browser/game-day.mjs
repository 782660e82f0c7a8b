/* global document */
// What a game day adds to the live page: buttons as they may be pressed, the journal, ticks. Runs in the live page, inlined, last.

const { source, ask, element, byId, write } = globalThis.livePage;

const stageWords = { brief: 'before', driving: 'under way', debrief: 'debrief', finished: 'over' };

const showButtons = (can) => {
  for (const button of document.querySelectorAll('.controls [data-action]'))
    button.disabled = !can[button.dataset.action];
  byId('journal-text').disabled = !can.note;
};

const journalLine = ({ at, who, words, text }) =>
  element('li', {}, [element('span', { class: 'at', text: at }), ` ${who} ${words}${text === '' ? '' : `: ${text}`}`]);

const showRevealed = (revealed) => {
  const place = byId('revealed');
  place.hidden = revealed === null;
  if (revealed === null) return;
  place.replaceChildren(
    element('h3', { text: revealed.title }),
    element('p', { text: `Expected: ${revealed.expected}` }),
    element('p', { class: 'muted', text: `Faults: ${revealed.faults.join(', ')}` }),
  );
};

source.addEventListener('gameDay', ({ data }) => {
  const state = JSON.parse(data);
  write('stage', stageWords[state.stage]);
  showButtons(state.can);
  byId('journal-lines').replaceChildren(...state.journal.map(journalLine));
  showRevealed(state.revealed);
  for (const box of document.querySelectorAll('[data-step]')) box.checked = state.ticked.includes(box.dataset.step);
});

document.addEventListener('change', ({ target }) => {
  const { step } = target.dataset;
  if (step !== undefined) void ask({ action: target.checked ? 'step' : 'stepUndone', text: step });
});

document.querySelector('.journal-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = byId('journal-text');
  if (await ask({ action: byId('entry').value, text: text.value })) text.value = '';
  text.focus();
});
