// Protobuf in a page of code: enough for the messages of orbstrike.v1, and for a game whose bytes are varints.

const VARINT = 0;
const BLOCK = 2;

/** Writes a message: pairs of a field's number and its value, a number, a text or bytes. */
export function encode(...fields) {
  const bytes = [];
  for (const [field, value] of fields) {
    if (typeof value === 'number') {
      writeVarint(bytes, field * 8 + VARINT);
      writeVarint(bytes, value);
    } else {
      const block = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      writeVarint(bytes, field * 8 + BLOCK);
      writeVarint(bytes, block.length);
      bytes.push(...block);
    }
  }
  return Uint8Array.from(bytes);
}

/** One number, as the codec of a game has it. */
export function varint(value) {
  const bytes = [];
  writeVarint(bytes, value);
  return Uint8Array.from(bytes);
}

// Epochs are milliseconds, so beyond 32 bits, where JavaScript's shifts end.
function writeVarint(bytes, value) {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** Reads a message: for each field's number a list of its values, in order. */
export function decode(bytes) {
  const reader = new Reader(bytes);
  const fields = new Map();
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const field = Math.floor(tag / 8);
    const value = readValue(reader, tag % 8);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return {
    all: (field) => fields.get(field) ?? [],
    number: (field) => fields.get(field)?.at(-1) ?? 0,
    text: (field) => new TextDecoder().decode(fields.get(field)?.at(-1) ?? new Uint8Array(0)),
    bytes: (field) => fields.get(field)?.at(-1) ?? new Uint8Array(0),
    has: (field) => fields.has(field),
  };
}

function readValue(reader, wireType) {
  switch (wireType) {
    case VARINT: return reader.varint();
    case BLOCK: return reader.block();
    case 1: return reader.take(8);
    case 5: return reader.take(4);
    default: throw new Error(`wire type ${wireType}`);
  }
}

/** Goes through bytes from the front. */
export class Reader {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  get isAtEnd() {
    return this.#at === this.#bytes.length;
  }

  varint() {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const next = this.take(1)[0];
      value += (next & 0x7f) * factor;
      if (next < 0x80) {
        return value;
      }
    }
  }

  block() {
    return this.take(this.varint());
  }

  text() {
    return new TextDecoder().decode(this.block());
  }

  take(length) {
    if (length > this.#bytes.length - this.#at) {
      throw new Error(`${length} bytes wanted, ${this.#bytes.length - this.#at} left`);
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
