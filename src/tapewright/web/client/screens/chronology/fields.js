/** What a column of a table can mean, in words. */

/** @type {Record<string, string>} */
const WORDS = {
  title: 'what happened',
  date: 'the date',
  until: 'the date until which',
  words: 'words that date it',
  certainty: 'how certain it is',
  kind: 'the kind of event',
  place: 'the place',
  note: 'a note',
  case: 'the case',
  agency: 'from whose chronology',
  answer: 'the answer',
  answered_on: 'answered on',
  outcome: 'the outcome',
  believed: 'whether whoever reported was believed',
  document: 'the document that says so',
  source: 'the place on a tape that says so',
  source_date: 'the date that the source gives',
  source_note: 'a note on the source',
  people: 'people, each with a role',
  institutions: 'institutions, each with a role',
  did: 'who did it',
  harmed: 'who was harmed',
  saw: 'who saw it',
  present: 'who was there',
  reported: 'who reported it',
  told: 'who was told',
  answered: 'who answered',
  about: 'whom it is about',
  id: 'what the file calls the event',
  tells_of: 'which event it tells of',
  hangs_on: 'which event it is counted from',
};

/** @param {string} field */
export const wordsOf = (field) => WORDS[field] || field.replaceAll('_', ' ');
