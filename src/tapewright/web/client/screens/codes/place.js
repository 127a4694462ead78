/** Where a passage is on its tape. @param {{tape: string, timecode: string}} one */
export function placeOf(one) {
  return `/tapes/${encodeURIComponent(one.tape)}?t=${one.timecode}`;
}
