// What proves that an operator is one: a signer, a credential that somebody else signed, or nothing where none is needed.
import { Signer } from './signer.js';

const STORED = 'orbstrike.operator';

export class Access {
  #signer = null;
  #credential = null;

  /** Takes up what this tab has kept, if it has. */
  async resume() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(STORED));
      this.#signer = kept === null ? null : await Signer.of(kept);
    } catch {
      this.#signer = null; // The storage is closed to this page, or the browser does not sign here.
    }
  }

  /** @param isKept whether this tab keeps what is derived from the secret, so that a reload does not ask again */
  async useSecret(secret, isKept) {
    const derived = await Signer.derived(secret);
    this.#signer = await Signer.of(derived);
    this.#credential = null;
    this.#forgetStored();
    if (isKept) {
      try {
        sessionStorage.setItem(STORED, JSON.stringify(derived));
      } catch {
        // Then a reload asks again.
      }
    }
  }

  useCredential(credential) {
    this.#credential = credential;
    this.#signer = null;
  }

  forget() {
    this.#credential = null;
    this.#signer = null;
    this.#forgetStored();
  }

  get isEmpty() {
    return this.#signer === null && this.#credential === null;
  }

  /** What the next call is to carry; null if nothing. */
  async credential() {
    return this.#signer ? this.#signer.sign() : this.#credential;
  }

  #forgetStored() {
    try {
      sessionStorage.removeItem(STORED);
    } catch {
      // Nothing was kept, then.
    }
  }
}
