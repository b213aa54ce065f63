// The options of both programs: --name value.

import { parseArgs } from 'node:util';

const NAMES = ['port', 'rooms', 'players', 'duration', 'warmup', 'inputs', 'json'];

const values = parsed();

function parsed() {
  try {
    return parseArgs({ options: Object.fromEntries(NAMES.map((name) => [name, { type: 'string' }])) }).values;
  } catch (error) {
    return badUsage(error.message.split('\n')[0]);
  }
}

function badUsage(message) {
  console.error(message);
  process.exit(2);
}

/** The option's text, or undefined if it is absent. */
export function textOption(name) {
  return values[name];
}

/** The option as an integer from min to max, or what stands for it if it is absent. */
export function integerOption(name, absent, min, max) {
  const value = values[name] === undefined ? absent : Number(values[name]);
  return Number.isInteger(value) && value >= min && value <= max
    ? value
    : badUsage(`--${name} '${values[name] ?? ''}': must be an integer from ${min} to ${max}`);
}
