// Writes what stylesheets repeat once. They are a fifth of the bundle and say the same few things
// again and again, and a saved notebook stores the bundle uncompressed.

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
/** Bytes a phrase must save: fewer are not worth the work of looking. */
const LEAST = 2;
/** A phrase has at most this many words and signs. */
const LONGEST = 14;
/** Phrases taken between two counts: fewer pack a little better, and slower. */
const AT_ONCE = 8;
/** Stand for codes while phrases are looked for; no stylesheet holds private-use characters. */
const PLACES = Array.from({ length: 400 }, (_, i) => String.fromCharCode(0xe000 + i));

/**
 * Texts with codes for phrases, and the source of the function `whole` that makes them texts again.
 *
 * @param {readonly string[]} texts one line each
 */
export function packed(texts) {
  const signs = unused(texts.join(""));
  const separator = signs.pop();
  let lines = texts.join("\n");
  const taken = [];
  for (let found = candidates(lines); found.length > 0; found = candidates(lines)) {
    const before = taken.length;
    for (const phrase of found) {
      const place = PLACES[taken.length];
      if (place === undefined || saved(phrase, lines.split(phrase).length - 1) < LEAST) continue;
      // A phrase becomes a line itself: later ones are looked for in it, too.
      lines = `${lines.replaceAll(phrase, place)}\n${phrase}`;
      taken.push(place);
    }
    if (taken.length === before) break;
  }
  const { codes, singles, firsts } = coded(taken, lines, signs);
  const written = taken.reduce((all, place) => all.replaceAll(place, codes.get(place)), lines).split("\n");
  const phrases = new Map(taken.map((place, i) => [codes.get(place), written[texts.length + i]]));
  const inOrder = [...phrases.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const source = `
    const phrases = {};
    const code = /[${firsts}].|[${singles}]/g;
    for (const line of ${JSON.stringify(inOrder.map((key) => key + phrases.get(key)).join(separator))}.split("${separator}")) {
      const [key] = line.match(code);
      phrases[key] = line.slice(key.length);
    }
    const known = {};
    export const whole = (text) => text.replace(code, (key) => (known[key] ??= whole(phrases[key])));`;
  return { texts: written.slice(0, texts.length), source };
}

/** Signs that the text does not hold and that mean nothing in a string, a pattern or HTML. */
function unused(text) {
  const all = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
  return all.filter((sign) => !text.includes(sign) && !"\"'`\\$<>&^-]/".includes(sign));
}

/** What is worth a code, best first. */
function candidates(lines) {
  const counts = new Map();
  for (const line of lines.split("\n")) {
    const tokens = line.match(/[A-Za-z0-9]+|[^A-Za-z0-9]/gu) ?? [];
    for (let first = 0; first < tokens.length; first++) {
      let phrase = "";
      for (let i = first; i < Math.min(first + LONGEST, tokens.length); i++) {
        phrase += tokens[i];
        counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
      }
    }
  }
  const worth = [...counts].map(([phrase, count]) => [phrase, saved(phrase, count)]).filter(([, n]) => n >= LEAST);
  worth.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return worth.slice(0, AT_ONCE).map(([phrase]) => phrase);
}

/** Bytes saved when a code of about two bytes stands for a phrase, which is written once beside its code. */
function saved(phrase, count) {
  return (phrase.length - 2) * count - phrase.length - 3;
}

/** One sign for the most frequent, a sign and a letter for the others. */
function coded(places, lines, signs) {
  const often = (place) => lines.split(place).length;
  const ranked = [...places].sort((a, b) => often(b) - often(a) || (a < b ? -1 : 1));
  const pairs = Math.max(0, Math.ceil((places.length - signs.length) / (LETTERS.length - 1)));
  const [firsts, singles] = [signs.slice(0, pairs), signs.slice(pairs)];
  const all = [...singles, ...firsts.flatMap((sign) => [...LETTERS].map((letter) => sign + letter))];
  return {
    codes: new Map(ranked.map((place, i) => [place, all[i]])),
    singles: singles.join(""),
    firsts: firsts.join(""),
  };
}
