// Where an operator shows that he is one.
import { byId, setShown, setText } from '../dom.js';
import { SECRET_BYTES_MIN, canSign } from './signer.js';

export class AccessScreen {
  #screen = byId('access');
  #secret = byId('secret');
  #credential = byId('credential');
  #fault = byId('access-fault');

  /** @param actions {onSecret(secret, isKept), onCredential(credential)}, both may be asynchronous */
  constructor({ onSecret, onCredential }) {
    setShown(byId('secret-form'), canSign());
    setShown(byId('cannot-sign'), !canSign());
    byId('credential-more').open = !canSign();
    byId('secret-form').addEventListener('submit', (event) => {
      event.preventDefault();
      const bytes = new TextEncoder().encode(this.#secret.value).length;
      if (bytes < SECRET_BYTES_MIN) {
        this.#tell(`The cluster's secret has at least ${SECRET_BYTES_MIN} bytes; this has ${bytes}.`);
        this.#secret.focus();
        return;
      }
      const secret = this.#secret.value;
      this.#secret.value = '';
      this.#run(() => onSecret(secret, byId('keep').checked));
    });
    byId('credential-form').addEventListener('submit', (event) => {
      event.preventDefault();
      const credential = this.#credential.value.trim();
      this.#credential.value = '';
      if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential)) {
        this.#tell('A credential is what “orbstrike admin credential” prints: three parts with dots between them.');
        this.#credential.focus();
        return;
      }
      this.#run(() => onCredential(credential));
    });
  }

  show(fault) {
    const isNew = this.#screen.hidden;
    setShown(this.#screen, true);
    this.#tell(fault);
    if (isNew) {
      (canSign() ? this.#secret : this.#credential).focus();
    }
  }

  hide() {
    setShown(this.#screen, false);
  }

  async #run(action) {
    try {
      await action();
    } catch (error) {
      this.#tell(`This browser cannot use it: ${error.message}`);
    }
  }

  #tell(fault) {
    setText(this.#fault, fault);
    setShown(this.#fault, fault !== '');
  }
}
