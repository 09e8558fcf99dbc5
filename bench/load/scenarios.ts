/** One part of a load test: so many users for so long. */
export interface Phase {
  readonly users: number;
  /** Share of the scenario's time. */
  readonly share: number;
}

export interface Scenario {
  /** One sentence. */
  readonly about: string;
  readonly kind: 'predict' | 'batch' | 'mixed' | 'limits';
  readonly phases: readonly Phase[];
  readonly seconds: number;
  /** Of the service, each with a thread for each core; more than one stand behind NGINX. */
  readonly instances?: readonly number[];
}

const steadily = (users: number): readonly Phase[] => [{ users, share: 1 }];

/** Load tests by name: `npm run load -- <name>`. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  normal: {
    about: '50 users ask for one picture after the other',
    kind: 'predict',
    phases: steadily(50),
    seconds: 20,
  },
  medium: { about: '100 users', kind: 'predict', phases: steadily(100), seconds: 20 },
  high: { about: '200 users', kind: 'predict', phases: steadily(200), seconds: 20 },
  stress: {
    about: '300 users, more than the queue holds: it sheds with 503 and goes on',
    kind: 'predict',
    phases: steadily(300),
    seconds: 20,
  },
  burst: {
    about: 'calm, a burst of 400 users, and calm again',
    kind: 'predict',
    phases: [
      { users: 10, share: 0.3 },
      { users: 400, share: 0.2 },
      { users: 10, share: 0.5 },
    ],
    seconds: 30,
  },
  batch: {
    about: '3 users send 64 pictures at a time',
    kind: 'batch',
    phases: steadily(3),
    seconds: 20,
  },
  mixed: {
    about:
      'what people do: 10 predictions to 3 looks at the uptime, 2 at the statistics, 1 each at the dashboard, the health and the charts, and they think in between',
    kind: 'mixed',
    phases: steadily(50),
    seconds: 30,
  },
  soak: {
    about: '16 users for ten minutes: does memory grow?',
    kind: 'predict',
    phases: steadily(16),
    seconds: 600,
  },
  scaling: {
    about: '64 users, and 1, 2 and 3 instances behind NGINX',
    kind: 'predict',
    phases: steadily(64),
    seconds: 15,
    instances: [1, 2, 3],
  },
  limits: {
    about: 'five users within their limit, and one without restraint: it is held, they are not',
    kind: 'limits',
    phases: steadily(6),
    seconds: 20,
  },
};
