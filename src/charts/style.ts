import { createHash } from 'node:crypto';

/**
 * The look of every chart, in light and in dark; the colours are those of the pages. Lines of a
 * chart take theirs from the palette of Okabe & Ito 2008, told apart by colour-blind people too.
 */
export const STYLE = `
svg{color-scheme:light dark;--surface:#fffdf9;--sunk:#edeae1;--line:#dbd6c9;--strong:#8b8a7f;--ink:#1a2322;--soft:#56615f;--accent:#0d6963;--wrong:#b4531a;--bar:#78908b;--on-fill:#fff;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#b8860b;--c5:#3d97cf;--c6:#7a4fb5;--c7:#8a5a2b;--c8:#a1271d;--c9:#56615f}
@media (prefers-color-scheme:dark){svg{--surface:#172120;--sunk:#22302e;--line:#2b3937;--strong:#6d807d;--ink:#e9f0ee;--soft:#a5b5b2;--accent:#5fd3c7;--wrong:#ff9f68;--bar:#5f7b76;--on-fill:#06211f;--c0:#5fb2ea;--c1:#ff8a3d;--c2:#2fd3a4;--c3:#f0a5cf;--c4:#e9c46a;--c5:#9bdcff;--c6:#b99bf0;--c7:#d0a070;--c8:#ffa094;--c9:#a5b5b2}}
text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif;font-size:12px;fill:var(--ink);font-variant-numeric:tabular-nums}
.heading{font-size:16px;font-weight:600}
.soft{fill:var(--soft)}
.small{font-size:11px}
.tiny{font-size:9px}
.on-fill{fill:var(--on-fill)}
.middle{text-anchor:middle}
.end{text-anchor:end}
.surface{fill:var(--surface)}
.sunk{fill:var(--sunk)}
.accent{fill:var(--accent)}
.wrong{fill:var(--wrong)}
.bar{fill:var(--bar)}
.missing{fill:var(--wrong);fill-opacity:.55}
.surplus{fill:var(--accent);fill-opacity:.4}
.diagonal{stroke:var(--ink);stroke-dasharray:4 4}
.line{stroke:var(--line)}
.strong{stroke:var(--strong)}
.dashed{stroke:var(--strong);stroke-dasharray:4 4}
.curve{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.faint{stroke:var(--strong);stroke-width:1;stroke-opacity:.5}
${Array.from({ length: 10 }, (_, i) => `.s${i}{stroke:var(--c${i})}.f${i}{fill:var(--c${i})}`).join('\n')}
`;

/** Colours of lines: the classes `s0`…`s9` (stroke) and `f0`…`f9` (fill). */
export const COLOURS = 10;

/** What a content security policy allows the style by. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
