import { PAGES, type PageId } from './pages';
import { SHARED_STRINGS } from './strings/shared';
import { STRINGS, text } from './strings/strings';

/**
 * A page of the navigation, the reference of the API, one about access, or the one in the place of one
 * that cannot be shown.
 */
type ShellPage = PageId | 'docs' | 'access' | 'error';

/** What every page has around its content: title, navigation, footer, data for its scripts. */
export interface Shell {
  readonly page: ShellPage;
  /** Script of the page: `/js/pages/<script>.js`. */
  readonly script: string;
  /** Of the browser's tab. */
  readonly title: string;
  readonly navigation: readonly NavigationLink[];
  readonly release: string;
  readonly strings: typeof STRINGS;
  readonly text: typeof text;
  /** A page that waits for something is loaded again by browsers without JavaScript. */
  readonly reloadsWithoutScript: boolean;
  /** Where to; undefined for the same address, which must have no fragment then. */
  readonly reloadTo: string | undefined;
  /** Style sheets of this page alone: `/css/<name>.css`. */
  readonly styles: readonly string[];
  /** The page draws charts over time. */
  readonly hasCharts: boolean;
  /** JSON for the page's scripts, safe inside a script element. */
  readonly clientData: string;
}

interface NavigationLink {
  readonly href: string;
  readonly label: string;
  readonly isCurrent: boolean;
}

export interface ShellOptions {
  readonly page: ShellPage;
  /** Where it is not that of the page in the navigation. */
  readonly script?: string;
  /** The heading of a page that is not in the navigation. */
  readonly heading?: string;
  /** The service's own version. */
  readonly release: string;
  readonly reloadsWithoutScript?: boolean;
  readonly reloadTo?: string | undefined;
  readonly styles?: readonly string[];
  readonly hasCharts?: boolean;
  /** The page's texts, for its scripts. */
  readonly strings: Readonly<Record<string, string>>;
  /** What else its scripts need to know. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export function shell({
  page,
  script = page,
  heading,
  release,
  reloadsWithoutScript = false,
  reloadTo,
  styles = [],
  hasCharts = false,
  strings,
  data = {},
}: ShellOptions): Shell {
  const label =
    page === 'docs'
      ? 'docsTitle'
      : (PAGES.find(({ id }) => id === page)?.label ?? 'errorPageTitle');
  return {
    page,
    script,
    title: text('pageTitle', { page: heading ?? STRINGS[label], title: STRINGS.title }),
    navigation: PAGES.map(({ id, path, label }) => ({
      href: path,
      label: STRINGS[label],
      isCurrent: id === page,
    })),
    release,
    strings: STRINGS,
    text,
    reloadsWithoutScript,
    reloadTo,
    styles,
    hasCharts,
    clientData: safeJson({ strings: { ...SHARED_STRINGS, ...strings }, ...data }),
  };
}

/** JSON that cannot end the script element it stands in. */
function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
