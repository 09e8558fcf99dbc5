import { SIGNALS, type Signal } from '../../../../src/monitoring/drift/reference';
import type { JudgedWindow } from '../../../../src/monitoring/drift/judge-window';

/** A window that is so unlike in one signal, and looks as it should in the others. */
export function madeUpWindow(
  id: number,
  unlike: Partial<Record<Signal, number>> = {},
): JudgedWindow {
  const estimate = { value: 0.9, low: 0.88, high: 0.92 };
  const [classes, confidence, features, pixels] = SIGNALS.map((signal) => unlike[signal] ?? 0.4);
  return {
    id,
    firstAt: id * 1000,
    lastAt: id * 1000 + 999,
    isClosed: true,
    pictures: 500,
    uncertain: 20,
    unlikeness: {
      classes: classes!,
      confidence: confidence!,
      features: features!,
      pixels: pixels!,
    },
    populationStabilityIndex: 0.01,
    jensenShannonDivergence: 0.001,
    classes: [300, 200],
    pixels: [],
    estimates: { byConfidence: estimate, byThreshold: estimate },
  };
}
