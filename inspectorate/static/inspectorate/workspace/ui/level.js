// One's own level for an indicator: chosen, reasoned, given; and, for the lead inspector, the team's.

import { fill, icon, make, option, part, replace, say, word } from './dom.js';
import { boxOf, capital, onlyKind, restsOn, valueInWords } from './figures.js';
import { LiveText, sayState } from './live.js';

const LEVEL = 'level:';
const NONE = 'none:';

const tokenOf = (value) => {
  if (value?.level) return LEVEL + value.level;
  return value?.non_grade ? NONE + value.non_grade : '';
};
const valueOf = (token) => (token.startsWith(LEVEL)
  ? { level: token.slice(LEVEL.length) } : { non_grade: token.slice(NONE.length) });

export class OwnLevel {
  #workspace;
  #place;
  #held;
  #code;
  #node;
  #reason;

  constructor(workspace, held, code, node) {
    this.#workspace = workspace;
    this.#held = held;
    this.#code = code;
    this.#node = node;
    this.#place = { kind: 'view.save', inspection: held.inspection.id, target: code };
    this.#build(held.edition);
    this.#reason = new LiveText(workspace, this.#place, 'reason', {
      box: node.querySelector('#reason'), line: part(node, 'save-reason'),
      identifiers: part(node, 'identifiers-reason'), names: held.identifiers,
    });
    part(node, 'level-form').addEventListener('submit', (event) => event.preventDefault());
    part(node, 'scale').addEventListener('change', ({ target }) => this.#chosen(target.value));
    part(node, 'give').addEventListener('click', () => this.#give());
  }

  #build({ levels, non_grades: none }) {
    const best = [...levels].sort((one, other) => other.rank - one.rank);
    part(this.#node, 'levels').append(...best.map((one) => levelRow(one, levels)));
    part(this.#node, 'non-grades').append(...none.map((one) => noneRow(one)));
    fill(this.#node, { 'your-level': word('your-level', { code: this.#code }) });
  }

  async restore() {
    await this.#reason.restore();
  }

  async #chosen(token) {
    await this.#workspace.record({ ...this.#place, fields: { value: valueOf(token) } });
  }

  async #give() {
    const view = this.#line().my_view;
    if (!tokenOf(view)) {
      say(part(this.#node, 'save-level'), word('choose-first'), 'bad', 'alert');
      part(this.#node, 'scale').querySelector('input').focus();
      return;
    }
    if (!view.given) await this.#workspace.record({ ...this.#place, fields: { given: true } });
  }

  #line() {
    return this.#held.indicators[this.#code] ?? {};
  }

  draw(held) {
    this.#held = held;
    const view = this.#line().my_view;
    const token = tokenOf(view);
    for (const one of this.#node.querySelectorAll('input[name="level"]')) {
      if (one.checked !== (one.value === token)) one.checked = one.value === token;
    }
    if (token.startsWith(NONE)) part(this.#node, 'none-box').open = true;
    part(this.#node, 'scale').disabled = Boolean(held.inspection.not_now);
    this.#reason.box.readOnly = Boolean(held.inspection.not_now);
    this.#reason.draw(view?.reason ?? '');
    sayState(part(this.#node, 'save-level'), this.#workspace.fieldState(this.#place, 'value'), { storage: this.#workspace.state.storage });
    this.#drawGiving(view);
    this.#drawTeam();
  }

  #drawGiving(view) {
    const give = part(this.#node, 'give');
    const words = valueInWords(this.#held.edition, view);
    const said = view?.given ? word('given-which', { level: words }) : word(words ? 'give-which' : 'give', { level: words });
    if (give.textContent !== said) give.textContent = said;
    if (view?.given) give.setAttribute('aria-disabled', 'true');
    else give.removeAttribute('aria-disabled');
    part(this.#node, 'give-box').hidden = Boolean(this.#held.inspection.not_now);
  }

  #drawTeam() {
    const line = this.#line();
    const givers = line.givers ?? [];
    const given = (one) => (one.me ? Boolean(line.my_view?.given) : one.given);
    fill(this.#node, {
      'given-of': word('given-of', { n: givers.filter(given).length, all: givers.length }),
      'hidden-until': word(line.my_view?.given ? 'hidden-not-sent' : 'hidden-not-given'),
    });
    part(this.#node, 'views-box').className = line.views_hidden ? 'ins_hidden-views' : '';
    part(this.#node, 'hidden').hidden = !line.views_hidden;
    replace(part(this.#node, 'givers'), givers.map((one) => {
      const row = make('giver', { name: one.me ? word('you') : one.name, state: given(one) ? '' : `, ${word('none')}` });
      part(row, 'icon').replaceWith(icon(given(one) ? 'given' : 'todo'));
      return row;
    }));
    replace(part(this.#node, 'views'), (line.views ?? []).map((one) => viewRow(one, this.#held.edition)));
  }

  stop() {
    return this.#reason.stop();
  }
}

function levelRow(level, levels) {
  const row = make('level');
  const { style, mark } = boxOf(level, levels);
  Object.assign(row.querySelector('.ins_level__n'), { className: style, textContent: mark });
  named(row, LEVEL + level.code, level);
  row.querySelector('input').dataset.number = level.number ?? level.rank;
  const long = row.querySelector('.ins_lv__long');
  long.textContent = [level.definition, level.action].filter(Boolean).join(' ');
  if (level.demands_point) long.append(' ', document.getElementById('t-demands').content.cloneNode(true));
  if (!long.textContent.trim()) long.remove();
  return row;
}

function noneRow(one) {
  const row = make('level');
  row.classList.add('ins_lv--none');
  Object.assign(row.querySelector('.ins_level__n'), { className: 'ins_level__n ins_l0', textContent: '–' });
  named(row, NONE + one.code, one);
  row.querySelector('.ins_lv__long').remove();
  return row;
}

function named(row, token, { label, meaning }) {
  const input = row.querySelector('input');
  const long = row.querySelector('.ins_lv__long');
  Object.assign(input, { value: token, id: `lv-${token.replace(':', '-')}` });
  row.querySelector('label').htmlFor = input.id;
  row.querySelector('b').textContent = capital(label);
  row.querySelector('.ins_lv__short').textContent = meaning;
  long.id = `${input.id}-long`;
  if (token.startsWith(LEVEL)) input.setAttribute('aria-describedby', long.id);
}

function viewRow(one, edition) {
  const row = make('view', { name: one.name, reason: one.reason, level: capital(valueInWords(edition, one)) });
  const level = edition.levels.find((each) => each.code === one.level);
  const box = level ? boxOf(level, edition.levels) : { style: 'ins_level__n ins_l0', mark: '–' };
  Object.assign(row.querySelector('.ins_level__n'), { className: box.style, textContent: box.mark });
  return row;
}

/** The team's level: the lead inspector says what the team agrees. */
export class Agreeing {
  #workspace;
  #place;
  #node;
  #code;
  #touched = false;
  #reason;

  constructor(workspace, held, code, node) {
    this.#workspace = workspace;
    this.#code = code;
    this.#node = node;
    this.#place = { kind: 'evaluation.save', inspection: held.inspection.id, target: code };
    const list = part(node, 'agree-form').elements.value;
    const { levels, non_grades: none } = held.edition;
    list.append(option('', '–'), ...[...levels].sort((one, other) => other.rank - one.rank)
      .map((one) => option(LEVEL + one.code, capital(one.label))), ...none.map((one) => option(NONE + one.code, capital(one.label))));
    list.addEventListener('change', () => { this.#touched = true; this.#label(held); });
    this.#reason = new LiveText(workspace, this.#place, 'single_source_reason', {
      box: node.querySelector('#one-source'), line: part(node, 'save-single_source_reason'),
      identifiers: part(node, 'identifiers-single_source_reason'), names: held.identifiers,
    });
    part(node, 'agree-form').addEventListener('submit', (event) => { event.preventDefault(); this.#agree(); });
  }

  async restore() {
    await this.#reason.restore();
  }

  async #agree() {
    const list = part(this.#node, 'agree-form').elements.value;
    if (!list.value) {
      say(part(this.#node, 'save-value'), word('choose-first'), 'bad', 'alert');
      list.focus();
      return;
    }
    this.#touched = false;
    await this.#workspace.record({ ...this.#place, fields: { value: valueOf(list.value) } });
  }

  #label(held) {
    const { value } = part(this.#node, 'agree-form').elements.value;
    const said = value ? word('agree-which', { level: valueInWords(held.edition, valueOf(value)) }) : word('agree-none');
    const button = part(this.#node, 'agree');
    if (button.textContent !== said) button.textContent = said;
  }

  draw(held) {
    const { evaluation } = held.indicators[this.#code] ?? {};
    const words = valueInWords(held.edition, evaluation);
    const lead = held.team.some((one) => one.me && one.role === 'lead') && !held.inspection.not_now;
    part(this.#node, 'agreeing').hidden = !lead && !words;
    part(this.#node, 'agree-form').hidden = !lead;
    part(this.#node, 'agreed').textContent = words ? word('team-agreed', { level: words }) : '';
    const list = part(this.#node, 'agree-form').elements.value;
    if (!this.#touched && document.activeElement !== list) list.value = tokenOf(evaluation);
    this.#label(held);
    part(this.#node, 'one-source').hidden = !onlyKind(restsOn(held.evidence, this.#code));
    this.#reason.draw(evaluation?.single_source_reason ?? '');
    sayState(part(this.#node, 'save-value'), this.#workspace.fieldState(this.#place, 'value'), { storage: this.#workspace.state.storage });
  }

  stop() {
    return this.#reason.stop();
  }
}
