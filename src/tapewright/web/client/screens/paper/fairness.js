/** The fairness column: who is heard beside what they said, questions that were dropped, and what an audience may want to know. */
import { get } from '../../frame/api.js';
import { html, nothing } from '../../frame/dom.js';
import { clip } from '../../deck/clip.js';

const AFTER_MS = 600;
const MOST = 6;

export class Fairness {
  /** @param {string} name of the paper edit @param {() => void} told */
  constructor(name, told) {
    this.path = `/api/fairness/${encodeURIComponent(name)}`;
    this.told = told;
    /** @type {any} */
    this.page = null;
    /** @type {'waiting' | 'done' | 'failed'} */
    this.state = 'waiting';
    this.timer = 0;
    this.asked = 0;
  }

  /** There is another text: counted once the proof has gone before. */
  due() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.count(), AFTER_MS);
  }

  async count() {
    const asked = ++this.asked;
    try {
      const page = await get(this.path);
      if (asked !== this.asked) return;
      this.page = page;
      this.state = 'done';
    } catch {
      if (asked !== this.asked) return;
      this.state = 'failed';
    }
    this.told();
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
  }
}

/** @param {Fairness} fairness @param {(error: unknown) => void} failed @param {() => void} report */
export function drawFairness(fairness, failed, report) {
  return html`<section class="paper-fairness" aria-labelledby="paper-fairness">
    <div class="panel-head">
      <h2 id="paper-fairness">Fairness</h2>
      <span class="num">${saidOf(fairness)}</span>
      <button type="button" class="button-quiet" @click=${report}>Report…</button>
    </div>
    ${fairness.page ? drawPage(fairness.page, failed) : html`<p class="mute paper-none">${fairness.state === 'failed' ? 'It could not be counted.' : 'Counting who is heard.'}</p>`}
  </section>`;
}

/** @param {Fairness} fairness */
function saidOf({ page, state }) {
  if (!page) return '';
  if (state === 'failed') return 'of an earlier text';
  const dropped = page.asked.filter((/** @type {any} */ one) => !one.kept).length;
  return dropped ? `${dropped} ${dropped === 1 ? 'question' : 'questions'} dropped` : '';
}

/** @param {any} page @param {(error: unknown) => void} failed */
function drawPage(page, failed) {
  const dropped = page.asked.filter((/** @type {any} */ one) => !one.kept);
  return html`${drawGroups(page)}
    ${dropped.length ? drawList('Questions that are not heard', dropped.map((/** @type {any} */ one) => drawQuestion(one, failed))) : nothing}
    ${page.taken_back.length ? drawList('Taken back on the tape', page.taken_back.map((/** @type {any} */ one) => html`<span class="mono num">${one.record_timecode}</span> ${one.why}`)) : nothing}
    ${drawNamed(page.named)} ${drawNotes(page.content_notes)}
    ${page.remarks.map((/** @type {string} */ told) => html`<p class="mute paper-fairness-remark">${capital(told)}.</p>`)}`;
}

/** @param {any} page */
function drawGroups(page) {
  const heard = page.groups.filter((/** @type {any} */ one) => one.words || one.said);
  if (!heard.length) return nothing;
  return html`<table class="paper-shares">
    <thead>
      <tr><th scope="col">Group</th><th scope="col" class="num">Airtime</th><th scope="col" class="num">Of what they said</th></tr>
    </thead>
    <tbody>
      ${heard.map(
        (/** @type {any} */ one) => html`<tr title="${one.words} words heard; ${one.used} of ${one.said} that ${one.people === 1 ? 'this person' : `these ${one.people} people`} said">
          <th scope="row" class="truncate">${capital(one.name)}</th>
          <td class="num mono">${percent(one.airtime_share)}</td>
          <td class="num mono">${one.used_share === null ? '–' : percent(one.used_share)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** @param {any} one @param {(error: unknown) => void} failed */
function drawQuestion(one, failed) {
  const play = () => clip.play({ tape: one.tape, start: one.ticks.start, end: one.ticks.end }).catch(failed);
  return html`<span class="serif">${one.text}</span>
    <button type="button" class="button-quiet" @click=${play} aria-label="Play the question of ${one.tape} ${one.timecode}">${one.tape} <span class="mono">${one.timecode}</span></button>`;
}

/** @param {any[]} named */
function drawNamed(named) {
  const told = named.filter((one) => one.heard || one.narration);
  const silent = named.filter((one) => one.group && !one.heard && !one.narration && !one.seconds);
  if (!told.length && !silent.length) return nothing;
  return html`${told.length ? drawList('Named', told.map((one) => html`${one.name}${one.group ? html` <span class="mute">${one.group}</span>` : nothing} <span class="num mono">${one.heard + one.narration} ×</span>`)) : nothing}
    ${silent.length ? drawList('Neither heard nor named', silent.map((one) => html`${one.name} <span class="mute">${one.group}</span>`)) : nothing}`;
}

/** @param {any[]} notes */
function drawNotes(notes) {
  const topics = new Map();
  for (const one of notes) topics.set(one.topic, [...(topics.get(one.topic) || []), one]);
  if (!topics.size) return nothing;
  return drawList(
    'An audience may want to know',
    [...topics].map(([topic, places]) => html`${capital(topic)} <span class="mono num" title=${places.map((/** @type {any} */ one) => one.text).join(' · ')}>${places.map((/** @type {any} */ one) => one.record_timecode).slice(0, 2).join(', ')}${places.length > 2 ? ` and ${places.length - 2} more` : ''}</span>`),
  );
}

/** @param {string} title @param {any[]} rows */
function drawList(title, rows) {
  const rest = rows.length - MOST;
  return html`<h3 class="paper-fairness-head">${title}</h3>
    <ul class="paper-fairness-list">
      ${rows.slice(0, MOST).map((row) => html`<li>${row}</li>`)}
    </ul>
    ${rest > 0 ? html`<p class="mute paper-fairness-remark">And ${rest} more, in the fairness report.</p>` : nothing}`;
}

/** @param {number} share */
const percent = (share) => (share && share < 0.01 ? '< 1 %' : `${Math.round(share * 100)} %`);
/** @param {string} text */
const capital = (text) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
