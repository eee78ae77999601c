/**
 * What the page of the timeline does: arrow keys, hints, and the exchange of what is new. What stays the
 * same stays the same element, so that neither focus nor place is lost and no voice repeats it.
 */
export const timelineScript = `
const [main, hint] = ['main', '#hint'].map((name) => document.querySelector(name));
const state = { current: '', isTableOpen: false, top: 0, ...vscode.getState() };
const save = (change) => vscode.setState(Object.assign(state, change));
const keyOf = (node) => node?.dataset?.key;
const all = (selector, under = main) => [...under.querySelectorAll(selector)];
const cellsOf = (row) => all('[tabindex]', row);

const patch = (old, fresh) => {
  if (old.nodeName !== fresh.nodeName || keyOf(old) !== keyOf(fresh)) return old.replaceWith(fresh);
  if (old.nodeType !== 1) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes])
    if (name !== 'open' && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (name !== 'tabindex' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  const children = [...fresh.childNodes];
  const keys = new Set(children.map(keyOf));
  for (const node of [...old.childNodes]) if (keyOf(node) && !keys.has(keyOf(node))) node.remove();
  children.forEach((node, index) => {
    const other = old.childNodes[index];
    if (other === undefined) old.append(node);
    else if (keyOf(other) && keyOf(other) !== keyOf(node)) other.before(node);
    else patch(other, node);
  });
  while (old.childNodes.length > children.length) old.lastChild.remove();
};

const rove = () => {
  const cells = cellsOf(main);
  const current = cells.find((cell) => keyOf(cell) === state.current) ?? cells[0];
  for (const cell of cells) cell.setAttribute('tabindex', cell === current ? 0 : -1);
};
const middle = (cell) => {
  const { left, right } = cell.getBoundingClientRect();
  return (left + right) / 2;
};
const nearest = (row, cell) => {
  const [header, ...marks] = cellsOf(row);
  if (cell.role === 'rowheader') return header;
  const distance = (mark) => Math.abs(middle(mark) - middle(cell));
  return marks.sort((a, b) => distance(a) - distance(b))[0] ?? header;
};

let hinted;
const showHint = (cell) => {
  hinted = cell;
  hint.hidden = !cell;
  if (!cell) return;
  const { title, time, detail } = cell.dataset;
  [title, time, detail].forEach((text, index) => (hint.children[index].textContent = text));
  // Beside the edge it would be narrower than it is to be.
  hint.style.left = 0;
  const [{ top: y }, size] = [cell.querySelector('.hit').getBoundingClientRect(), hint.getBoundingClientRect()];
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const left = Math.max(8, Math.min(middle(cell) - size.width / 2, width - size.width - 8));
  // Clear of the sign and of its frame.
  const [below, above] = [y + 20, y - 28 - size.height];
  hint.style.left = left + scrollX + 'px';
  hint.style.top = (below + size.height < height || above < 0 ? below : above) + scrollY + 'px';
};

const markOf = (node) => node.closest?.('.mark');
// Whoever points at the hint may read it, and has a moment to get there.
let leaving;
onmouseover = ({ target }) => {
  clearTimeout(leaving);
  const mark = markOf(target);
  if (mark) showHint(mark);
  else if (!hint.contains(target)) leaving = setTimeout(() => showHint(markOf(document.activeElement)), 300);
};
addEventListener('focusin', ({ target }) => {
  if (target.matches('[tabindex]')) {
    save({ current: keyOf(target) });
    rove();
  }
  showHint(markOf(target));
});
addEventListener('focusout', () => showHint());
onkeydown = (event) => {
  if (event.key === 'Escape') showHint();
  const cell = event.target.closest('[tabindex]');
  if (!cell || event.altKey || event.shiftKey || event.metaKey) return;
  const rows = all('[role=row]');
  const row = cell.closest('[role=row]');
  const [cells, at] = [cellsOf(row), rows.indexOf(row)];
  const next = {
    ArrowLeft: () => cells[cells.indexOf(cell) - 1],
    ArrowRight: () => cells[cells.indexOf(cell) + 1],
    ArrowUp: () => at > 0 && nearest(rows[at - 1], cell),
    ArrowDown: () => at + 1 < rows.length && nearest(rows[at + 1], cell),
    Home: () => (event.ctrlKey ? cellsOf(rows[0]) : cells)[0],
    End: () => (event.ctrlKey ? cellsOf(rows.at(-1)) : cells).at(-1),
  }[event.key];
  if (!next) return;
  event.preventDefault();
  next()?.focus?.();
};
onclick = ({ target }) => {
  const { range } = target.dataset;
  if (range) vscode.postMessage(range);
};
addEventListener('toggle', ({ target }) => save({ isTableOpen: target.open }), true);
onscroll = () => save({ top: scrollY });

const settle = () => {
  const table = document.querySelector('details');
  if (table) table.open = state.isTableOpen;
  rove();
  if (hinted) showHint(hinted.isConnected ? hinted : undefined);
};
onmessage = ({ data }) => {
  const page = new DOMParser().parseFromString(data.main, 'text/html');
  const row = document.activeElement.closest('[role=row]');
  patch(main, page.querySelector('main'));
  settle();
  // What had the focus may be part of something else now.
  if (row && !main.contains(document.activeElement)) cellsOf(row)[0]?.focus({ preventScroll: true });
};
settle();
scrollTo(0, state.top);
`;
