// Recording one indicator without a network: evidence, what it rests on, level and rationale.

import { fill, icon, make, part, replace, word } from './dom.js';
import { EvidenceList } from './evidence-list.js';
import { gapsOf, nameOfPerson, restsOn, shade, stateOf } from './figures.js';
import { bindKeys } from './keyboard.js';
import { Agreeing, OwnLevel } from './level.js';
import { LiveText } from './live.js';
import { QuickAdd } from './quick.js';

/** @param {import('../workspace.js').Workspace} workspace @param {string} id @param {string} code */
export async function recordingPlace(workspace, id, code) {
  const held = await workspace.document(id);
  const section = held.edition.sections.find((one) => one.indicators.some((each) => each.code === code));
  if (!section) return { node: make('missing') };
  const node = make('recording');
  const indicator = section.indicators.find((one) => one.code === code);
  drawWords(node, held, section, indicator);
  const quick = new QuickAdd(workspace, held, code, part(node, 'quick'));
  const level = new OwnLevel(workspace, held, code, node);
  const agreeing = new Agreeing(workspace, held, code, node);
  const rationale = new LiveText(workspace, { kind: 'evaluation.save', inspection: id, target: code }, 'rationale', {
    box: node.querySelector('#rationale'), line: part(node, 'save-rationale'),
    identifiers: part(node, 'identifiers-rationale'), names: held.identifiers, empty: word('field-empty'),
  });
  const list = new EvidenceList(workspace, part(node, 'evidence'));
  const release = bindKeys(node);
  const parts = [quick, level, agreeing, rationale];
  await Promise.all(parts.map((one) => one.restore()));
  return {
    node,
    async draw() {
      const now = await workspace.document(id);
      if (!now) return;
      const closed = now.inspection.not_now;
      part(node, 'not-now').hidden = !closed;
      part(node, 'not-now').textContent = closed;
      part(node, 'quick').hidden = Boolean(closed);
      rationale.box.readOnly = Boolean(closed);
      rationale.draw(now.indicators[code]?.evaluation?.rationale ?? '');
      level.draw(now);
      agreeing.draw(now);
      drawIndicators(workspace, node, now, code);
      drawTriangulation(node, now, code);
      drawCount(node, list.draw(now, code));
    },
    async leave() {
      release();
      await Promise.all(parts.map((one) => one.stop()));
    },
  };
}

function drawWords(node, held, section, indicator) {
  const names = (held.indicators[indicator.code]?.allocated ?? []).map((one) => nameOfPerson(held, one)).filter(Boolean);
  fill(node, {
    area: held.inspection.area_name, section: `${section.code} ${section.title}`, code: indicator.code,
    title: indicator.title, edition: held.edition.title,
    'given-to': names.length ? word('given-to', { names: names.join(', ') }) : '',
    'rests-on': word('rests-on', { code: indicator.code }),
  });
  part(node, 'inspection').href = `#/i/${held.inspection.id}`;
  const illustrations = Object.entries(indicator.illustrations ?? {});
  part(node, 'wording').hidden = !illustrations.length;
  part(node, 'illustrations').append(...illustrations.flatMap(([name, text]) => {
    const pair = make('illustration');
    pair.querySelector('dt').textContent = name;
    pair.querySelector('p').textContent = text;
    return [...pair.children];
  }));
}

function drawIndicators(workspace, node, held, current) {
  const states = [];
  const sections = held.edition.sections.map((section) => {
    const item = make('qi-section');
    item.querySelector('h2').textContent = `${section.code} ${section.title}`;
    item.querySelector('ol').append(...section.indicators.map((one) => {
      const { shape, tone, words } = stateOf(workspace, held, one.code);
      states.push(shape);
      const pieces = restsOn(held.evidence, one.code).pieces;
      const row = make('qi', { code: one.code, name: one.short_title || one.title, state: `, ${words}. `, n: pieces || '–' });
      part(row, 'icon').replaceWith(icon(shape, { good: 'done', brand: 'mine' }[tone] ?? tone));
      const link = row.querySelector('a');
      link.href = `#/i/${held.inspection.id}/${one.code}`;
      link.title = one.title;
      if (one.code === current) link.setAttribute('aria-current', 'page');
      return row;
    }));
    return item;
  });
  replace(part(node, 'sections'), sections);
  const count = (shape) => states.filter((one) => one === shape).length;
  fill(node, { summary: word('of-agreed', { n: count('agreed'), all: states.length, none: count('todo') }) });
}

function drawTriangulation(node, held, code) {
  const counted = restsOn(held.evidence, code);
  const kinds = held.terms.source_kind;
  const gap = (kind) => counted.pieces > 0 && !counted.bySource[kind] && kind === 'stakeholder-views';
  const gaps = gapsOf(counted, held.terms);
  replace(part(node, 'gaps'), gaps.length ? [icon('look'), Object.assign(document.createElement('span'), { textContent: gaps.join('; ') })] : []);
  const heads = kinds.map((one) => Object.assign(make('tri-head'), { textContent: one.label, className: gap(one.code) ? 'gap' : '' }));
  const row = part(node, 'tri-kinds');
  replace(row, [row.firstElementChild, ...heads]);
  const most = Math.max(0, ...Object.values(counted.cells));
  replace(part(node, 'tri-rows'), held.terms.level_of_service.map((level) => {
    const line = make('tri-row');
    line.firstElementChild.textContent = level.label;
    line.append(...kinds.map((kind) => cell(counted.cells[`${level.code}/${kind.code}`] ?? 0, most, gap(kind.code))));
    return line;
  }));
}

function cell(pieces, most, gap) {
  const one = make('tri-cell');
  if (pieces) {
    one.textContent = pieces;
    one.className = `t${shade(pieces, most)}`;
  } else if (gap) one.className = 'gap';
  return one;
}

function drawCount(node, pieces) {
  const standing = pieces.filter((one) => !one.withdrawn);
  const of = (bearing) => standing.filter((one) => one.bearing === bearing).length;
  part(node, 'no-evidence').hidden = pieces.length > 0;
  fill(node, {
    pieces: word('pieces', { n: standing.length, s: of('strength'), a: of('improvement'), c: of('contrary') }),
  });
}
