import { byId, text } from '../page-data.js';
import { startThemeToggle } from '../theme-toggle.js';

/** @typedef {(type: unknown, props?: object | null, ...children: unknown[]) => unknown} CreateElement */
/**
 * @typedef {object} LayoutProps what Swagger UI gives the component that draws everything
 * @property {(name: string, isContainer?: boolean) => unknown} getComponent
 * @property {{ loadingStatus: () => string, securityDefinitions: () => unknown }} specSelectors
 */
/** @typedef {{ React: { createElement: CreateElement } }} System */
/** @typedef {(options: Readonly<Record<string, unknown>>) => unknown} SwaggerUi */

const LAYOUT = 'OperationsOnly';

startThemeToggle();
const { SwaggerUIBundle: draw } = /** @type {{ SwaggerUIBundle?: SwaggerUi }} */ (
  /** @type {unknown} */ (globalThis)
);
const place = byId('reference');
if (draw === undefined) place.textContent = text('docsFailed');
else {
  draw({
    url: '/openapi.json',
    domNode: place,
    layout: LAYOUT,
    plugins: [operationsOnly],
    docExpansion: 'list',
    displayRequestDuration: true,
    // Nothing of the description is sent anywhere to be checked.
    validatorUrl: null,
  });
}

/**
 * A layout for a page that has a heading and a main part of its own, which Swagger UI's usual layout
 * would repeat.
 *
 * @param {System} system
 */
function operationsOnly({ React: { createElement } }) {
  return {
    components: {
      /** @param {LayoutProps} props */
      [LAYOUT]({ getComponent, specSelectors }) {
        const status = specSelectors.loadingStatus();
        if (status === 'failed') return createElement('p', null, text('docsFailed'));
        if (status !== 'success') return null;
        return createElement(
          'div',
          { className: 'swagger-ui' },
          createElement(getComponent('SvgAssets')),
          specSelectors.securityDefinitions()
            ? createElement(getComponent('AuthorizeBtnContainer', true))
            : null,
          createElement(getComponent('operations', true)),
        );
      },
    },
  };
}
