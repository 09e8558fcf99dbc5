import { nameOf, roleOf, saysGroups } from '../../../../src/auth/oidc/claims';

const settings = {
  claim: 'groups',
  roles: [
    { group: 'all', role: 'viewer' },
    { group: 'ml-admins', role: 'admin' },
    { group: 'annotators', role: 'labeler' },
  ],
  defaultRole: undefined,
} as const;

describe('a role', () => {
  it('is the highest of the groups, whatever their order', () => {
    expect(roleOf({ groups: ['ml-admins', 'all'] }, settings)).toBe('admin');
    expect(roleOf({ groups: ['all', 'annotators', 'more'] }, settings)).toBe('labeler');
  });

  it('comes from a text as well', () => {
    expect(roleOf({ groups: 'annotators' }, settings)).toBe('labeler');
  });

  it.each([
    {},
    { groups: [] },
    { groups: ['ml-admins-of-another'] },
    { groups: 'ml-admins annotators' },
    { groups: { 'ml-admins': true } },
    { groups: [['ml-admins']] },
    { groups: null },
  ])('is nobody’s with %j', (claims) => {
    expect(roleOf(claims, settings)).toBeUndefined();
    expect(roleOf(claims, { ...settings, defaultRole: 'viewer' })).toBe('viewer');
  });

  it('may be inside of another claim, or under a name with dots', () => {
    const inside = { ...settings, claim: 'realm_access.roles' };
    expect(roleOf({ realm_access: { roles: ['ml-admins'] } }, inside)).toBe('admin');
    expect(roleOf({ realm_access: 'roles' }, inside)).toBeUndefined();
    const claim = 'https://example.org/groups';
    expect(roleOf({ [claim]: ['ml-admins'] }, { ...settings, claim })).toBe('admin');
  });

  it('is not found in what every object has', () => {
    expect(saysGroups({}, 'constructor.name')).toBe(false);
    expect(saysGroups({}, '__proto__')).toBe(false);
  });
});

describe('a name', () => {
  it('is the one that somebody signs in with, or the best there is', () => {
    const claims = { preferred_username: 'ada', email: 'ada@example.org', name: 'Ada L.' };
    expect(nameOf(claims, 'id-7')).toBe('ada');
    expect(nameOf({ ...claims, preferred_username: '' }, 'id-7')).toBe('ada@example.org');
    expect(nameOf({ name: 'Ada L.' }, 'id-7')).toBe('Ada L.');
    expect(nameOf({ name: 7 }, 'id-7')).toBe('id-7');
  });

  it('holds nothing that a page or a log would show as something else', () => {
    expect(nameOf({ name: 'ada\u202egnp.exe\n\u0000' }, 'x')).toBe('adagnp.exe');
    expect(nameOf({ name: 'a'.repeat(500) }, 'x')).toHaveLength(64);
    expect(nameOf({ name: '\u200b' }, 'x')).toBe('x');
  });
});
