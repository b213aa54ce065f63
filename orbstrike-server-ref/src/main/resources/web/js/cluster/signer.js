// Credentials for operators, signed here: JSON Web Tokens with a key that is derived from the cluster's secret, as
// docs/protocol.md says. The secret itself is neither sent nor kept.

const KEY_LABEL = 'cluster credential';
const KEY_ID_LABEL = 'cluster credential key id';
const KEY_BYTES = 32;
const KEY_ID_BYTES = 6;
const AUDIENCE = 'orbstrike.v1.Admin';
const LIFETIME_S = 60;

export const SECRET_BYTES_MIN = 32;

const utf8 = (text) => new TextEncoder().encode(text);

const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

const base64Url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Whether the browser signs at all: it does on https pages and on those of this machine. */
export function canSign() {
  return globalThis.crypto?.subtle !== undefined;
}

/** HKDF-SHA256 without a salt (RFC 5869). */
async function derive(secret, label, lengthBytes) {
  const input = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(label) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, input, 8 * lengthBytes));
}

export class Signer {
  #keyId;
  #key;

  constructor(keyId, key) {
    this.#keyId = keyId;
    this.#key = key;
  }

  /**
   * @param secret the text that ORBSTRIKE_SECRET holds
   * @returns {keyId, key}, in hexadecimal: all that signing needs, and no way back to the secret or to tickets
   */
  static async derived(secret) {
    const bytes = utf8(secret);
    const [key, keyId] = await Promise.all([derive(bytes, KEY_LABEL, KEY_BYTES), derive(bytes, KEY_ID_LABEL, KEY_ID_BYTES)]);
    return { keyId: hexOf(keyId), key: hexOf(key) };
  }

  static async of({ keyId, key }) {
    const how = { name: 'HMAC', hash: 'SHA-256' };
    return new Signer(keyId, await crypto.subtle.importKey('raw', bytesOf(key), how, false, ['sign']));
  }

  /** A credential for one call. */
  async sign(nowMs = Date.now()) {
    const nowS = Math.floor(nowMs / 1000);
    const header = { alg: 'HS256', kid: this.#keyId };
    const claims = { aud: AUDIENCE, iat: nowS, exp: nowS + LIFETIME_S };
    const signed = [header, claims].map((part) => base64Url(utf8(JSON.stringify(part)))).join('.');
    return `${signed}.${base64Url(new Uint8Array(await crypto.subtle.sign('HMAC', this.#key, utf8(signed))))}`;
  }
}
