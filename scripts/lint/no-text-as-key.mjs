// @ts-check
import { ESLintUtils } from '@typescript-eslint/utils';
import ts from 'typescript';

const ANY_TEXT =
  ts.TypeFlags.Any |
  ts.TypeFlags.String |
  ts.TypeFlags.TemplateLiteral |
  ts.TypeFlags.StringMapping;

/**
 * Whether a key may be any text. A literal, a union of literals and `keyof` name members that the
 * object is known to have; a number is an index.
 *
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @returns {boolean}
 */
function isAnyText(checker, type) {
  if (type.flags & ts.TypeFlags.Index) return false;
  if (type.flags & ANY_TEXT) return true;
  if (type.isUnionOrIntersection()) return type.types.some((part) => isAnyText(checker, part));
  if (!type.isTypeParameter()) return false;
  // As it is written: what the checker calls the constraint of `keyof T` is any text.
  const constraint = type.symbol.declarations?.find(ts.isTypeParameterDeclaration)?.constraint;
  return constraint !== undefined && isAnyText(checker, checker.getTypeFromTypeNode(constraint));
}

/**
 * Forbids `object[text]` and `text in object` where the text may be anything. A plain object has
 * members that nobody gave it, so that a class called `constructor` is found in an empty table of
 * counts, and one called `__proto__` is lost in it.
 */
export default ESLintUtils.RuleCreator.withoutDocs({
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      textAsKey:
        'Any text must not be the key of a plain object: count in a Map; write with Object.fromEntries; read with ownValue.',
    },
  },
  defaultOptions: [],
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();
    /** @param {import('@typescript-eslint/utils').TSESTree.Node} key */
    const check = (key) => {
      if (isAnyText(checker, services.getTypeAtLocation(key))) {
        context.report({ node: key, messageId: 'textAsKey' });
      }
    };
    return {
      'MemberExpression[computed=true]'(node) {
        check(node.property);
      },
      'BinaryExpression[operator="in"]'(node) {
        if (node.left.type !== 'PrivateIdentifier') check(node.left);
      },
    };
  },
});
