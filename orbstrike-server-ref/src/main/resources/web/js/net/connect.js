// One call over HTTP: the unary form of the Connect protocol.
import { readErrorReason, readRetryDelayMs } from './lobby-wire.js';

/** Codes that may be tried again although the answer says nothing of it: not the server's word but the way's. */
const LOST_ON_THE_WAY = new Set(['unavailable', 'canceled', 'unknown', 'deadline_exceeded', 'internal']);

/** Why a call failed. */
export class CallError extends Error {
  /** @param what {code, reason, message, retryMs, isSilence: whether nobody answered in time, so that nothing is known} */
  constructor({ code, reason = '', message = '', retryMs = null, isSilence = false }) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.retryMs = retryMs;
    this.isSilence = isSilence;
  }

  get mayBeTriedAgain() {
    return this.retryMs !== null || (this.reason === '' && LOST_ON_THE_WAY.has(this.code));
  }
}

/**
 * @param call {service, method, request: bytes, bearer: what goes into authorization, or nothing, deadlineMs: the server's,
 *     answerMs: how long its answer is waited for, isApart: whether on another connection than before}
 * @returns the response's bytes
 * @throws CallError
 */
export async function callOnce({ service, method, request, bearer, deadlineMs, answerMs = deadlineMs, isApart = false }) {
  const headers = {
    'content-type': 'application/proto',
    'connect-protocol-version': '1',
    'connect-timeout-ms': String(deadlineMs),
  };
  if (bearer) {
    headers.authorization = `Bearer ${bearer}`;
  }
  let response;
  let body;
  const signal = AbortSignal.timeout(answerMs);
  try {
    // A browser keeps connections that carry no cookies apart: of the others, all may lead into a network that is gone.
    const credentials = isApart ? 'omit' : 'same-origin';
    response = await fetch(`/${service}/${method}`, { method: 'POST', headers, body: request, signal, credentials });
    body = await response.arrayBuffer();
  } catch {
    // Not by the error's name: some browsers say AbortError where others say TimeoutError.
    throw new CallError({ code: 'unavailable', message: 'nobody answered', isSilence: signal.aborted });
  }
  if (response.ok) {
    return new Uint8Array(body);
  }
  throw errorOf(response.status, new TextDecoder().decode(body));
}

/** What a refusal says; one that is no Connect error comes from something between us and the server. */
export function errorOf(status, text) {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    said = null;
  }
  if (said === null || typeof said.code !== 'string') {
    return new CallError({ code: status >= 500 ? 'unavailable' : 'unknown', message: `HTTP ${status}` });
  }
  const error = { code: said.code, message: String(said.message ?? '') };
  for (const { type, value } of said.details ?? []) {
    const bytes = () => Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
    if (type === 'google.rpc.ErrorInfo') {
      error.reason = readErrorReason(bytes());
    } else if (type === 'google.rpc.RetryInfo') {
      error.retryMs = readRetryDelayMs(bytes());
    }
  }
  return new CallError(error);
}
