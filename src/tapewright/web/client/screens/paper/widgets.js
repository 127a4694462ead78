/** The small things on the sheet that stand for signs of the text: labels, source lines, what is missing. */
import { GutterMarker, WidgetType } from '@codemirror/view';

/** @param {string} name @param {string} className @param {string} [text] */
function made(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A widget that another one of its kind with the same text can stand for. */
class TextWidget extends WidgetType {
  /** @param {string} text */
  constructor(text) {
    super();
    this.text = text;
  }

  /** @param {TextWidget} other of the same class: CodeMirror compares no others @override */
  eq(other) {
    return other.text === this.text;
  }

  /** @returns {HTMLElement} @override */
  toDOM() {
    return made('span', 'paper-label', this.text);
  }
}

/** What a block is, over it. */
export class Label extends TextWidget {}

/** The head of the file in one line. */
export class HeadLine extends TextWidget {
  /** @override */
  toDOM() {
    const button = made('button', 'paper-headline', this.text);
    button.setAttribute('type', 'button');
    button.setAttribute('aria-label', `The head of the file: ${this.text}. Show it as text`);
    button.dataset.does = 'head';
    return button;
  }

  /** @override */
  ignoreEvent() {
    return true;
  }
}

/** Where a bite is from: `[T017 00:42:11:08–00:42:19:20 HOLLIS]`; its two times can be taken hold of. */
export class SourceLine extends WidgetType {
  /**
   * @param {import('./blocks.js').Block} block
   * @param {import('./facts.js').Row | null} row
   * @param {'start' | 'end'} edge
   * @param {boolean} isHeld
   * @param {string} why it cannot be played
   */
  constructor(block, row, edge, isHeld, why) {
    super();
    this.tape = block.source?.tape || row?.bite?.tape || '';
    this.speaker = block.source?.speaker || '';
    this.start = row?.said?.from_timecode || '';
    this.end = row?.said?.to_timecode || '';
    this.fragment = block.source?.fragment || '';
    this.edge = isHeld ? edge : '';
    this.why = why;
    this.suggestion = row?.said?.suggestion || '';
  }

  /** @param {SourceLine} other @override */
  eq(other) {
    return ['tape', 'speaker', 'start', 'end', 'fragment', 'edge', 'why', 'suggestion'].every(
      (name) => /** @type {any} */ (this)[name] === /** @type {any} */ (other)[name],
    );
  }

  /** @override */
  toDOM() {
    const line = made('span', 'paper-source');
    line.draggable = true;
    line.dataset.does = 'source';
    line.title = 'Drag to move; double-click opens it on its tape';
    line.append('[');
    line.append(made('span', this.why ? 'paper-tape paper-wrong' : 'paper-tape', this.tape || '?'));
    if (this.start) {
      line.append(' ', this.time('start', this.start), '–', this.time('end', this.end));
    } else if (this.fragment) {
      line.append(` ${this.fragment.replace(/^t=/, '')}`);
    }
    if (this.speaker) line.append(` ${this.speaker.toLocaleUpperCase()}`);
    line.append(']');
    if (this.why) line.append(made('span', 'paper-why', this.why));
    if (this.suggestion) {
      const offer = made('button', 'button-quiet paper-suggestion', `${this.suggestion}?`);
      offer.setAttribute('type', 'button');
      offer.setAttribute('aria-label', `Write ${this.suggestion} instead`);
      offer.dataset.tape = this.suggestion;
      line.append(offer);
    }
    return line;
  }

  /** @param {'start' | 'end'} edge @param {string} text */
  time(edge, text) {
    const time = made('span', this.edge === edge ? 'paper-time paper-edge' : 'paper-time', text);
    time.dataset.edge = edge;
    return time;
  }

  /** @override */
  ignoreEvent() {
    return true; // the sheet listens to it itself: it can be clicked, dragged, and its times taken hold of
  }
}

/** A place where the tape has words that the text does not tell of. */
export class Missing extends TextWidget {
  /** @override */
  toDOM() {
    const sign = made('span', 'paper-missing', '‸');
    sign.title = `Heard, and not in the text: ${this.text}`;
    sign.setAttribute('aria-label', sign.title);
    return sign;
  }
}

/** A place where two pieces meet that were said apart. */
export class Join extends TextWidget {
  /** @override */
  toDOM() {
    const sign = made('span', 'paper-join paper-join-sign', '[+]');
    sign.title = this.text;
    return sign;
  }
}

/** When a bite is heard in the programme. */
export class TimeMarker extends GutterMarker {
  /** @param {string} text */
  constructor(text) {
    super();
    this.text = text;
  }

  /** @param {TimeMarker} other @override */
  eq(other) {
    return other.text === this.text;
  }

  /** @override */
  toDOM() {
    return made('span', 'paper-runs', this.text);
  }
}
