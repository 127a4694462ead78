/** Where a block of Markdown ends: CommonMark's rules as far as a paper edit needs them, line by line. */

/** @typedef {{text: string, from: number, to: number}} Raw a line without its end */

export const QUOTE = /^ {0,3}>[ \t]?/;
export const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
export const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
export const COMMENT = /^ {0,3}<!--/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const ITEM = /^( {0,3})([-+*]|\d{1,9}[.)])(?:[ \t]|$)/;
const ITEM_IN_PARAGRAPH = /^ {0,3}(?:[-+*]|1[.)])[ \t]+\S/;
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const INDENTED = /^(?: {4}| {0,3}\t)/;
const VERBATIM = /^ {0,3}<(script|pre|style|textarea)(?:[\s>]|$)/i;
const PARTS = 'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr track ul';
const HTML_PART = new RegExp(`^ {0,3}</?(?:${PARTS.split(' ').join('|')})(?:[\\s>]|/>|$)`, 'i');
const HTML_ALONE = /^ {0,3}(?:<[a-zA-Z][a-zA-Z0-9-]*(?:\s+[a-zA-Z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>|<\/[a-zA-Z][a-zA-Z0-9-]*\s*>)[ \t]*$/;
const DECLARED = /^ {0,3}<(?:\?|![a-zA-Z]|!\[CDATA\[)/;
const DEFINITION = /^ {0,3}\[(?:\\.|[^\[\]\\])+\]:[ \t]*\S+[ \t]*(?:["'(].*["')])?[ \t]*$/;

/** @param {string} line */
export const isBlank = (line) => !line.trim();

/** Whether a line that begins a block begins a paragraph. @param {string} line */
export function isParagraph(line) {
  return ![INDENTED, FENCE, RULE, ITEM, VERBATIM, HTML_PART, HTML_ALONE, DECLARED, DEFINITION].some((shape) => shape.test(line));
}

/** Whether a table begins at a line. @param {Raw[]} lines @param {number} at */
export function isTable(lines, at) {
  const [first, second] = [lines[at].text, lines[at + 1]?.text ?? ''];
  return first.includes('|') && second.includes('-') && /[|:]/.test(second) && TABLE_RULE.test(second) && cells(first) === cells(second);
}

/** @param {string} line */
const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').length;

/**
 * Where the block that begins at a line ends: the number of the line behind it.
 * @param {Raw[]} lines
 * @param {number} at
 */
export function blockEnd(lines, at) {
  const first = lines[at].text;
  const fence = FENCE.exec(first);
  if (INDENTED.test(first)) return codeEnd(lines, at);
  if (fence) return fenceEnd(lines, at + 1, fence[1]);
  if (COMMENT.test(first)) return endWith(lines, at, '-->');
  if (HEADING.test(first) || RULE.test(first)) return at + 1;
  if (QUOTE.test(first)) return quoteEnd(lines, at);
  if (ITEM.test(first)) return listEnd(lines, at);
  const verbatim = VERBATIM.exec(first);
  if (verbatim) return endWith(lines, at, `</${verbatim[1]}>`);
  if (HTML_PART.test(first) || HTML_ALONE.test(first) || DECLARED.test(first)) return blankEnd(lines, at);
  if (DEFINITION.test(first)) return definitionsEnd(lines, at);
  return paragraphEnd(lines, at);
}

/** @param {Raw[]} lines @param {number} at */
function paragraphEnd(lines, at) {
  if (isTable(lines, at)) return tableEnd(lines, at);
  let end = at + 1;
  while (end < lines.length && !isBlank(lines[end].text)) {
    if (UNDERLINE.test(lines[end].text)) return end + 1;
    if (interrupts(lines[end].text) || isTable(lines, end)) break;
    end += 1;
  }
  return end;
}

/** Whether a line ends the paragraph before it. @param {string} line */
function interrupts(line) {
  if (INDENTED.test(line)) return false;
  return [HEADING, QUOTE, FENCE, RULE, COMMENT, VERBATIM, HTML_PART, DECLARED, ITEM_IN_PARAGRAPH].some((shape) => shape.test(line));
}

/** @param {Raw[]} lines @param {number} at */
function tableEnd(lines, at) {
  let end = at + 2;
  while (end < lines.length && !isBlank(lines[end].text) && !interrupts(lines[end].text) && !INDENTED.test(lines[end].text)) end += 1;
  return end;
}

/** Definitions that follow each other are one block, whatever blank lines are between. @param {Raw[]} lines @param {number} at */
function definitionsEnd(lines, at) {
  let end = at + 1;
  for (let next = end; next < lines.length && (isBlank(lines[next].text) || DEFINITION.test(lines[next].text)); next += 1) {
    if (!isBlank(lines[next].text)) end = next + 1;
  }
  return end;
}

/** @param {Raw[]} lines @param {number} at */
function codeEnd(lines, at) {
  let end = at + 1;
  for (let next = end; next < lines.length; next += 1) {
    if (INDENTED.test(lines[next].text) && !isBlank(lines[next].text)) end = next + 1;
    else if (!isBlank(lines[next].text)) break;
  }
  return end;
}

/** @param {Raw[]} lines @param {number} at @param {string} sign */
function fenceEnd(lines, at, sign) {
  for (let end = at; end < lines.length; end += 1) {
    const found = FENCE.exec(lines[end].text);
    const isAlone = found && !lines[end].text.trim().replaceAll(sign[0], '');
    if (found && isAlone && found[1][0] === sign[0] && found[1].length >= sign.length) return end + 1;
  }
  return lines.length;
}

/** @param {Raw[]} lines @param {number} at @param {string} sign */
function endWith(lines, at, sign) {
  for (let end = at; end < lines.length; end += 1) if (lines[end].text.toLowerCase().includes(sign.toLowerCase())) return end + 1;
  return lines.length;
}

/** @param {Raw[]} lines @param {number} at */
function blankEnd(lines, at) {
  let end = at + 1;
  while (end < lines.length && !isBlank(lines[end].text)) end += 1;
  return end;
}

/** @param {Raw[]} lines @param {number} at */
function quoteEnd(lines, at) {
  let isOpen = true;
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end].text;
    if (QUOTE.test(line)) {
      const inner = line.replace(QUOTE, '');
      isOpen = !isBlank(inner) && !HEADING.test(inner) && !FENCE.test(inner) && !RULE.test(inner);
    } else if (isBlank(line) || !isOpen || interrupts(line)) {
      break; // what is left are lines that go on with the paragraph without saying so
    }
  }
  return end;
}

/** @param {Raw[]} lines @param {number} at */
function listEnd(lines, at) {
  const kind = kindOf(lines[at].text);
  let isOpen = true;
  let end = at + 1;
  for (let next = end; next < lines.length; next += 1) {
    const line = lines[next].text;
    if (isBlank(line)) {
      isOpen = false;
      continue;
    }
    const isItem = ITEM.test(line) && !RULE.test(line);
    const goesOn = isItem ? kindOf(line) === kind : isIndented(line) || (isOpen && !interrupts(line));
    if (!goesOn) break;
    isOpen = true;
    end = next + 1;
  }
  return end;
}

/** The sign of a list's items: another one begins another list. @param {string} line */
const kindOf = (line) => (ITEM.exec(line)?.[2] || '').replace(/\d/g, '');

/** @param {string} line */
const isIndented = (line) => /^(?: {2}|\t)/.test(line);
