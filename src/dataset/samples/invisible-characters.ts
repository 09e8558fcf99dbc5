import { domainToASCII } from 'node:url';

/**
 * Characters that show nothing by themselves: control characters, halves of surrogate pairs, what is
 * not assigned, separators of lines, and the default-ignorable code points of Unicode (soft hyphen,
 * joiners, fillers, variation selectors, tags, marks of direction). The blank Braille pattern and
 * the marks of interlinear annotations are not default-ignorable, and are as invisible.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}\u{FFF9}-\u{FFFB}]/u;

/** The three flags that are written with tags: England, Scotland, Wales. */
// eslint-disable-next-line redos/no-vulnerable -- it does not know this flag; the sequences are finite
const TAGGED_FLAG = new RegExp('\\p{RGI_Emoji_Tag_Sequence}', 'v');

const ZERO_WIDTH_NON_JOINER = '\u200C';
const ZERO_WIDTH_JOINER = '\u200D';
const MONGOLIAN_VOWEL_SEPARATOR = '\u180E';
const KEYCAP = '\u20E3';
const EMOJI_STYLE = '\uFE0F';
/** Text style and emoji style. */
const STYLE = /^[\uFE0E\uFE0F]$/u;
const IDEOGRAPHIC_VARIATION = /^[\uFE00-\uFE02\u{E0100}-\u{E01EF}]$/u;
const MONGOLIAN_VARIATION = /^[\u180B-\u180D\u180F]$/u;

const LETTER = /^\p{L}$/u;
const MARK = /^\p{M}$/u;
const HAN = /^\p{Script=Han}$/u;
const MONGOLIAN_LETTER = /^(?=\p{L})\p{Script=Mongolian}$/u;
const KEYCAP_BASE = /^[0-9#*]$/;
const EMOJI = /^\p{Emoji}$/u;
const SHOWN_AS_EMOJI = /^\p{Emoji_Presentation}$/u;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const EMOJI_ADDITION = /^[\uFE0F\p{Emoji_Modifier}]$/u;
/** Scripts whose letters join, so that a writer may put a non-joiner between any two of them. */
const JOINING_LETTER =
  /^(?=\p{L})[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Mandaic}\p{Script=Phags_Pa}\p{Script=Manichaean}\p{Script=Psalter_Pahlavi}\p{Script=Hanifi_Rohingya}\p{Script=Sogdian}\p{Script=Adlam}]$/u;

/** What becomes of an invisible character: it is needed, or changes nothing, or must not be there. */
type Verdict = 'keep' | 'drop' | 'refuse';

/**
 * Leaves out the invisible characters that change nothing where they stand, such as the emoji style
 * of what is an emoji anyway, or a non-joiner behind a letter that joins nothing. What scripts and
 * emoji need stays (Unicode Standard Annex #31, R1a; Unicode Technical Standard #51).
 *
 * @param text in Normalization Form C
 * @returns the text, in Normalization Form C, and whether it still has an invisible character that
 *   must not be there; those stay in the text
 */
export function withoutIdleCharacters(text: string): {
  readonly text: string;
  readonly hasInvisible: boolean;
} {
  let kept = '';
  let hasInvisible = false;
  let rest = text;
  while (rest !== '') {
    const flag = TAGGED_FLAG.exec(rest);
    const characters = Array.from(rest.slice(0, flag?.index));
    for (const [i, character] of characters.entries()) {
      const verdict = INVISIBLE.test(character) ? verdictOn(characters, i) : 'keep';
      if (verdict !== 'drop') kept += character;
      if (verdict === 'refuse') hasInvisible = true;
    }
    if (flag === null) break;
    kept += flag[0];
    rest = rest.slice(flag.index + flag[0].length);
  }
  return { text: kept.normalize('NFC'), hasInvisible };
}

/**
 * Leaves out what is often invisible even where it is needed: variation selectors, and the joiners of
 * emoji, which show as one picture or as several. Texts that look the same are the same without.
 */
export function withoutVariations(text: string): string {
  return text
    .replace(/\p{Variation_Selector}/gu, '')
    .replace(
      /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}])\u200D(?=\p{Extended_Pictographic})/gu,
      '',
    );
}

function verdictOn(characters: readonly string[], at: number): Verdict {
  const character = characters[at]!;
  const before = characters[at - 1] ?? '';
  const after = characters[at + 1] ?? '';
  if (STYLE.test(character)) return styleVerdict(before, character, after);
  if (IDEOGRAPHIC_VARIATION.test(character)) return HAN.test(before) ? 'keep' : 'refuse';
  if (MONGOLIAN_VARIATION.test(character)) return MONGOLIAN_LETTER.test(before) ? 'keep' : 'refuse';
  if (character === MONGOLIAN_VOWEL_SEPARATOR) {
    return MONGOLIAN_LETTER.test(before) && MONGOLIAN_LETTER.test(after) ? 'keep' : 'refuse';
  }
  if (character === ZERO_WIDTH_JOINER && joinsEmoji(characters, at)) return 'keep';
  if (character === ZERO_WIDTH_JOINER || character === ZERO_WIDTH_NON_JOINER) {
    return joinerVerdict(characters, at);
  }
  return 'refuse';
}

function styleVerdict(base: string, style: string, after: string): Verdict {
  if (!EMOJI.test(base)) return 'refuse';
  if (KEYCAP_BASE.test(base)) return style === EMOJI_STYLE && after === KEYCAP ? 'keep' : 'drop';
  return SHOWN_AS_EMOJI.test(base) === (style === EMOJI_STYLE) ? 'drop' : 'keep';
}

function joinsEmoji(characters: readonly string[], at: number): boolean {
  let base = at - 1;
  while (base > 0 && EMOJI_ADDITION.test(characters[base]!)) base -= 1;
  return PICTOGRAPH.test(characters[base] ?? '') && PICTOGRAPH.test(characters[at + 1] ?? '');
}

/**
 * A joiner is needed behind a virama, and a non-joiner between two letters that would join. The
 * platform knows which letters these are: names of domains have the same rule (RFC 5892, ContextJ).
 */
function joinerVerdict(characters: readonly string[], at: number): Verdict {
  const first = nextFrom(characters, at, -1);
  const last = nextFrom(characters, at, 1);
  const base = characters[first] ?? '';
  const next = characters[last] ?? '';
  if (!LETTER.test(base)) return 'refuse';
  const end = LETTER.test(next) ? last + 1 : last;
  if (domainToASCII(characters.slice(first, end).join('')) !== '') return 'keep';
  const isBetweenJoining = JOINING_LETTER.test(base) && JOINING_LETTER.test(next);
  return characters[at] === ZERO_WIDTH_NON_JOINER && isBetweenJoining ? 'drop' : 'refuse';
}

/** The place of the next character in a direction that is not a combining mark. */
function nextFrom(characters: readonly string[], at: number, step: 1 | -1): number {
  let place = at + step;
  while (MARK.test(characters[place] ?? '')) place += step;
  return place;
}
