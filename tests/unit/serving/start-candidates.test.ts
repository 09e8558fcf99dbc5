import type { ModelCard } from '../../../src/registry/card';
import { startCandidates, type StartSituation } from '../../../src/serving/start-candidates';
import { tinyCard } from '../../support/tiny-version';

function card(version: string, network: string, verdict?: 'passed' | 'rejected'): ModelCard {
  const made = tinyCard({ version });
  return {
    ...made,
    network: { ...made.network, name: network },
    gate: verdict === undefined ? null : { verdict, compared_with: null, rules: [] },
    files: {},
  };
}

const CARDS = [
  card('refused', 'standard', 'rejected'),
  card('small-2', 'small', 'passed'),
  card('standard-1', 'standard'),
  card('small-1', 'small'),
];

function order(situation: Partial<StartSituation>): string[] {
  return startCandidates({
    wanted: '',
    network: 'standard',
    lastActive: undefined,
    activeBefore: [],
    cards: CARDS,
    meantBy: (name) => name,
    ...situation,
  }).map(({ version, isWanted }) => (isWanted ? `${version}!` : version));
}

describe('the versions to start with', () => {
  it('begin with the newest of the network, then the newest of all, and end with the refused', () => {
    expect(order({})).toEqual(['standard-1!', 'small-2', 'small-1', 'refused']);
    expect(order({ network: 'small' })).toEqual(['small-2!', 'small-1', 'standard-1', 'refused']);
  });

  it('begin with the one that was active last, even one that a gate refused', () => {
    expect(order({ lastActive: 'small-1' })[0]).toBe('small-1!');
    expect(order({ lastActive: 'refused' })[0]).toBe('refused!');
  });

  it('go on with those that were active before it, whose classes are those that people know', () => {
    expect(order({ lastActive: 'small-2', activeBefore: ['small-1', 'gone'] })).toEqual([
      'small-2!',
      'small-1',
      'gone',
      'standard-1',
      'refused',
    ]);
  });

  it('begin with the one that is named', () => {
    expect(order({ wanted: 'small-2', lastActive: 'small-1' })).toEqual([
      'small-2!',
      'small-1',
      'standard-1',
      'refused',
    ]);
  });

  it('begin with one that is wanted and may not be there', () => {
    expect(order({ wanted: 'gone' })[0]).toBe('gone!');
  });

  it('have none that is wanted when the network has none', () => {
    expect(order({ network: 'large' })).toEqual(['small-2', 'standard-1', 'small-1', 'refused']);
  });
});
