// Asks whether something is to be done, has it done, and shows what came of it.
import { byId, element, setShown, setText } from '../dom.js';

export class Question {
  #dialog = byId('question');
  #choices = byId('question-choices');
  #choice = byId('question-choice');
  #answer = byId('question-answer');
  #confirm = byId('question-confirm');
  #close = byId('question-close');
  #act = null;

  constructor() {
    this.#close.addEventListener('click', () => this.#dialog.close());
    byId('question-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#run();
    });
  }

  /**
   * @param asked {title, text, choices: of [value, text] or null, confirm: the word on the button, act: does it with the
   *     chosen value, and gives the sentence that tells what came of it or throws an error with one}
   */
  ask({ title, text, choices, confirm, act }) {
    this.#act = act;
    setText(byId('question-title'), title);
    setText(byId('question-text'), text);
    setShown(this.#choices, choices !== null && choices.length > 0);
    this.#choice.replaceChildren(...(choices ?? []).map(([value, shown]) => {
      const option = element('option', '', shown);
      option.value = value;
      return option;
    }));
    setShown(this.#answer, false);
    setShown(this.#confirm, choices === null || choices.length > 0);
    setText(this.#confirm, confirm);
    setText(this.#close, 'Cancel');
    this.#setBusy(false);
    this.#dialog.showModal();
  }

  async #run() {
    const act = this.#act;
    this.#setBusy(true);
    this.#say('Asking …', '');
    try {
      const answer = await act(this.#choice.value);
      this.#end(act, answer, 'good');
    } catch (error) {
      this.#end(act, error.message || 'It failed.', 'bad');
    }
  }

  /** Who has closed the question and asked another meanwhile is not told of the first. */
  #end(act, answer, mood) {
    if (this.#act !== act) {
      return;
    }
    this.#say(answer, mood);
    this.#setBusy(false);
    if (mood === 'good') {
      setShown(this.#choices, false);
      setShown(this.#confirm, false);
    }
    setText(this.#close, 'Close');
    this.#close.focus();
  }

  #say(text, mood) {
    this.#answer.className = `answer ${mood}`;
    setText(this.#answer, text);
    setShown(this.#answer, true);
  }

  #setBusy(isBusy) {
    this.#confirm.disabled = isBusy;
    this.#choice.disabled = isBusy;
  }
}
