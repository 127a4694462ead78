/** Typing over marked words. */
import { EditorView } from '@codemirror/view';

/**
 * Left to itself Chromium carries the look of the marked words over to what is typed in their place, as an inline style;
 * the content policy forbids that, and says so on the console. We put the text in ourselves.
 */
export const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== 'insertText' || !event.data || view.composing) return false;
    if (view.state.readOnly || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});
