import { alarmingSignals, type JudgedWindow } from './judge-window';
import { SIGNALS, type Signal } from './reference';

/** Whether the pictures of late look like those that a version knows. */
export type DriftState =
  /** No window has been closed yet that says anything. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'drifting';
      /** When the first picture came of the window that it began with. */
      readonly since: number;
      /** What has looked different since then. */
      readonly signals: readonly Signal[];
    };

/** A window as unlike as that is no chance, and begins drift alone. */
const FAR = 2;
/** Windows in a row that begin drift where none is far off, and that end it where none is off. */
const IN_A_ROW = 2;

/**
 * Goes through closed windows. Drift begins with one that is far off, or with two in a row in which
 * the same signal is off, and ends with two in a row that look as they should: one odd window in
 * between changes nothing. The same windows give the same state to every instance.
 *
 * @param windows oldest first
 */
export function driftState(windows: readonly JudgedWindow[]): DriftState {
  let progress: Progress = { state: { kind: 'unknown' }, calm: 0, before: undefined };
  for (const window of windows) {
    if (window.isClosed && saysAnything(window)) progress = after(progress, window);
  }
  return progress.state;
}

interface Progress {
  readonly state: DriftState;
  /** Windows in a row, up to now, that looked as they should. */
  readonly calm: number;
  readonly before: JudgedWindow | undefined;
}

function after({ state, calm: calmBefore, before }: Progress, window: JudgedWindow): Progress {
  const off = alarmingSignals(window);
  const calm = off.length === 0 ? calmBefore + 1 : 0;
  const rest = { calm, before: window };
  if (state.kind === 'drifting') {
    if (calm >= IN_A_ROW) return { state: { kind: 'none' }, ...rest };
    return { state: { ...state, signals: united(state.signals, off) }, ...rest };
  }
  if (alarmingSignals(window, FAR).length > 0) {
    return { state: { kind: 'drifting', since: window.firstAt, signals: off }, ...rest };
  }
  const repeated = before === undefined ? [] : inBoth(alarmingSignals(before), off);
  if (before === undefined || repeated.length === 0) return { state: { kind: 'none' }, ...rest };
  return { state: { kind: 'drifting', since: before.firstAt, signals: repeated }, ...rest };
}

function saysAnything({ unlikeness }: JudgedWindow): boolean {
  return unlikeness.classes !== null;
}

function united(some: readonly Signal[], others: readonly Signal[]): Signal[] {
  return SIGNALS.filter((signal) => some.includes(signal) || others.includes(signal));
}

function inBoth(some: readonly Signal[], others: readonly Signal[]): Signal[] {
  return some.filter((signal) => others.includes(signal));
}
